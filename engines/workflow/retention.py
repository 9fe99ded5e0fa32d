"""Forgets the oldest ended runs, so that the databases stay small; the durable jobs begin it at their launch."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
import structlog

from engines.workflow.events import StoredEvents
from engines.workflow.machine import Machine
from engines.workflow.runs import StoredRuns

KEPT_RUNS = 200
DAY = 86_400.0
BATCH = 50
_log = structlog.get_logger(__name__)


class Retention:
    """Keeps the last `keep` ended runs (0: all of them) and every open one; looks at once and every `pause` seconds."""

    def __init__(
        self, *, runs: StoredRuns, events: StoredEvents, machine: Machine, keep: int, pause: float = DAY
    ) -> None:
        self._runs = runs
        self._events = events
        self._machine = machine
        self._keep = keep
        self._pause = pause
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        if self._keep:
            self._task = asyncio.create_task(self._forget_daily())

    async def end(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def forget(self) -> int:
        """Forgets what is too much, a few at a time so that nobody waits long; returns how many runs."""
        ended = await asyncio.to_thread(self._runs.ended, self._keep)
        for first in range(0, len(ended), BATCH):
            batch = ended[first : first + BATCH]
            await self._machine.forget(batch)  # first, so that a kill in between leaves the rows to find it again
            await asyncio.to_thread(self._events.forget, batch)
        return len(ended)

    async def _forget_daily(self) -> None:
        while True:
            try:
                forgotten = await self.forget()
            except sa.exc.SQLAlchemyError:
                _log.exception("old runs were not forgotten")
            else:
                if forgotten:
                    _log.info("old runs forgotten", runs=forgotten)
            await asyncio.sleep(self._pause)
