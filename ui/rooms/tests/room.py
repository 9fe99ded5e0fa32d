"""The room Tests: results as they arrive, failures with their reasons, coverage by file. Ctrl+5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QSplitter, QStackedWidget, QTabBar, QWidget

from app.client import EngineError
from app.client.model import Event
from ui.commands import Command
from ui.controls import Empty, Failure, Loading
from ui.controls.buttons import button
from ui.controls.cards import box, line
from ui.controls.labels import label
from ui.controls.search import SearchField
from ui.desk import Desk
from ui.language import figure, say, say_many
from ui.retelling import retell
from ui.rooms.code.plan import Trace
from ui.rooms.code.source import ProjectFiles
from ui.rooms.room import Room
from ui.rooms.tests.coverage import Coverage, CoverageList
from ui.rooms.tests.failure_view import FailureView
from ui.rooms.tests.inspector import Inspector
from ui.rooms.tests.plan import Case, Covered, Group, Row, coverage_of, history_of, rows_of, settled, waiting
from ui.rooms.tests.rows import TestList, TestRows

BATCH = 80


class TestsRoom(Room):
    """Places: 'test:ID', 'coverage', 'failed'."""

    __test__ = False
    name = "tests"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.cases: list[Case] = []
        self.report: Mapping[str, Any] = {}
        self.traces: list[Trace] = []
        self.run = ""
        self.failed_only = False
        self._path = self._words = ""
        self._folded: frozenset[str] = frozenset()
        self._ended: dict[str, tuple[str, float]] = {}
        self._expected = 0
        theme = desk.theme
        self.title = label(say("Tests"), "title")
        self.counts = label("", "body", "text_2")
        self.bar = QProgressBar()
        self.bar.setMaximumWidth(160)
        self.bar.hide()
        self.all_button = button(
            theme, say("Run all"), kind="primary", icon="play", keys="Ctrl+Enter", run=self.primary
        )
        self.failed_button = button(theme, say("Run the failed"), icon="refresh", run=self.run_failed)
        self.stop_button = button(theme, say("Stop"), kind="danger", icon="stop", run=self.stop)
        self.stop_button.hide()
        self.failed_button.hide()
        self.loading = Loading(theme)
        self.failure = Failure(theme, again=lambda: self.start(self._load()))
        self.field = SearchField(theme, say("Filter tests"))
        self.field.setMaximumWidth(220)
        self.field.sought.connect(self._filter)
        self.only_button = button(theme, say("Failed only"), kind="pill", keys="F", run=self.toggle_failed)
        self.only_button.setCheckable(True)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(say("Results or coverage"))
        self.tabs.addTab(say("Results"))
        self.tabs.addTab(say("Coverage"))
        self.rows, self.covered = TestRows(), Coverage()
        self.list = TestList(theme, self.rows)
        self.coverage = CoverageList(theme, self.covered)
        self.detail = FailureView(theme)
        self.detail.hide()
        self.side = Inspector(theme)
        none = say("No tests have run yet. They show which sentences of the brief are built.")
        self.empty = Empty(theme, icon="flask", text=none, action=say("Run all tests"), run=self.primary)
        self.pages = QStackedWidget()
        results = QSplitter(Qt.Orientation.Vertical)
        results.addWidget(self.list)
        results.addWidget(self.detail)
        results.setStretchFactor(0, 1)
        results.setSizes([420, 300])
        results.setChildrenCollapsible(False)
        for page in (results, self.coverage, self.empty, self.loading):
            self.pages.addWidget(page)
        self._soon = QTimer(self, singleShot=True, interval=BATCH)
        self._soon.timeout.connect(self._show)
        self._build()
        self._connect()

    def enter(self, place: str = "") -> None:
        self.start(self._enter(place))

    def primary(self) -> None:
        """Ctrl+Enter runs all tests."""
        self.begin([])

    def run_failed(self) -> None:
        failed = [case.id for case in self.cases if case.outcome == "failed"]
        if failed:
            self.begin(failed)

    def run_chosen(self) -> None:
        """R: the chosen test, or all of the chosen file."""
        row = self.list.chosen
        if row is not None:
            self.begin([row.id if isinstance(row, Case) else row.file])

    def toggle_failed(self) -> None:
        """F."""
        self.failed_only = not self.failed_only
        self.only_button.setChecked(self.failed_only)
        self._show()

    def begin(self, only: Sequence[str]) -> None:
        if not self.run and self._path:
            self.start(self._run(list(only)))

    def stop(self) -> None:
        if self.run:
            self.start(self._stop(self.run))

    def filter_field(self) -> QWidget | None:
        return self.field

    def inspector(self) -> QWidget | None:
        return self.side

    def commands(self) -> Sequence[Command]:
        def idle() -> bool:
            return not self.run and bool(self._path)

        said, why = say("Tests"), say("Tests are running.")
        failed = say("Run the tests that failed")
        return (
            Command(
                id="tests.all",
                title=say("Run all tests"),
                icon="play",
                place=said,
                run=self.primary,
                enabled=idle,
                reason=why,
            ),
            Command(
                id="tests.failed",
                title=failed,
                icon="refresh",
                place=said,
                run=self.run_failed,
                enabled=idle,
                reason=why,
            ),
            Command(
                id="tests.stop",
                title=say("Stop the tests"),
                icon="stop",
                place=said,
                run=self.stop,
                enabled=lambda: bool(self.run),
                reason=say("No tests are running."),
            ),
        )

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("R", say("Run the chosen test")),
            ("F", say("Failed tests only")),
            ("Enter", say("Open the test in Code")),
        )

    def _build(self) -> None:
        head = box(across=True, margins=(20, 10, 16, 10), gap=10)
        head.addWidget(self.title)
        head.addWidget(self.counts, 1)
        for widget in (self.bar, self.stop_button, self.failed_button, self.all_button):
            head.addWidget(widget)
        below = box(across=True, margins=(12, 0, 16, 0), gap=10)
        below.addWidget(self.tabs)
        below.addStretch()
        below.addWidget(self.only_button)
        below.addWidget(self.field)
        rows = box()
        rows.addLayout(head)
        rows.addWidget(line())
        rows.addLayout(below)
        rows.addWidget(line())
        rows.addWidget(self.failure)
        rows.addWidget(self.pages, 1)
        self.setLayout(rows)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _: self._show())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.list.opened.connect(self._open)
        self.list.run_asked.connect(self.run_chosen)
        self.list.failed_asked.connect(self.toggle_failed)
        self.coverage.opened.connect(self._open_file)
        self.detail.place_asked.connect(lambda file, at: self.desk.go("code", f"file:{file}:{at}"))
        self.side.run_asked.connect(self.run_chosen)
        self.side.code_asked.connect(lambda: self._open(self.list.chosen))
        self.side.sentence_asked.connect(lambda n: self.desk.go("spec", f"sentence:{n}"))
        self.desk.runs.events.connect(self._take_in)
        self.desk.workspace.project_changed.connect(self._project_changed)

    async def _enter(self, place: str) -> None:
        await self._load()
        focus = self.window().focusWidget()
        if self.list.isVisible() and focus is not self.field and (focus is None or self.isAncestorOf(focus)):
            self.list.setFocus()
        what, _, rest = place.partition(":")
        if what == "test":
            self.tabs.setCurrentIndex(0)
            self._choose(rest)
        elif what == "coverage":
            self.tabs.setCurrentIndex(1)
        elif what == "failed" and not self.failed_only:
            self.toggle_failed()

    async def _load(self) -> None:
        """The report of the last run, and which sentences the tests prove."""
        project = self.desk.workspace.project
        if project is None:
            return
        if project.path != self._path:
            self.pages.setCurrentWidget(self.loading)
            self.loading.begin()
        files = ProjectFiles(self.desk.link, project.path)
        try:
            detail = await files.detail()
            self.traces = await files.traces()
        except EngineError as error:
            self.failure.show_error(error)
            return
        finally:
            self.loading.end()
        self.failure.clear()
        if project.path != self._path:
            self._path, self._folded, self.run = project.path, frozenset(), ""
        self.report = detail.get("report") or {}
        if not self.run:
            self.cases = [Case.of(row) for row in self.report.get("cases") or ()]
        self.covered.show_rows(coverage_of(self.report, detail.get("stale") or ()))
        self._show()

    async def _run(self, only: list[str]) -> None:
        self.cases = waiting(self.cases, only)
        self._ended = {}
        self._expected = sum(case.outcome == "running" for case in self.cases)
        body = {"project": self._path, "only": only}
        try:
            self.run = str((await self.desk.link.ask("POST", "/tests/start", body=body))["run"])
        except EngineError as error:
            self.failure.show_error(error)
            await self._load()
            return
        self.failure.clear()
        self.desk.runs.follow(self.run)
        self._show()

    async def _stop(self, run: str) -> None:
        try:
            await self.desk.link.ask("POST", f"/runs/{run}/cancel")
        except EngineError as error:
            self.failure.show_error(error)

    def _take_in(self, run: str, events: list[Event]) -> None:
        """Results of the run that was started here."""
        if run != self.run:
            return
        for event in events:
            if event.kind in ("test.passed", "test.failed"):
                outcome = event.kind.removeprefix("test.")
                self._ended[str(event.payload["test"])] = (outcome, float(event.payload.get("seconds") or 0.0))
            elif event.ends_run:
                if event.kind == "run.failed":
                    self.failure.show_error(
                        retell(str(event.payload.get("message") or "")) or say("The tests could not run.")
                    )
                self.run = ""
                self.start(self._finish())
        self.cases = settled(self.cases, self._ended)
        if not self._soon.isActive():
            self._soon.start()

    async def _finish(self) -> None:
        await self._load()
        await self.desk.workspace.refresh()

    def _show(self) -> None:
        """Everything, as it is known now."""
        chosen = self.list.chosen
        running = bool(self.run)
        for widget, shown in ((self.bar, running), (self.stop_button, running), (self.all_button, not running)):
            widget.setVisible(shown)
        failed = sum(case.outcome == "failed" for case in self.cases)
        self.failed_button.setVisible(failed > 0 and not running)
        self.only_button.setVisible(self.tabs.currentIndex() == 0)
        self.field.setVisible(self.tabs.currentIndex() == 0)
        self.bar.setRange(0, max(self._expected, len(self._ended)))
        self.bar.setValue(len(self._ended))
        self.bar.setAccessibleName(say("{n} of {all} tests ended", n=len(self._ended), all=self._expected))
        self.counts.setText(self._counted(failed))
        shown_rows = rows_of(self.cases, words=self._words, failed_only=self.failed_only, folded=self._folded)
        self.rows.show_rows(shown_rows)
        if isinstance(chosen, Case):
            self._choose(chosen.id)
        nothing = not self.cases and not running
        self.pages.setCurrentIndex(2 if nothing else self.tabs.currentIndex())
        self._show_chosen()

    def _counted(self, failed: int) -> str:
        if self.run:
            return say("{n} of {all} tests ended", n=len(self._ended), all=max(self._expected, len(self._ended)))
        if not self.cases:
            return ""
        passed = sum(case.outcome == "passed" for case in self.cases)
        parts = [
            say_many("{n} passed", "{n} passed", passed),
            say_many("{n} failed", "{n} failed", failed),
            say("{n} % of lines", n=figure(float(self.report.get("coverage") or 0))),
            f"{figure(float(self.report.get('seconds') or 0))} s",
            *([say("commit {commit}", commit=str(self.report["commit"])[:7])] if self.report.get("commit") else []),
        ]
        return "  ·  ".join(parts)

    def _show_chosen(self) -> None:
        row = self.list.chosen
        case = row if isinstance(row, Case) else None
        self.detail.show_case(case)
        if case is None:
            self.side.show_case(None, (), ())
            return
        name = case.id.partition("[")[0]
        sentences = {trace.sentence: trace.text for trace in self.traces if name in trace.tests}
        past = history_of(self.desk.runs.runs.values(), self._path, case.id)
        self.side.show_case(case, sorted(sentences.items()), past)

    def _choose(self, test: str) -> None:
        """Chooses a test by its id; an id without a variant finds its first one."""
        at = self.rows.place(test)
        if at < 0:
            found = [case.id for case in self.cases if case.id.partition("[")[0] == test]
            at = self.rows.place(found[0]) if found else -1
        if at >= 0 and at != self.list.currentIndex().row():
            self.list.setCurrentIndex(self.rows.index(at))

    def _open(self, row: Row | None) -> None:
        """Enter: a file folds, a test is opened in Code, at the line that failed."""
        if isinstance(row, Group):
            self._folded ^= {row.file}
            self._show()
        elif row is not None:
            self.start(self._open_test(row))

    async def _open_test(self, case: Case) -> None:
        """The line of its function, as it stands now."""
        name = case.id.partition("[")[0].rpartition("::")[2]
        try:
            text = (await ProjectFiles(self.desk.link, self._path).read(case.file)).text
        except EngineError as error:
            self.failure.show_error(error)
            return
        lines = text.split("\n")
        at = next((n for n, words in enumerate(lines, 1) if words.lstrip().startswith(f"def {name}(")), 1)
        self.desk.go("code", f"file:{case.file}:{at}")

    def _open_file(self, row: Covered) -> None:
        self.desk.go("code", f"file:{row.file}:{row.missed[0] if row.missed else 1}")

    def _filter(self, words: str) -> None:
        self._words = words
        self._show()

    def _project_changed(self) -> None:
        if self.isVisible() and not self.run:
            self.start(self._load())
