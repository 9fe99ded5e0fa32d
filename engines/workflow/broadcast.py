"""Hands new events to those who follow a run, in this process, without polling; used by the event log.

Each follower has a bounded inbox. A slow one loses its oldest events and reads them again from the log.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engines.kernel.events import Event

CAPACITY = 256


class Inbox:
    """The bounded queue of one follower; filled from any thread, emptied on the follower's loop."""

    def __init__(self, *, run: str | None) -> None:
        self.run = run
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[Event] = asyncio.Queue(CAPACITY)

    async def next(self) -> Event:
        return await self._queue.get()

    def deliver(self, event: Event) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._put, event)

    def _put(self, event: Event) -> None:
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(event)


class Broadcast:
    """The inboxes of all followers; a follower without a run gets every event."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inboxes: set[Inbox] = set()

    @contextmanager
    def subscribe(self, run: str | None = None) -> Iterator[Inbox]:
        inbox = Inbox(run=run)
        with self._lock:
            self._inboxes.add(inbox)
        try:
            yield inbox
        finally:
            with self._lock:
                self._inboxes.discard(inbox)

    def publish(self, event: Event) -> None:
        with self._lock:
            inboxes = [inbox for inbox in self._inboxes if inbox.run in (None, event.run)]
        for inbox in inboxes:
            inbox.deliver(event)
