"""The side of Spec: the open question above, what is chosen below: a thing, a field, a rule, a sentence, or all of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from ui.controls import Badge, Switch, button, label, line, prose
from ui.controls.buttons import ElidedLink
from ui.controls.cards import box, plane, scrolled
from ui.desk import Desk
from ui.language import say, say_many
from ui.nouns import icon_of
from ui.reading import Entity, Fact
from ui.rooms.home.flow import FlowRow
from ui.rooms.home.side import Tile
from ui.rooms.spec.document import SpecDocument
from ui.rooms.spec.entity_item import UNSURE, type_title
from ui.rooms.spec.links import Line, fact_words, named, place_in_list, status_look
from ui.theme import Theme

MOST_FACTS = 10
Show = Callable[[str], object]
Flag = Callable[[str, bool], object]


class Inspector(QWidget):
    """`show` is called with `sentence:N`, `fact:NAME`, `test:ID`, `edit`, `delete`, `type`, `text:NAME` or `code:FILE:LINE` when a link is pressed,
    `flag` with `required` or `unique` when one is switched."""

    def __init__(self, desk: Desk, document: SpecDocument, *, show: Show, flag: Flag) -> None:
        super().__init__()
        self.setProperty("plane", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._document, self._show, self._flag = desk, document, show, flag
        self._asked = box()
        self._chosen = box()
        rows = box()
        rows.addLayout(self._asked)
        rows.addLayout(self._chosen)
        rows.addStretch(1)
        outer = box()
        outer.addWidget(scrolled(plane("surface", rows)))
        self.setLayout(outer)

    def show_question(self, panel: QWidget | None) -> None:
        """The open question, or none."""
        _empty(self._asked)
        if panel is not None:
            self._asked.addWidget(panel)

    def show_chosen(self, fact: str, sentence: int) -> None:
        """A fact, else a sentence, else the specification as a whole."""
        _empty(self._chosen)
        rows = box(margins=(16, 16, 16, 16), gap=10)
        lines_ = {each.number: each for each in self._document.lines}
        kind, _, name = fact.partition(":")
        entity = (
            self._document.facts.entity(name.partition(".")[0])
            if kind in ("entity", "field", "states", "relation")
            else None
        )
        if entity is not None:
            self._show_entity(rows, entity, fact)
        elif fact:
            self._show_fact(rows, fact)
        elif sentence in lines_:
            self._show_sentence(rows, lines_[sentence])
        elif not self._document.empty:
            self._show_whole(rows)
        self._chosen.addWidget(plane("none", rows))

    def _show_entity(self, rows: Any, entity: Entity, fact: str) -> None:
        theme = self._desk.theme
        head = box(across=True, gap=10)
        head.addWidget(Tile(theme, icon_of(entity.name)[0], "accent", size=28))
        head.addWidget(prose(entity.title, "heading", "text"), 1)
        head.addWidget(Badge(theme, say("entity")))
        rows.addLayout(head)
        known = next((found for name, found in named(self._document.facts) if name == f"entity:{entity.name}"), entity)
        rows.addWidget(
            self._grid(
                [
                    (say("Called"), f"{entity.title}, {entity.plural.replace('_', ' ')}"),
                    *self._origin(known),
                    (say("Address"), self._address(entity)),
                ]
            )
        )
        self._links(rows, self._document.links.sentences.get(f"entity:{entity.name}", ()))
        field = next((each for each in entity.fields if fact == f"field:{entity.name}.{each.name}"), None)
        if field is not None:
            rows.addWidget(line())
            rows.addWidget(label(field.title, "heading"))
            facts = [(say("Type"), type_title(field.type))]
            facts += (
                [(say("Choices"), ", ".join(each.replace("_", " ") for each in field.choices))] if field.choices else []
            )
            rows.addWidget(self._grid([*facts, *self._origin(field)]))
            if not field.computed:
                for name, title, on in (
                    ("required", say("Required"), field.required),
                    ("unique", say("Unique"), field.unique),
                ):
                    rows.addLayout(self._switch(name, title, on))
            if field.computed:
                rows.addWidget(label(say("Computed"), "label", "text_2"))
                formula = label(field.computed, "code")
                formula.setWordWrap(True)
                rows.addWidget(formula)
            self._links(rows, field.sentences)
        acts = FlowRow(gap=6)
        for words, icon, what in (
            (say("Rename"), "pencil", "edit"),
            (say("Type …"), "sliders", "type"),
            (say("Delete"), "trash", "delete"),
        ):
            if what != "type" or (field is not None and not field.computed):
                acts.add(button(theme, words, icon=icon, dense=True, run=partial(self._show, what)))
        if fact.startswith(("entity:", "field:")):
            rows.addWidget(acts)
        if entity.states:
            rows.addWidget(line())
            rows.addWidget(label(say("States"), "heading"))
            rows.addWidget(States(theme, entity.states))
        for rule in self._document.facts.rules:
            if rule.entity == entity.name:
                rows.addWidget(line())
                rows.addWidget(label(say("Rule"), "heading"))
                rows.addWidget(prose(rule.text[:1].upper() + rule.text[1:]))
                self._links(rows, rule.sentences, rule.id)

    def _switch(self, name: str, title: str, on: bool) -> Any:
        switch = Switch(self._desk.theme, title)
        switch.setChecked(on)
        switch.toggled.connect(lambda wanted: self._flag(name, wanted))
        row = box(across=True, gap=8)
        row.addWidget(label(title, "label"), 1)
        row.addWidget(switch)
        return row

    def _show_fact(self, rows: Any, fact: str) -> None:
        known = dict(named(self._document.facts)).get(fact)
        if known is None:
            return
        rows.addWidget(
            label(
                str(getattr(known, "title", "") or getattr(known, "name", "") or say("Rule"))
                .replace("_", " ")
                .capitalize(),
                "heading",
            )
        )
        text = str(getattr(known, "text", ""))
        if text:
            rows.addWidget(prose(text[:1].upper() + text[1:], "body", "text"))
        rows.addWidget(self._grid(self._origin(known)))
        self._links(rows, known.sentences)
        if place_in_list(self._document.facts, fact)[0]:
            acts = FlowRow(gap=6)
            for words, icon, what in (
                (say("Edit in YAML"), "pencil", f"text:{fact}"),
                (say("Delete"), "trash", "delete"),
            ):
                acts.add(button(self._desk.theme, words, icon=icon, dense=True, run=partial(self._show, what)))
            rows.addWidget(acts)

    def _show_sentence(self, rows: Any, shown: Line) -> None:
        icon, tone, words = status_look(shown.status)
        head = box(across=True, gap=8)
        head.addWidget(label(say("Sentence {n}", n=shown.number), "heading"), 1)
        head.addWidget(Badge(self._desk.theme, words, tone=tone, icon=icon))
        rows.addLayout(head)
        rows.addWidget(prose(shown.text, "body", "text"))
        if shown.why:
            rows.addWidget(prose(shown.why, "label"))
        elif shown.status in ("gap", "not_understood"):
            rows.addWidget(
                prose(say("Nothing is built of it. Try shorter words: who does what with which thing."), "label")
            )
        gave = sorted(self._document.links.facts.get(shown.number, ()), key=lambda fact: (_order(fact), fact))
        if gave:
            rows.addWidget(label(say("Gave"), "label", "text_2"))
        given = box(gap=0)
        for fact in gave[:MOST_FACTS]:
            given.addWidget(ElidedLink(fact_words(fact), run=partial(self._show, f"fact:{fact}")))
        rows.addLayout(given)
        if len(gave) > MOST_FACTS:
            more = len(gave) - MOST_FACTS
            rows.addWidget(label(say_many("{n} more", "{n} more", more), "label", "text_2"))
        if shown.code:
            rows.addWidget(label(say("Code"), "label", "text_2"))
        places = box(gap=0)
        for place in shown.code[:8]:
            places.addWidget(ElidedLink(place, middle=True, run=partial(self._show, f"code:{place}")))
        rows.addLayout(places)
        if shown.tests:
            told = say_many("Proved by {n} test", "Proved by {n} tests", len(shown.tests))
            rows.addWidget(label(told, "label", "text_2"))
        proofs = box(gap=0)
        for test in shown.tests[:8]:
            words = test.rpartition("::")[2].removeprefix("test_").replace("_", " ")
            proofs.addWidget(ElidedLink(words, run=partial(self._show, f"test:{test}")))
        rows.addLayout(proofs)

    def _show_whole(self, rows: Any) -> None:
        facts = self._document.facts
        rows.addWidget(prose(facts.title or say("Specification"), "heading", "text"))
        rows.addWidget(
            self._grid(
                [
                    (say("Entities"), str(len(facts.entities))),
                    (say("Fields"), str(sum(len(entity.fields) for entity in facts.entities))),
                    (say("Rules"), str(len(facts.rules))),
                    (say("Roles"), ", ".join(role.title for role in facts.roles) or say("none")),
                    (say("Endpoints"), str(len(facts.endpoints))),
                ]
            )
        )
        rows.addWidget(
            prose(say("Choose a sentence to see what it gave, or a thing to see where it comes from."), "label")
        )
        for number, why in sorted({**self._document.checked.remarks, **self._document.checked.faults}.items())[:6]:
            tone = "danger" if number in self._document.checked.faults else "warning"
            rows.addWidget(prose(say("Line {n}: {why}", n=number, why=why), "label", tone))

    def _origin(self, fact: Fact) -> list[tuple[str, str]]:
        by = {
            "person": say("a person"),
            "model": say("a model"),
            "convention": say("convention"),
            "reader": say("the brief"),
        }.get(fact.by, fact.by)
        certain = f"{fact.confidence:.2f}" + ("" if fact.confidence >= UNSURE else f" · {say('uncertain')}")
        return [(say("From"), by), (say("Certainty"), certain)]

    def _links(self, rows: Any, sentences: tuple[int, ...], rule: str = "") -> None:
        """The sentences of a fact; a rule among the facts of a thing can be gone to."""
        row = FlowRow(gap=8)
        for number in sentences[:MOST_FACTS]:
            words = say("sentence {n}", n=number)
            row.add(button(self._desk.theme, words, kind="link", run=partial(self._show, f"sentence:{number}")))
        if rule:
            row.add(button(self._desk.theme, say("Edit rule"), kind="link", run=partial(self._show, f"fact:{rule}")))
        if sentences or rule:
            rows.addWidget(row)

    def _address(self, entity: Entity) -> str:
        return next((each.path for each in self._document.facts.endpoints if each.entity == entity.name), say("none"))

    def _grid(self, rows: list[tuple[str, str]]) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(rows):
            grid.addWidget(label(name, "label", "text_2"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(prose(value, "label", "text"), at, 1)
        made = QWidget()
        made.setLayout(grid)
        return made


class States(QWidget):
    """The states of a thing in their order, a dot each; the last one is filled."""

    def __init__(self, theme: Theme, states: tuple[str, ...]) -> None:
        super().__init__()
        self._theme, self._states = theme, states
        self.setAccessibleName(", ".join(state.replace("_", " ") for state in states))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(160, self._theme.scaled(25) * len(self._states))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, high = QPainter(self), self._theme, self._theme.scaled(25)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plum = theme.colour("plum")
        painter.setPen(QPen(theme.colour("line_strong"), 1.5))
        painter.drawLine(QPointF(6, high / 2), QPointF(6, high * (len(self._states) - 0.5)))
        painter.setFont(theme.font("body"))
        for at, state in enumerate(self._states):
            middle = high * (at + 0.5)
            painter.setPen(QPen(plum, 2))
            painter.setBrush(plum if at == len(self._states) - 1 else theme.colour("surface"))
            painter.drawEllipse(QPointF(6, middle), 4, 4)
            painter.setPen(theme.colour("text"))
            words = state.replace("_", " ")
            painter.drawText(
                QRectF(20, middle - high / 2, self.width() - 22, high), int(Qt.AlignmentFlag.AlignVCenter), words
            )


def _order(fact: str) -> int:
    kinds = ("entity", "field", "relation", "states", "role", "rule", "feature")
    kind = fact.partition(":")[0]
    return kinds.index(kind) if kind in kinds else len(kinds)


def _empty(layout: QBoxLayout) -> None:
    """Removes and deletes everything of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
