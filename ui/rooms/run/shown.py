"""The run that Run shows: its events as they come, or again in a replay, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.client import EngineError
from app.client.model import Event
from ui.desk import Desk
from ui.retelling import retell
from ui.rooms.home.standing import name_of
from ui.rooms.run.plan import Story
from ui.rooms.run.replay import Replay


class ShownRun(QObject):
    """`told` carries new events, `restarted` says that all of before is void, `ended` that the result is there."""

    told = Signal(list)
    restarted = Signal()
    ended = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.run = ""
        self.story = Story()
        self.row: Mapping[str, Any] = {}
        self.replay: Replay | None = None
        self._taken, self._told_end = 0, False
        desk.runs.events.connect(self._came)
        desk.runs.runs_changed.connect(self._look)

    def show(self, run: str) -> None:
        """Another run, from its first event on; '' shows none."""
        self._end_replay()
        self.run, self.story, self._taken, self._told_end = run, Story(), 0, False
        self.row = self._desk.runs.runs.get(run, {})
        self.restarted.emit()
        if run:
            self._desk.runs.follow(run)
            self._take(self._desk.runs.history.get(run, []))
            self._desk.link.start(self._ask())

    @property
    def state(self) -> str:
        """queued, running, waiting, replay, or how it ended: done, failed, cancelled, refused, needs_answers."""
        if self.replay is not None:
            return "replay"
        if self.story.ended or self.row.get("status") in ("done", "failed", "cancelled"):
            status = self.row.get("status")
            result = self.row.get("result")
            if isinstance(result, Mapping) and result.get("status"):
                return str(result["status"])
            return str(status) if status in ("failed", "cancelled") else "running" if not status else str(status)
        if self.story.waiting is not None:
            return "waiting"
        return "running" if self.story.began else "queued"

    @property
    def over(self) -> bool:
        """Whether the run has ended and its result is known."""
        return self.row.get("status") in ("done", "failed", "cancelled")

    @property
    def result(self) -> Mapping[str, Any]:
        found = self.row.get("result")
        return found if isinstance(found, Mapping) else {}

    @property
    def why(self) -> str:
        """Why it is not done."""
        return retell(str(self.result.get("why") or self.row.get("error") or self.story.why))

    @property
    def gates(self) -> Sequence[str]:
        """The checkpoints at which this run is to ask."""
        return tuple(str(gate) for gate in (self.row.get("arguments") or {}).get("checkpoints") or ())

    @property
    def title(self) -> str:
        return name_of(self.row, self._desk.runs.history.get(self.run, ())) or self.run

    def now(self) -> float:
        """Seconds since the run began; the last event's once it has ended."""
        if self.replay is not None:
            return self.replay.now
        return self.story.now(datetime.now(UTC))

    def play(self, speed: int) -> None:
        """Replays what is stored."""
        self._end_replay()
        events = list(self._desk.runs.history.get(self.run, []))
        if not events:
            return
        self.replay = Replay(events, speed=speed)
        self.story = Story()
        self.restarted.emit()
        self.replay.told.connect(self._play)
        self.replay.ended.connect(self._played)
        self.replay.begin()

    def stop_replay(self) -> None:
        """Back to how it stands."""
        if self.replay is not None:
            self.show(self.run)

    def _end_replay(self) -> None:
        if self.replay is not None:
            self.replay.pause()
            self.replay.deleteLater()
            self.replay = None

    def _play(self, events: Sequence[Event]) -> None:
        self.story.take(events)
        self.told.emit(list(events))

    def _played(self) -> None:
        self._end_replay()
        self.ended.emit()

    def _came(self, run: str, events: list[Event]) -> None:
        if run == self.run and self.replay is None:
            self._take(events)

    def _take(self, events: Sequence[Event]) -> None:
        new = [event for event in events if event.sequence > self._taken]
        if not new:
            return
        self._taken = new[-1].sequence
        self.story.take(new)
        self.told.emit(new)
        if new[-1].ends_run:
            self._desk.link.start(self._ask())

    def _look(self) -> None:
        row = self._desk.runs.runs.get(self.run)
        if row is not None and not self.over:
            self.row = row
            self._tell_end()

    def _tell_end(self) -> None:
        """Once, when both the last event and the result are there."""
        if self.over and not self._told_end and self.replay is None:
            self._told_end = True
            self.ended.emit()

    async def _ask(self) -> None:
        run = self.run
        try:
            row = await self._desk.link.ask("GET", f"/runs/{run}")
        except EngineError:
            return
        if run == self.run:
            self.row = row
            self._tell_end()
            if not self.over:
                self.told.emit([])
