"""The room Run: a plan before it starts, the team at work while it runs, what came of it, and past runs again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QMessageBox, QSplitter, QStackedWidget, QWidget

from app.client import EngineError
from app.client.model import Event
from ui.commands import Command
from ui.controls import Empty, Failure, Loading, Segments, line
from ui.controls.action import ActionButton
from ui.controls.cards import box
from ui.desk import Desk
from ui.language import say
from ui.rooms.room import Room
from ui.rooms.run.checkpoint import CheckpointPanel
from ui.rooms.run.events import RunEvents
from ui.rooms.run.header import Header
from ui.rooms.run.outcome import OutcomePanel
from ui.rooms.run.panels import Panels
from ui.rooms.run.plan import Story
from ui.rooms.run.planned import PlannedPanel
from ui.rooms.run.replay import SPEEDS
from ui.rooms.run.room_commands import run_commands
from ui.rooms.run.runs_menu import runs_menu
from ui.rooms.run.shown import ShownRun
from ui.rooms.run.team import TeamPanel
from ui.rooms.run.timeline import Timeline
from ui.starting import gates, start_draft

BEAT = 100


class RunRoom(Room):
    name = "run"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown = ShownRun(desk)
        self.header = Header(desk.theme)
        self.timeline = Timeline(desk.theme)
        self.events = RunEvents(desk.theme, letter=self._letter)
        self.failure = Failure(desk.theme)
        self.loading = Loading(desk.theme)
        self._plan: Mapping[str, Any] | None = None
        self._then_preview, self._fitted, self._unplannable = False, 0, False
        self._panel_of: tuple[str, str] = ("", "")
        self.side = QStackedWidget()
        self._panels = Panels(desk, self.shown, begin=self.begin, decide=self._decide, again=self._plan_again)
        self._lay_out()
        self.shown.told.connect(self._told)
        self.shown.restarted.connect(self._restarted)
        self.shown.ended.connect(self._ended)
        self.timeline.chosen.connect(self._step_chosen)
        desk.theme.changed.connect(self._show)
        self._beat = QTimer(self, interval=BEAT)
        self._beat.timeout.connect(self._show_now)
        self._show()
        self.filling.finish()

    def enter(self, place: str = "") -> None:
        """`run:ID` shows a run, `run:ID:preview` opens its preview once it is done, `plan` plans the draft."""
        if place.startswith("run:"):
            _, run, then = f"{place}:".split(":", 2)
            self._plan, self._then_preview, self._unplannable = None, then.startswith("preview"), False
            self.failure.clear()
            self.shown.show(run)
        elif place == "plan":
            self.start(self._make_plan())
        elif not self.shown.run and self._plan is None:
            project = self.desk.workspace.project
            newest = project.run if project is not None and project.run else next(iter(self.desk.runs.runs), "")
            self.shown.show(newest)
        self._beat.start()
        self._show()
        self.filling.after(self._ask_again)

    def hideEvent(self, event: object) -> None:
        self._beat.stop()

    def primary(self) -> None:
        """Starts what is planned, approves what waits, opens the preview of what is done."""
        self.filling.finish()
        panel = self.side.currentWidget()
        if isinstance(panel, PlannedPanel):
            self.begin()
        elif isinstance(panel, CheckpointPanel):
            panel.form.primary()
        elif isinstance(panel, OutcomePanel) and self.shown.result.get("preview"):
            panel.open_preview()

    def back(self) -> bool:
        panel = self.side.currentWidget()
        return isinstance(panel, CheckpointPanel) and panel.form.back()

    def filter_field(self) -> QWidget:
        return self.events.field

    def inspector(self) -> QWidget | None:
        return self.side if self._plan is not None or self.shown.run else None

    def commands(self) -> Sequence[Command]:
        return run_commands(self)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (
            ("J  K", say("Next or previous event")),
            ("+  -", say("Stretch or shrink time")),
            ("A", say("Approve the checkpoint")),
            ("X", say("Reject the checkpoint")),
            ("C", say("Comment on the checkpoint")),
            ("E", say("Change the specification at the checkpoint")),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() or event.isAutoRepeat() or not self._letter(event.text().lower()):
            super().keyPressEvent(event)

    def begin(self) -> None:
        """Begins what is planned."""
        if self._plan is not None:
            self.start(self._start())

    def play(self) -> None:
        self._panel_of = ("", "")
        self.shown.play(int(self.speed.choice))

    def stop(self) -> None:
        """Asks first: what was written stays."""
        asked = QMessageBox(self)
        asked.setIcon(QMessageBox.Icon.NoIcon)
        asked.setText(say("Stop the run of {name}?", name=self.shown.title))
        asked.setInformativeText(say("What it has written stays in the project's folder."))
        go = asked.addButton(say("Stop the run"), QMessageBox.ButtonRole.DestructiveRole)
        asked.setDefaultButton(asked.addButton(say("Let it run"), QMessageBox.ButtonRole.RejectRole))
        go.clicked.connect(lambda: self.start(self._ask("POST", f"/runs/{self.shown.run}/cancel")))
        asked.open()

    async def _make_plan(self) -> None:
        self.shown.show("")
        self._plan, self._unplannable = None, False
        self.failure.clear()
        self.loading.begin(say("Planning …"))
        try:
            self._plan = await self.desk.link.ask("POST", "/plans", body=self.desk.workspace.draft.plan_wish())
        except EngineError as error:
            self._unplannable = True
            self.failure.show_error(error)
        self.loading.end()
        self._show()
        self.filling.finish()
        panel = self.side.currentWidget()
        if isinstance(panel, PlannedPanel):
            panel.start.setFocus()

    def _plan_again(self) -> None:
        """What the shown run was asked for, planned anew."""
        wanted = self.shown.row.get("arguments") or {}
        draft = self.desk.workspace.draft
        draft.begin(
            str(wanted.get("brief") or ""),
            stack=str(wanted.get("stack") or ""),
            spec=str(wanted.get("spec") or ""),
            project=str(wanted.get("out") or "") if wanted.get("renew") else "",
        )
        for question, answer in (wanted.get("answers") or {}).items():
            draft.answer(question, answer)
        self.desk.go("run", "plan")

    async def _start(self) -> None:
        try:
            run = await start_draft(self.desk, accept=True)
        except EngineError as error:
            self.failure.show_error(error)
            return
        self._plan = None
        self.desk.go("run", f"run:{run}")

    async def _ask(self, method: str, path: str, body: object = None) -> bool:
        try:
            await self.desk.link.ask(method, path, body=body)
        except EngineError as error:
            panel = self.side.currentWidget()
            if isinstance(panel, CheckpointPanel):
                panel.form.show_problem(f"{error} {error.hint}".strip())
            else:
                self.failure.show_error(error)
            return False
        return True

    def _decide(self, decision: str, comment: str, spec: str) -> None:
        asked = self.shown.story.waiting
        if asked is not None:
            body = {"decision": decision, "comment": comment, **({"spec": spec} if spec else {})}
            self.start(self._ask("POST", f"/runs/{self.shown.run}/answers/{asked['checkpoint']}", body))

    def _letter(self, letter: str) -> bool:
        """Letters that decide at a checkpoint."""
        self.filling.finish()
        panel = self.side.currentWidget()
        return isinstance(panel, CheckpointPanel) and panel.form.letter(letter)

    def going(self) -> bool:
        """Whether the shown run can still be stopped."""
        return self.shown.state in ("queued", "running", "waiting") and bool(self.shown.run)

    def _told(self, events: list[Event]) -> None:
        self.events.append(events)
        self._show()

    def _restarted(self) -> None:
        self.events.clear()
        self._panel_of = ("", "")
        self.timeline.choose("")
        self._fitted = 0
        self._show()

    def _ended(self) -> None:
        path = str(self.shown.result.get("path", ""))
        if path and self.shown.state in ("done", "failed"):
            self.desk.workspace.take(path)
        self._show()
        if self._then_preview and self.isVisible() and self.shown.result.get("preview"):
            self._then_preview = False
            self.desk.go("preview")

    def _step_chosen(self, step: str) -> None:
        panel = self.side.currentWidget()
        if isinstance(panel, TeamPanel):
            panel.choose(self.timeline.bar(step))

    def _show(self) -> None:
        """Everything: after events, a choice, a change of theme."""
        self.filling.begin(self._fill())

    def _fill(self) -> Iterator[None]:
        planned, run = self._plan is not None, self.shown.run
        self.inspector_changed.emit()
        self._pages.setCurrentIndex(1 if planned or run else 2 if self._unplannable else 0)
        self.header.setVisible(bool(planned or run))
        self.stop_action.setVisible(self.going())
        self.again.setVisible(self.shown.over and self.shown.replay is None)
        self.speed.setVisible(self.shown.replay is not None)
        self.now_again.setVisible(self.shown.replay is not None)
        self.events.setVisible(not planned)
        self._show_now()
        yield
        self._show_side()

    def _ask_again(self) -> None:
        """What waits for a person comes into sight each time that the room is entered."""
        if isinstance(self.side.currentWidget(), CheckpointPanel | PlannedPanel):
            self.asks.emit()

    def _show_now(self) -> None:
        """The figures and the live part of the timeline."""
        if self._plan is not None:
            story = Story(plan=self._plan)
            self.header.show_story(str(self._plan.get("title") or self._plan["name"]), "planned", story, 0.0)
            self.timeline.show_picture(story.picture(0.0, gates(self.desk)))
        elif self.shown.run:
            now = self.shown.now()
            self.header.show_story(self.shown.title, self.shown.state, self.shown.story, now)
            self.timeline.show_picture(self.shown.story.picture(now, self.shown.gates))
            panel = self.side.currentWidget()
            if isinstance(panel, TeamPanel):
                panel.show_story(self.shown.story)

        high = self.timeline.sizeHint().height()
        if high != self._fitted and self._down.height() > 200:
            self._fitted = high
            upper = min(high, round(self._down.height() * 0.62))
            self._down.setSizes([upper, self._down.height() - upper])

    def _show_side(self) -> None:
        """Another panel when what it is about has changed; the same one is left alone, so that a comment stays."""
        asked = self.shown.story.waiting if self.shown.replay is None else None
        if self._plan is not None:
            about = ("plan", str(id(self._plan)))
        elif not self.shown.run:
            about = ("none", "")
        elif asked is not None and not self.shown.over:
            about = ("gate", str(asked["checkpoint"]))
        elif self.shown.over and self.shown.replay is None:
            about = ("over", self.shown.run)
        else:
            about = ("team", self.shown.run)
        if about == self._panel_of:
            return
        self._panel_of = about
        panel = self._panels.make(about[0], asked or {}, self._plan or {})
        old = self.side.currentWidget()
        self.side.addWidget(panel)
        self.side.setCurrentWidget(panel)
        if isinstance(panel, CheckpointPanel | PlannedPanel | OutcomePanel):
            self.asks.emit()
        if isinstance(panel, CheckpointPanel) and self.isVisible():
            panel.setFocus()
            told = say("{title} waits for a person", title=(asked or {}).get("title", ""))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told))
        if old is not None:
            self.side.removeWidget(old)
            old.deleteLater()

    def _choose_run(self) -> None:
        menu = runs_menu(self.desk, self, chosen=self.shown.run)
        menu.popup(self.runs.mapToGlobal(self.runs.rect().bottomLeft()))

    def _lay_out(self) -> None:
        theme = self.desk.theme
        self.again = ActionButton(theme, say("Play again"), icon="repeat", run=self.play)
        speeds = [(str(speed), f"{speed}×") for speed in SPEEDS]
        self.speed = Segments(theme, speeds, name=say("Speed"), height=30)
        self.speed.choose("4")
        self.speed.chosen.connect(self._change_speed)
        self.now_again = ActionButton(theme, say("End the replay"), icon="cross", run=self.shown.stop_replay)
        self.runs = ActionButton(theme, say("Runs"), icon="clock", menu=True, run=self._choose_run)
        self.stop_action = ActionButton(theme, say("Stop …"), weight="danger", icon="stop", run=self.stop)
        for part in (self.speed, self.again, self.now_again, self.runs, self.stop_action):
            self.header.actions.addWidget(part)
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.addWidget(self.timeline)
        self._down.addWidget(self.events)
        self._down.setStretchFactor(0, 0)
        self._down.setStretchFactor(1, 1)
        self._down.setSizes([400, 400])
        self._down.setChildrenCollapsible(False)
        empty = Empty(
            theme,
            icon="play",
            text=say("Runs stand here: who does what, what waits for you, what came of it."),
            action=say("Describe what you want"),
            run=lambda: self.desk.go("home"),
            example=say("A run reads the brief, renders the project, tests it and starts a preview."),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(empty)
        self._pages.addWidget(self._down)
        self._pages.addWidget(
            Empty(
                theme,
                icon="nodes",
                text=say("This can't be planned as it is."),
                action=say("Back to the specification"),
                run=lambda: self.desk.go("spec"),
            )
        )
        rows = box()
        rows.addWidget(self.header)
        rows.addWidget(line())
        rows.addWidget(self.failure)
        rows.addWidget(self.loading)
        rows.addWidget(self._pages, 1)
        self.setLayout(rows)

    def _change_speed(self, speed: str) -> None:
        if self.shown.replay is not None:
            self.shown.replay.speed = int(speed)
