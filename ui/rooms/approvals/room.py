"""The inbox at the left, what is decided on at the right. A approves, E changes, X rejects, J and K move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QSplitter, QStackedWidget, QWidget

from app.client import EngineError
from ui.checkpoints import title_of
from ui.controls import Empty, Failure, SearchField, Segments, label
from ui.controls.cards import box, plane
from ui.desk import Desk
from ui.language import say
from ui.rooms.approvals.paper import Paper
from ui.rooms.approvals.rows import Inbox, InboxRow, Row, decision_words
from ui.rooms.room import Room


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
        self._right = QStackedWidget()
        self._empty = Empty(
            desk.theme,
            icon="inbox",
            text=say("Nothing waits for you."),
            example=say(
                "Runs wait here when Settings asks for checkpoints: before code is written, and before it is accepted."
            ),
            action=say("Open settings"),
            run=lambda: desk.go("settings"),
        )
        self._right.addWidget(self._empty)
        self._build()
        desk.runs.runs_changed.connect(self._ask)

    @property
    def paper(self) -> Paper | None:
        """What is open at the right."""
        shown = self._right.currentWidget()
        return shown if isinstance(shown, Paper) else None

    def enter(self, place: str = "") -> None:
        self._wanted = place.removeprefix("run:")
        if self.list.model().rowCount():
            self.list.setFocus()
        self._ask()

    def filter_field(self) -> QWidget:
        return self.field

    def primary(self) -> None:
        """Ctrl+Enter approves, also what is of high risk."""
        if self.paper is not None and not self.paper.row["decided"]:
            self.paper.approve()

    def keys(self) -> Sequence[tuple[str, str]]:
        return [
            ("A", say("Approve")),
            ("E", say("Change …")),
            ("X", say("Reject …")),
            ("C", say("Comment")),
            ("J / K", say("Next, previous")),
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Single letters, while the list has the focus."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.modifiers() or not self.desk.preferences.flag("keys/letters", True):
            return False
        match event.text().lower():
            case "j":
                self._move(1)
            case "k":
                self._move(-1)
            case "a" if self.paper is not None and self.paper.row.get("risk") != "high":
                self.primary()
            case "e" if self.paper is not None:
                self.paper.change()
            case "x" if self.paper is not None and not self.paper.row["decided"]:
                self.paper.reject()
            case "c" if self.paper is not None:
                self.paper.comment.setFocus()
            case _:
                return False
        return True

    def _build(self) -> None:
        head = box(margins=(16, 16, 16, 12), gap=10)
        head.addWidget(label(say("Approvals"), "title"))
        head.addWidget(self.parts)
        head.addWidget(self.field)
        left = box()
        left.addLayout(head)
        left.addWidget(self.list, 1)
        inbox = plane("surface", left)
        inbox.setMinimumWidth(280)
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
        self._wanted = ""

    def _parts(self) -> list[tuple[str, str]]:
        waiting, decided = self.rows.counts()
        return [("waiting", say("Waiting {n}", n=waiting)), ("decided", say("Decided {n}", n=decided))]

    def _ask(self) -> None:
        self.start(self._look())

    async def _look(self) -> None:
        try:
            rows = (await self.desk.link.ask("GET", "/approvals"))["items"]
        except EngineError as error:
            self.failure.show_error(error)
            return
        self.failure.clear()
        kept = self.paper.row if self.paper is not None else None
        if self.rows.take(rows):
            self.parts.rename(self._parts())
            self._select(kept)
        elif self.paper is None:
            self._select(None)

    def _select(self, kept: Row | None) -> None:
        """Keeps what was open, else what was asked for, else the first."""
        wanted = (kept["run"], kept["checkpoint"]) if kept else (self._wanted, "")
        at = next((n for n, row in enumerate(self.rows.shown) if (row["run"], row["checkpoint"]) == wanted), 0)
        if self._wanted and not kept:
            at = next((n for n, row in enumerate(self.rows.shown) if row["run"] == self._wanted), at)
        self.list.selectionModel().setCurrentIndex(
            self.rows.index(at), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._show()

    def _show(self) -> None:
        index = self.list.currentIndex()
        row = self.rows.shown[index.row()] if index.isValid() and index.row() < len(self.rows.shown) else None
        old = self.paper
        if old is not None and row is not None and old.row == row:
            return
        if row is None:
            self._right.setCurrentWidget(self._empty)
        else:
            made = Paper(self.desk, row, lambda *said: self.start(self._decide(row, *said)))
            self._right.addWidget(made)
            self._right.setCurrentWidget(made)
        if old is not None:
            self._right.removeWidget(old)
            old.deleteLater()

    async def _decide(self, row: Row, decision: str, comment: str, spec: str) -> None:
        body = {"decision": decision, "comment": comment, **({"spec": spec} if spec else {})}
        try:
            await self.desk.link.ask("POST", f"/runs/{row['run']}/answers/{row['checkpoint']}", body=body)
        except EngineError as error:
            if self.paper is not None:
                self.paper.said.setText(f"{error} {error.hint}")
            return
        words, tone = decision_words(decision)
        self.desk.notify(
            f"{title_of(row)}: {words}",
            tone=tone,
            action=say("Open the run"),
            run=lambda: self.desk.go("run", f"run:{row['run']}"),
        )
        await self._look()

    def _choose_part(self, part: str) -> None:
        self.rows.choose(part=part)
        self._select(None)

    def _filter(self, words: str) -> None:
        self.rows.choose(words=words)
        self._select(None)

    def _move(self, step: int) -> None:
        at = min(max(self.list.currentIndex().row() + step, 0), max(len(self.rows.shown) - 1, 0))
        self.list.setCurrentIndex(self.rows.index(at))
