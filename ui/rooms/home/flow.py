"""A row of controls that goes on in the next line where it is too long. Used for example briefs and below the composer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.controls import button
from ui.theme import Theme


class FlowRow(QWidget):
    """Children keep their own size; the height follows the width. `last_at_right` puts the last one at the end of its line."""

    def __init__(self, *, gap: int = 8, last_at_right: bool = False) -> None:
        super().__init__()
        self._gap, self._parts, self._last_at_right = gap, list[QWidget](), last_at_right
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, part: QWidget) -> None:
        part.setParent(self)
        self._parts.append(part)

    def add_pill(self, theme: Theme, text: str, icon: str, tip: str, run: Callable[[], object]) -> None:
        """A round button."""
        pill = button(theme, text, kind="pill", icon=icon, run=run)
        pill.setToolTip(tip)
        self.add(pill)

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        return QSize(400, self._arrange(self.width() or 800, move=False))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((part.sizeHint().width() for part in self._parts), default=120), 28)

    def resizeEvent(self, event: QResizeEvent) -> None:
        high = self._arrange(self.width(), move=True)
        if high != self.height():
            self.setFixedHeight(high)

    def _arrange(self, width: int, *, move: bool) -> int:
        high = max((part.sizeHint().height() for part in self._parts), default=0)
        left = top = 0
        for part in self._parts:
            size = part.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, top + high + self._gap
            if self._last_at_right and part is self._parts[-1]:
                left = max(left, width - size.width())
            if move:
                part.setGeometry(left, top + (high - size.height()) // 2, size.width(), size.height())
            left += size.width() + self._gap
        return top + high
