"""A bar that says how much of something is used, with its tone by how full it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

TIGHT, FULL = 0.7, 0.9


class Meter(QWidget):
    """`share` from 0 to 1; a fixed tone where fullness is good, as for coverage."""

    def __init__(self, theme: Theme, name: str, *, tone: str = "", width: int = 120) -> None:
        super().__init__()
        self._theme, self._name, self._tone, self._share, self._width = theme, name, tone, 0.0, width
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if not width else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed
        )
        theme.changed.connect(self.update)
        self.show_share(0)

    def show_share(self, share: float) -> None:
        self._share = min(max(share, 0.0), 1.0)
        self.setAccessibleName(f"{self._name}, {self._share:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._width or 120, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_meter(painter, QRectF(self.rect()), self._theme, self._share, self._tone)


def paint_meter(painter: QPainter, place: QRectF, theme: Theme, share: float, tone: str = "") -> None:
    """A bar in a rectangle, for delegates too."""
    chosen = tone or ("danger" if share > FULL else "warning" if share > TIGHT else "success")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("line"))
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    if share > 0:
        painter.setBrush(theme.colour(chosen))
        filled = QRectF(place.left(), place.top(), max(place.height(), place.width() * share), place.height())
        painter.drawRoundedRect(filled, place.height() / 2, place.height() / 2)
    painter.restore()
