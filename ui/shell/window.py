"""The window: puts rail, bars, rooms, inspector and activity together and moves between rooms. One per process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow

from ui.commands import Command, Commands
from ui.controls.cards import reveal
from ui.controls.tabbing import tabbing_of
from ui.desk import Desk
from ui.engine import EngineChoice, RunFollower
from ui.language import say
from ui.preferences import Preferences
from ui.rooms.room import Room
from ui.shell.beside import Beside
from ui.shell.contents import Contents
from ui.shell.dropping import Dropping
from ui.shell.frame import Frame
from ui.shell.inspecting import Inspecting
from ui.shell.keys import KeysDialog
from ui.shell.list_keys import ListKeys
from ui.shell.offered import command_entries, project_entries
from ui.shell.palette import Palette
from ui.shell.placing import keep, restore
from ui.shell.regions import focus_next, turn_tab
from ui.shell.toasts import Toasts
from ui.shell.visiting import Visiting
from ui.theme import Theme
from ui.workspace import Workspace

NARROW, OVERLAY, LEAST = 1200, 1280, QSize(1024, 640)


class Window(QMainWindow):
    """`closed` is sent once, when the window has gone."""

    closed = Signal()

    def __init__(
        self,
        *,
        engine: EngineChoice,
        runs: RunFollower,
        theme: Theme,
        preferences: Preferences,
        workspace: Workspace,
        commands_of: Callable[[Window], Iterable[Command]],
    ) -> None:
        super().__init__()
        self._preferences, self._theme, self._runs = preferences, theme, runs
        self._workspace, self._commands_of, link = workspace, commands_of, engine.link
        self.toasts = Toasts(theme, self)
        self.commands = Commands(preferences)
        self.desk = Desk(
            engine=engine,
            link=link,
            runs=runs,
            theme=theme,
            preferences=preferences,
            commands=self.commands,
            workspace=workspace,
            go=self.go,
            notify=self.toasts.show,
        )
        self.beside = Beside()
        self._inspecting = Inspecting(self.beside, preferences, window=self)
        self._visiting = Visiting(self.desk, self.beside, self._inspecting, window=self)
        self._letters = {"/": self.filter_list, "?": self.show_keys}
        self._list_keys = ListKeys(self._letters, self)
        self.setWindowTitle("QuantumLayer")
        self.setMinimumSize(LEAST)
        Dropping(self).dropped.connect(self.take_places)
        self.frame = Frame(theme, link, workspace, self.beside, go=self.go, run=self.commands.run)
        self.rail, self.top_bar, self.banner = self.frame.rail, self.frame.top_bar, self.frame.banner
        self.activity, self.status = self.frame.activity, self.frame.status
        reveal(self.activity, preferences.flag("window/activity"))
        self.setCentralWidget(self.frame)
        self.palette_view = Palette(theme, self)
        self.contents = Contents(link, workspace, go=self.go, shown=self.palette_view.refresh)
        self.palette_view.opened = self.contents.look
        self.palette_view.offer(partial(command_entries, self.commands, preferences))
        self.palette_view.offer(partial(project_entries, workspace, self.take_project))
        self.palette_view.offer(self.contents.found)
        self.palette_view.offer(self._visiting.found)
        self.commands.add(commands_of(self))
        self.commands.bind(self)
        runs.events.connect(self.frame.take_in)
        runs.runs_changed.connect(self.count)
        workspace.project_changed.connect(self._project_changed)
        workspace.projects_changed.connect(self.count)
        link.changed.connect(self._visiting.allow)
        self._visiting.made.connect(self._list_keys.watch)
        self._visiting.entered.connect(self.frame.show_room)
        self._inspecting.callable_over.connect(self.top_bar.inspector.setVisible)
        self.top_bar.palette_wanted.connect(lambda: self.palette_view.open())
        self.top_bar.project_wanted.connect(self.take_project)
        self.top_bar.inspector_wanted.connect(self.toggle_inspector)
        self.frame.activity_left.connect(self.toggle_activity)
        theme.dress(self)
        restore(self, self.frame, preferences)
        self._project_changed()

    @property
    def rooms(self) -> Mapping[str, Room]:
        """The rooms that were opened, by name."""
        return self._visiting.rooms

    @property
    def room(self) -> Room:
        """The room in front, built to its end when it is not yet."""
        return self._visiting.room

    @property
    def room_name(self) -> str:
        """'' before the first is opened."""
        return self._visiting.name

    def fit(self, space: QSize) -> None:
        """Takes no more than a screen has, such as 960 by 520 where everything is drawn twice as large."""
        self.setMinimumSize(LEAST.boundedTo(space))
        self.resize(self.size().boundedTo(space))

    def go(self, room: str, place: str = "") -> None:
        """Opens a room, or says why it can't be entered."""
        if self._visiting.can_enter(room):
            self._visiting.go(room, place)
        else:
            self.toasts.show(
                say("Choose a project first."), tone="warning", action=say("Home"), run=lambda: self.go("home")
            )

    def back(self) -> None:
        """Esc: leaves what is open in the room, else the text that is edited, else the room."""
        if self.palette_view.isVisible():
            self.palette_view.close_palette()
        elif self._inspecting.is_over:
            self.toggle_inspector()
        elif self.room.back():
            return
        elif (tabbing := tabbing_of(QApplication.focusWidget())) is not None and not tabbing.leaves:
            self.turn_tab()
        else:
            self._visiting.back()

    def toggle_activity(self) -> None:
        self.activity.setVisible(not self.activity.isVisible())
        self._preferences.set("window/activity", self.activity.isVisible())
        if self.activity.isVisible():
            self.activity.list.setFocus()

    def toggle_rail(self) -> None:
        folded = not self.rail.folded
        self._preferences.set("window/rail_folded", folded)
        self.rail.fold(folded)

    def toggle_inspector(self) -> None:
        self._inspecting.toggle()

    def next_region(self) -> None:
        """F6: rail, top bar, room, inspector, activity, status bar, and again."""
        focus_next([self.rail, self.top_bar, self.beside.rooms, self.beside.side, self.activity, self.status])

    def turn_tab(self) -> None:
        """Ctrl+M: Tab leaves the text that has the focus, or works on it again."""
        turn_tab(self)

    def filter_list(self) -> None:
        field = self.room.filter_field()
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_keys(self) -> None:
        """All keys of the room."""
        KeysDialog(self._theme, self.commands, self.room.keys(), self).open()

    def take_project(self, path: str) -> None:
        """Takes a project in hand and shows its specification; '' goes home."""
        if path:
            self._workspace.take(path)
            self.go("spec")
        else:
            self.go("home")

    def take_places(self, places: Sequence[str]) -> None:
        """Files and folders that were dropped, or given on a command line."""
        for place in places:
            self.go("home", f"open:{place}" if Path(place).is_dir() else f"file:{place}")

    def count(self) -> None:
        """What the status bar and the rail count."""
        self.frame.count(self._runs.runs)

    def retitle(self) -> None:
        """After a change of language: rooms are made anew, in the same place."""
        self._visiting.finish()
        self._visiting.renew(list(self.rooms), self._commands_of(self))
        self.frame.retitle()
        self.palette_view.retitle()
        self.count()
        self._visiting.come_back()

    def turn(self) -> None:
        """After a change of the engine: nothing of the one before is shown or found."""
        self._visiting.finish()
        gone = [name for name, room in self.rooms.items() if not room.stays]
        self._visiting.renew(gone, self._commands_of(self))
        self._visiting.forget_way()
        self.contents.forget()
        self.activity.rows.clear()
        self.count()
        self._visiting.come_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fold(self.width() < NARROW or self._preferences.flag("window/rail_folded"))
        if self.beside.over != (self.width() < OVERLAY):
            self.beside.lay_over(self.width() < OVERLAY)
            self._inspecting.again()
        if self.palette_view.isVisible():
            self.palette_view.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody below took: '/' and '?' act outside of text fields."""
        if event.text() in self._letters:
            self._letters[event.text()]()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._visiting.focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        keep(self, self.frame, self._preferences)
        self._visiting.stop()
        super().closeEvent(event)
        self.closed.emit()

    def _project_changed(self) -> None:
        project = self._workspace.project
        self.rail.allow_projects(project is not None)
        self.setWindowTitle(f"{project.folder} · QuantumLayer" if project else "QuantumLayer")
        self.count()
