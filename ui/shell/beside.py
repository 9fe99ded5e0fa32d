"""The room with its inspector: side by side, or the inspector over the room's right edge where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget

from ui.controls.cards import box, reveal

WIDTH, LEAST, MOST = 288, 240, 420


class Beside(QWidget):
    """`rooms` and `side` hold the pages; only one of each is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.rooms, self.side = QStackedWidget(), QStackedWidget()
        self.over = False
        """Whether the inspector lies over the room."""
        self.frame = QFrame()
        self.frame.setProperty("kind", "drawer")
        self.frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.frame.setMinimumWidth(LEAST)
        self.frame.setMaximumWidth(MOST)
        inner = box()
        inner.addWidget(self.side)
        self.frame.setLayout(inner)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self.rooms)
        self._across.addWidget(self.frame)
        self._across.setStretchFactor(0, 1)
        self._across.setStretchFactor(1, 0)
        self._across.setSizes([1000, WIDTH])
        self._across.setChildrenCollapsible(False)
        rows = box()
        rows.addWidget(self._across)
        self.setLayout(rows)

    def show_inspector(self, wanted: QWidget | None, *, shown: bool) -> None:
        """What stands beside the room now; none for a room without an inspector."""
        if wanted is not None:
            if self.side.indexOf(wanted) < 0:
                self.side.addWidget(wanted)
            self.side.setCurrentWidget(wanted)
        reveal(self.frame, wanted is not None and shown)
        self._place()

    def lay_over(self, over: bool) -> None:
        """Moves the inspector over the room, or back to its side."""
        if over == self.over:
            return
        self.over, hidden = over, self.frame.isHidden()
        if over:
            self.frame.setParent(self)
        else:
            self._across.addWidget(self.frame)
            self._across.setSizes([max(self.width() - WIDTH, WIDTH), WIDTH])
        self.frame.setVisible(not hidden)
        self._place()

    def state(self) -> QByteArray:
        return self._across.saveState()

    def restore(self, state: QByteArray) -> None:
        self._across.restoreState(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self.over:
            self.frame.setGeometry(self.width() - WIDTH, 0, WIDTH, self.height())
            self.frame.raise_()
