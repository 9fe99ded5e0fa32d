"""The inbox at the left, what is decided on at the right. A approves, E changes, X rejects, J and K move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QSplitter, QStackedWidget, QWidget

from app.client import EngineError, Refused
from app.client.model import Event
from ui.checkpoints import title_of
from ui.commands import Command
from ui.controls import Empty, Failure, Loading, SearchField, Segments, label
from ui.controls.cards import box, plane
from ui.desk import Desk
from ui.language import say
from ui.rooms.approvals.paper import Paper
from ui.rooms.approvals.rows import Inbox, InboxRow, Key, Row, decision_words, key_of
from ui.rooms.room import Room

WAITING, DECIDED = "waiting", "decided"


class ApprovalsRoom(Room):
    name = "approvals"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rows = Inbox()
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(InboxRow(desk.theme))
        self.list.setProperty("ring", True)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(say("Inbox"))
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show())
        self.parts = Segments(desk.theme, self._parts(), name=say("Show"))
        self.parts.chosen.connect(self._choose_part)
        self.field = SearchField(desk.theme, say("Filter the inbox"))
        self.field.sought.connect(lambda words: self._filter(words))
        self.failure = Failure(desk.theme, again=self._ask)
        self.loading = Loading(desk.theme)
        self._wanted = ""
        self._loaded = False
        self._words = ""
        self._comments: dict[Key, str] = {}
        self._mine: set[Key] = set()
        self._build()
        desk.theme.changed.connect(self.list.doItemsLayout)
        desk.runs.runs_changed.connect(self._ask)
        desk.runs.events.connect(self._heard)

    @property
    def paper(self) -> Paper | None:
        """What is open at the right."""
        shown = self._right.currentWidget()
        return shown if isinstance(shown, Paper) else None

    def enter(self, place: str = "") -> None:
        """`run:ID` opens what that run asks."""
        self._wanted = place.removeprefix("run:")
        self.list.setFocus()
        if not self._loaded:
            self.loading.begin()
        self._ask()

    def filter_field(self) -> QWidget:
        return self.field

    def primary(self) -> None:
        """Ctrl+Enter approves, also what is of high risk; where a reason was asked for it rejects."""
        if self.paper is not None and self.paper.form is not None:
            self.paper.form.primary()

    def back(self) -> bool:
        """Esc: no rejection after all."""
        left = self.paper is not None and self.paper.form is not None and self.paper.form.back()
        if left:
            self.list.setFocus()
        return left

    def commands(self) -> Sequence[Command]:
        told = {"approve": say("Approve and go on"), "change": say("Change it …"), "reject": say("Reject …")}
        return [
            Command(
                id=f"approvals.{name}",
                title=title,
                icon="inbox",
                place=say("Approvals"),
                enabled=lambda: self.paper is not None and self.paper.form is not None,
                reason=say("Nothing waits for you."),
                run=lambda name=name: self._act(name),  # type: ignore[misc]  # mypy infers no default of a lambda
            )
            for name, title in told.items()
        ]

    def keys(self) -> Sequence[tuple[str, str]]:
        return [
            ("A", say("Approve")),
            ("E", say("Change …")),
            ("X", say("Reject …")),
            ("C", say("Comment")),
            ("J / K", say("Next, previous")),
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Single letters, while the list has the focus; a key that is held down decides nothing."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.modifiers():
            return False
        letter = event.text().lower()
        if not letter or not self.desk.preferences.flag("keys/letters", True):
            return False
        if letter in "jk":
            self._move(1 if letter == "j" else -1)
            return True
        form = self.paper.form if self.paper is not None else None
        return form is not None and not event.isAutoRepeat() and form.letter(letter)

    def _build(self) -> None:
        theme = self.desk.theme
        head = box(margins=(16, 16, 16, 12), gap=10)
        head.addWidget(label(say("Approvals"), "title"))
        head.addWidget(self.parts)
        head.addWidget(self.field)
        left = box()
        left.addLayout(head)
        left.addWidget(self.loading)
        left.addWidget(self.list, 1)
        inbox = plane("surface", left)
        inbox.setMinimumWidth(280)
        self._nothing = {
            WAITING: Empty(
                theme,
                icon="inbox",
                text=say("Nothing waits for you."),
                example=say(
                    "Runs wait here when Settings asks for checkpoints: before code is written, and before it is accepted."
                ),
                action=say("Open settings"),
                run=lambda: self.desk.go("settings"),
            ),
            DECIDED: Empty(theme, icon="inbox", text=say("Nothing was decided yet.")),
            "": Empty(theme, icon="search", text=say("Nothing fits the filter.")),
        }
        self._right = QStackedWidget()
        self._right.addWidget(QWidget())
        for page in self._nothing.values():
            self._right.addWidget(page)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(inbox)
        across.addWidget(self._right)
        across.setSizes([330, 900])
        across.setStretchFactor(1, 1)
        across.setChildrenCollapsible(False)
        outer = box()
        outer.addWidget(self.failure)
        outer.addWidget(across, 1)
        self.setLayout(outer)

    def _parts(self) -> list[tuple[str, str]]:
        waiting, decided = self.rows.counts()
        return [(WAITING, say("Waiting {n}", n=waiting)), (DECIDED, say("Decided {n}", n=decided))]

    def _heard(self, _run: str, events: list[Event]) -> None:
        if any(event.kind in ("checkpoint.opened", "checkpoint.answered") for event in events):
            self._ask()

    def _ask(self) -> None:
        self.start(self._look())

    async def _look(self) -> None:
        try:
            rows = (await self.desk.link.ask("GET", "/approvals"))["items"]
        except EngineError as error:
            self.loading.end()
            self.failure.show_error(error)
            return
        self.failure.clear()
        self.loading.end()
        first, self._loaded = not self._loaded, True
        if self.rows.take(rows) or first or self._wanted:
            self.parts.rename(self._parts())
            self._follow_up()

    def _follow_up(self) -> None:
        """After a look: what was asked for, else what is open as it stands now, else the first."""
        if self._wanted:
            waits = next((row for row in self.rows.all if row["run"] == self._wanted), None)
            self._wanted = ""
            if waits is not None:
                self._turn_to(DECIDED if waits["decided"] else WAITING)
                self._select(self.rows.place(key_of(waits)))
                return
        open_ = self.paper
        now = self.rows.find(open_.key) if open_ is not None else None
        if open_ is None or now is None:
            self._select(0)
        elif self.rows.place(open_.key) >= 0:
            self._select(self.rows.place(open_.key))
        elif now["decided"] and open_.key not in self._mine:
            self._open(now, elsewhere=not open_.row["decided"])
        else:
            self._select(0)

    def _turn_to(self, part: str) -> None:
        self.parts.choose(part)
        self.rows.choose(part=part)

    def _select(self, at: int) -> None:
        self.list.selectionModel().setCurrentIndex(
            self.rows.index(at), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._show()

    def _show(self) -> None:
        index = self.list.currentIndex()
        row = self.rows.shown[index.row()] if index.isValid() and index.row() < len(self.rows.shown) else None
        if row is not None:
            self._open(row)
        elif self._loaded and not self.rows.shown:
            self._replace(self._nothing["" if self._words else self.parts.choice])

    def _open(self, row: Row, *, elsewhere: bool = False) -> None:
        """A paper for this row; the one that is open stays when it is about the same, with what was typed there."""
        if self.paper is not None and self.paper.row == row:
            return
        made = Paper(self.desk, row, lambda *said: self.start(self._decide(row, *said)), elsewhere=elsewhere)
        if made.form is not None:
            made.form.comment.setPlainText(self._comments.get(made.key, ""))
        self._replace(made)
        if made.changes is not None:
            self.start(self._compare(made))

    def _replace(self, page: QWidget) -> None:
        old = self.paper
        if old is not None and old.form is not None:
            self._comments[old.key] = old.form.comment.toPlainText()
        if self._right.indexOf(page) < 0:
            self._right.addWidget(page)
        held = old is not None and old.isAncestorOf(self.focusWidget() or self)
        self._right.setCurrentWidget(page)
        if old is not None and old is not page:
            if held:
                self.list.setFocus()
            self._right.removeWidget(old)
            old.deleteLater()

    async def _compare(self, paper: Paper) -> None:
        """What the project's specification is now."""
        project = str(paper.row.get("project") or "")
        try:
            spec = str((await self.desk.link.ask("GET", "/projects/detail", query={"path": project}))["spec"])
        except EngineError as error:
            self.failure.show_error(error)
            return
        if paper is self.paper:
            paper.show_before(spec)

    async def _decide(self, row: Row, decision: str, comment: str, spec: str) -> None:
        key = key_of(row)
        self._mine.add(key)
        body = {"decision": decision, "comment": comment, **({"spec": spec} if spec else {})}
        try:
            await self.desk.link.ask("POST", f"/runs/{key[0]}/answers/{key[1]}", body=body)
        except EngineError as error:
            if isinstance(error, Refused):  # else nobody knows whether it got there
                self._mine.discard(key)
            await self._look()
            if self.paper is not None and self.paper.key == key and self.paper.form is not None:
                self.paper.form.show_problem(f"{error} {error.hint}".strip())
            return
        words, tone = decision_words(decision)
        self.desk.notify(
            f"{title_of(row)}: {words}",
            tone=tone,
            action=say("Open the run"),
            run=lambda: self.desk.go("run", f"run:{key[0]}"),
        )
        await self._look()

    def _act(self, what: str) -> None:
        form = self.paper.form if self.paper is not None else None
        if form is not None:
            {"approve": form.agree, "reject": form.refuse, "change": form.correct}[what]()

    def _choose_part(self, part: str) -> None:
        self._turn_to(part)
        self._select(0)

    def _filter(self, words: str) -> None:
        self._words = words
        self.rows.choose(words=words)
        self._select(0)

    def _move(self, step: int) -> None:
        at = min(max(self.list.currentIndex().row() + step, 0), max(len(self.rows.shown) - 1, 0))
        self.list.setCurrentIndex(self.rows.index(at))
