"""'/' and '?' while a list has the focus: Qt would look for a row that begins with them. Used by the window for each room."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget


class ListKeys(QObject):
    """`keys` says what to run for the text of a key."""

    def __init__(self, keys: Mapping[str, Callable[[], object]], window: QWidget) -> None:
        super().__init__(window)
        self._keys = keys

    def watch(self, room: QWidget) -> None:
        """All lists, trees and tables that the room has."""
        for view in room.findChildren(QAbstractItemView):
            view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.text() not in self._keys:
            return False
        if watched.property("recording"):  # the next keys are for a command
            return False
        self._keys[event.text()]()
        return True
