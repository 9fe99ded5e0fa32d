"""An interactive shell in a preview's sandbox, for the terminals of faces: read, write, resize, close."""

from __future__ import annotations

import asyncio
import contextlib
import struct
from pathlib import Path

from engines.kernel.errors import Unavailable
from engines.kernel.sandbox import Command, Process, Sandbox
from engines.preview.socket import Stream, connect

_RELAY = Path(__file__).with_name("relay.py")
_FRAME = struct.Struct("!cI")
_SIZE = struct.Struct("!HH")
CHUNK = 65536
_WAITING = 1024 * 1024
_WAIT_SECONDS = 10.0
_HANG_UP_SECONDS = 1.0
_POLL_SECONDS = 0.01


class Terminal:
    """One session; made by `open_terminal`."""

    def __init__(self, process: Process, stream: Stream) -> None:
        self._process = process
        self._reader, self._writer = stream

    async def read(self) -> bytes:
        """What the shell printed next; nothing once it has ended."""
        try:
            return await self._reader.read(CHUNK)
        except ConnectionError:
            return b""

    def write(self, typed: bytes) -> None:
        """Never waits; Unavailable when too much of what was typed before was not taken in yet."""
        self._send(b"d", typed)

    def resize(self, rows: int, columns: int) -> None:
        self._send(b"r", _SIZE.pack(rows, columns))

    async def close(self) -> int:
        """Ends the shell and all it started; returns its exit code."""
        self._writer.transport.abort()  # what was typed and not taken in would be waited for
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
        await self._until_ended()
        return await self._process.stop(grace=0)

    async def _until_ended(self) -> None:
        """The shell hangs up when its terminal is closed; one that does not is ended."""
        for _ in range(int(_HANG_UP_SECONDS / _POLL_SECONDS)):
            if not self._process.alive():
                return
            await asyncio.sleep(_POLL_SECONDS)

    def _send(self, kind: bytes, content: bytes) -> None:
        if self._writer.transport.get_write_buffer_size() > _WAITING:
            raise Unavailable("The shell takes nothing in just now.", hint="Press Ctrl+C, or open another one.")
        if self._writer.transport.is_closing():
            raise ConnectionResetError("the shell has gone")
        self._writer.write(_FRAME.pack(kind, len(content)) + content)


def terminal_words(socket: Path) -> list[str]:
    """The command line that serves a shell on that socket."""
    return ["python", "-I", "-S", "-c", _RELAY.read_text(), str(socket), "/bin/sh", "-i"]


async def open_terminal(sandbox: Sandbox, command: Command, socket: Path, log: Path) -> Terminal:
    """Starts `command` (made of `terminal_words`) and connects to it."""
    process = await sandbox.start(command, log)
    try:
        async with asyncio.timeout(_WAIT_SECONDS):
            return Terminal(process, await _connected(socket, process))
    except (TimeoutError, OSError) as error:
        await process.stop(grace=0)
        raise Unavailable("The shell did not start.", hint=f"See {log}.") from error


async def _connected(socket: Path, process: Process) -> Stream:
    while True:
        try:
            return await connect(socket)
        except OSError:
            if not process.alive():
                raise
        await asyncio.sleep(_POLL_SECONDS)
