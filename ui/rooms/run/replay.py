"""Plays the stored events of a past run again, at one to eight times their speed. Holds the clock, not the picture."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.client.model import Event
from ui.rooms.run.plan import Story

BEAT = 100
SPEEDS = (1, 2, 4, 8)


class Replay(QObject):
    """`told` carries the events whose time has come; `ended` once all of them were told."""

    told = Signal(list)
    ended = Signal()

    def __init__(self, events: Sequence[Event], *, speed: int = 4) -> None:
        super().__init__()
        clock = Story()
        self._left = []
        for event in events:
            clock.take([event])
            self._left.append((clock.second(event), event))
        self.speed, self.now = speed, 0.0
        self._last = time.monotonic()
        self._timer = QTimer(self, interval=BEAT)
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        self._last = time.monotonic()
        self._timer.start()

    def pause(self) -> None:
        self._timer.stop()

    @property
    def playing(self) -> bool:
        return self._timer.isActive()

    def _beat(self) -> None:
        now = time.monotonic()
        self.advance((now - self._last) * self.speed)
        self._last = now

    def advance(self, seconds: float) -> None:
        """Lets that many seconds of the run pass."""
        self.now += seconds
        due = [event for at, event in self._left if at <= self.now]
        self._left = self._left[len(due) :]
        self.told.emit(due)
        if not self._left:
            self._timer.stop()
            self.ended.emit()
