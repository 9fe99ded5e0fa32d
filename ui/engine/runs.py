"""Follows every run of the engine, whoever started it, and hands its events on in batches. One per window."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.client import EngineError
from app.client.model import Event
from ui.engine.link import EngineLink

BATCH, LOOK = 0.05, 1.5
OPEN = ("queued", "running", "waiting")


class RunFollower(QObject):
    """`events` carries (run, list of events), at most every 50 ms; `runs_changed` tells that a run began or ended."""

    events = Signal(str, list)
    runs_changed = Signal()

    def __init__(self, link: EngineLink) -> None:
        super().__init__()
        self._link = link
        self._followed: dict[str, asyncio.Future[Any]] = {}
        self.runs: dict[str, Mapping[str, Any]] = {}
        self.history: dict[str, list[Event]] = {}

    def open(self) -> None:
        self._link.start(self._look())

    def follow(self, run: str) -> None:
        """Begins with the first event; following twice does nothing."""
        if run not in self._followed:
            self.history[run] = []
            self._followed[run] = self._link.start(self._follow(run))

    def reset(self) -> None:
        """Forgets every run, as when the window turns to another engine."""
        for task in self._followed.values():
            task.cancel()
        self._followed.clear()
        self.history.clear()
        self.runs.clear()
        self.runs_changed.emit()

    async def _look(self) -> None:
        """Finds the runs that are open, and those that began while nobody looked."""
        while True:
            try:
                listed = (await self._link.ask("GET", "/runs", query={"limit": 50}))["items"]
            except EngineError:
                await asyncio.sleep(LOOK)
                continue
            before = {run: row["status"] for run, row in self.runs.items()}
            self.runs = {row["id"]: row for row in listed}
            for run, row in self.runs.items():
                if row["status"] in OPEN:
                    self.follow(run)
            if {run: row["status"] for run, row in self.runs.items()} != before:
                self.runs_changed.emit()
            await asyncio.sleep(LOOK)

    async def _follow(self, run: str) -> None:
        waiting: list[Event] = []
        hand_on: asyncio.Task[None] | None = None

        async def soon() -> None:
            await asyncio.sleep(BATCH)
            told = waiting[:]
            waiting.clear()
            self.events.emit(run, told)

        try:
            async with aclosing(self._link.events(run)) as events:
                async for event in events:
                    self.history[run].append(event)
                    waiting.append(event)
                    if hand_on is None or hand_on.done():
                        hand_on = asyncio.ensure_future(soon())
        except EngineError:
            self._followed.pop(run, None)  # an engine that forgot it; asked again when it is listed again
        except asyncio.CancelledError:
            if hand_on is not None:
                hand_on.cancel()
            raise
        if hand_on is not None:
            await hand_on
        if waiting:
            self.events.emit(run, waiting[:])
        self.runs_changed.emit()
