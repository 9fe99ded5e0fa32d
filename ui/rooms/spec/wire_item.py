"""A reference as a wire of the diagram, painted with round corners and with how many stand at each end."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import QGraphicsItem

from ui.language import say
from ui.reading import Relation
from ui.rooms.spec.plan import Wire
from ui.theme import Theme

CORNER = 8


class WireItem(QGraphicsItem):
    """An orthogonal wire with round corners; '1' at what is referred to, 'n' at what refers."""

    def __init__(self, theme: Theme, wire: Wire, relation: Relation) -> None:
        super().__init__()
        self._theme, self.relation = theme, relation
        self.lit = False
        self.setToolTip(say("Each {source} has one {target}", source=relation.source, target=relation.target))
        self.bend(wire)

    @property
    def fact(self) -> str:
        return f"relation:{self.relation.source}.{self.relation.name}"

    def bend(self, wire: Wire) -> None:
        self.prepareGeometryChange()
        self._points = [QPointF(*point) for point in wire.points]
        self._path = rounded(self._points)

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect().adjusted(-16, -20, 16, 20)

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(10)
        return stroker.createStroke(self._path)

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.colour("focus" if self.lit else "line_strong"), 2 if self.lit else 1.3)
        if self.relation.confidence < 0.7:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        painter.setFont(theme.font("caption"))
        start, end = self._points[0], self._points[-1]
        painter.setBrush(theme.colour("sunken"))
        painter.drawEllipse(end, 3, 3)
        painter.setPen(theme.colour("text_2"))
        for at, beside, said in (
            (start, self._points[1], "n"),
            (end, self._points[-2], "n" if self.relation.many else "1"),
        ):
            painter.drawText(_label_at(at, beside), int(Qt.AlignmentFlag.AlignCenter), said)


def _label_at(end: QPointF, beside: QPointF) -> QRectF:
    """Above the end of a level wire, right of the end of a steep one; on the side that the wire leaves to."""
    if beside.x() == end.x():
        return QRectF(end.x() + 4, end.y() + (4 if beside.y() > end.y() else -18), 12, 14)
    return QRectF(end.x() + (6 if beside.x() > end.x() else -18), end.y() - 16, 12, 14)


def rounded(points: list[QPointF]) -> QPainterPath:
    """A way with corners of eight pixels, less where its parts are shorter."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, _far(before, corner) / 2, _far(corner, after) / 2)
        path.lineTo(_towards(corner, before, radius))
        path.quadTo(corner, _towards(corner, after, radius))
    path.lineTo(points[-1])
    return path


def _far(one: QPointF, other: QPointF) -> float:
    return abs(one.x() - other.x()) + abs(one.y() - other.y())


def _towards(place: QPointF, goal: QPointF, by: float) -> QPointF:
    far = _far(place, goal) or 1.0
    return place + (goal - place) * (by / far)
