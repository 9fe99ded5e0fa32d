"""The diagram of a specification: things and wires on a canvas that pans, zooms and fits; facts are edited in place."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView

from ui.language import say
from ui.reading import Facts
from ui.rooms.spec.entity_item import EntityItem, rows_of
from ui.rooms.spec.name_field import NameField
from ui.rooms.spec.picture import Picture
from ui.rooms.spec.plan import Point
from ui.rooms.spec.walking import Arrow, entity_of, walked
from ui.rooms.spec.wire_item import WireItem
from ui.theme import Theme

CLOSEST, FARTHEST, SMALLEST, DOTS = 2.0, 0.3, 0.6, 20
BAR = 64
"""What the zoom bar at the foot covers."""
ARROWS: dict[int, Arrow] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


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
        self.picture = Picture(theme, self)
        self.places: dict[str, Point] = {}
        self._chosen = ""
        self._fitting, self._fresh, self._grown = True, True, False
        self._settle = QTimer(self, singleShot=True, interval=30)
        self._settle.timeout.connect(self._resized)
        self.field: NameField | None = None
        """Where a name is being entered."""
        self._before: dict[str, Point] = {}
        self.setScene(self.picture.scene)
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

    @property
    def _things(self) -> Mapping[str, EntityItem]:
        return self.picture.things

    def show_facts(self, facts: Facts, moved: Mapping[str, Point]) -> None:
        """Another specification; what stood stays where it is, and things that a person moved stay there."""
        if facts == self._facts and self._things and dict(moved) == self.places:
            return
        self._facts, self.places = facts, dict(moved)
        self._grown = not self._fresh
        self._draw(anew=not self._grown)
        self._fresh = not self._things
        if self._fitting and self.isVisible():
            self.fit()

    def _draw(self, *, anew: bool) -> None:
        self.picture.draw(self._facts, self.places, self._room(), anew=anew)

    def _room(self) -> Point:
        view = self.viewport().rect()
        return (max(float(view.width()), 320.0), max(float(view.height() - BAR), 240.0))

    def light(self, chosen: str, lit: frozenset[str]) -> None:
        """Shows what is chosen and what belongs to it."""
        self._chosen = chosen
        self.picture.light(chosen, lit)

    def reveal(self, fact: str) -> None:
        """Brings the thing of a fact into sight."""
        item = self._things.get(entity_of(fact))
        if item is not None:
            self.ensureVisible(item.sceneBoundingRect(), 24, 24)

    def below(self, fact: str) -> QPoint | None:
        """Where on the screen a menu about a fact opens: below its row, unless the pointer is over its thing."""
        item = self._things.get(entity_of(fact))
        if item is None or item.isUnderMouse():
            return None
        row = self.mapFromScene(item.mapRectToScene(item.row_rect(fact))).boundingRect()
        return self.viewport().mapToGlobal(row.bottomLeft())

    def refit(self) -> None:
        """Another specification: it is arranged for the space that there is, and fits until a person looks closer."""
        self._fitting = self._fresh = True

    def fit(self) -> None:
        """All of it in sight, not larger than life; as much as can be read of what is too large for that."""
        area, (wide, high) = self.picture.area(), self._room()
        factor = min(wide / area.width(), high / area.height(), 1.0)
        self._zoom_to(max(factor, SMALLEST))
        if factor >= SMALLEST:
            self._centre(area)
        else:
            self.centerOn(area.left() + wide / SMALLEST / 2, area.top() + (high + BAR) / SMALLEST / 2)

    def whole(self) -> None:
        """Ctrl+0: all of it in sight, however small."""
        area, (wide, high) = self.picture.area(), self._room()
        self._zoom_to(min(wide / area.width(), high / area.height(), 1.0))
        self._centre(area)

    def arrange(self) -> None:
        """Everything goes where the plan puts it, also what a person had moved."""
        self.places, self._fitting = {}, True
        self._draw(anew=True)
        self.fit()
        self.moved.emit()

    def _centre(self, area: QRectF) -> None:
        """The middle of an area in the middle of what the bar leaves free, if it would be under the bar."""
        tall = area.height() * self.transform().m22() > self._room()[1] - BAR
        self.centerOn(area.center() + QPointF(0, BAR / 2 / self.transform().m22() if tall else 0))

    def _zoom_to(self, factor: float) -> None:
        self.resetTransform()
        self._scale(factor)

    def _resized(self) -> None:
        """While nobody has looked closer, the picture follows the space that there is."""
        if self._fitting and self.isVisible() and self._things:
            if not self._grown:
                self._draw(anew=True)
            self.fit()

    def zoom(self, factor: float) -> None:
        self._fitting = False
        self._scale(factor)

    @property
    def percent(self) -> int:
        return round(self.transform().m11() * 100)

    def edit(self, fact: str) -> None:
        """A field over the name of a thing or a property; Enter takes it, Esc leaves it."""
        item = self._things.get(entity_of(fact))
        if item is None or not fact.startswith(("entity:", "field:")):
            return
        if self.field is not None:
            self.field.leave()
        self.reveal(fact)
        place = self.mapFromScene(item.mapRectToScene(item.row_rect(fact))).boundingRect()
        known = fact.partition(":")[2].rpartition(".")[2].replace("_", " ")
        self.field = NameField(known, place, self.viewport())
        self.field.over.connect(lambda words: self._named(fact, words))

    def _named(self, fact: str, words: str) -> None:
        self.field = None
        self.setFocus()
        if words:
            self.rename.emit(fact, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().lower() if not event.modifiers() else ""
        if event.key() in ARROWS:
            self._walk(ARROWS[event.key()])
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
        self._before = self.picture.places()
        super().mousePressEvent(event)
        self.chosen.emit(self._fact_at(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() and self.picture.places() != self._before:
            self.picture.follow()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        gone = {name: at for name, at in self.picture.places().items() if at != self._before.get(name)}
        if gone:
            self.places.update({name: (round(x), round(y)) for name, (x, y) in gone.items()})
            self.picture.bound()
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

    def _walk(self, arrow: Arrow) -> None:
        """Up and down through the rows of a thing, left and right along its wires."""
        rows = {name: [fact for _, _, fact in rows_of(thing.entity) if fact] for name, thing in self._things.items()}
        lefts = {name: thing.x() for name, thing in self._things.items()}
        fact = walked(arrow, self._chosen, rows=rows, lefts=lefts, relations=self._facts.relations)
        other = entity_of(fact) != entity_of(self._chosen)
        if fact:
            self.chosen.emit(fact)
        if other:
            self.reveal(fact)

    def _scale(self, factor: float) -> None:
        wanted = min(max(self.transform().m11() * factor, FARTHEST), CLOSEST)
        factor = wanted / self.transform().m11()
        self.scale(factor, factor)
        self.zoomed.emit(self.percent)

    def _restyle(self) -> None:
        facts, self._facts = self._facts, Facts()
        self.show_facts(facts, self.places)
        self.resetCachedContent()
