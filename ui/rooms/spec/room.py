"""The room Spec: what was understood, sentence by sentence and fact by fact; questions, corrections, and the way to a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.client import EngineError
from ui.commands import Command
from ui.controls import Empty, Failure, Loading, line
from ui.controls.cards import box, plane
from ui.desk import Desk
from ui.language import say
from ui.rooms.room import Room
from ui.rooms.spec.brief_list import BriefList
from ui.rooms.spec.document import SpecDocument
from ui.rooms.spec.edits import Edits
from ui.rooms.spec.head import Head
from ui.rooms.spec.inspector import Inspector
from ui.rooms.spec.links import named
from ui.rooms.spec.open_question import OpenQuestion
from ui.rooms.spec.room_commands import bind_keys, spec_commands, spec_keys
from ui.rooms.spec.views import Views
from ui.starting import start_draft


class SpecRoom(Room):
    name = "spec"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.document = SpecDocument(desk)
        self.edits = Edits(desk, self.document, self, done=self._edited)
        self._fact, self._sentence = "", 0
        self._loaded = ""
        self._next: tuple[str, bool] = ("", False)
        """A fact that is chosen once it is there, and whether it is named in place then."""

    def furnish(self) -> Iterator[None]:
        desk, theme = self.desk, self.desk.theme
        self.views = Views(desk, self.document, add=self.edits.add_entity)
        self.diagram, self.tables, self.rules = self.views.diagram, self.views.tables, self.views.rules
        self.endpoints, self.yaml, self.tabs = self.views.endpoints, self.views.yaml, self.views.tabs
        yield
        self.brief = BriefList(theme, edit=self._edit_brief)
        self.side = Inspector(desk, self.document, show=self._show_place, flag=self._flag)
        self.failure = Failure(theme)
        self.loading = Loading(theme)
        self.head = Head(theme, self.document, self.tabs, build=self.build, plan=self.primary)
        middle = box()
        middle.addWidget(self.views, 1)
        self.question = OpenQuestion(desk, self.document, above=middle, side=self.side, start=self.start, parent=self)
        yield
        self._lay_out(plane("none", middle))
        self._connect()
        self._show()
        self.filling.finish()

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
        if self.question.at_the_side:
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
        return tuple(spec_commands(self))

    def keys(self) -> Sequence[tuple[str, str]]:
        return spec_keys()

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
            self.filling.after(lambda: self._show_chosen(fact, sentence))

    async def _open(self, path: str) -> None:
        self.failure.clear()
        if path != self.document.project or not path:
            self._choose("", 0)
            self.diagram.refit()
            self._pages.setCurrentWidget(self.loading)
            self.head.hide()
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

    def _edited(self, fact: str, then_name: bool) -> None:
        """After an edit: its fact is chosen once it is there, and named in place if it is new."""
        self._next = (fact, then_name)

    def _show_place(self, place: str) -> None:
        """Links of the inspector."""
        kind, _, rest = place.partition(":")
        if kind == "sentence":
            self._choose("", int(rest))
        elif kind == "fact":
            self._show_chosen(rest, 0)
        elif kind == "text":
            self._open_fact(rest)
        elif kind == "test":
            self.desk.go("tests", place)
        elif kind == "code":
            self.desk.go("code", f"file:{rest}")
        elif kind == "edit":
            self.views.name(self._fact)
        elif kind == "type":
            self.edits.change_type()
        elif kind == "delete":
            self.edits.delete()

    def _flag(self, flag: str, on: bool) -> None:
        self.edits.take_flag(self._fact, flag, on)

    def _open_fact(self, fact: str) -> None:
        """What a table does not edit itself is shown where it stands in the text."""
        if fact:
            self._choose(fact, 0)
            self.views.show_text()

    def _command(self, name: str) -> None:
        """Keys and menus of the views."""
        found: dict[str, Callable[[], object]] = {
            "entity": self.edits.add_entity,
            "field": self.edits.add_field,
            "relation": self.edits.add_relation,
            "delete": self.edits.delete,
            "menu": lambda: self.edits.menu(lambda: self.views.name(self._fact)),
        }
        found[name]()

    def _show_chosen(self, fact: str, sentence: int) -> None:
        self._choose(fact, sentence)
        self.diagram.reveal(fact)

    def _choose(self, fact: str, sentence: int) -> None:
        """The link between both sides: a fact lights its sentences, a sentence the facts it gave."""
        if (fact, sentence) == (self._fact, self._sentence):
            return
        self._fact, self._sentence = fact, sentence
        self.edits.chosen = fact
        links = self.document.links
        told = frozenset(links.sentences.get(fact, ())) if fact else frozenset()
        self.brief.rows.light(told)
        self.brief.list.choose(sentence)
        if fact:
            self.brief.list.reveal(told)
        self.views.light(fact, links.facts.get(sentence, frozenset()) if sentence else frozenset())
        self.side.show_chosen(fact, sentence)

    def _show(self) -> None:
        """The document is another one."""
        self.filling.begin(self._fill())

    def _fill(self) -> Iterator[None]:
        document = self.document
        self._pages.setCurrentIndex(0 if document.empty else 1)
        yield
        self.head.show_document()
        self.brief.edit.setVisible(not document.project)
        yield
        self.brief.show_lines(document.lines)
        yield
        yield from self.views.fill()
        yield
        self.inspector_changed.emit()
        self.question.show_first()
        fact, then_name = "", False
        if self._next[0] in {name for name, _ in named(document.facts)}:
            (fact, then_name), self._next = self._next, ("", False)
        known, self._fact, self._sentence = (self._fact, self._sentence), "?", -1
        self._choose(*((fact, 0) if fact else known))
        if then_name:
            self.views.name(self._fact)

    def _show_busy(self, busy: bool) -> None:
        self.question.show_busy(busy)
        self.head.show_busy(busy)

    def _project_changed(self) -> None:
        if self.isVisible():
            self.start(self._open_at())

    def _connect(self) -> None:
        self.edits.place = lambda: self.views.below(self._fact)
        self.document.changed.connect(self._show)
        self.document.failed.connect(self.failure.show_error)
        self.document.busy.connect(self._show_busy)
        self.document.history.changed.connect(self.failure.clear)
        self.brief.list.sentence.connect(lambda number: self._choose("", number))
        self.brief.list.fact.connect(lambda fact: self._choose(fact, 0))
        self.views.fact.connect(lambda fact: self._choose(fact, 0))
        self.views.opened.connect(self._open_fact)
        self.views.command.connect(self._command)
        self.views.rename.connect(self.edits.rename)
        self.views.typed.connect(self.edits.take_type)
        self.question.asks.connect(self.asks)
        self.question.sentence.connect(lambda number: self._choose("", number))
        self.desk.workspace.project_changed.connect(self._project_changed)
        bind_keys(self)

    def _lay_out(self, middle: QWidget) -> None:
        theme = self.desk.theme
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.brief)
        across.addWidget(middle)
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
        rows.addWidget(self.head)
        rows.addWidget(line())
        rows.addWidget(self.failure)
        rows.addWidget(self._pages, 1)
        self.setLayout(rows)
