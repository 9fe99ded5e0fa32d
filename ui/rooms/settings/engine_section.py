"""The engine: how it stands, start and stop, which one it is, and where this window keeps its data."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.controls import Badge, button, label, line, prose
from ui.controls.cards import box
from ui.controls.labels import ElidedLabel
from ui.desk import Desk
from ui.engine import EngineState
from ui.language import say
from ui.rooms.room import Start
from ui.rooms.settings.connecting import Connecting
from ui.rooms.settings.section import Section
from ui.shell.engine_words import status_of


class EngineSection(Section):
    """Follows the link."""

    def __init__(self, desk: Desk, start: Start) -> None:
        super().__init__(
            say("Engine"), words=say("Data folder, address, token, team server, connection, start, stop, log")
        )
        self._desk = desk
        self._add_state()
        self.connecting = Connecting(desk, start)
        self.body.addWidget(self.connecting)
        self.body.addWidget(line())
        self._add_folder()
        desk.link.changed.connect(self._show)
        self._show()

    def first(self) -> QWidget:
        """What the focus goes to."""
        return self.elsewhere if self._desk.link.here else self.here

    def _add_state(self) -> None:
        theme, run = self._desk.theme, self._desk.commands.run
        self.badge = Badge(theme, "", dot=True)
        self.state, self.hint = prose("", "body", "text"), prose("", "label", "text_2")
        self.start_button = button(theme, say("Start"), dense=True, icon="play", run=lambda: run("engine.start"))
        self.stop_button = button(theme, say("Stop"), dense=True, icon="stop", run=lambda: run("engine.stop"))
        self.again = button(theme, say("Try again"), dense=True, icon="refresh", run=lambda: run("engine.again"))
        self.log = button(theme, say("Open log"), kind="quiet", dense=True, run=lambda: run("engine.log"))
        self.elsewhere = button(
            theme, say("Engine elsewhere …"), kind="quiet", dense=True, run=lambda: self.connecting.unfold()
        )
        self.here = button(
            theme, say("Use this machine's engine"), dense=True, icon="screen", run=lambda: run("engine.here")
        )
        row = box(across=True, gap=8)
        for each in (self.here, self.start_button, self.stop_button, self.again, self.log, self.elsewhere):
            row.addWidget(each)
        row.addStretch()
        for part in (self.badge, self.state, self.hint):
            self.body.addWidget(part)
        self.body.addLayout(row)

    def _add_folder(self) -> None:
        theme, home = self._desk.theme, str(self._desk.engine.home)
        row = box(across=True, gap=12)
        row.addWidget(label(say("Data folder"), "body"))
        row.addWidget(ElidedLabel(home, "code", "text_2", middle=True), 1)
        self.copy = button(theme, say("Copy path"), kind="quiet", dense=True, icon="copy", run=self._copy_folder)
        self.open = button(theme, say("Open"), dense=True, icon="folder-open", run=self._open_folder)
        row.addWidget(self.copy)
        row.addWidget(self.open)
        self.body.addLayout(row)
        said = say(
            "Of this window and of this machine's engine. It is chosen by the variable QL_HOME before the start."
        )
        self.body.addWidget(prose(said, "label", "text_3"))

    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.engine.home))):
            self._desk.notify(
                say("This machine has no program that shows folders."),
                tone="warning",
                action=say("Copy path"),
                run=self._copy_folder,
            )

    def _copy_folder(self) -> None:
        QGuiApplication.clipboard().setText(str(self._desk.engine.home))
        self._desk.notify(say("The path is on the clipboard."), tone="success")

    def _show(self) -> None:
        link = self._desk.link
        shown = status_of(link.state, link.problem, link.address)
        self.badge.show_text(shown.text, tone=shown.dot)
        here, away = link.here, not link.running
        self.start_button.setVisible(here and away)
        self.stop_button.setVisible(here and not away)
        self.log.setVisible(here)
        self.elsewhere.setVisible(here)
        self.here.setVisible(not here)
        self.again.setVisible(not here and away)
        self.state.setText(self._said())
        self.hint.setText(link.problem.hint if link.problem and away else "")
        self.hint.setVisible(bool(self.hint.text()))
        self.connecting.show_link()

    def _said(self) -> str:
        link = self._desk.link
        if link.running and link.here:
            return say("It runs as process {pid} and goes on when this window closes.", pid=link.pid)
        if link.running:
            return say(
                "Process {pid} at {address}. Projects, runs and keys are those of its machine.",
                pid=link.pid,
                address=link.address,
            )
        if link.problem:
            return str(link.problem)
        if link.state is EngineState.STOPPED:
            return say("It was stopped. Its runs go on when it is started again.")
        return say("It is being started …") if link.here else say("{address} is being asked …", address=link.address)
