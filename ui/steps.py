"""Work in steps, each in a turn of the event loop of its own, so that the window paints and listens in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

_END = object()


class Steps(QObject):
    """Takes a generator one `yield` at a time; `begin` gives up what is under way, `finish` does all that is left at once."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: Iterator[None] | None = None
        self._then: list[Callable[[], object]] = []
        self._next = QTimer(self, interval=0, singleShot=True)
        self._next.timeout.connect(self._step)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return self._left is not None

    def begin(self, work: Iterator[None]) -> None:
        """The first step comes with the next turn."""
        self._left = work
        self._next.start()

    def after(self, then: Callable[[], object]) -> None:
        """Does something once nothing is left; at once where nothing is under way."""
        self._then.append(then)
        if self._left is None:
            self._end()

    def finish(self) -> None:
        """Does what is left, now; from within a step nothing, for that one is being done."""
        self._next.stop()
        work, self._left = self._left, None
        if work is not None:
            for _ in work:
                pass
            self._end()

    def stop(self) -> None:
        """Gives up what is left."""
        self._next.stop()
        self._left = None
        self._then.clear()

    def _step(self) -> None:
        work, self._left = self._left, None
        if work is None:
            return
        more = next(work, _END) is not _END
        if self._left is not None:  # the step began other work
            return
        if more:
            self._left = work
            self._next.start()
        else:
            self._end()

    def _end(self) -> None:
        then, self._then = self._then, []
        for each in then:
            each()
