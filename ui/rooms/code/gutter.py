"""The strip at the left of the editor: line numbers, what changed (bar and sign), and lines that no test reached."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.rooms.code.plan import Mark
from ui.rooms.code.reached import Reached, standing_words
from ui.theme import Theme

SIGNS = {"added": "+", "changed": "~", "removed": "−"}
TONES = {"added": "success", "changed": "warning", "removed": "danger"}
LEFT, SIGN, COVER, RIGHT = 14, 16, 8, 6

VisibleLines = Callable[[], list[tuple[int, float, float]]]
"""The lines on the screen: number from 1, top and height in pixels."""


class Gutter(QWidget):
    """Painted from what the editor holds; a click on a number chooses its line."""

    def __init__(self, editor: QPlainTextEdit, theme: Theme, *, lines: VisibleLines) -> None:
        super().__init__(editor)
        self._theme, self._lines, self._editor = theme, lines, editor
        self.marks: dict[int, Mark] = {}
        self.reached = Reached()
        self.current = 1
        theme.changed.connect(self.update)

    def show_reached(self, reached: Reached) -> None:
        """Which lines tests reached, and of which text."""
        self.reached = reached
        self.setToolTip(standing_words(reached))
        self.update()

    def wanted_width(self) -> int:
        digits = max(3, len(str(max(1, self._editor.blockCount()))))
        return LEFT + QFontMetrics(self._theme.font("code")).horizontalAdvance("9") * digits + SIGN + COVER + RIGHT

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.fillRect(event.rect(), theme.colour("surface"))
        painter.setFont(theme.font("code"))
        numbers = self.width() - SIGN - COVER - RIGHT
        for line, top, height in self._lines():
            mark = self.marks.get(line)
            if mark in ("added", "changed"):
                painter.fillRect(QRectF(0, top, 3, height), theme.colour(TONES[mark]))
            elif mark == "removed":
                painter.fillRect(QRectF(0, top - 1, 10, 3), theme.colour("danger"))
            painter.setPen(theme.colour("text" if line == self.current else "text_3"))
            painter.drawText(QRectF(0, top, numbers, height), int(Qt.AlignmentFlag.AlignRight), str(line))
            if mark:
                painter.setPen(theme.colour(TONES[mark]))
                place = QRectF(numbers, top, SIGN, height)
                painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter), SIGNS[mark])
            self._paint_reached(painter, line, QRectF(self.width() - COVER - 2, top, 3, height))

    def _paint_reached(self, painter: QPainter, line: int, place: QRectF) -> None:
        """Old marks are grey: a thin line where a test came by, a thick one where none did."""
        theme, missed = self._theme, line in self.reached.missed
        if not missed and line not in self.reached.covered:
            return
        if not self.reached.old:
            painter.fillRect(place, theme.colour("danger" if missed else "success"))
        elif missed:
            painter.fillRect(place, theme.colour("line_strong"))
        else:
            painter.fillRect(place.adjusted(1, 0, -1, 0), theme.colour("line_strong"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        from PySide6.QtGui import QTextCursor

        for line, top, height in self._lines():
            if top <= event.position().y() < top + height:
                cursor = QTextCursor(self._editor.document().findBlockByNumber(line - 1))
                cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor)
                self._editor.setTextCursor(cursor)
                self._editor.setFocus()
                return
