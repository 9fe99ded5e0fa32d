"""The room Code: files at the left, the workbench in the middle, problems, shell and search below. Ctrl+4."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.client import EngineError
from ui.commands import Command
from ui.controls.cards import box
from ui.desk import Desk
from ui.language import figure, say
from ui.rooms.code.asking import AskLine
from ui.rooms.code.bottom import Bottom
from ui.rooms.code.drafts import Drafts
from ui.rooms.code.files_panel import FilesPanel
from ui.rooms.code.inspector import Inspector
from ui.rooms.code.palette import line_entries
from ui.rooms.code.plan import FileRow, Hit, Problem, Trace, enclosing, next_of, traces_of
from ui.rooms.code.problems import problems_of
from ui.rooms.code.reached import told_by
from ui.rooms.code.reloading import seconds_to_reload
from ui.rooms.code.room_commands import code_commands, list_keys
from ui.rooms.code.search_panel import SearchPanel
from ui.rooms.code.source import Listing, ProjectFiles
from ui.rooms.code.workbench import Workbench
from ui.rooms.room import Room

if TYPE_CHECKING:
    from ui.shell.palette import Entry
    from ui.terminal import ShellPlace


class CodeRoom(Room):
    """Places: 'file:PATH[:LINE]', 'find', 'changes[:PATH]', 'search:WORDS'. Goes on working while the engine is away."""

    name = "code"
    engine_needed = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.files: ProjectFiles | None = None
        self.listing = Listing(branch="", commit="", rows=())
        self.report: Mapping[str, Any] = {}
        self.drafts = Drafts(desk.engine.drafts)
        self._known = False
        self._shell: ShellPlace | None = None

    def furnish(self) -> Iterator[None]:
        desk = self.desk
        self.bench = Workbench(desk, start=self.start, drafts=self.drafts)
        yield
        self.panel = FilesPanel(desk.theme, new_file=self.ask_new_file, record=self.ask_record)
        self.bottom = Bottom(desk.theme, SearchPanel(desk.theme, start=self.start, corpus=self._corpus))
        self.side = Inspector(desk.theme)
        yield
        down = QSplitter(Qt.Orientation.Vertical)
        down.addWidget(self.bench)
        down.addWidget(self.bottom)
        down.setStretchFactor(0, 1)
        down.setSizes([640, 104])
        down.setChildrenCollapsible(False)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self.panel)
        self._across.addWidget(down)
        self._across.setStretchFactor(1, 1)
        self._across.setSizes([232, 900])
        self._across.setChildrenCollapsible(False)
        self._down = down
        rows = box()
        rows.addWidget(self._across)
        self.setLayout(rows)
        self._connect()

    def enter(self, place: str = "") -> None:
        if not self._known:
            self._known = True
            closed = getattr(self.window(), "closed", None)
            if closed is not None:
                closed.connect(self.bench.keep_now)
        if place == "find":
            self.panel.field.setFocus()
            self.panel.field.selectAll()
        self.start(self._enter(place))

    def found(self, words: str) -> Iterable[Entry]:
        return line_entries(self, words)

    def end(self) -> None:
        self.bench.keep_now()
        super().end()

    def primary(self) -> None:
        """Ctrl+Enter keeps what was typed."""
        self.save()

    def back(self) -> bool:
        if self.panel.field.hasFocus() and self.panel.field.text():
            self.panel.field.clear()
            return True
        if self.bench.find_bar.isVisible():
            self.bench.find_bar.leave()
            return True
        if self.bench.mode != "file":
            self.bench.show_mode("file")
            return True
        return False

    def filter_field(self) -> QWidget | None:
        return self.panel.field

    def inspector(self) -> QWidget | None:
        return self.side

    def commands(self) -> Sequence[Command]:
        return tuple(code_commands(self))

    def keys(self) -> Sequence[tuple[str, str]]:
        return list_keys()

    def save(self) -> None:
        if self.bench.current is not None:
            self.start(self.bench.current.save())

    def close_file(self) -> None:
        if self.bench.current is not None:
            self.bench.close_file(self.bench.current.path)

    def save_all(self) -> None:
        for path in self.bench.unsaved:
            self.start(self.bench.open_files[path].save())

    def open_find(self, *, replace: bool) -> None:
        if self.bench.editor is not None:
            self.bench.show_mode("file")
            self.bench.find_bar.open(self.bench.editor, replace=replace)

    def ask_line(self) -> None:
        """Ctrl+G."""
        editor = self.bench.editor
        if editor is not None:
            said = say("Go to line (1 to {n})", n=editor.blockCount())
            AskLine(self.desk.theme, self, title=said, action=say("Go"), take=self.go_to_line, text=str(editor.line))

    def go_to_line(self, words: str) -> None:
        if self.bench.editor is not None and words.isdigit():
            self.bench.show_mode("file")
            self.bench.editor.go_to(int(words))
            self.bench.editor.setFocus()

    def ask_new_file(self) -> None:
        said = say("Name of the new file, with its folder")
        AskLine(self.desk.theme, self, title=said, action=say("Create the file"), take=self._create)

    def ask_record(self) -> None:
        said = say("What was changed? This becomes the message of the commit.")
        AskLine(self.desk.theme, self, title=said, action=say("Record the changes"), take=self._record)

    def next_problem(self) -> None:
        """F8: the next one in the file in front."""
        problems, editor = self.bottom.problems.lines, self.bench.editor
        if editor is not None and problems:
            found = next_of([problem.line for problem in problems], editor.line, 1)
            if found is not None:
                self.bottom.open("problems")
                self.go_to_line(str(found))

    def go_to_sentence(self) -> None:
        """F12: the sentence that asks for the line."""
        traces = self._traces_here()
        if traces:
            self.desk.go("spec", f"sentence:{traces[0].sentence}")

    def toggle_changes(self) -> None:
        """Ctrl+D."""
        self.bench.show_mode("file" if self.bench.mode == "changes" else "changes")
        if self.bench.mode == "changes":
            self.bench.changes.view.setFocus()

    def open_shell(self) -> None:
        """A shell in the sandbox of the project's preview."""
        project = self.desk.workspace.project
        preview = (project.row.get("preview") or {}) if project else {}
        if not preview:
            return
        if self._shell is None:
            from ui.terminal import ShellPlace

            self._shell = ShellPlace(self.desk, start=self.start)
            self.bottom.shell.addWidget(self._shell)
        self._shell.show_preview(str(preview["id"]))
        self.bottom.shell.setCurrentWidget(self._shell)
        self._shell.look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._across.restoreState(self.desk.preferences.bytes("code/across"))
        self._down.restoreState(self.desk.preferences.bytes("code/down"))

    def hideEvent(self, event: QHideEvent) -> None:
        self.desk.preferences.set("code/across", self._across.saveState())
        self.desk.preferences.set("code/down", self._down.saveState())
        super().hideEvent(event)

    def _connect(self) -> None:
        self.panel.view.chosen.connect(lambda path: self.start(self.bench.open(path)))
        self.bench.moved.connect(self._show_place)
        self.bench.unsaved_changed.connect(self._show_unsaved)
        self.bench.saved.connect(self._saved)
        self.bench.restore_asked.connect(lambda commit: self.start(self._restore(commit)))
        self.bench.range_changed.connect(lambda: self.start(self._show_range()))
        self.bottom.list.asked.connect(self._show_line)
        self.bottom.search.list.asked.connect(self._show_line)
        self.bottom.shell_wanted.connect(self.open_shell)
        self.side.sentence_asked.connect(lambda n: self.desk.go("spec", f"sentence:{n}"))
        self.side.test_asked.connect(lambda test: self.desk.go("tests", f"test:{test}"))
        self.desk.workspace.project_changed.connect(self._project_changed)
        self.desk.runs.runs_changed.connect(self._runs_changed)

    async def _enter(self, place: str) -> None:
        project = self.desk.workspace.project
        path = project.path if project else ""
        if path != (self.files.path if self.files else ""):
            await self._load(path, choose=not place.startswith("file:"))
        else:
            await self._refresh()
        what, _, rest = place.partition(":")
        if what == "file" and rest:
            file, _, at = rest.rpartition(":") if rest.rpartition(":")[2].isdigit() else (rest, "", "0")
            await self.bench.open(file, int(at or 0))
            self.panel.view.reveal(file)
        elif what == "changes":
            await self._open_changes(rest)
        elif what == "search":
            self.bottom.open("search")
            self.bottom.search.field.setText(rest)
            self.bottom.search.field.setFocus()

    async def _load(self, path: str, *, choose: bool) -> None:
        """Another project."""
        if self._shell is not None:
            self._shell.show_preview("")
        files = self.files = ProjectFiles(self.desk.link, path) if path else None
        self.bench.take(files)
        self.report = {}
        if files is None:
            return
        await self._refresh()
        kept = [draft.file for draft in await self.drafts.every(path)]
        if files is not self.files:
            return
        before = list(dict.fromkeys([*self.bench.remembered, *kept]))
        await self.bench.reopen(before or ([self._first()] if choose and not self.bench.asked else []))
        if self.bench.current is not None:
            self.panel.view.reveal(self.bench.current.path)

    async def _refresh(self) -> None:
        """Asks for everything again; what is typed and what is open stays."""
        files = self.files
        if files is None:
            return
        try:
            listing = await files.listing()
            if files is not self.files:
                return
            self.listing = listing
            self._show_rows(listing.rows)
            self.bench.rows = {row.file: row for row in listing.rows}
            commits, detail, traces = await asyncio.gather(files.commits(), files.detail(), files.traces())
        except EngineError as error:
            self.bench.failure.show_error(error)
            return
        if files is not self.files:
            return
        self.bench.failure.clear()
        self.report = detail.get("report") or {}
        self.bench.show_commits(commits)
        self.panel.show_listing(self.listing, commits[0] if commits else None)
        by_file: dict[str, list[Trace]] = {}
        for trace in traces:
            by_file.setdefault(trace.file, []).append(trace)
        self.bench.traces = by_file
        self.bench.told = told_by(self.report)
        self.bench.show_evidence()
        for opened in list(self.bench.open_files.values()):
            try:
                await opened.look_again()
            except EngineError:  # deleted meanwhile: its text stays in the editor
                continue
        self._show_place()

    async def _open_changes(self, file: str) -> None:
        changed = [row.file for row in self.listing.rows if row.change in ("A", "M")]
        if file or changed:
            await self.bench.open(file or changed[0])
        self.bench.show_working()
        self.bench.show_mode("changes")

    async def _show_range(self) -> None:
        """The tree's letters follow the states that are compared."""
        if self.files is None:
            return
        before, after = self.bench.changes.before, self.bench.changes.after
        try:
            changed = await self.files.changed("" if before == "-" else before, after)
        except EngineError as error:
            self.bench.failure.show_error(error)
            return
        known = {row.file: row for row in self.listing.rows}
        rows = [
            FileRow(file=f, size=row.size, change=changed.get(f, ""), generated=row.generated)
            for f, row in known.items()
        ]
        rows += [FileRow(file=file, change=change) for file, change in changed.items() if file not in known]
        self._show_rows(rows)

    async def _restore(self, commit: str) -> None:
        if self.files is None:
            return
        try:
            await self.files.restore(commit)
        except EngineError as error:
            self.bench.failure.show_error(error)
            return
        self.desk.notify(say("The files of {commit} are back, as a new commit.", commit=commit[:7]), tone="success")
        await self._refresh()

    async def _write_new(self, file: str) -> None:
        if self.files is None:
            return
        try:
            await self.files.write(file, "", "")
        except EngineError as error:
            self.bench.failure.show_error(error)
            return
        await self._refresh()
        await self.bench.open(file)
        self.panel.view.reveal(file)

    async def _commit(self, message: str) -> None:
        if self.files is None:
            return
        try:
            await self.files.commit(message)
        except EngineError as error:
            self.bench.failure.show_error(error)
            return
        await self._refresh()

    async def _watch_reload(self, began: float) -> None:
        """Says when the running preview shows what was saved."""
        project = self.desk.workspace.project
        preview = (project.row.get("preview") or {}) if project else {}
        if preview.get("state") != "running":
            return
        self.bench.reload.setText(say("Preview takes it in …"))
        spent = await seconds_to_reload(self.desk.link, str(preview["id"]), began)
        said = say("Preview shows it after {s} s", s=figure(spent)) if spent is not None else ""
        self.bench.reload.setText(said)

    def _create(self, name: str) -> None:
        self.start(self._write_new(name.strip().lstrip("/")))

    def _record(self, message: str) -> None:
        self.start(self._commit(message))

    def _saved(self, path: str) -> None:
        self.start(self._refresh())
        self.start(self._watch_reload(self.bench.open_files[path].saving_since))

    def _runs_changed(self) -> None:
        if self.isVisible():
            self.start(self._refresh())

    def _project_changed(self) -> None:
        project = self.desk.workspace.project
        if self.isVisible() and (project.path if project else "") != (self.files.path if self.files else ""):
            self.enter()

    def _show_rows(self, rows: Iterable[FileRow]) -> None:
        chosen = self.bench.current.path if self.bench.current else ""
        self.panel.tree.show_rows(rows)
        if chosen and not self.panel.tree.words:
            self.panel.view.reveal(chosen)

    def _show_unsaved(self) -> None:
        self.panel.tree.mark_unsaved(self.bench.unsaved)
        self.panel.view.viewport().update()

    def _show_line(self, found: Problem | Hit) -> None:
        self.start(self.bench.open(found.file, found.line))

    def _traces_here(self) -> list[Trace]:
        opened = self.bench.current
        if opened is None:
            return []
        return traces_of(self.bench.traces.get(opened.path, ()), opened.editor.line, opened.editor.lines)

    def _show_place(self) -> None:
        """The inspector and the problems follow the caret."""
        self.filling.begin(self._fill())

    def _fill(self) -> Iterator[None]:
        opened = self.bench.current
        if opened is None:
            self.side.show_nothing()
            self.bottom.show_problems([])
            return
        self.bottom.show_problems(problems_of(self.report, opened.path, opened.reached))
        yield
        outcomes = {str(case["id"]).partition("[")[0]: str(case["outcome"]) for case in self.report.get("cases") or ()}
        traces = self._traces_here()
        tests = {test for trace in traces for test in trace.tests}
        self.side.show_code(
            self.bench.rows.get(opened.path) or opened.row,
            traces,
            {test: outcomes.get(test, "") for test in sorted(tests)},
            opened.reached,
            enclosing(opened.editor.lines, opened.editor.line),
        )

    def _first(self) -> str:
        """The file that carries out most sentences."""
        traces = self.bench.traces
        code = [file for file in traces if not file.startswith("tests/")]
        return max(code, key=lambda file: len({t.sentence for t in traces[file]}), default="README.md")

    def _corpus(self) -> tuple[ProjectFiles | None, Sequence[FileRow], dict[str, str]]:
        unsaved = {path: self.bench.open_files[path].text for path in self.bench.unsaved}
        return self.files, self.listing.rows, unsaved
