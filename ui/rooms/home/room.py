"""The room Home: describe what you want, build it with one click, find the projects that are there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from app.client import EngineError
from ui.commands import Command
from ui.controls import label, prose
from ui.controls.cards import box, plane, scrolled
from ui.desk import Desk
from ui.engine.specs import read_brief, read_interface
from ui.language import say
from ui.nouns import icon_of
from ui.reading import Reading
from ui.retelling import retell
from ui.rooms.home.along import ReadingAlong
from ui.rooms.home.attaching import KINDS, brief_of
from ui.rooms.home.brief_card import BriefCard
from ui.rooms.home.examples import Example, examples
from ui.rooms.home.flow import FlowRow
from ui.rooms.home.plan import is_interface, is_specification
from ui.rooms.home.project_list import ProjectList
from ui.rooms.home.side import Side
from ui.rooms.home.standing import running, uptime, waiting
from ui.rooms.home.styles import styles
from ui.rooms.room import Room
from ui.starting import start_draft

SIDE, NARROW = 288, 700


class HomeRoom(Room):
    name = "home"
    engine_needed = False
    """What is typed before the engine is there is read, and built, once it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._along = ReadingAlong(desk.link)
        self.card = BriefCard(desk, build=self.build, read=self.primary, attach=self._choose_file)
        self.composer = self.card.composer
        self.projects = ProjectList(desk, open_folder=self._choose_folder)
        self.side = Side(desk)
        self._machine: dict[str, Any] | None = None
        self._lay_out()
        if desk.workspace.typed:
            self.composer.compose(desk.workspace.typed)
            self._along.take(self.composer.text)
        self.composer.edited.connect(self._edited)
        self._along.read.connect(self._show_reading)
        self._along.failed.connect(self.card.failure.show_error)
        desk.workspace.projects_changed.connect(self._show_standing)
        desk.runs.runs_changed.connect(self._show_standing)
        desk.link.changed.connect(self._show_standing)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.build)
        self._clock = QTimer(self, interval=2000)
        self._clock.timeout.connect(self._tick)

    def enter(self, place: str = "") -> None:
        """`new` empties the composer, `open` asks for a folder, `open:PATH` names it, `file:PATH` takes a brief from a file."""
        self._clock.start()
        self._tick()
        if place == "new":
            self.composer.compose("")
            self.desk.workspace.draft.clear()
        elif place == "open" and not self.desk.engine.folders_refusal:
            self._choose_folder()
        elif place.startswith("open:"):
            self.start(self.projects.open_project(place.removeprefix("open:")))
        elif place.startswith("file:"):
            self.start(self.attach(Path(place.removeprefix("file:"))))
        self.composer.setFocus()

    def primary(self) -> None:
        """Ctrl+Enter: reads the brief and shows in Spec what was understood."""
        if self.composer.text.strip():
            self.start(self._read())

    def build(self) -> None:
        """Builds at once, with the suggested answers, and shows the run."""
        if self.composer.text.strip() and self.card.build.isEnabled():
            self.start(self._build())

    def filter_field(self) -> QWidget:
        return self.projects.field

    def commands(self) -> Sequence[Command]:
        def here(run: Any) -> Any:
            def go_and_run() -> None:
                self.desk.go("home")
                run()

            return go_and_run

        return (
            Command(
                id="home.build",
                title=say("Build what the brief says"),
                icon="play",
                place=say("Home"),
                enabled=lambda: self.isVisible() and bool(self.composer.text.strip()),
                reason=say("Describe what you want first."),
                run=self.build,
            ),
            Command(
                id="home.attach",
                title=say("Attach a file to the brief …"),
                keys="Ctrl+Shift+A",
                icon="attach",
                place=say("Home"),
                run=here(self._choose_file),
            ),
            *(
                Command(
                    id=f"home.example.{each.name}",
                    title=say("Start from “{title}”", title=each.title),
                    icon="file-text",
                    place=say("Home"),
                    run=here(partial(self._start_from, each)),
                )
                for each in examples()
            ),
            *(
                Command(
                    id=f"home.style.{each.name}",
                    title=say("Write the brief as: {style}", style=each.title),
                    icon="file-text",
                    place=say("Home"),
                    run=here(partial(self.card.write_as, each)),
                )
                for each in styles()
            ),
        )

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", say("Open the chosen project")), ("/", say("Filter projects")))

    async def attach(self, place: Path) -> None:
        """Takes a brief from a file; a specification opens in Spec."""
        try:
            text = await asyncio.to_thread(brief_of, place)
        except EngineError as error:
            self.card.failure.show_error(error)
            return
        self.card.failure.clear()
        if place.suffix.lower() in (".yaml", ".yml") and is_specification(text):
            self.desk.workspace.leave()
            self.desk.workspace.draft.begin("", stack=self.card.stack.choice, spec=text)
            self.desk.go("spec", "brief")
        elif is_interface(text):
            await self._take_interface(text)
        else:
            self.composer.compose(text.strip())

    async def _take_interface(self, text: str) -> None:
        """An OpenAPI document is read at once, with what stands in the composer beside it, and opens in Spec."""
        self.card.busy(True)
        try:
            reading = await read_interface(self.desk.link, text, self.composer.text)
        except EngineError as error:
            self.card.failure.show_error(error)
            return
        finally:
            self.card.busy(False)
        self.desk.workspace.leave()
        self.desk.workspace.draft.begin("", stack=self.card.stack.choice, spec=reading.spec)
        self.desk.go("spec", "brief")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self.desk.theme.scaled(NARROW) + self.side.width() + 32
        self.side.setVisible(self.width() >= wanted)

    def hideEvent(self, event: object) -> None:
        self._clock.stop()

    async def _read(self) -> None:
        reading = await self._reading()
        if reading is not None:
            self.desk.workspace.leave()
            self.desk.workspace.draft.begin(self.composer.text, stack=self.card.stack.choice, reading=reading)
            self.desk.go("spec", "brief")

    async def _build(self) -> None:
        reading = await self._reading()
        if reading is None:
            return
        draft = self.desk.workspace.draft
        self.desk.workspace.leave()
        draft.begin(self.composer.text, stack=self.card.stack.choice, reading=reading)
        if any(question.blocking for question in reading.questions):
            self.desk.go("spec", "brief")
            self.desk.notify(say("This has to be answered before it can be built."), tone="warning")
            return
        self.card.busy(True)
        try:
            run = await start_draft(self.desk, accept=True)
        except EngineError as error:
            self.card.failure.show_error(error)
            return
        finally:
            self.card.busy(False)
        self.desk.go("run", f"run:{run}:preview")

    async def _reading(self) -> Reading | None:
        """The reading of what stands in the composer; None once its failure is shown."""
        self.card.busy(True)
        try:
            reading = self._along.reading or await read_brief(self.desk.link, self.composer.text)
        except EngineError as error:
            self.card.failure.show_error(error)
            return None
        finally:
            self.card.busy(False)
        if reading.refusal:
            self.card.failure.show_error(retell(reading.refusal))
            return None
        return reading

    def _edited(self) -> None:
        self.desk.workspace.typed = self.composer.text
        self._along.take(self.composer.text)

    def _show_reading(self) -> None:
        if self._along.reading is not None:
            self.card.show_reading(self._along.reading, self._along.facts)

    def _start_from(self, example: Example) -> None:
        self.composer.compose(example.text, select=True)
        self.composer.setFocus()

    def _choose_file(self) -> None:
        kinds = " ".join(f"*{kind}" for kind in KINDS)
        chosen, _ = QFileDialog.getOpenFileName(self, say("Attach a file"), "", say("Briefs ({kinds})", kinds=kinds))
        if chosen:
            self.start(self.attach(Path(chosen)))

    def _choose_folder(self) -> None:
        folder = self.desk.preferences.text("projects/folder")
        chosen = QFileDialog.getExistingDirectory(self, say("Open a project folder"), folder)
        if chosen:
            self.start(self.projects.open_project(chosen))

    def _tick(self) -> None:
        self._show_standing()
        self.start(self._look())

    async def _look(self) -> None:
        if self.desk.link.running:
            try:
                self._machine = await self.desk.link.ask("GET", "/machine", patient=False)
            except EngineError:
                self._machine = None

    def _show_standing(self) -> None:
        runs, projects = self.desk.runs, self.desk.workspace.projects
        self.side.show_waiting(list(waiting(runs.runs, runs.history, projects)))
        self.side.show_running(list(running(runs.runs, runs.history, datetime.now(UTC))))
        previews = sum((project.row.get("preview") or {}).get("state") == "running" for project in projects)
        status = say("away")
        if self.desk.link.running:
            status = uptime(float((self._machine or {}).get("engine_uptime", 0)))
        self.side.show_machine(status, self._machine, previews)

    def _lay_out(self) -> None:
        theme = self.desk.theme
        head = label(say("Describe what you want to build"), "display")
        page = box(margins=(32, 26, 32, 32))
        page.addWidget(head)
        page.addSpacing(4)
        page.addWidget(
            prose(say("Write it as you would tell a colleague. You see what was understood, and what was not."))
        )
        page.addSpacing(12)
        page.addWidget(self.card)
        page.addSpacing(14)
        starts = FlowRow(gap=8)
        starts.add(label(say("Start from"), "label", "text_2"))
        for example in examples():
            icon, _ = icon_of(example.title)
            starts.add_pill(theme, example.title, icon, example.shows, partial(self._start_from, example))
        page.addWidget(starts)
        page.addSpacing(22)
        page.addWidget(self.projects)
        page.addStretch(1)
        main = plane("none", page)
        main.setMaximumWidth(1100)
        across = box(across=True)
        across.addWidget(main, 1)
        aside = box(margins=(0, 26, 32, 32))
        self.side.setFixedWidth(theme.scaled(SIDE))
        aside.addWidget(self.side)
        across.addLayout(aside)
        outer = box()
        outer.addWidget(scrolled(plane("none", across)))
        self.setLayout(outer)
        self.setTabOrder(self.composer, self.card.stack)
