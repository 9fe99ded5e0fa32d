"""A ring that runs out: how long a preview lives."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.language import say
from ui.theme import Theme

SIZE, WIDTH = 98, 7


class Ring(QWidget):
    """Painted; the words stand in its middle."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._share, self._words = theme, 0.0, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_left(self, share: float, words: str) -> None:
        self._share, self._words = share, words
        self.setAccessibleName(say("Time to live, {time}", time=words))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(SIZE), self._theme.scaled(SIZE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(WIDTH / 2, WIDTH / 2, -WIDTH / 2, -WIDTH / 2)
        painter.setPen(QPen(theme.colour("line"), WIDTH))
        painter.drawEllipse(place)
        role = "accent" if self._share > 0.15 else "warning"
        painter.setPen(QPen(theme.colour(role), WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(place, 90 * 16, -round(self._share * 360 * 16))
        middle = place.center().y()
        painter.setFont(theme.font("heading", weight=600))
        painter.setPen(theme.colour("text"))
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(QRectF(place.left(), middle - 20, place.width(), 22), centre, self._words)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(QRectF(place.left(), middle + 2, place.width(), 18), centre, say("to live"))
