"""Notes when Qt's event loop did not turn for a while, and what stood in its way. Used by the window's bench.

A timer ticks every few milliseconds; a tick that comes late tells how long something else ran. Processor time of the
loop's own thread is measured beside wall time, since other processes on the machine make ticks late too.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from types import FrameType, TracebackType

from PySide6.QtCore import Qt, QTimer

TICK, LOOK = 0.004, 0.004
FRAME = 0.016


@dataclass(frozen=True, kw_only=True)
class Block:
    """One late tick: wall and processor seconds since the tick before it, and where the loop's thread was seen meanwhile."""

    wall: float
    cpu: float
    where: str


@dataclass
class LoopWatch:
    """Use as a context manager, in the loop's own thread; `blocks` holds what took longer than a frame of processor time,
    `longest` what took longest of all."""

    blocks: list[Block] = field(default_factory=list)
    longest: Block = field(default_factory=lambda: Block(wall=0, cpu=0, where=""))
    ticks: int = 0

    def __enter__(self) -> LoopWatch:
        self._thread, self._over = threading.get_ident(), threading.Event()
        self._seen: Counter[str] = Counter()
        self._wall, self._cpu = time.perf_counter(), time.thread_time()
        self._timer = QTimer(interval=round(TICK * 1000), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._looker = threading.Thread(target=self._look, daemon=True)
        self._looker.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.stop()
        self._over.set()
        self._looker.join()

    def _tick(self) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        self.ticks += 1
        if cpu - self._cpu > min(self.longest.cpu, FRAME):
            where = self._seen.most_common(1)
            block = Block(wall=wall - self._wall, cpu=cpu - self._cpu, where=where[0][0] if where else "Qt itself")
            self.longest = max(self.longest, block, key=lambda block: block.cpu)
            if block.cpu > FRAME:
                self.blocks.append(block)
        self._seen.clear()
        self._wall, self._cpu = time.perf_counter(), time.thread_time()

    def _look(self) -> None:
        """Holds no frame for longer than it reads it: a frame that outlives its call keeps its painter alive."""
        while not self._over.wait(LOOK):
            if time.perf_counter() - self._wall > 2 * TICK:
                self._seen[place_of(sys._current_frames().get(self._thread))] += 1


def place_of(frame: FrameType | None) -> str:
    """The innermost place of our own window that a stack stands in."""
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith("ui."):
            return f"{name}.{frame.f_code.co_qualname}:{frame.f_lineno}"
        frame = frame.f_back
    return "Qt itself"
