"""Settings apply at once, are kept, and can be taken back."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.application import Desktop
from ui.commands import Command
from ui.preferences import Preferences
from ui.rooms.settings.room import SettingsRoom


def room(desktop: Desktop) -> SettingsRoom:
    desktop.window.go("settings")
    return cast(SettingsRoom, desktop.window.room)


def test_the_language_changes_the_whole_window_at_once(desktop: Desktop) -> None:
    room(desktop)
    desktop.preferences.set("look/language", "de")
    assert desktop.window.rail.items["settings"].text() == "Einstellungen"
    assert "Sprache" in [found.text() for found in room(desktop).findChildren(QLabel)]
    desktop.preferences.set("look/language", "en")
    assert desktop.window.rail.items["settings"].text() == "Settings"


def test_a_change_is_marked_kept_and_taken_back(desktop: Desktop) -> None:
    row = next(row for row in room(desktop).rows if row.key == "look/motion")
    desktop.preferences.set("look/motion", False)
    assert not desktop.theme.motion
    assert not Preferences(desktop.preferences.place).flag("look/motion", True)
    row.reset()
    assert desktop.theme.motion
    assert not desktop.preferences.is_set("look/motion")


def test_text_size_is_held_within_its_limits(desktop: Desktop) -> None:
    desktop.preferences.set("look/text", 400)
    assert desktop.theme.text == 150
    desktop.preferences.set("look/text", 100)


def test_the_search_leaves_only_what_fits(desktop: Desktop, qtbot: QtBot) -> None:
    settings = room(desktop)
    qtbot.keyClicks(settings.field, "motion")
    qtbot.waitUntil(lambda: [row.key for row in settings.rows if row.isVisible()] == ["look/motion"])


def test_keys_of_a_command_are_changed_by_pressing_them(desktop: Desktop, qtbot: QtBot) -> None:
    editor = room(desktop).shortcuts
    at = next(n for n, command in enumerate(editor.rows.rows) if command.id == "panel.activity")
    editor.table.selectRow(at)
    qtbot.keyClick(editor.table, Qt.Key.Key_Return)
    qtbot.keyClick(editor.table, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert desktop.window.commands.keys("panel.activity") == "Ctrl+Shift+L"
    qtbot.keyClick(
        desktop.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert desktop.window.activity.isVisible()
    desktop.window.toggle_activity()


def test_keys_that_are_taken_are_refused_and_named(desktop: Desktop, qtbot: QtBot) -> None:
    editor = room(desktop).shortcuts
    at = next(n for n, command in enumerate(editor.rows.rows) if command.id == "panel.activity")
    editor.table.selectRow(at)
    qtbot.keyClick(editor.table, Qt.Key.Key_Return)
    qtbot.keyClick(editor.table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desktop.window.commands.keys("panel.activity") == "Ctrl+J"
    assert "already means" in editor.said.text()


def test_a_command_that_comes_later_leaves_a_person_s_keys_alone(desktop: Desktop, qtbot: QtBot) -> None:
    commands = desktop.window.commands
    assert commands.change_keys("panel.activity", "Ctrl+Shift+F11") is None
    ran: list[str] = []
    commands.add([Command(id="late", title="Late", keys="Ctrl+Shift+F11", run=lambda: ran.append("late"))])
    assert (commands.keys("late"), commands.keys("panel.activity")) == ("", "Ctrl+Shift+F11")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(desktop.window, Qt.Key.Key_F11, both)
    assert (desktop.window.activity.isVisible(), ran) == (True, [])
    desktop.window.toggle_activity()
    commands.reset_keys("panel.activity")
    assert (commands.keys("late"), commands.keys("panel.activity")) == ("Ctrl+Shift+F11", "Ctrl+J")
    qtbot.keyClick(desktop.window, Qt.Key.Key_F11, both)
    assert ran == ["late"]
