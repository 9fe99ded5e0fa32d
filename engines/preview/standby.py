"""A program that is ready to start: its libraries are read in while the old one still serves. Used by instance.

Reading them in takes most of a start. What is left once the files have changed is the project's own code.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
from collections.abc import Sequence
from pathlib import Path

from engines.kernel.sandbox import Command, Process, Sandbox
from engines.preview.socket import Stream, connect

_PROGRAM = Path(__file__).with_name("warm.py")
_MODULE = ("python", "-m")
_SOCKET = "standby.sock"
_POLL_SECONDS = 0.02


class Standby:
    """One waiting process; made by `stand_by`, ended by `go` (it is the program then) or `dismiss`."""

    def __init__(self, process: Process, stream: Stream, *, command: Command) -> None:
        self._process, self._writer, self._command = process, stream[1], command

    def fits(self, command: Command) -> bool:
        """Whether it would become the program of that command, and still lives."""
        return self._process.alive() and command == self._command

    async def go(self) -> Process:
        """Lets it become the program; OSError when it has ended."""
        self._writer.write(b"go")
        await self._writer.drain()
        self._writer.close()
        return self._process

    async def dismiss(self) -> None:
        self._writer.close()
        await self._process.stop(grace=0)


async def stand_by(sandbox: Sandbox, command: Command, log: Path, *, seconds: float) -> Standby | None:
    """A process that has read in what the program of `command` needs; None for one that is no module of Python.

    None also where it ended, or was not ready within that time: the program's own start will tell why.
    """
    if tuple(command.arguments[:2]) != _MODULE or command.socket_dir is None:
        return None
    place = command.socket_dir / _SOCKET
    words = await asyncio.to_thread(_words, place, command.arguments)
    process = await sandbox.start(dataclasses.replace(command, arguments=words), log)
    deadline = time.monotonic() + seconds
    with contextlib.suppress(OSError):
        while process.alive() and time.monotonic() < deadline:
            with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
                return Standby(process, await connect(place), command=command)
            await asyncio.sleep(_POLL_SECONDS)
    await process.stop(grace=0)
    return None


def _words(place: Path, arguments: Sequence[str]) -> list[str]:
    return ["python", "-c", _PROGRAM.read_text("utf-8"), str(place), *arguments[2:]]
