"""The middle of the room: tabs, the path with its modes, and what is in front: a file, its changes, the history, two versions."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.client import EngineError
from ui.controls import Empty, Failure
from ui.controls.buttons import icon_button
from ui.controls.cards import box, line, plane
from ui.controls.labels import ElidedLabel, label
from ui.controls.segments import Segments
from ui.desk import Desk
from ui.language import say
from ui.rooms.code.commits import CommitList, Commits
from ui.rooms.code.comparing import NOTHING, WORKING, ChangesPage
from ui.rooms.code.conflict import Conflict
from ui.rooms.code.drafts import Drafts
from ui.rooms.code.editor import Editor
from ui.rooms.code.find_bar import FindBar
from ui.rooms.code.open_file import OpenFile
from ui.rooms.code.plan import FileRow, Trace, enclosing, next_of
from ui.rooms.code.reached import Told
from ui.rooms.code.source import Commit, ProjectFiles, Text
from ui.rooms.code.tabs import FileTabs
from ui.rooms.room import Start

Mode = Literal["file", "changes", "history"]


class Workbench(QWidget):
    """`moved` when another place is in front, `unsaved_changed` and `saved` as files change."""

    moved = Signal()
    unsaved_changed = Signal()
    saved = Signal(str)
    restore_asked = Signal(str)
    range_changed = Signal()

    def __init__(self, desk: Desk, *, start: Start, drafts: Drafts) -> None:
        super().__init__()
        self._desk, self._start, self._drafts = desk, start, drafts
        self.setProperty("plane", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.files: ProjectFiles | None = None
        self.rows: dict[str, FileRow] = {}
        self.traces: dict[str, list[Trace]] = {}
        self.told: dict[str, Told] = {}
        self.open_files: dict[str, OpenFile] = {}
        self.mode: Mode = "file"
        self._asked = False
        self._before: list[str] = []
        self._front = ""
        theme = desk.theme
        self.tabs = FileTabs(theme)
        self.path = ElidedLabel("", "label", "text_2", middle=True)
        self.added, self.removed = label("", "label", "success"), label("", "label", "danger")
        self.reload = label("", "label", "text_3")
        self.tab_note = label(say("Tab leaves the text"), "label", "accent_text")
        self.tab_note.hide()
        self.modes = Segments(
            theme, [("file", say("File")), ("changes", say("Changes")), ("history", say("History"))], name=say("Show")
        )
        self.modes.chosen.connect(self._mode_chosen)
        self.find_bar = FindBar(theme)
        self.failure = Failure(theme)
        self.commits = Commits()
        self.history = CommitList(theme, self.commits)
        self.history.asked.connect(self._show_commit)
        self.history.back_asked.connect(lambda at: self.restore_asked.emit(self.commits.commits[at].id))
        self.changes = ChangesPage(desk, start=start)
        self.changes.counted.connect(self._count)
        self.changes.failed.connect(self.failure.show_error)
        self.changes.range_changed.connect(self.range_changed)
        self.changes.view.trace_asked.connect(lambda at: self.moved.emit())
        self.conflict = Conflict(theme)
        self.conflict.decided.connect(self._decided)
        self.empty = Empty(
            theme, icon="code", text=say("Choose a file at the left, or press Ctrl+P and type its name.")
        )
        self.stack = QStackedWidget()
        for page in (self.empty, self.changes, self.history, self.conflict):
            self.stack.addWidget(page)
        head = box(across=True, margins=(16, 6, 12, 6), gap=8)
        head.addWidget(self.path, 1)
        for shown in (self.tab_note, self.reload, self.added, self.removed, self.modes):
            head.addWidget(shown)
        previous = say("Previous change"), "Alt+Up"
        following = say("Next change"), "Alt+Down"
        head.addWidget(
            icon_button(theme, "chevron-up", previous[0], keys=previous[1], run=lambda: self.step(-1), framed=True)
        )
        head.addWidget(
            icon_button(theme, "chevron-down", following[0], keys=following[1], run=lambda: self.step(1), framed=True)
        )
        self.head = plane("surface", head)
        rows = box()
        tab_row = box(across=True)
        tab_row.addWidget(self.tabs)
        tab_row.addStretch()
        rows.addWidget(plane("window", tab_row))
        for widget in (self.head, line(), self.failure, self.find_bar):
            rows.addWidget(widget)
        rows.addWidget(self.stack, 1)
        self.setLayout(rows)
        self.tabs.currentChanged.connect(lambda _: self._remember_front())
        self.tabs.currentChanged.connect(lambda _: self.refresh())
        self.tabs.tab_closed.connect(self.close_file)
        self.refresh()

    @property
    def current(self) -> OpenFile | None:
        """The file in front."""
        return self.open_files.get(self.tabs.path(self.tabs.currentIndex()))

    @property
    def editor(self) -> Editor | None:
        return self.current.editor if self.current is not None else None

    @property
    def unsaved(self) -> list[str]:
        return [path for path, opened in self.open_files.items() if opened.unsaved]

    def take(self, files: ProjectFiles | None) -> None:
        """Another project: what is unsaved is kept as drafts, and its own files come to the front."""
        self.keep_now()
        for path in list(self.open_files):
            self._drop(path)
        self.files = files
        self.traces, self.told = {}, {}
        self._asked = False
        self._before = self._desk.preferences.texts(self._key) if files else []
        self._front = self._desk.preferences.text(f"{self._key}_front")
        self.refresh()

    async def open(self, path: str, at: int = 0) -> None:
        """Brings a file to the front, at a line where one is named."""
        if self.files is None:
            return
        self._asked = True
        if path not in self.open_files:
            await self._read(self.files, path)
            await asyncio.sleep(0)  # it comes to the front in a turn of its own
        if path in self.open_files:
            self._bring(path)
            if at:
                self.show_mode("file")
                self.open_files[path].editor.go_to(at)
                self.open_files[path].editor.setFocus()

    async def reopen(self, paths: Sequence[str]) -> None:
        """Opens what was open before; what a person opened meanwhile stays in front."""
        files = self.files
        for path in paths:
            if files is not None and files is self.files and path not in self.open_files:
                await self._read(files, path)
                await asyncio.sleep(0)
        if files is not self.files:
            return
        self._before = []
        there = [path for path in paths if path in self.open_files]
        if there and not self._asked:
            self._bring(self._front if self._front in there else there[-1])
        self._remember()

    def close_file(self, path: str) -> None:
        """Unsaved text is kept as a draft, and offered when the file is opened again."""
        opened = self.open_files[path]
        if opened.unsaved:
            opened.keep_now()
            text = say("{file} was closed; its unsaved text is kept.", file=path.rpartition("/")[2])
            reopen = self._reopen(path)
            self._desk.notify(text, tone="warning", action=say("Open it again"), run=reopen)
        self._drop(path)
        self._remember()
        self.refresh()

    def show_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.modes.choose(mode)
        self.refresh()

    def step(self, by: int) -> None:
        """To the next change of the comparison, or to the next mark in the gutter."""
        if self.mode == "changes":
            self.changes.view.step(by)
        elif self.editor is not None:
            marks = self.editor.gutter.marks
            begins = next_of(marks, self.editor.line, by, start=lambda n: marks.get(n - 1) != marks.get(n))
            if begins is not None:
                self.editor.go_to(begins)

    def refresh(self) -> None:
        """Puts the page of the mode and of the tab in front in its place."""
        opened = self.current
        self.head.setVisible(opened is not None or self.mode == "history")
        if self.mode == "history":
            self.stack.setCurrentWidget(self.history)
        elif opened is None:
            self.stack.setCurrentWidget(self.empty)
        elif self.conflict.path == opened.path:
            self.stack.setCurrentWidget(self.conflict)
        elif self.mode == "changes" and self.files is not None:
            self.changes.show_file(self.files, opened.path, opened)
            self.stack.setCurrentWidget(self.changes)
        else:
            self.stack.setCurrentWidget(opened)
        if self.mode != "changes":
            self._count_marks()
        self._show_path()
        self.moved.emit()

    def show_commits(self, commits: Sequence[Commit]) -> None:
        self.commits.show_commits(commits)
        self.changes.show_commits(commits)

    def show_evidence(self) -> None:
        """Marks of sentences and of tests in all editors."""
        for path, opened in self.open_files.items():
            opened.editor.show_traces(self.traces.get(path, ()))
            opened.show_told(self.told.get(path, Told()))

    def keep_now(self) -> None:
        """Keeps all unsaved text at once."""
        for opened in self.open_files.values():
            opened.keep_now()

    @property
    def remembered(self) -> list[str]:
        """The files that were open in this project the last time, until `reopen` has opened them again."""
        return list(self._before)

    @property
    def asked(self) -> bool:
        """Whether a person opened a file of this project since it was taken."""
        return self._asked

    async def _read(self, files: ProjectFiles, path: str) -> None:
        opened = OpenFile(
            files, self._drafts, self.rows.get(path) or FileRow(file=path), theme=self._desk.theme, start=self._start
        )
        self.stack.addWidget(opened)  # before its text is there: a long one is laid out anew in each other place
        try:
            await opened.load()
        except EngineError as error:
            self.failure.show_error(error)
            self._discard(opened)
            return
        if path in self.open_files or files is not self.files:
            self._discard(opened)
            return
        self.failure.clear()
        self.open_files[path] = opened
        self.tabs.open(path)
        opened.unsaved_changed.connect(self._unsaved)
        opened.saved.connect(self.saved)
        opened.failed.connect(self.failure.show_error)
        opened.differs.connect(self._differs)
        opened.reached_changed.connect(self.moved)
        opened.editor.line_changed.connect(self._caret_moved)
        opened.editor.tabbing.changed.connect(self.tab_note.setVisible)
        opened.editor.trace_asked.connect(lambda _: self.moved.emit())
        opened.editor.document().contentsChanged.connect(self._count_marks)
        self.show_evidence()
        self._remember()

    def _bring(self, path: str) -> None:
        self.tabs.setCurrentIndex(self.tabs.place(path))
        self.refresh()

    def _caret_moved(self) -> None:
        self._show_path()
        self.moved.emit()

    def _drop(self, path: str) -> None:
        opened = self.open_files.pop(path)
        self.tabs.close_tab(path)
        self._discard(opened)

    def _discard(self, opened: OpenFile) -> None:
        self.stack.removeWidget(opened)
        opened.deleteLater()

    def _differs(self, path: str, disk: Text) -> None:
        opened = self.open_files.get(path)
        if opened is not None:
            self.conflict.show_versions(path, disk, mine=opened.text)
            self.refresh()

    def _decided(self, path: str, mine: bool) -> None:
        """A person chose one of two versions."""
        opened, disk = self.open_files.get(path), self.conflict.disk
        self.conflict.clear()
        if opened is not None and disk is not None:
            if mine:
                opened.digest = disk.digest
                self._start(opened.save())
            else:
                opened.take_disk(disk)
        self.refresh()

    def _unsaved(self, path: str) -> None:
        opened = self.open_files.get(path)
        self.tabs.mark(path, opened is not None and opened.unsaved)
        self.unsaved_changed.emit()

    def _mode_chosen(self, mode: str) -> None:
        self.show_mode(mode if mode in ("file", "changes", "history") else "file")  # type: ignore[arg-type]

    def _show_commit(self, at: int) -> None:
        """What a commit changed: from the one before it."""
        commits = self.commits.commits
        before = commits[at + 1].id if at + 1 < len(commits) else NOTHING
        self.changes.choose(before, commits[at].id)
        self.range_changed.emit()
        self.show_mode("changes")

    def show_working(self) -> None:
        """Back to what is not recorded yet."""
        newest = self.commits.commits[0].id if self.commits.commits else NOTHING
        self.changes.choose(newest, WORKING)

    def _show_path(self) -> None:
        opened = self.current
        if opened is None:
            self.path.setText(say("History") if self.mode == "history" else "")
            return
        inside = enclosing(opened.editor.lines, opened.editor.line) if self.mode == "file" else ""
        self.path.setText(" › ".join([*Path(opened.path).parts, *([inside] if inside else [])]))

    def _count_marks(self) -> None:
        self._count(0, 0)

    def _count(self, added: int, removed: int) -> None:
        self.added.setText(f"+{added}" if added or removed else "")
        self.removed.setText(f"−{removed}" if added or removed else "")

    def _reopen(self, path: str) -> Callable[[], object]:
        return lambda: self._start(self.open(path))

    @property
    def _key(self) -> str:
        return "code/open_" + hashlib.sha256((self.files.path if self.files else "").encode()).hexdigest()[:12]

    def _remember(self) -> None:
        """Also what was open the last time and is not yet: the window may go before it is."""
        if self.files is not None:
            tabs = [self.tabs.path(at) for at in range(self.tabs.count())]
            self._desk.preferences.set(self._key, list(dict.fromkeys([*tabs, *self._before]))[:12])

    def _remember_front(self) -> None:
        if self.files is not None and self.current is not None:
            self._desk.preferences.set(f"{self._key}_front", self.current.path)
