"""The diagram of a specification: things and wires on a canvas that pans, zooms and fits; facts are edited in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QLineEdit

from ui.language import say
from ui.reading import Facts, Relation
from ui.rooms.spec.entity_item import EntityItem, rows_of, wide_enough
from ui.rooms.spec.layout import laid_out
from ui.rooms.spec.plan import Box, Edge, Layout, Point, Wire, height_of
from ui.rooms.spec.routing import wired
from ui.theme import Theme

CLOSEST, FARTHEST, SMALLEST, DOTS, CORNER = 2.0, 0.3, 0.6, 20, 8
BAR = 64
"""What the zoom bar at the foot covers."""


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
        from PySide6.QtGui import QPainterPathStroker

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


class Diagram(QGraphicsView):
    """`chosen` carries the fact that was clicked or walked to, '' for the ground; `rename`, `command`, `moved` ask for edits."""

    chosen = Signal(str)
    rename = Signal(str, str)
    command = Signal(str)
    moved = Signal()
    zoomed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._facts = theme, Facts()
        self._items: dict[str, EntityItem] = {}
        self._wires: list[WireItem] = []
        self.places: dict[str, Point] = {}
        self._chosen, self._lit = "", frozenset[str]()
        self._fitting, self._fresh, self._grown = True, True, False
        self._laid: Layout | None = None
        self._settle = QTimer(self, singleShot=True, interval=30)
        self._settle.timeout.connect(self._resized)
        self._field: QLineEdit | None = None
        self._edited = ""
        self.setScene(QGraphicsScene(self))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setAccessibleName(say("Diagram; the tab Tables holds the same as a list"))
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the view has it, with its name
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        theme.changed.connect(self._restyle)

    def show_facts(self, facts: Facts, moved: Mapping[str, Point]) -> None:
        """Another specification; what stood stays where it is, and things that a person moved stay there."""
        if facts == self._facts and self._items and dict(moved) == self.places:
            return
        self._facts, self.places = facts, dict(moved)
        self._grown = not self._fresh
        self._draw(self._stood() if self._grown else None)
        self._fresh = not self._items
        if self._fitting and self.isVisible():
            self.fit()

    def _draw(self, kept: Layout | None) -> None:
        facts, scene = self._facts, self.scene()
        layout = self._laid = laid_out(self._boxes(), self._edges(), self.places, kept=kept, room=self._room())
        scene.clear()
        self._items = {}
        for entity in facts.entities:
            item = EntityItem(self._theme, entity, wide_enough(self._theme, entity))
            item.setPos(QPointF(*layout.places[entity.name]))
            scene.addItem(item)
            self._items[entity.name] = item
        relations = {(relation.source, relation.name): relation for relation in facts.relations}
        self._wires = [
            WireItem(self._theme, wire, relations[wire.edge.source, wire.edge.name]) for wire in layout.wires
        ]
        for wire in self._wires:
            scene.addItem(wire)
        self._bound()
        self.light(self._chosen, self._lit)

    def _stood(self) -> Layout | None:
        """How things stand; one that was only renamed stands where it stood."""
        laid = self._laid
        if laid is None:
            return None
        places = {name: (item.x(), item.y()) for name, item in self._items.items()}
        names = {entity.name for entity in self._facts.entities}
        gone, new = [n for n in places if n not in names], [n for n in names if n not in places]
        if len(gone) == len(new) == 1:
            places[new[0]] = places.pop(gone[0])
        return replace(laid, places=places)

    def _room(self) -> Point:
        view = self.viewport().rect()
        return (max(float(view.width()), 320.0), max(float(view.height() - BAR), 240.0))

    def light(self, chosen: str, lit: frozenset[str]) -> None:
        """Shows what is chosen and what belongs to it."""
        self._chosen, self._lit = chosen, lit
        for item in self._items.values():
            item.light(chosen, lit)
        for wire in self._wires:
            on = wire.fact == chosen or wire.fact in lit
            if on != wire.lit:
                wire.lit = on
                wire.update()

    def reveal(self, fact: str) -> None:
        """Brings the thing of a fact into sight."""
        item = self._items.get(_entity_of(fact))
        if item is not None:
            self.ensureVisible(item.sceneBoundingRect(), 24, 24)

    def below(self, fact: str) -> QPoint | None:
        """Where on the screen a menu about a fact opens: below its row, unless the pointer is over its thing."""
        item = self._items.get(_entity_of(fact))
        if item is None or item.isUnderMouse():
            return None
        row = self.mapFromScene(item.mapRectToScene(item.row_rect(fact))).boundingRect()
        return self.viewport().mapToGlobal(row.bottomLeft())

    def refit(self) -> None:
        """Another specification: it is arranged for the space that there is, and fits until a person looks closer."""
        self._fitting = self._fresh = True

    def fit(self) -> None:
        """All of it in sight, not larger than life; as much as can be read of what is too large for that."""
        area, (wide, high) = self._area(), self._room()
        factor = min(wide / area.width(), high / area.height(), 1.0)
        self._zoom_to(max(factor, SMALLEST))
        if factor >= SMALLEST:
            self._centre(area)
        else:
            self.centerOn(area.left() + wide / SMALLEST / 2, area.top() + (high + BAR) / SMALLEST / 2)

    def whole(self) -> None:
        """Ctrl+0: all of it in sight, however small."""
        area, (wide, high) = self._area(), self._room()
        self._zoom_to(min(wide / area.width(), high / area.height(), 1.0))
        self._centre(area)

    def arrange(self) -> None:
        """Everything goes where the plan puts it, also what a person had moved."""
        self.places, self._fitting = {}, True
        self._draw(None)
        self.fit()
        self.moved.emit()

    def _area(self) -> QRectF:
        area = self.scene().itemsBoundingRect().adjusted(-16, -16, 16, 16)
        return area if area.width() > 32 else QRectF(0, 0, 400, 300)

    def _centre(self, area: QRectF) -> None:
        """The middle of an area in the middle of what the bar leaves free, if it would be under the bar."""
        tall = area.height() * self.transform().m22() > self._room()[1] - BAR
        self.centerOn(area.center() + QPointF(0, BAR / 2 / self.transform().m22() if tall else 0))

    def _zoom_to(self, factor: float) -> None:
        self.resetTransform()
        self._scale(factor)

    def _resized(self) -> None:
        """While nobody has looked closer, the picture follows the space that there is."""
        if self._fitting and self.isVisible() and self._items:
            if not self._grown:
                self._draw(None)
            self.fit()

    def zoom(self, factor: float) -> None:
        self._fitting = False
        self._scale(factor)

    @property
    def percent(self) -> int:
        return round(self.transform().m11() * 100)

    def edit(self, fact: str) -> None:
        """A field over the name of a thing or a property; Enter takes it, Esc leaves it."""
        item = self._items.get(_entity_of(fact))
        if item is None or not fact.startswith(("entity:", "field:")):
            return
        self._named("", self._field, take=False)
        self.reveal(fact)
        place = self.mapFromScene(item.mapRectToScene(item.row_rect(fact))).boundingRect()
        known = fact.partition(":")[2].rpartition(".")[2].replace("_", " ")
        field = QLineEdit(known, self.viewport())
        field.setAccessibleName(say("Name"))
        field.setGeometry(place.adjusted(2, 0, -2, 0))
        field.setMinimumHeight(26)
        field.selectAll()
        field.show()
        field.setFocus()
        field.editingFinished.connect(lambda: self._named(fact, field, take=False))
        field.installEventFilter(self)
        self._field, self._edited = field, fact

    def eventFilter(self, watched: object, event: object) -> bool:
        """Enter takes the name and Esc leaves it; neither goes on to the diagram below."""
        if watched is not self._field or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._named(self._edited, self._field, take=event.key() != Qt.Key.Key_Escape)
        return True

    def _named(self, fact: str, field: QLineEdit | None, *, take: bool) -> None:
        if field is None or field is not self._field:
            return
        self._field = None
        words = field.text().strip()
        field.deleteLater()
        self.setFocus()
        if take and words:
            self.rename.emit(fact, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().lower() if not event.modifiers() else ""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(Qt.Key(event.key()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not event.modifiers():
            self.edit(self._chosen)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.command.emit("delete")
        elif letter in ("e", "f", "r"):
            self.command.emit({"e": "entity", "f": "field", "r": "relation"}[letter])
        elif event.text() in ("+", "-"):
            self.zoom(1.2 if event.text() == "+" else 1 / 1.2)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.1 if event.angleDelta().y() > 0 else 1 / 1.1)
        else:
            self._fitting = False
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._before = {name: item.pos() for name, item in self._items.items()}
        super().mousePressEvent(event)
        self.chosen.emit(self._fact_at(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() and any(item.pos() != self._before.get(name) for name, item in self._items.items()):
            self._rewire()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        gone = {n: i.pos() for n, i in self._items.items() if i.pos() != self._before.get(n)}
        if gone:
            self.places.update({name: (round(at.x()), round(at.y())) for name, at in gone.items()})
            self._bound()
            self.moved.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        fact = self._fact_at(event.position().toPoint())
        self.edit(fact) if fact else self.command.emit("entity")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.chosen.emit(self._fact_at(event.pos()))
        self.command.emit("menu")

    def drawBackground(self, painter: QPainter, area: QRectF | object) -> None:
        place = area if isinstance(area, QRectF) else QRectF()
        painter.fillRect(place, self._theme.colour("sunken"))
        painter.setPen(QPen(self._theme.colour("line"), 2))
        left, top = int(place.left()) // DOTS * DOTS, int(place.top()) // DOTS * DOTS
        columns, rows = range(left, int(place.right()) + DOTS, DOTS), range(top, int(place.bottom()) + DOTS, DOTS)
        if len(columns) * len(rows) < 12_000:
            painter.drawPoints([QPointF(x, y) for x in columns for y in rows])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def drawForeground(self, painter: QPainter, area: object) -> None:
        if self.hasFocus() and not self._chosen:
            painter.resetTransform()
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def _fact_at(self, place: object) -> str:
        if not isinstance(place, QPoint):
            return ""
        item = self.itemAt(place)
        if isinstance(item, EntityItem):
            return item.fact_at(item.mapFromScene(self.mapToScene(place)))
        return item.fact if isinstance(item, WireItem) else ""

    def _walk(self, key: Qt.Key) -> None:
        """Up and down through the rows of a thing, left and right along its wires."""
        entity = _entity_of(self._chosen)
        if entity not in self._items:
            self._reach(next(iter(self._items), ""))
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            item = self._items[entity]
            rows = [item.fact, *(fact for _, _, fact in rows_of(item.entity) if fact)]
            at = rows.index(self._chosen) if self._chosen in rows else 0
            self.chosen.emit(rows[(at + (1 if key == Qt.Key.Key_Down else -1)) % len(rows)])
            return
        here = self._items[entity].x()
        linked = {
            r.target if r.source == entity else r.source
            for r in self._facts.relations
            if entity in (r.source, r.target)
        }
        beside = [
            name
            for name in sorted(linked)
            if name in self._items and name != entity and (self._items[name].x() > here) == (key == Qt.Key.Key_Right)
        ]
        self._reach(beside[0] if beside else "")

    def _reach(self, entity: str) -> None:
        if entity:
            self.chosen.emit(f"entity:{entity}")
            self.reveal(f"entity:{entity}")

    def _boxes(self) -> list[Box]:
        return [
            Box(name=e.name, width=wide_enough(self._theme, e), height=height_of(len(rows_of(e))))
            for e in self._facts.entities
        ]

    def _edges(self) -> list[Edge]:
        return [Edge(source=r.source, target=r.target, name=r.name) for r in self._facts.relations]

    def _rewire(self) -> None:
        """Wires follow what is being dragged; those that it does not touch stay."""
        laid = self._laid
        if laid is None:
            return
        places = {name: (item.x(), item.y()) for name, item in self._items.items()}
        still = {name for name, at in places.items() if laid.places.get(name) == at}
        beside = [wire for wire in laid.wires if {wire.edge.source, wire.edge.target} <= still]
        wires = wired([wire.edge for wire in laid.wires], places, laid.sizes, beside=beside)
        bent = {(wire.edge.source, wire.edge.name): wire for wire in wires}
        for item in self._wires:
            item.bend(bent[item.relation.source, item.relation.name])
        self._laid = replace(laid, places=places, wires=tuple(wires))

    def _bound(self) -> None:
        self.scene().setSceneRect(self.scene().itemsBoundingRect().adjusted(-200, -160, 200, 160))

    def _scale(self, factor: float) -> None:
        wanted = min(max(self.transform().m11() * factor, FARTHEST), CLOSEST)
        factor = wanted / self.transform().m11()
        self.scale(factor, factor)
        self.zoomed.emit(self.percent)

    def _restyle(self) -> None:
        facts, self._facts = self._facts, Facts()
        self.show_facts(facts, self.places)
        self.resetCachedContent()


def _entity_of(fact: str) -> str:
    """The thing that a fact belongs to; '' for roles, rules and features."""
    kind, _, rest = fact.partition(":")
    return rest.partition(".")[0] if kind in ("entity", "field", "states", "relation") else ""
