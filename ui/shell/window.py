"""The window: puts rail, bars, rooms, inspector and activity together and moves between rooms. One per process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QSplitter, QWidget
from shiboken6 import isValid

from ui.commands import Command
from ui.controls.cards import box, line, reveal
from ui.controls.tabbing import tabbing_of
from ui.desk import Desk
from ui.engine import EngineChoice, EngineLink, RunFollower
from ui.language import figure, say
from ui.preferences import Preferences
from ui.rooms import DOORS, title_of
from ui.rooms.room import Room
from ui.shell.activity import Activity
from ui.shell.banner import Banner
from ui.shell.beside import Beside
from ui.shell.contents import Contents
from ui.shell.keys import KeysDialog
from ui.shell.list_keys import ListKeys
from ui.shell.palette import Entry, Palette
from ui.shell.rail import Rail
from ui.shell.status_bar import StatusBar
from ui.shell.toasts import Toasts
from ui.shell.top_bar import TopBar
from ui.theme import Theme
from ui.workspace import Workspace

NARROW, OVERLAY = 1200, 1280
LEAST = QSize(1024, 640)
GRACE = 500


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
        from ui.commands import Commands

        self._preferences, self._theme, self._runs, self._workspace = preferences, theme, runs, workspace
        self._commands_of = commands_of
        link = engine.link
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
        self.rooms: dict[str, Room] = {}
        self.room_name = ""
        self._trail: list[str] = []
        self._focus_before: QWidget | None = None
        self._names: dict[str, str] = {}
        self._inspector_wanted = preferences.flag("window/inspector", True)
        self._inspector_over = False
        self._inspectors: dict[str, QWidget] = {}
        self._letters = {"/": self.filter_list, "?": self.show_keys}
        self._list_keys = ListKeys(self._letters, self)
        self.setWindowTitle("QuantumLayer")
        self.setMinimumSize(LEAST)
        self.setAcceptDrops(True)
        self._build(link)
        self.palette_view = Palette(theme, self)
        self.palette_view.offer(self._commands_found)
        self.palette_view.offer(self._projects_found)
        self.contents = Contents(link, workspace, go=self.go, shown=self.palette_view.refresh)
        self.palette_view.offer(self.contents.found)
        self.palette_view.offer(lambda words: [e for room in self.rooms.values() for e in room.found(words)])
        self.palette_view.opened = self.contents.look
        self.commands.add(commands_of(self))
        self.commands.bind(self)
        runs.events.connect(self._take_in)
        runs.runs_changed.connect(self.count)
        workspace.project_changed.connect(self._project_changed)
        workspace.projects_changed.connect(self.count)
        link.changed.connect(self._engine_changed)
        self._restore()
        self._project_changed()

    @property
    def room(self) -> Room:
        """The room in front."""
        return self.rooms[self.room_name]

    def fit(self, space: QSize) -> None:
        """Takes no more than a screen has, such as 960 by 520 where everything is drawn twice as large."""
        self.setMinimumSize(LEAST.boundedTo(space))
        self.resize(self.size().boundedTo(space))

    def go(self, room: str, place: str = "") -> None:
        """Opens a room, making it first when it was never opened."""
        door = next(door for door in DOORS if door.name == room)
        if door.needs_project and self._workspace.project is None:
            self.toasts.show(
                say("Choose a project first."), tone="warning", action=say("Home"), run=lambda: self.go("home")
            )
            return
        if room not in self.rooms:
            made = door.open(self.desk)
            self.rooms[room] = made
            made.inspector_changed.connect(self._show_inspector)
            self._stack.addWidget(made)
            self._list_keys.watch(made)
            made.asks.connect(self._room_asks)
            self.commands.add(made.commands())
        if self.room_name and room != self.room_name:
            self._trail.append(self.room_name)
        self.room_name = room
        self._stack.setCurrentWidget(self.room)
        self.rail.choose(room)
        self.top_bar.show_room(title_of(room))
        self._show_inspector()
        self._preferences.set("window/room", room)
        self._engine_changed()
        self.room.enter(place)
        self._focus_room()

    def back(self) -> None:
        """Esc: leaves what is open in the room, else the text that is edited, else the room."""
        if self.palette_view.isVisible():
            self.palette_view.close_palette()
        elif self.beside.over and self._inspector_over:
            self.toggle_inspector()
        elif self.room.back():
            return
        elif (tabbing := tabbing_of(QApplication.focusWidget())) is not None and not tabbing.leaves:
            self.turn_tab()
        elif self._trail:
            room = self._trail.pop()
            self.go(room)
            self._trail.pop()

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
        if self.beside.over:
            self._inspector_over = not self._inspector_over
        else:
            self._inspector_wanted = not self._inspector_wanted
            self._preferences.set("window/inspector", self._inspector_wanted)
        self._show_inspector()

    def next_region(self) -> None:
        """F6: rail, top bar, room, inspector, activity, status bar, and again."""
        regions = [self.rail, self.top_bar, self._stack, self._side, self.activity, self.status]
        shown = [region for region in regions if region.isVisible()]
        focus = QApplication.focusWidget()
        at = next((n for n, region in enumerate(shown) if focus is not None and region.isAncestorOf(focus)), -1)
        for step in range(1, len(shown) + 1):
            first = _first_focus(shown[(at + step) % len(shown)])
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def turn_tab(self) -> None:
        """Ctrl+M: Tab leaves the text that has the focus, or works on it again."""
        tabbing = tabbing_of(QApplication.focusWidget())
        if tabbing is not None:
            tabbing.leave(not tabbing.leaves)
            said = say("Tab leaves the text.") if tabbing.leaves else say("Tab works in the text.")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

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
        self._names = {
            run: str(row.get("arguments", {}).get("out") or row.get("arguments", {}).get("name") or "").rpartition("/")[
                2
            ]
            for run, row in self._runs.runs.items()
        }
        waiting = sum(row["status"] == "waiting" for row in self._runs.runs.values())
        running = sum(1 for p in self._workspace.projects if (p.row.get("preview") or {}).get("state") == "running")
        project = self._workspace.project
        tests = (project.row.get("tests") or {}) if project else {}
        said = ""
        if tests:
            said = say("{n} tests, {c} %", n=tests.get("passed", 0), c=figure(tests.get("coverage", 0)))
        questions = sum(int(p.row.get("questions") or 0) for p in self._workspace.projects if p.state == "ready")
        self.status.show_counts(previews=running, waiting=waiting, questions=questions, tests=said)
        self.rail.items["approvals"].wait_for(waiting)

    def retitle(self) -> None:
        """After a change of language: rooms are made anew, in the same place."""
        self._put_all_away(list(self.rooms))
        for part in (self.rail, self.top_bar, self.status, self.banner, self.activity, self.palette_view):
            part.retitle()
        self._come_back()

    def turn(self) -> None:
        """After a change of the engine: nothing of the one before is shown or found."""
        self._put_all_away([name for name, room in self.rooms.items() if not room.stays])
        self._trail.clear()
        self.contents.forget()
        self.activity.rows.clear()
        self._come_back()

    def _put_all_away(self, names: Sequence[str]) -> None:
        for name in names:
            self._put_away(self.rooms.pop(name))
        self.commands.clear()
        self.commands.add(self._commands_of(self))
        for room in self.rooms.values():
            self.commands.add(room.commands())

    def _come_back(self) -> None:
        self.count()
        name = self.room_name
        if name in self.rooms or not name:
            return
        self.room_name = ""
        lost = self._workspace.project is None and next(door for door in DOORS if door.name == name).needs_project
        self.go("home" if lost else name)

    def _put_away(self, made: Room) -> None:
        """What the room still asks is given up at the next turns of the loop; then it goes, with its inspector."""
        made.end()
        made.inspector_changed.disconnect(self._show_inspector)
        for part, stack in ((made, self._stack), (self._inspectors.pop(made.name, None), self._side)):
            if part is not None:
                stack.removeWidget(part)
                QTimer.singleShot(GRACE, part, part.deleteLater)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fold(self.width() < NARROW or self._preferences.flag("window/rail_folded"))
        if self.beside.over != (self.width() < OVERLAY):
            self.beside.lay_over(self.width() < OVERLAY)
            self._show_inspector()
        if self.palette_view.isVisible():
            self.palette_view.setGeometry(self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody below took: '/' and '?' act outside of text fields."""
        if event.text() in self._letters:
            self._letters[event.text()]()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A brief on the window goes home, a project's folder is opened."""
        event.acceptProposedAction()
        self.take_places([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.room_name:
            self._focus_room()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.set("window/geometry", self.saveGeometry())
        if not self.beside.over:
            self._preferences.set("window/across", self.beside.state())
        self._preferences.set("window/down", self._down.saveState())
        self._preferences.write()
        super().closeEvent(event)
        self.closed.emit()

    def _focus_room(self) -> None:
        """The focus goes into the room, unless the room itself put it somewhere."""
        focus, first = self.focusWidget(), _first_focus(self.room)
        if first is not None and (focus is None or not self.room.isAncestorOf(focus)):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, link: EngineLink) -> None:
        theme = self._theme
        self.rail = Rail(theme, self.go)
        self.top_bar = TopBar(theme, self._workspace)
        self.top_bar.palette_wanted.connect(lambda: self.palette_view.open())
        self.top_bar.project_wanted.connect(self.take_project)
        self.top_bar.inspector_wanted.connect(self.toggle_inspector)
        self.banner = Banner(theme, link, run=lambda command: self.commands.run(command))
        self.status = StatusBar(theme, link, go=self.go, start=lambda: self.commands.run("engine.start"))
        self.activity = Activity(theme, names=_Names(self), close=self.toggle_activity)
        reveal(self.activity, self._preferences.flag("window/activity"))
        self.beside = Beside()
        self._stack, self._side = self.beside.rooms, self.beside.side
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.addWidget(self.beside)
        self._down.addWidget(self.activity)
        self._down.setStretchFactor(0, 1)
        self._down.setSizes([600, 220])
        self._down.setChildrenCollapsible(False)
        right = box()
        for widget in (self.top_bar, line(), self.banner):
            right.addWidget(widget)
        right.addWidget(self._down, 1)
        middle = box(across=True)
        middle.addWidget(self.rail)
        middle.addWidget(line(upright=True))
        middle.addLayout(right, 1)
        rows = box()
        rows.addLayout(middle, 1)
        rows.addWidget(line())
        rows.addWidget(self.status)
        ground = QWidget()
        ground.setLayout(rows)
        self.setCentralWidget(ground)

    def _restore(self) -> None:
        geometry = self._preferences.bytes("window/geometry")
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(1440, 900)
        for key, restore in (("window/across", self.beside.restore), ("window/down", self._down.restoreState)):
            state: QByteArray = self._preferences.bytes(key)
            if not state.isEmpty():
                restore(state)

    def _room_asks(self) -> None:
        """A room needs a person: its inspector comes into sight; whether it stays is the person's."""
        wanted = self.room.inspector() if self.sender() is self.room else None
        if wanted is not None:
            self._inspector_over = self._inspector_over or self.beside.over
            self.beside.show_inspector(wanted, shown=True)

    def _show_inspector(self) -> None:
        wanted = self.room.inspector() if self.room_name in self.rooms else None
        if wanted is not None:
            self._inspectors[self.room_name] = wanted
        over = self.beside.over
        self.beside.show_inspector(wanted, shown=self._inspector_over if over else self._inspector_wanted)
        self.top_bar.inspector.setVisible(over and wanted is not None)

    def _project_changed(self) -> None:
        project = self._workspace.project
        for door in DOORS:
            if door.needs_project:
                self.rail.items[door.name].allow("" if project else say("Choose a project first."))
        self.setWindowTitle(f"{project.folder} · QuantumLayer" if project else "QuantumLayer")
        self.count()

    def _engine_changed(self) -> None:
        if not self.room_name:
            return
        usable = self.desk.link.running or not self.room.engine_needed
        if usable == self.room.isEnabled():
            return
        if not usable:
            self._focus_before = self.focusWidget()  # a control that is switched off loses the focus
        self.room.setEnabled(usable)
        inspector = self.room.inspector()
        if inspector is not None:
            inspector.setEnabled(usable)
        before = self._focus_before
        if usable and before is not None and isValid(before) and self.room.isAncestorOf(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_in(self, run: str, events: list[object]) -> None:
        self.activity.take_in(events)  # type: ignore[arg-type]  # a Qt signal carries a bare list

    def _commands_found(self, words: str) -> Iterable[Entry]:
        if words[:1] in ("@", "#", ":"):
            return
        recent = self._preferences.texts("palette/recent") if not words else []
        known = self.commands.all()
        if recent:
            known = [c for name in recent for c in known if c.id == name] + [c for c in known if c.id not in recent]
        for command in known:
            yield Entry(
                title=command.title,
                kind=say("Command"),
                icon=command.icon,
                place=command.place,
                keys=self.commands.shown_keys(command.id),
                reason="" if command.enabled() else command.reason or say("not now"),
                run=lambda name=command.id: self.commands.run(name),  # type: ignore[misc]
            )

    def _projects_found(self, words: str) -> Iterable[Entry]:
        if words[:1] in (">", "@", "#", ":"):
            return
        for project in self._workspace.projects:
            yield Entry(
                title=project.title or project.name,
                kind=say("Project"),
                icon="folder",
                place=project.path,
                run=lambda path=project.path: self.take_project(path),  # type: ignore[misc]
            )


class _Names(dict[str, str]):
    """The names of runs, as the window knows them now."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window

    def get(self, run: str, default: str = "") -> str:  # type: ignore[override]
        return self._window._names.get(run, default)


def _first_focus(region: QWidget) -> QWidget | None:
    """The first control of a region that Tab would reach."""
    for widget in region.findChildren(QWidget):
        tabs = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if (
            tabs
            and widget.isVisible()
            and widget.isEnabled()
            and not (isinstance(widget, QLineEdit) and widget.isReadOnly())
        ):
            return widget
    return None
