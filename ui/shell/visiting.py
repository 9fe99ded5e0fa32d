"""The rooms that were opened, the one in front, and the way back. Made by the window, which shows what it tells of.

A room that is opened for the first time is built a part in each turn of the event loop; an empty plane is seen until it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.commands import Command
from ui.desk import Desk
from ui.rooms import DOORS, Door
from ui.rooms.room import Room
from ui.shell.beside import Beside
from ui.shell.inspecting import Inspecting
from ui.shell.palette import Entry
from ui.shell.regions import first_focus
from ui.steps import Steps

GRACE = 500
"""Milliseconds until a room that was put away is deleted."""


class Visiting(QObject):
    """`made` carries a room that was opened for the first time, `entered` the name of the one that comes to the front."""

    made = Signal(object)
    entered = Signal(str)

    def __init__(self, desk: Desk, beside: Beside, inspecting: Inspecting, *, window: QObject) -> None:
        super().__init__(window)
        self._desk, self._beside, self._inspecting = desk, beside, inspecting
        self.rooms: dict[str, Room] = {}
        self.name = ""
        self._trail: list[str] = []
        self._focus_before: QWidget | None = None
        self._opening = Steps(self)
        self._plane = QWidget()
        beside.rooms.addWidget(self._plane)

    @property
    def room(self) -> Room:
        """The room in front, built to its end when it is not yet."""
        self._opening.finish()
        return self.rooms[self.name]

    def can_enter(self, name: str) -> bool:
        """Rooms that belong to a project need one in hand."""
        return self._desk.workspace.project is not None or not door_of(name).needs_project

    def go(self, name: str, place: str = "") -> None:
        """Opens a room that can be entered; one that was never opened is there some turns of the event loop later."""
        self._opening.finish()
        if self.name and name != self.name:
            self._trail.append(self.name)
        self.name = name
        self._desk.preferences.set("window/room", name)
        self.entered.emit(name)
        if name in self.rooms:
            self._beside.rooms.setCurrentWidget(self.rooms[name])
            self._enter(self.rooms[name], place)
        else:
            self._beside.rooms.setCurrentWidget(self._plane)
            self._opening.begin(self._make(name, place))

    def finish(self) -> None:
        """A room that is being built is built to its end."""
        self._opening.finish()

    def stop(self) -> None:
        """A room that is being built is given up."""
        self._opening.stop()

    def back(self) -> None:
        """To the room before that can still be entered."""
        while self._trail:
            name = self._trail.pop()
            if self.can_enter(name):
                before = self._trail[:]
                self.go(name)
                self._trail = before
                return

    def renew(self, names: Sequence[str], commands: Iterable[Command]) -> None:
        """These rooms go, to be made anew when they are opened again; `commands` are the window's own, said anew."""
        for name in names:
            room = self.rooms.pop(name)
            room.end()
            room.inspector_changed.disconnect(self._inspecting.again)
            self._beside.rooms.removeWidget(room)
            for part in (room, self._inspecting.take_away(room)):
                if part is not None:
                    QTimer.singleShot(GRACE, part, part.deleteLater)
        self._desk.commands.clear()
        self._desk.commands.add(commands)
        for room in self.rooms.values():
            self._desk.commands.add(room.commands())

    def come_back(self) -> None:
        """Where the room in front was put away it is made anew, or Home where it can't be entered any more."""
        name = self.name
        if name and name not in self.rooms:
            self.name = ""
            self.go(name if self.can_enter(name) else "home")

    def found(self, words: str) -> Iterable[Entry]:
        """What the palette finds in the rooms that were opened."""
        return [entry for room in self.rooms.values() for entry in room.found(words)]

    def forget_way(self) -> None:
        """There is no room to go back to."""
        self._trail.clear()

    def allow(self) -> None:
        """A room that needs the engine is switched off while that is away, and has the focus back afterwards."""
        room = self.rooms.get(self.name)
        if room is None:
            return
        usable = self._desk.link.running or not room.engine_needed
        if usable == room.isEnabled():
            return
        if not usable:
            self._focus_before = room.window().focusWidget()  # a control that is switched off loses the focus
        room.setEnabled(usable)
        inspector = room.inspector()
        if inspector is not None:
            inspector.setEnabled(usable)
        before = self._focus_before
        if usable and before is not None and isValid(before) and room.isAncestorOf(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus(self) -> None:
        """The focus goes into the room, unless the room itself put it somewhere."""
        room = self.rooms.get(self.name)
        if room is None:
            return
        focus, first = room.window().focusWidget(), first_focus(room)
        if first is not None and (focus is None or not room.isAncestorOf(focus)):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, name: str, place: str) -> Iterator[None]:
        room, rooms = door_of(name).open(self._desk), self._beside.rooms
        yield
        yield from room.furnish()
        room.resize(rooms.size())
        rooms.addWidget(room)
        self.rooms[name] = room
        room.inspector_changed.connect(self._inspecting.again)
        room.asks.connect(self._inspecting.call)
        yield
        self._desk.commands.add(room.commands())
        self.made.emit(room)
        layout = room.layout()
        if layout is not None:
            layout.activate()
        yield
        self._plane.clearFocus()
        rooms.setCurrentWidget(room)
        yield
        self._enter(room, place)

    def _enter(self, room: Room, place: str) -> None:
        self._inspecting.show(room)
        self.allow()
        room.enter(place)
        self.focus()


def door_of(name: str) -> Door:
    return next(door for door in DOORS if door.name == name)
