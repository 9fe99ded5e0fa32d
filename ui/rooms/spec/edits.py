"""What a person can change in the diagram and the tables: names, things, fields, references. Each asks for what it needs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from ui.desk import Desk
from ui.language import say
from ui.rooms.spec import editing
from ui.rooms.spec.document import SpecDocument
from ui.rooms.spec.editing import Edit, name_from, plural_of
from ui.rooms.spec.entity_item import types
from ui.rooms.spec.links import fact_words, place_in_list


class Edits(QObject):
    """`chosen` is the fact in hand; `done` is called with the fact to choose and to name afterwards.

    `place` says where on the screen a menu about the chosen fact opens; None is where the pointer is.
    """

    def __init__(
        self, desk: Desk, document: SpecDocument, parent: QWidget, *, done: Callable[[str, bool], object]
    ) -> None:
        super().__init__(parent)
        self._desk, self._document, self._parent, self._done = desk, document, parent, done
        self.place: Callable[[], QPoint | None] = lambda: None
        self.chosen = ""

    @property
    def entity(self) -> str:
        """The thing that the chosen fact belongs to; '' for none."""
        kind, _, rest = self.chosen.partition(":")
        return rest.partition(".")[0] if kind in ("entity", "field", "states", "relation") else ""

    def rename(self, fact: str, words: str) -> None:
        kind, _, rest = fact.partition(":")
        entity, _, field = rest.partition(".")
        new = name_from(words)
        if not new or new == (field or entity):
            return
        if kind == "entity":
            self._do(editing.rename_entity(entity, new), say("Rename {name}", name=entity), f"entity:{new}")
        elif kind == "field":
            edit = editing.rename_field(entity, field, new)
            self._do(edit, say("Rename {name}", name=field), f"field:{entity}.{new}")

    def add_entity(self) -> None:
        """A thing with a name that is free; it is named in place at once."""
        name = self._free("new_thing", {each.name for each in self._document.facts.entities})
        self._do(editing.add_entity(name), say("New entity"), f"entity:{name}", then_name=True)

    def add_field(self) -> None:
        entity = self._document.facts.entity(self.entity)
        if entity is not None:
            name = self._free("new_field", {field.name for field in entity.fields})
            edit = editing.add_field(entity.name, name, "text")
            self._do(edit, say("New field"), f"field:{entity.name}.{name}", then_name=True)

    def add_relation(self) -> None:
        """Asks what the chosen thing refers to."""
        source = self.entity
        if not source:
            return
        menu = QMenu(self._parent)
        menu.addSection(say("{thing} refers to", thing=source.replace("_", " ").capitalize()))
        for entity in self._document.facts.entities:
            if entity.name != source:
                menu.addAction(entity.title).triggered.connect(lambda _=False, to=entity.name: self._relate(source, to))
        self._open(menu)

    def change_type(self) -> None:
        """Asks what the chosen field holds."""
        kind, _, rest = self.chosen.partition(":")
        entity, _, field = rest.partition(".")
        if kind != "field":
            return
        menu = QMenu(self._parent)
        for name, words in types().items():
            if name != "enum":
                edit = editing.change_type(entity, field, name)
                menu.addAction(words).triggered.connect(
                    lambda _=False, edit=edit: self._do(edit, say("Change a type"), self.chosen)
                )
        self._open(menu)

    def take_type(self, fact: str, type_: str) -> None:
        """Another type for a field, as chosen in the tables."""
        entity, _, field = fact.partition(":")[2].partition(".")
        self._do(editing.change_type(entity, field, type_), say("Change a type"), fact)

    def take_flag(self, fact: str, flag: str, on: bool) -> None:
        """Whether a field is required or unique, as switched at the side."""
        entity, _, field = fact.partition(":")[2].partition(".")
        words = {"required": say("Required"), "unique": say("Unique")}[flag]
        self._do(editing.change_flag(entity, field, flag, on=on), words, fact)

    def delete(self) -> None:
        kind, _, rest = self.chosen.partition(":")
        entity, _, part = rest.partition(".")
        found: dict[str, Callable[[], Edit]] = {
            "entity": lambda: editing.delete_entity(entity),
            "field": lambda: editing.delete_field(entity, part),
            "relation": lambda: editing.delete_relation(entity, part),
        }
        section, number = place_in_list(self._document.facts, self.chosen)
        if section:
            self._do(editing.delete_item(section, number), say("Delete {name}", name=fact_words(self.chosen)), "")
        elif kind in found:
            name = (part or entity).replace("_", " ")
            after = "" if kind == "entity" else f"entity:{entity}"
            self._do(found[kind](), say("Delete {name}", name=name), after)

    def menu(self, rename: Callable[[], object]) -> None:
        """What can be done with the chosen fact."""
        menu = QMenu(self._parent)
        fact = self.chosen
        if fact.startswith(("entity:", "field:")):
            menu.addAction(say("Rename")).triggered.connect(lambda: rename())
        if fact.startswith("field:"):
            menu.addAction(say("Type …")).triggered.connect(self.change_type)
        if self.entity:
            menu.addAction(say("New field")).triggered.connect(self.add_field)
            menu.addAction(say("New reference …")).triggered.connect(self.add_relation)
        menu.addAction(say("New entity")).triggered.connect(self.add_entity)
        if fact.startswith(("entity:", "field:", "relation:", "rule:", "feature:")):
            menu.addSeparator()
            menu.addAction(say("Delete")).triggered.connect(self.delete)
        self._open(menu)

    def _relate(self, source: str, target: str) -> None:
        taken = {name for name in (plural_of(source),) if self._knows_children(target, name)}
        children = self._free(plural_of(source), taken)
        edit = editing.add_relation(source, target, children)
        self._do(edit, say("New reference"), f"relation:{source}.{target}")

    def _knows_children(self, target: str, name: str) -> bool:
        return any(r.target == target and plural_of(r.source) == name for r in self._document.facts.relations)

    def _free(self, name: str, taken: set[str]) -> str:
        return next(each for n in range(1, 1000) if (each := name if n == 1 else f"{name}_{n}") not in taken)

    def _do(self, edit: Edit, words: str, fact: str, *, then_name: bool = False) -> None:
        async def work() -> None:
            if await self._document.apply(edit, words):
                self._done(fact, then_name)

        self._desk.link.start(work())

    def _open(self, menu: QMenu) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.place() or QCursor.pos())
