"""The frame around the rooms, driven as a person would."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.application import Desktop


def test_the_window_opens_and_finds_its_engine(desktop: Desktop) -> None:
    assert desktop.window.isVisible()
    assert desktop.window.status.engine.text() == "Engine running"
    assert not desktop.window.banner.isVisible()


def test_the_palette_finds_a_command_by_its_letters_and_runs_it(desktop: Desktop, qtbot: QtBot) -> None:
    qtbot.keyClick(desktop.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = desktop.window.palette_view
    qtbot.waitUntil(palette.isVisible)
    qtbot.keyClicks(palette.field, "dark th")
    assert palette.found.entries[0].title == "Dark theme"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert desktop.theme.name == "dark"
    assert not palette.isVisible()
