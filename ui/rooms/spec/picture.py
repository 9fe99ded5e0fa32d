"""What stands in the diagram: the things and wires of a specification, where the plan or a person put them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtWidgets import QGraphicsScene

from ui.reading import Facts
from ui.rooms.spec.entity_item import EntityItem, rows_of, wide_enough
from ui.rooms.spec.layout import laid_out
from ui.rooms.spec.plan import Box, Edge, Layout, Point, height_of
from ui.rooms.spec.routing import wired
from ui.rooms.spec.wire_item import WireItem
from ui.theme import Theme


class Picture:
    """`things` by their names, in a `scene`, which is not of a class of ours: PySide loses count of what such a one clears."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        self.scene = QGraphicsScene(parent)
        self._theme, self._facts = theme, Facts()
        self.things: dict[str, EntityItem] = {}
        self.wires: list[WireItem] = []
        self._laid: Layout | None = None
        self._chosen, self._lit = "", frozenset[str]()

    def draw(self, facts: Facts, moved: Mapping[str, Point], room: Point, *, anew: bool) -> None:
        """Puts the things of a specification into a room of that size; unless `anew`, what stood stays."""
        self._facts = facts
        boxes = [
            Box(name=e.name, width=wide_enough(self._theme, e), height=height_of(len(rows_of(e))))
            for e in facts.entities
        ]
        edges = [Edge(source=r.source, target=r.target, name=r.name) for r in facts.relations]
        layout = laid_out(boxes, edges, moved, kept=None if anew else self._stood(), room=room)
        self._laid = layout
        self.scene.clear()
        self.things = {}
        for entity in facts.entities:
            thing = EntityItem(self._theme, entity, layout.sizes[entity.name].width)
            thing.setPos(QPointF(*layout.places[entity.name]))
            self.scene.addItem(thing)
            self.things[entity.name] = thing
        relations = {(relation.source, relation.name): relation for relation in facts.relations}
        self.wires = [WireItem(self._theme, wire, relations[wire.edge.source, wire.edge.name]) for wire in layout.wires]
        for wire in self.wires:
            self.scene.addItem(wire)
        self.bound()
        self.light(self._chosen, self._lit)

    def light(self, chosen: str, lit: frozenset[str]) -> None:
        """Shows what is chosen and what belongs to it."""
        self._chosen, self._lit = chosen, lit
        for thing in self.things.values():
            thing.light(chosen, lit)
        for wire in self.wires:
            on = wire.fact == chosen or wire.fact in lit
            if on != wire.lit:
                wire.lit = on
                wire.update()

    def places(self) -> dict[str, Point]:
        """Where each thing stands now."""
        return {name: (thing.x(), thing.y()) for name, thing in self.things.items()}

    def follow(self) -> None:
        """Wires follow what is being dragged; those that it does not touch stay."""
        laid = self._laid
        if laid is None:
            return
        places = self.places()
        still = {name for name, at in places.items() if laid.places.get(name) == at}
        beside = [wire for wire in laid.wires if {wire.edge.source, wire.edge.target} <= still]
        wires = wired([wire.edge for wire in laid.wires], places, laid.sizes, beside=beside)
        bent = {(wire.edge.source, wire.edge.name): wire for wire in wires}
        for item in self.wires:
            item.bend(bent[item.relation.source, item.relation.name])
        self._laid = replace(laid, places=places, wires=tuple(wires))

    def bound(self) -> None:
        """Some ground around everything, so that it can be pushed about."""
        self.scene.setSceneRect(self.scene.itemsBoundingRect().adjusted(-200, -160, 200, 160))

    def area(self) -> QRectF:
        """What is to be seen; a sheet of some size while it is empty."""
        area = self.scene.itemsBoundingRect().adjusted(-16, -16, 16, 16)
        return area if area.width() > 32 else QRectF(0, 0, 400, 300)

    def _stood(self) -> Layout | None:
        """How things stand; one that was only renamed stands where it stood."""
        if self._laid is None:
            return None
        places = self.places()
        names = {entity.name for entity in self._facts.entities}
        gone, new = [n for n in places if n not in names], [n for n in names if n not in places]
        if len(gone) == len(new) == 1:
            places[new[0]] = places.pop(gone[0])
        return replace(self._laid, places=places)
