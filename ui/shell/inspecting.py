"""The inspector of the room in front: beside it while a person wants it there, over it in a narrow window when it is called."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.preferences import Preferences
from ui.rooms.room import Room
from ui.shell.beside import Beside

WANTED = "window/inspector"


class Inspecting(QObject):
    """`callable_over` tells whether there is one that can be laid over the room."""

    callable_over = Signal(bool)

    def __init__(self, beside: Beside, preferences: Preferences, *, window: QObject) -> None:
        super().__init__(window)
        self._beside, self._preferences = beside, preferences
        self._wanted = preferences.flag(WANTED, True)
        self._called = False
        self._of: dict[str, QWidget] = {}
        self._room: Room | None = None

    @property
    def is_over(self) -> bool:
        """Whether it lies over the room now."""
        return self._beside.over and self._called

    def show(self, room: Room | None) -> None:
        """That of a room, which is in front now."""
        self._room = room
        self.again()

    def again(self) -> None:
        """The room in front may have another inspector, or the window another width."""
        wanted = self._room.inspector() if self._room is not None else None
        if wanted is not None and self._room is not None:
            self._of[self._room.name] = wanted
        over = self._beside.over
        self._beside.show_inspector(wanted, shown=self._called if over else self._wanted)
        self.callable_over.emit(over and wanted is not None)

    def toggle(self) -> None:
        """Only what is done beside the room is remembered."""
        if self._beside.over:
            self._called = not self._called
        else:
            self._wanted = not self._wanted
            self._preferences.set(WANTED, self._wanted)
        self.again()

    def call(self) -> None:
        """The room that tells this needs a person: its inspector comes into sight; whether it stays is the person's."""
        room = self._room
        wanted = room.inspector() if room is not None and self.sender() is room else None
        if wanted is not None:
            self._called = self._called or self._beside.over
            self._beside.show_inspector(wanted, shown=True)

    def take_away(self, room: Room) -> QWidget | None:
        """The inspector of a room that goes, which is shown no more."""
        if room is self._room:
            self._room = None
        gone = self._of.pop(room.name, None) or room.inspector()  # one that was left at once never showed its own
        if gone is not None:
            self._beside.side.removeWidget(gone)
        return gone
