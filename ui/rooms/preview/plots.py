"""A measure of the last minutes: its name, its value now, and a line with its ground filled."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.language import say
from ui.rooms.preview.plan import MINUTES, Series
from ui.theme import Theme

HEIGHT = 100


class Plot(QWidget):
    """Painted as a card; `tone` is that of the line, `least` the smallest top of the scale."""

    def __init__(self, theme: Theme, title: str, *, tone: str, least: float) -> None:
        super().__init__()
        self._theme, self._title, self._tone, self._least = theme, title, tone, least
        self._series, self._value, self._unit = Series(), "–", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        theme.changed.connect(self.updateGeometry)

    def show_series(self, series: Series, value: str, unit: str) -> None:
        self._series, self._value, self._unit = series, value, unit
        self.setAccessibleName(f"{self._title}: {value} {unit}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, self._theme.scaled(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(card, 10, 10)
        self._paint_line(painter, card)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_2"))
        head = card.adjusted(12, 8, -12, 0)
        since = say("{n} min", n=MINUTES)
        painter.drawText(head, int(Qt.AlignmentFlag.AlignRight), since)
        space = round(head.width()) - painter.fontMetrics().horizontalAdvance(since) - 8
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, space)
        painter.drawText(head, int(Qt.AlignmentFlag.AlignLeft), title)
        below = head.adjusted(0, theme.line("label") + 2, 0, 0)
        painter.setFont(theme.font("title"))
        painter.setPen(theme.colour("text"))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), self._value)
        taken = painter.fontMetrics().horizontalAdvance(self._value)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("text_2"))
        painter.drawText(below.adjusted(taken + 5, 6, 0, 0), int(Qt.AlignmentFlag.AlignLeft), self._unit)

    def _paint_line(self, painter: QPainter, card: QRectF) -> None:
        points = list(self._series.points)
        if len(points) < 2:
            return
        top = max([self._least, *[value for _, value in points]]) * 1.15
        last = points[-1][0]
        span = max(last - points[0][0], 60.0)
        low, high = card.bottom() - 10, card.bottom() - card.height() * 0.42
        places = [
            QPointF(card.right() - (last - at) / span * card.width(), low - (value / top) * (low - high))
            for at, value in points
        ]
        line = QPolygonF(places)
        ground = QPolygonF([*places, QPointF(places[-1].x(), low), QPointF(places[0].x(), low)])
        ink, fill = self._theme.tone(self._tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(ground)
        painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)
