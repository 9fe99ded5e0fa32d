"""The process behind one preview: starts it and waits until it answers, keeps the next one at hand, ends both.

Owned by the instance, which says when, and calls nothing twice at once but `stand_by`. Each process has a folder for its
socket of its own, so that the next one may stand by while the old one still serves.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from engines.kernel.sandbox import Command, Process, Sandbox
from engines.preview.model import PreviewSettings
from engines.preview.socket import answers
from engines.preview.standby import Standby, stand_by

_POLL_SECONDS = 0.02
_SOCKET = "app.sock"
CommandIn = Callable[[Path], Command]
"""The command line that serves on a socket."""


class Failed(Exception):
    """The program ended, or did not answer in time; says which."""


class Program:
    """At most one process that serves and one that stands by; `folder` is its own."""

    def __init__(self, *, sandbox: Sandbox, settings: PreviewSettings, folder: Path, log: Path) -> None:
        self._sandbox, self._settings = sandbox, settings
        self._folder, self._log = folder, log
        self._process: Process | None = None
        self._standby: Standby | None = None
        self._readying = asyncio.Lock()
        self._number = 0
        self._started = 0.0

    @property
    def process(self) -> Process | None:
        return self._process

    @property
    def pid(self) -> int:
        """The outermost process, 0 while nothing runs."""
        return self._process.pid if self._process and self._process.alive() else 0

    @property
    def uptime(self) -> float:
        return time.monotonic() - self._started if self.pid else 0.0

    @property
    def socket(self) -> Path:
        return self._place(self._number)

    async def stand_by(self, command: CommandIn) -> bool:
        """Whether a process waits to become what `start` would start; it reads in libraries meanwhile."""
        async with self._readying:
            if self._standby is None:
                place = self._place(self._number + 1)
                self._empty(place.parent)
                wanted = command(place)
                self._standby = await stand_by(self._sandbox, wanted, self._log, seconds=self._settings.start_seconds)
            return self._standby is not None

    async def start(self, command: CommandIn) -> None:
        """Returns when it answers; Failed, and nothing runs, when it does not."""
        old, self._number = self.socket.parent, self._number + 1
        self._process = await self._launched(command(self.socket))
        self._started = time.monotonic()
        shutil.rmtree(old, ignore_errors=True)
        deadline = self._started + self._settings.start_seconds
        while not await answers(self.socket):
            if not self._process.alive():
                await self._fail("ended at its start")
            if time.monotonic() > deadline:
                await self._fail(f"did not answer within {self._settings.start_seconds:g} s")
            await asyncio.sleep(_POLL_SECONDS)

    async def stop(self) -> None:
        """Ends what serves."""
        process, self._process = self._process, None
        if process is not None:
            await process.stop(self._settings.stop_seconds)

    async def dismiss(self) -> None:
        """Ends what stands by."""
        standby, self._standby = self._standby, None
        if standby is not None:
            await standby.dismiss()

    def make_folder(self) -> None:
        """The folder of the socket, also while nothing runs."""
        self.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def clear(self) -> None:
        """Removes what it had on disk."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _place(self, number: int) -> Path:
        return self._folder / str(number) / _SOCKET

    def _empty(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)

    async def _launched(self, command: Command) -> Process:
        standby, self._standby = self._standby, None
        if standby is not None and standby.fits(command):
            with contextlib.suppress(OSError):
                return await standby.go()
        if standby is not None:
            await standby.dismiss()
        self._empty(self.socket.parent)
        return await self._sandbox.start(command, self._log)

    async def _fail(self, what: str) -> None:
        await self.stop()
        raise Failed(what)
