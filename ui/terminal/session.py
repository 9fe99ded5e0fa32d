"""A shell of a preview over the engine's routes: opened, followed, typed into, resized and closed."""

from __future__ import annotations

import asyncio
import base64

from PySide6.QtCore import QObject, Signal

from app.client import EngineError
from app.client.errors import Refused
from ui.engine import EngineLink
from ui.rooms.room import Start

PIECE, PARCEL = 4096, 64 * 1024
"""Output is taken in, and a long paste is sent, in so many bytes at a time, so that a flood of them stops nobody."""
BUSY = 503


class Session(QObject):
    """`printed` carries bytes, `ended` comes once, `failed` with why no shell could be opened or why it takes nothing in."""

    printed = Signal(bytes)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, link: EngineLink, preview: str, *, start: Start) -> None:
        super().__init__()
        self._link, self._preview, self._start = link, preview, start
        self._terminal = ""
        self._input: asyncio.Queue[bytes] = asyncio.Queue()
        self._tasks: list[asyncio.Future[None]] = []

    def open(self, columns: int, rows: int) -> None:
        self._tasks.append(self._start(self._run(columns, rows)))

    def type(self, data: bytes) -> None:
        """Sent in order, together with what was typed meanwhile."""
        for at in range(0, len(data), PARCEL):
            self._input.put_nowait(data[at : at + PARCEL])

    def resize(self, columns: int, rows: int) -> None:
        if self._terminal:
            self._start(self._ask("POST", "size", {"columns": columns, "rows": rows}))

    def close(self) -> None:
        """Ends the shell."""
        for task in self._tasks:
            task.cancel()
        if self._terminal:
            terminal, self._terminal = self._terminal, ""
            self._link.start(self._quietly("DELETE", f"/terminals/{terminal}", None))

    async def _run(self, columns: int, rows: int) -> None:
        try:
            size = {"columns": columns, "rows": rows}
            said = await self._link.ask("POST", f"/previews/{self._preview}/terminals", body=size)
            self._terminal = str(said["terminal"])
            self._tasks.append(self._start(self._send()))
            async for data in self._link.stream(f"/terminals/{self._terminal}/output"):
                await self._hand_on(base64.b64decode(data))
        except EngineError as error:
            self.failed.emit(error)
        finally:
            self._terminal = ""
        self.ended.emit()

    async def _hand_on(self, data: bytes) -> None:
        for at in range(0, len(data), PIECE):
            self.printed.emit(data[at : at + PIECE])
            if len(data) > PIECE:
                await asyncio.sleep(0)

    async def _send(self) -> None:
        while self._terminal:
            data = await self._input.get()
            while not self._input.empty() and len(data) < PARCEL:
                data += self._input.get_nowait()
            try:
                body = {"data": base64.b64encode(data).decode()}
                await self._link.ask("POST", f"/terminals/{self._terminal}/input", body=body)
            except Refused as refusal:
                if refusal.status == BUSY:
                    self.failed.emit(refusal)
            except EngineError:
                continue  # it is ending, which its output tells

    async def _ask(self, method: str, what: str, body: object) -> None:
        await self._quietly(method, f"/terminals/{self._terminal}/{what}", body)

    async def _quietly(self, method: str, path: str, body: object) -> None:
        """A shell that is ending takes nothing any more; its end is told by its output."""
        try:
            await self._link.ask(method, path, body=body)
        except EngineError:
            return
