"""The room Spec: what was understood, sentence by sentence and fact by fact; questions, corrections, and the way to a run."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QWidget

from app.client import EngineError
from ui.commands import Command
from ui.controls import Empty, Failure, Loading, label, line
from ui.controls.action import ActionButton
from ui.controls.cards import box, plane
from ui.desk import Desk
from ui.language import say
from ui.reading import Question
from ui.rooms.room import Room
from ui.rooms.spec.asking import QuestionPanel
from ui.rooms.spec.brief_list import BriefList
from ui.rooms.spec.canvas import Canvas
from ui.rooms.spec.contradiction import Contradiction
from ui.rooms.spec.document import SpecDocument
from ui.rooms.spec.edits import Edits
from ui.rooms.spec.fact_rows import endpoint_rows, field_rows, rule_rows
from ui.rooms.spec.inspector import Inspector
from ui.rooms.spec.links import named
from ui.rooms.spec.tables import FactTable
from ui.rooms.spec.yaml_tab import YamlTab
from ui.starting import start_draft

DIAGRAM, TABLES, RULES, ENDPOINTS, YAML = range(5)


class SpecRoom(Room):
    name = "spec"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self.document = SpecDocument(desk)
        self.edits = Edits(desk, self.document, self, done=self._edited)
        self.brief = BriefList(theme, edit=self._edit_brief)
        self.canvas = Canvas(theme, add=self.edits.add_entity)
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
        self.yaml = YamlTab(desk, self.document)
        self.side = Inspector(desk, self.document, show=self._show_place, flag=self._flag)
        self.failure = Failure(theme)
        self.loading = Loading(theme)
        self._fact, self._sentence = "", 0
        self._loaded = ""
        self._asked: Question | None = None
        self._band: Contradiction | None = None
        self._lay_out()
        self._connect()
        self._show()

    def enter(self, place: str = "") -> None:
        """`brief` shows the reading that Home handed over, `sentence:N`, `entity:NAME` or `field:ENTITY.NAME` a part of it, `project:PATH` a project's."""
        kind, _, rest = place.partition(":")
        if kind == "brief":
            self.start(self._open(""))
        elif kind == "project":
            self.desk.workspace.take(rest)
            self.start(self._open(rest))
        elif kind == "sentence" and rest.isdigit():
            self.start(self._open_at("", int(rest)))
        elif kind in ("entity", "field"):
            self.start(self._open_at(place, 0))
        else:
            self.start(self._open_at())
        self.brief.list.setFocus()
        if isinstance(self.side.findChild(QuestionPanel), QuestionPanel):
            self.asks.emit()

    def primary(self) -> None:
        """Ctrl+Enter: shows the plan of the run before anything happens."""
        if not self.document.empty and not self.document.blocked:
            self._hand_over()
            self.desk.go("run", "plan")

    def build(self) -> None:
        """Builds at once, with the suggested answers to what is open."""
        if not self.document.empty and not self.document.blocked:
            self.start(self._build())

    def back(self) -> bool:
        """Esc: first nothing is chosen any more."""
        if self._fact or self._sentence:
            self._choose("", 0)
            return True
        return False

    def inspector(self) -> QWidget | None:
        return None if self.document.empty else self.side

    def commands(self) -> Sequence[Command]:
        place = say("Spec")

        def here() -> bool:
            return self.isVisible() and not self.document.empty

        entries = (
            ("spec.undo", say("Undo the last correction"), "undo", self.document.history.undo),
            ("spec.redo", say("Redo the correction"), "redo", self.document.history.redo),
            ("spec.entity", say("New entity"), "plus", self.edits.add_entity),
            ("spec.field", say("New field of the chosen entity"), "plus", self.edits.add_field),
            ("spec.relation", say("New reference of the chosen entity …"), "link", self.edits.add_relation),
            ("spec.fit", say("Fit the diagram"), "fit", self.diagram.whole),
            ("spec.arrange", say("Arrange the diagram anew"), "nodes", self.diagram.arrange),
            ("spec.accept", say("Accept all suggestions"), "check", self._accept_all),
            ("spec.build", say("Build the specification"), "play", self.build),
        )
        return tuple(
            Command(id=name, title=title, icon=icon, place=place, run=run, enabled=here, reason=say("Open Spec first."))
            for name, title, icon, run in entries
        )

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("Ctrl+Z", say("Undo the last correction")),
            ("Ctrl+Y", say("Redo the correction")),
            ("Ctrl+Shift+Enter", say("Accept the suggestion")),
            ("Ctrl+0", say("Fit the diagram")),
            ("E", say("New entity")),
            ("F", say("New field of the chosen entity")),
            ("R", say("New reference of the chosen entity …")),
            ("Enter", say("Edit what is chosen")),
            ("Del", say("Delete what is chosen")),
            (say("Esc, Tab"), say("Leave the text by Tab")),
            (say("Arrows"), say("Walk through fields and along wires")),
        )

    async def _open_at(self, fact: str = "", sentence: int = 0) -> None:
        """The project in hand, else the draft, and a fact or a sentence of it."""
        project = self.desk.workspace.project
        draft = self.desk.workspace.draft
        wanted = f"{project.path}@{project.changed}" if project is not None else "draft"
        if project is not None and wanted != self._loaded:
            await self._open(project.path)
        elif project is None and not draft.empty and self._loaded != "draft":
            await self._open("")
        if fact or sentence:
            self._choose(fact, sentence)
            self.diagram.reveal(fact)

    async def _open(self, path: str) -> None:
        self.failure.clear()
        if path != self.document.project or not path:
            self._choose("", 0)
            self.diagram.refit()
            self._pages.setCurrentWidget(self.loading)
            self._head.hide()
            self.loading.begin(say("Reading the specification …"))
        if path:
            project = self.desk.workspace.find(path)
            self._loaded = f"{path}@{project.changed if project else ''}"
            await self.document.open_project(path)
        else:
            self._loaded = "draft"
            await self.document.open_draft()
        self.loading.end()
        self._show()

    def _hand_over(self) -> None:
        """What is to be planned or built: the draft as it is, or the project anew from its specification."""
        if self.document.project:
            self.desk.workspace.draft.begin(
                "", stack=self.document.stack_name, spec=self.document.text, project=self.document.project
            )

    async def _build(self) -> None:
        self._hand_over()
        try:
            run = await start_draft(self.desk, accept=True)
        except EngineError as error:
            self.failure.show_error(error)
            return
        self.desk.go("run", f"run:{run}:preview")

    def _edit_brief(self) -> None:
        self.desk.go("home")

    def _accept_all(self) -> None:
        if self.document.questions:
            self.start(self.document.accept_all())

    def _accept_one(self) -> None:
        panel = self._band or self.side.findChild(QuestionPanel)
        if isinstance(panel, QuestionPanel | Contradiction):
            panel.accept()

    def _edited(self, fact: str, then_name: bool) -> None:
        """After an edit: its fact is chosen once it is there, and named in place if it is new."""
        self._next = (fact, then_name)

    def _show_place(self, place: str) -> None:
        """Links of the inspector."""
        kind, _, rest = place.partition(":")
        if kind == "sentence":
            self._choose("", int(rest))
        elif kind == "fact":
            self._choose(rest, 0)
            self.diagram.reveal(rest)
        elif kind == "text":
            self._open_fact(rest)
        elif kind == "test":
            self.desk.go("tests", place)
        elif kind == "code":
            self.desk.go("code", f"file:{rest}")
        elif kind == "edit":
            self._rename()
        elif kind == "type":
            self.edits.change_type()
        elif kind == "delete":
            self.edits.delete()

    def _flag(self, flag: str, on: bool) -> None:
        self.edits.take_flag(self._fact, flag, on)

    def _rename(self) -> None:
        if self.tabs.currentIndex() == TABLES:
            self.tables.name(self._fact)
            return
        self.tabs.setCurrentIndex(DIAGRAM)
        self.diagram.edit(self._fact)

    def _open_fact(self, fact: str) -> None:
        """What a table does not edit itself is shown where it stands in the text."""
        if fact:
            self._choose(fact, 0)
            self.tabs.setCurrentIndex(YAML)
            self.yaml.editor.setFocus()

    def _command(self, name: str) -> None:
        """Keys and menu of the diagram."""
        found: dict[str, Callable[[], object]] = {
            "entity": self.edits.add_entity,
            "field": self.edits.add_field,
            "relation": self.edits.add_relation,
            "delete": self.edits.delete,
            "menu": lambda: self.edits.menu(self._rename),
        }
        found[name]()

    def _choose(self, fact: str, sentence: int) -> None:
        """The link between both sides: a fact lights its sentences, a sentence the facts it gave."""
        if (fact, sentence) == (self._fact, self._sentence):
            return
        self._fact, self._sentence = fact, sentence
        self.edits.chosen = fact
        links = self.document.links
        lit = links.facts.get(sentence, frozenset()) if sentence else frozenset()
        self.brief.rows.light(frozenset(links.sentences.get(fact, ())) if fact else frozenset())
        self.brief.list.choose(sentence)
        if fact:
            self.brief.list.reveal(frozenset(links.sentences.get(fact, ())))
        self.diagram.light(fact, lit)
        for table in (self.tables, self.rules, self.endpoints):
            table.choose(fact)
            table.light(lit)
        if lit:
            self.diagram.reveal(next((name for name in sorted(lit)), ""))
        if self.tabs.currentIndex() == YAML:
            self.yaml.light(lit or frozenset({fact}))
        self.side.show_chosen(fact, sentence)

    def _tab_chosen(self, tab: int) -> None:
        self._views.setCurrentIndex(tab)
        if tab == YAML:
            self.yaml.light(self.document.links.facts.get(self._sentence, frozenset({self._fact})))

    def _show(self) -> None:
        document = self.document
        self.inspector_changed.emit()
        self._pages.setCurrentIndex(0 if document.empty else 1)
        self._head.setVisible(not document.empty)
        self.brief.show_lines(document.lines)
        self.brief.edit.setVisible(not document.project)
        self.diagram.show_facts(document.facts, self._moved())
        self.tables.show_rows(field_rows(document.facts))
        self.rules.show_rows(rule_rows(document.facts))
        self.endpoints.show_rows(endpoint_rows(document.facts))
        self.yaml.show_document()
        self.tabs.setTabText(RULES, say("Rules {n}", n=len(document.facts.rules)))
        self.tabs.setTabText(ENDPOINTS, say("Endpoints {n}", n=len(document.facts.endpoints)))
        self._show_question()
        self._show_undo()
        for action in (self.build_action, self.plan_action):
            action.setEnabled(not document.blocked)
        self.canvas.show_nothing(not document.facts.entities)
        fact, then_name = "", False
        if self._next[0] in self._known():
            (fact, then_name), self._next = self._next, ("", False)
        known, self._fact, self._sentence = (self._fact, self._sentence), "?", -1
        self._choose(*((fact, 0) if fact else known))
        if then_name:
            self._rename()

    def _known(self) -> frozenset[str]:
        """The names of all facts that there are."""
        return frozenset(name for name, _ in named(self.document.facts))

    _next: tuple[str, bool] = ("", False)

    def _show_question(self) -> None:
        """One question at a time: a contradiction above the views, side by side; anything else at the side."""
        asked = self.document.questions[0] if self.document.questions else None
        if asked == self._asked:
            return
        self._asked = asked
        if self._band is not None:
            self._band.hide()
            self._band.deleteLater()
            self._band = None
        self.side.show_question(None)
        if asked is None:
            return
        left = len(self.document.questions)

        def answered(question: Question, answer: str) -> None:
            self.start(self.document.answer(question, answer))

        def light(number: int) -> None:
            self._choose("", number)

        if len(asked.choices) > 1:
            self._band = Contradiction(
                self.desk, asked, left, answered=answered, sentence=light, all_of_them=self._accept_all
            )
            self._middle.insertWidget(0, self._band)
        else:
            panel = QuestionPanel(
                self.desk, asked, left, answered=answered, all_of_them=self._accept_all, sentence=light
            )
            self.side.show_question(panel)
            self.asks.emit()

    def _show_busy(self, busy: bool) -> None:
        """While a brief is read again its question can't be answered twice."""
        for panel in (self._band, self.side.findChild(QuestionPanel)):
            if isinstance(panel, QuestionPanel | Contradiction):
                panel.take.setEnabled(not busy)
        self._edited_words.setText(say("Reading …") if busy else "")
        if not busy:
            self._show_undo()

    def _show_undo(self) -> None:
        change = self.document.history.undoing
        self.undo.setEnabled(change is not None)
        self.undo.setToolTip(say("Undo: {what}  Ctrl+Z", what=change.words) if change else "")
        self._edited_words.setText(say("Changed by hand") if change else "")

    def _moved(self) -> dict[str, tuple[float, float]]:
        try:
            said = json.loads(self.desk.preferences.text(self._key()) or "{}")
        except ValueError:
            return {}
        return {str(name): (float(at[0]), float(at[1])) for name, at in said.items()}

    def _key(self) -> str:
        return f"diagram/{self.document.project.replace('/', '_').strip('_') or 'draft'}"

    def _keep_places(self) -> None:
        if self.document.project:
            self.desk.preferences.set(self._key(), json.dumps(self.diagram.places))

    def _project_changed(self) -> None:
        if self.isVisible():
            self.start(self._open_at())

    def _menu_place(self) -> QPoint | None:
        """Below the chosen thing of the diagram or the chosen row of a table, unless the pointer is on it."""
        view = self._views.currentWidget()
        if isinstance(view, FactTable) and view.currentIndex().isValid():
            return view.viewport().mapToGlobal(view.visualRect(view.currentIndex()).bottomLeft())
        return self.diagram.below(self._fact) if view is self.canvas else None

    def _connect(self) -> None:
        self.edits.place = self._menu_place
        self.document.changed.connect(self._show)
        self.document.failed.connect(self.failure.show_error)
        self.document.busy.connect(self._show_busy)
        self.document.history.changed.connect(self.failure.clear)
        self.brief.list.sentence.connect(lambda number: self._choose("", number))
        self.brief.list.fact.connect(lambda fact: self._choose(fact, 0))
        self.diagram.chosen.connect(lambda fact: self._choose(fact, 0))
        self.diagram.rename.connect(self.edits.rename)
        self.diagram.command.connect(self._command)
        self.diagram.moved.connect(self._keep_places)
        for table in (self.tables, self.rules, self.endpoints):
            table.fact.connect(lambda fact: self._choose(fact, 0))
            table.open.connect(self._open_fact)
            table.command.connect(self._command)
            table.delete.connect(lambda fact: self.edits.delete())
        self.tables.named.connect(self.edits.rename)
        self.tables.typed.connect(self.edits.take_type)
        self.desk.workspace.project_changed.connect(self._project_changed)
        for keys, run in (
            ("Ctrl+Z", self.document.history.undo),
            ("Ctrl+Y", self.document.history.redo),
            ("Ctrl+Shift+Z", self.document.history.redo),
            ("Ctrl+0", self.diagram.whole),
            ("Ctrl+Shift+Return", self._accept_one),
        ):
            for widget in (self, self.side):
                shortcut = QShortcut(QKeySequence(keys), widget)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(run)

    def _lay_out(self) -> None:
        theme = self.desk.theme
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(say("Views of the specification"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for words in (say("Diagram"), say("Tables"), say("Rules {n}", n=0), say("Endpoints {n}", n=0), "YAML"):
            self.tabs.addTab(words)
        self.undo = ActionButton(theme, say("Undo"), icon="undo", run=self.document.history.undo)
        self._edited_words = label("", "label", "text_2")
        head = box(across=True, margins=(8, 0, 16, 0), gap=10)
        head.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        head.addWidget(self._edited_words)
        head.addWidget(self.undo)
        self.build_action = ActionButton(theme, say("Build it"), icon="play", run=self.build)
        self.plan_action = ActionButton(
            theme, say("Plan the run"), weight="primary", keys="Ctrl+Return", run=self.primary
        )
        head.addWidget(self.build_action)
        head.addWidget(self.plan_action)
        self._head = plane("none", head)
        self._head.setFixedHeight(theme.scaled(42))
        self._views = QStackedWidget()
        for view in (self.canvas, self.tables, self.rules, self.endpoints, self.yaml):
            self._views.addWidget(view)
        self.tabs.currentChanged.connect(self._tab_chosen)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.brief)
        self._middle = box()
        self._middle.addWidget(self._views, 1)
        across.addWidget(plane("none", self._middle))
        across.setStretchFactor(0, 0)
        across.setStretchFactor(1, 1)
        across.setSizes([400, 640])
        across.setChildrenCollapsible(False)
        empty = Empty(
            theme,
            icon="nodes",
            text=say(
                "What was understood of a brief stands here: things, states, roles and rules, each with its sentence."
            ),
            action=say("Describe what you want"),
            run=lambda: self.desk.go("home"),
            example=say("“An order belongs to a bike” becomes a wire between two things."),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(empty)
        self._pages.addWidget(across)
        self._pages.addWidget(self.loading)
        rows = box()
        rows.addWidget(self._head)
        rows.addWidget(line())
        rows.addWidget(self.failure)
        rows.addWidget(self._pages, 1)
        self.setLayout(rows)
