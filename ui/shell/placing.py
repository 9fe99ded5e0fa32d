"""Where the window stood and how its parts were sized: kept when it closes, as it was at the next start."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from ui.preferences import Preferences
from ui.shell.frame import Frame

WIDTH, HEIGHT = 1440, 900


def restore(window: QMainWindow, frame: Frame, preferences: Preferences) -> None:
    """The size of the reference where nothing was kept."""
    geometry = preferences.bytes("window/geometry")
    if geometry.isEmpty() or not window.restoreGeometry(geometry):
        window.resize(WIDTH, HEIGHT)
    for key, take in (("window/across", frame.beside.restore), ("window/down", frame.down.restoreState)):
        state: QByteArray = preferences.bytes(key)
        if not state.isEmpty():
            take(state)


def keep(window: QMainWindow, frame: Frame, preferences: Preferences) -> None:
    """Writes at once, for the program is about to end."""
    preferences.set("window/geometry", window.saveGeometry())
    if not frame.beside.over:
        preferences.set("window/across", frame.beside.state())
    preferences.set("window/down", frame.down.saveState())
    preferences.write()
