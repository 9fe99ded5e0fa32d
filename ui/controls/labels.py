"""Labels by face and role, and labels that give way: text is cut at its end with the whole of it in a tooltip."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import Face


def label(text: str = "", face: Face = "body", role: str = "text") -> QLabel:
    """One line, or what a line break says."""
    made = QLabel(text)
    made.setProperty("face", face)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def prose(text: str = "", face: Face = "body", role: str = "text_2") -> QLabel:
    """Text that wraps."""
    made = label(text, face, role)
    made.setProperty("prose", True)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def breakable(text: str, *, most: int = 600) -> str:
    """A text of which long words, such as data, may be parted behind their signs; the whole of a very long one is elsewhere."""
    shown = text if len(text) <= most else text[:most] + " …"
    return re.sub(r"(?<=[,;:{}()\[\]/&=|])(?=\S)", "\u200b", shown)


def repolish(widget: QWidget) -> None:
    """Lets the style sheet see a property that changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class ElidedLabel(QLabel):
    """A line that may be narrower than its text; `middle` cuts paths in their middle."""

    def __init__(self, text: str = "", face: Face = "body", role: str = "text", *, middle: bool = False) -> None:
        super().__init__(text)
        self.setProperty("face", face)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = QFontMetrics(self.font()).horizontalAdvance(self.text()) > self.width()
        self.setToolTip(self.text() if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        text = painter.fontMetrics().elidedText(self.text(), self._mode, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | self.alignment()), text)
