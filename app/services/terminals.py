"""Interactive shells of previews: opened, followed, typed into and closed by faces; those that nobody uses are ended.

The routes call it. A shell belongs to this engine and ends with it.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from functools import partial

import structlog

from app.services.scrollback import Scrollback
from engines.kernel.errors import Conflict, NotFound
from engines.preview import PreviewService, Terminal
from engines.preview.terminal import CHUNK

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class TerminalSettings:
    """`kept` is how many bytes of output wait for a reader before the shell is made to wait.

    A shell ends `unwatched` seconds after its last reader left, and `quiet` seconds after the last byte in either way.
    """

    kept: int = 256 * 1024
    unwatched: float = 300.0
    quiet: float = 3600.0
    look_every: float = 5.0
    most: int = 32


class _Session:
    """One shell with what it printed."""

    def __init__(self, preview: str, terminal: Terminal, settings: TerminalSettings) -> None:
        self.preview = preview
        self.ended = self._closing = False
        self.readers = 0
        self.left = self.used = time.monotonic()
        self._terminal, self._settings = terminal, settings
        self._printed = Scrollback(settings.kept + CHUNK)  # so that a reader in time misses nothing
        self._sent = 0
        self._changed = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())

    async def follow(self, place: int) -> AsyncGenerator[tuple[int, bytes], None]:
        """What is printed behind a place, each part with the place of its end, until the shell ends."""
        self.readers += 1
        try:
            while True:
                if printed := self._printed.after(place):
                    place = self._sent = self._printed.end
                    await self._tell()
                    yield place, printed
                elif self.ended:
                    return
                else:
                    await self._until(partial(self._has_more, place))
        finally:
            self.readers -= 1
            self.left = time.monotonic()

    def write(self, typed: bytes) -> None:
        self.used = time.monotonic()
        self._attempt(lambda: self._terminal.write(typed))

    def resize(self, rows: int, columns: int) -> None:
        self._attempt(lambda: self._terminal.resize(rows, columns))

    async def end(self) -> None:
        """Ends the shell and all it started; may be asked for more than once."""
        if not self._closing:
            self._closing = True
            self._reading.cancel()
        await asyncio.wait({self._reading})

    def due(self, now: float) -> bool:
        """Whether nobody has used it for too long."""
        unwatched = not self.readers and now - self.left > self._settings.unwatched
        return unwatched or now - self.used > self._settings.quiet

    def _attempt(self, act: Callable[[], None]) -> None:
        try:
            if not self.ended:
                return act()
        except OSError:
            _log.debug("typed into a shell that was ending", preview=self.preview)
        raise Conflict("The shell has ended.", hint="Open another one.")

    async def _read(self) -> None:
        try:
            while chunk := await self._terminal.read():
                self.used = time.monotonic()
                self._printed.add(chunk)
                await self._tell()
                await self._until(lambda: self._printed.end - self._sent < self._settings.kept)
        finally:
            self.ended = True
            await self._terminal.close()
            await self._tell()

    def _has_more(self, place: int) -> bool:
        return self.ended or self._printed.end > place

    async def _until(self, happened: Callable[[], bool]) -> None:
        async with self._changed:
            await self._changed.wait_for(happened)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


class Terminals:
    """All shells of one engine."""

    def __init__(self, *, previews: PreviewService, settings: TerminalSettings | None = None) -> None:
        self._previews = previews
        self._settings = settings or TerminalSettings()
        self._sessions: dict[str, _Session] = {}
        self._watching: asyncio.Task[None] | None = None

    async def open(self, preview: str, *, rows: int, columns: int) -> str:
        """Opens a shell in a preview's sandbox and returns its id; Conflict when there are too many."""
        alive = sum(not session.ended for session in self._sessions.values())
        if alive >= self._settings.most:
            raise Conflict(f"There are {alive} open terminals already.", hint="Close some of them.")
        known = await self._previews.get(preview)
        terminal = await self._previews.terminal(known.id)
        terminal.resize(rows, columns)
        name = secrets.token_hex(8)
        self._sessions[name] = _Session(known.id, terminal, self._settings)
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        return name

    def follow(self, name: str, after: int = 0) -> AsyncGenerator[tuple[int, bytes], None]:
        """What a shell prints behind a place of its output, each part with the place of its end."""
        return self._find(name).follow(after)

    async def write(self, name: str, typed: bytes) -> None:
        self._find(name).write(typed)

    async def resize(self, name: str, *, rows: int, columns: int) -> None:
        self._find(name).resize(rows, columns)

    async def close(self, name: str) -> None:
        """Ends a shell."""
        await self._find(name).end()
        self._sessions.pop(name, None)

    async def close_of(self, preview: str) -> None:
        """Ends the shells of a preview."""
        for name in [name for name, session in self._sessions.items() if session.preview == preview]:
            await self.close(name)

    async def shutdown(self) -> None:
        """Ends all shells."""
        if self._watching is not None:
            self._watching.cancel()
        await asyncio.gather(*(self.close(name) for name in list(self._sessions)))

    async def _watch(self) -> None:
        """Ends what nobody uses and what has lost its preview, for as long as there are shells."""
        while self._sessions:
            await asyncio.sleep(self._settings.look_every)
            there = {preview.id for preview in await self._previews.list()}
            for name, session in list(self._sessions.items()):
                if session.due(time.monotonic()) or session.preview not in there:
                    _log.info("terminal closed", preview=session.preview)
                    await self.close(name)

    def _find(self, name: str) -> _Session:
        if name not in self._sessions:
            raise NotFound(f"There is no terminal {name}.", hint="It may have ended. Open another one.")
        return self._sessions[name]
