"""Lets one request at a time at a model, its askers by turns: who asks twenty things does not keep others from asking one."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Of the askers who wait, the one who waits longest since its last turn is next; its own requests keep their order."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @property
    def busy(self) -> bool:
        """Whether somebody is at it, or waits."""
        return self._taken or bool(self._waiting)

    @asynccontextmanager
    async def turn(self, who: str) -> AsyncIterator[None]:
        """Waits for a turn and has it until the block ends."""
        if self._taken:
            await self._wait(who)
        self._taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, who: str) -> None:
        called = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(who, deque()).append(called)
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():
                self._pass_on()  # it was called in the moment when it left
            else:
                self._leave(who, called)
            raise

    def _leave(self, who: str, called: asyncio.Future[None]) -> None:
        waiting = self._waiting.get(who, deque())
        if called in waiting:
            waiting.remove(called)
        if not waiting:
            self._waiting.pop(who, None)

    def _pass_on(self) -> None:
        while self._waiting:
            who = next(iter(self._waiting))
            waiting = self._waiting.pop(who)
            called = waiting.popleft()
            if waiting:
                self._waiting[who] = waiting  # behind all others
            if not called.done():  # else it is just about to leave
                called.set_result(None)
                return
        self._taken = False
