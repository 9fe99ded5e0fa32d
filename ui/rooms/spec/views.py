"""The middle of Spec: the same specification as a diagram, as tables and as text, one tab for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar

from ui.desk import Desk
from ui.language import say
from ui.rooms.spec.canvas import Canvas
from ui.rooms.spec.diagram_places import DiagramPlaces
from ui.rooms.spec.document import SpecDocument
from ui.rooms.spec.fact_rows import endpoint_rows, field_rows, rule_rows
from ui.rooms.spec.tables import FactTable
from ui.rooms.spec.yaml_tab import YamlTab

DIAGRAM, TABLES, RULES, ENDPOINTS, YAML = range(5)


class Views(QStackedWidget):
    """`fact` carries what was chosen, `opened` what is to be shown in the text; `command`, `rename` and `typed` ask for edits."""

    fact = Signal(str)
    opened = Signal(str)
    command = Signal(str)
    rename = Signal(str, str)
    typed = Signal(str, str)

    def __init__(self, desk: Desk, document: SpecDocument, *, add: Callable[[], object]) -> None:
        super().__init__()
        theme = desk.theme
        self._document, self._places = document, DiagramPlaces(desk.preferences)
        self._fact, self._lit = "", frozenset[str]()
        self.canvas = Canvas(theme, add=add)
        self.diagram = self.canvas.diagram
        self.tables = FactTable(
            theme,
            lambda: (say("Name"), say("Holds"), say("Notes"), say("Sentences")),
            name=say("Entities and fields"),
            widths=(180, 120, 200, 110),
            stretch=2,
        )
        self.rules = FactTable(
            theme,
            lambda: (say("Rule"), say("Of"), say("Sentences")),
            name=say("Rules, roles and features"),
            widths=(300, 110, 96),
            stretch=0,
        )
        self.endpoints = FactTable(
            theme,
            lambda: (say("Method"), say("Path"), say("Entity"), say("Sentences")),
            name=say("Endpoints"),
            widths=(90, 300, 130, 110),
            stretch=1,
        )
        self.yaml = YamlTab(desk, document)
        for view in (self.canvas, self.tables, self.rules, self.endpoints, self.yaml):
            self.addWidget(view)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(say("Views of the specification"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for words in (say("Diagram"), say("Tables"), say("Rules {n}", n=0), say("Endpoints {n}", n=0), "YAML"):
            self.tabs.addTab(words)
        self._connect()

    def fill(self) -> Iterator[None]:
        """Shows the document as it is now, a view in each step."""
        facts = self._document.facts
        self.diagram.show_facts(facts, self._places.of(self._document.project))
        self.canvas.show_nothing(not facts.entities)
        yield
        self.tables.show_rows(field_rows(facts))
        self.rules.show_rows(rule_rows(facts))
        self.endpoints.show_rows(endpoint_rows(facts))
        self.tabs.setTabText(RULES, say("Rules {n}", n=len(facts.rules)))
        self.tabs.setTabText(ENDPOINTS, say("Endpoints {n}", n=len(facts.endpoints)))
        yield
        self.yaml.show_document()

    def light(self, fact: str, lit: frozenset[str]) -> None:
        """What is chosen, and what belongs to the chosen sentence."""
        self._fact, self._lit = fact, lit
        self.diagram.light(fact, lit)
        for table in (self.tables, self.rules, self.endpoints):
            table.choose(fact)
            table.light(lit)
        if lit:
            self.diagram.reveal(min(lit))
        if self.currentIndex() == YAML:
            self.yaml.light(lit or frozenset({fact}))

    def name(self, fact: str) -> None:
        """Begins to edit a name in its place."""
        if self.tabs.currentIndex() == TABLES:
            self.tables.name(fact)
            return
        self.tabs.setCurrentIndex(DIAGRAM)
        self.diagram.edit(fact)

    def show_text(self) -> None:
        """The text, with the focus."""
        self.tabs.setCurrentIndex(YAML)
        self.yaml.editor.setFocus()

    def below(self, fact: str) -> QPoint | None:
        """Below the chosen thing of the diagram or the chosen row of a table, unless the pointer is on it."""
        view = self.currentWidget()
        if isinstance(view, FactTable) and view.currentIndex().isValid():
            return view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).bottomLeft())
        return self.diagram.below(fact) if view is self.canvas else None

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.diagram.chosen.connect(self.fact)
        self.diagram.rename.connect(self.rename)
        self.diagram.command.connect(self.command)
        self.diagram.moved.connect(self._keep_places)
        for table in (self.tables, self.rules, self.endpoints):
            table.fact.connect(self.fact)
            table.open.connect(self.opened)
            table.command.connect(self.command)
            table.delete.connect(lambda fact: self.command.emit("delete"))
        self.tables.named.connect(self.rename)
        self.tables.typed.connect(self.typed)

    def _tab_chosen(self, tab: int) -> None:
        self.setCurrentIndex(tab)
        if tab == YAML:
            self.yaml.light(self._lit or frozenset({self._fact}))

    def _keep_places(self) -> None:
        self._places.keep(self._document.project, self.diagram.places)
