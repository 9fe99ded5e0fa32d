"""The page Changes: which two states are compared, their comparison, and what was accepted of it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from app.client import EngineError
from ui.controls import Empty
from ui.controls.cards import box, line
from ui.controls.labels import label
from ui.desk import Desk
from ui.language import say
from ui.rooms.code.changes_view import ChangesView
from ui.rooms.code.differing import Comparison, compare, name_of, put_back
from ui.rooms.code.endings import Form
from ui.rooms.code.open_file import OpenFile
from ui.rooms.code.source import Commit, ProjectFiles, Text
from ui.rooms.code.syntax import START, Span, lexer_for
from ui.rooms.room import Start

WORKING, NOTHING = "", "-"
REVIEWED, KEPT = "code/reviewed", 500


class ChangesPage(QWidget):
    """`counted` carries added and removed lines; `range_changed` that other states are compared."""

    counted = Signal(int, int)
    range_changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, *, start: Start) -> None:
        super().__init__()
        self._desk, self._start = desk, start
        self._files: ProjectFiles | None = None
        self._open: OpenFile | None = None
        self._path = ""
        self._task: asyncio.Future[None] | None = None
        self.comparison: Comparison | None = None
        self.old, self.new = QComboBox(), QComboBox()
        self.old.setAccessibleName(say("Before"))
        self.new.setAccessibleName(say("After"))
        for chooser in (self.old, self.new):
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            chooser.setMinimumContentsLength(14)
            chooser.activated.connect(self._range_chosen)
        self.view = ChangesView(desk.theme)
        self.view.accepted.connect(self._accept)
        self.view.refused.connect(self._put_back)
        none = Empty(desk.theme, icon="check-circle", text=say("This file is the same in both."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(none)
        self._stack.addWidget(
            Empty(desk.theme, icon="check-circle", text=say("Only line ends or the byte order mark differ."))
        )
        head = box(across=True, margins=(16, 6, 16, 6), gap=8)
        head.addWidget(label(say("From"), "label", "text_3"))
        head.addWidget(self.old, 1)
        head.addWidget(label(say("to"), "label", "text_3"))
        head.addWidget(self.new, 1)
        head.addStretch(1)
        rows = box()
        rows.addLayout(head)
        rows.addWidget(line())
        rows.addWidget(self._stack, 1)
        self.setLayout(rows)

    @property
    def before(self) -> str:
        """The older state: a commit's id, or NOTHING."""
        return str(self.old.currentData() or NOTHING)

    @property
    def after(self) -> str:
        """The newer state: a commit's id, or WORKING."""
        return str(self.new.currentData() or WORKING)

    def show_commits(self, commits: Sequence[Commit]) -> None:
        """The states there are; what was chosen stays chosen, the newest commit and the files on disk at first."""
        before, after = self.before, self.after
        self.old.clear()
        self.new.clear()
        self.new.addItem(say("Files as they are"), WORKING)
        for commit in commits:
            title = f"{commit.id[:7]}  {commit.subject[:60]}"
            self.old.addItem(title, commit.id)
            self.new.addItem(title, commit.id)
        self.old.addItem(say("Empty project"), NOTHING)
        self.choose(before if before != NOTHING or not commits else commits[0].id, after)

    def choose(self, before: str, after: str) -> None:
        """Compares these two from now on."""
        self.old.setCurrentIndex(max(self.old.findData(before), 0))
        self.new.setCurrentIndex(max(self.new.findData(after), 0))

    def show_file(self, files: ProjectFiles, path: str, opened: OpenFile | None) -> None:
        """Compares a file of the project; one that is open is compared as it stands in its editor."""
        if path != self._path:
            self.view.current = -1
        self._files, self._path, self._open = files, path, opened
        self.refresh()

    def refresh(self) -> None:
        if self._task is not None:
            self._task.cancel()
        if self._files is not None and self._path:
            self._task = self._start(self._load(self._files, self._path))

    def _range_chosen(self) -> None:
        self.range_changed.emit()
        self.refresh()

    async def _load(self, files: ProjectFiles, path: str) -> None:
        try:
            old = _NONE if self.before == NOTHING else _shown(await files.read(path, self.before))
            new = await self._new_text(files, path)
        except EngineError as error:
            self.failed.emit(error)
            return
        found = await asyncio.to_thread(compare, old.text, new.text)
        colours = await asyncio.gather(
            asyncio.to_thread(_spans, path, found.old), asyncio.to_thread(_spans, path, found.new)
        )
        self._show(found, *colours)
        if not found.changes:
            formed_otherwise = bool(old.text and new.text) and not old.form.is_like(new.form)
            self._stack.setCurrentIndex(2 if formed_otherwise else 1)

    async def _new_text(self, files: ProjectFiles, path: str) -> _Shown:
        if self.after != WORKING:
            return _shown(await files.read(path, self.after))
        if self._open is not None:
            return _Shown(self._open.text, self._open.form)
        try:
            return _shown(await files.read(path))
        except EngineError:  # a file that was deleted
            return _NONE

    def _show(self, found: Comparison, old: Sequence[Sequence[Span]], new: Sequence[Sequence[Span]]) -> None:
        self.comparison = found
        reviewed = set(self._desk.preferences.texts(REVIEWED))
        seen = frozenset(at for at in range(len(found.changes)) if self._mark(at) in reviewed)
        traces = self._open.editor.traces if self._open is not None and self.after == WORKING else {}
        deciding = self.after == WORKING and self._open is not None and not self._open.editor.isReadOnly()
        self.view.show_comparison(found, old, new, traces=traces, deciding=deciding, seen=seen)
        self._stack.setCurrentIndex(0)
        self.counted.emit(found.added, found.removed)

    def _accept(self, at: int) -> None:
        """Marks a change as seen, or takes the mark back."""
        mark, kept = self._mark(at), self._desk.preferences.texts(REVIEWED)
        if mark in kept:
            self._desk.preferences.set(REVIEWED, [each for each in kept if each != mark])
            self.view.seen -= {at}
        else:
            self._desk.preferences.remember(REVIEWED, mark, most=KEPT)
            self.view.seen |= {at}
            self.view.step(1)
        self.view.viewport().update()

    def _put_back(self, at: int) -> None:
        """The old lines stand in the editor again, as a step that can be undone."""
        if self._open is not None and self.comparison is not None:
            text = put_back(self.comparison, at)
            self._open.editor.take_text(text if self._open.text.endswith("\n") else text.removesuffix("\n"))
            self.refresh()

    def _mark(self, at: int) -> str:
        if self.comparison is None:
            return ""
        name = f"{self._files.path if self._files else ''}\0{self._path}\0{name_of(self.comparison, at)}"
        return hashlib.sha256(name.encode()).hexdigest()[:16]


class _Shown(NamedTuple):
    """One side of the comparison."""

    text: str
    form: Form


_NONE = _Shown("", Form())


def _shown(found: Text) -> _Shown:
    return _Shown(found.text, found.form)


def _spans(path: str, lines: Sequence[str]) -> list[list[Span]]:
    """The colours of all lines of a text."""
    lexer, state = lexer_for(path), START
    found: list[list[Span]] = []
    if lexer is None:
        return found
    for text in lines:
        spans, state = lexer.line(text, state)
        found.append(spans)
    return found
