"""Collects garbage on the window's own thread alone. Used by application.

Python collects on whatever thread happens to allocate; a widget in a cycle would then be destroyed on a thread that only
asks the engine something or imports a room, and Qt ends the process. So the collector is off, and a timer does its work.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PERIOD = 1000
"""Milliseconds between two looks at whether there is anything to collect."""


class Collecting(QObject):
    """From `open` until `close`, which leaves the collector as it was."""

    def __init__(self) -> None:
        super().__init__()
        self._was = gc.isenabled()
        self.settled = False
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD)
        self._timer.timeout.connect(self.collect)

    def open(self) -> None:
        gc.disable()
        self._timer.start()

    def collect(self) -> None:
        """The oldest generation that is due, by Python's own thresholds."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def settle(self) -> None:
        """All modules are there: what lives now is set aside, since looking at all of it takes longer than a frame."""
        gc.freeze()
        self.settled = True

    def close(self) -> None:
        """What the window leaves behind ends with the process."""
        self._timer.stop()
        if self.settled:
            gc.unfreeze()
        if self._was:
            gc.enable()
