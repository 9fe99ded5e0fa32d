"""Which keys can be a shortcut, and the way back to those from the start."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.application import Desktop
from ui.language import speak
from ui.rooms.settings.plan import refusal_of
from ui.rooms.settings.room import SettingsRoom
from ui.rooms.settings.shortcuts import ShortcutEditor

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN, KEYPAD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
COMMAND = "panel.activity"


def recording(desktop: Desktop, qtbot: QtBot) -> ShortcutEditor:
    """The editor, waiting for the keys of a command."""
    desktop.window.go("settings")
    editor = cast(SettingsRoom, desktop.window.room).shortcuts
    editor.table.selectRow(next(n for n, command in enumerate(editor.rows.rows) if command.id == COMMAND))
    qtbot.keyClick(editor.table, Qt.Key.Key_Return)
    return editor


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (Qt.Key.Key_A, "typed into texts"),
        (Qt.Key.Key_7, "typed into texts"),
        (Qt.Key.Key_Slash, "typed into texts"),
        (Qt.Key.Key_Udiaeresis, "typed into texts"),
        (Qt.Key.Key_Tab, "moves in lists"),
        (Qt.Key.Key_Return, "moves in lists"),
        (Qt.Key.Key_Space, "moves in lists"),
        (Qt.Key.Key_Down, "moves in lists"),
        (Qt.Key.Key_Delete, "changes texts"),
        (Qt.Key.Key_F5, ""),
    ],
)
def test_a_plain_key_is_refused_with_the_reason_and_a_function_key_is_not(key: Qt.Key, said: str) -> None:
    speak("en")
    for held in (PLAIN, SHIFT, KEYPAD):
        refusal = refusal_of(QKeyCombination(held, key))
        assert said in refusal
        assert bool(refusal) == bool(said)
    assert refusal_of(QKeyCombination(CONTROL, key)) == ""


@pytest.mark.parametrize(
    "key",
    [
        Qt.Key.Key_G,
        Qt.Key.Key_Slash,
        Qt.Key.Key_Question,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Space,
        Qt.Key.Key_Up,
    ],
)
def test_after_a_refusal_the_next_keys_are_taken(desktop: Desktop, qtbot: QtBot, key: Qt.Key) -> None:
    editor = recording(desktop, qtbot)
    qtbot.keyClick(editor.table, key)
    assert "hold Ctrl or Alt" in editor.said.text()
    assert editor.table.hasFocus()
    assert desktop.window.commands.keys(COMMAND) == "Ctrl+J"
    qtbot.keyClick(editor.table, Qt.Key.Key_F8, CONTROL | SHIFT)
    assert desktop.window.commands.keys(COMMAND) == "Ctrl+Shift+F8"


def test_keys_are_no_longer_awaited_once_the_focus_is_elsewhere(desktop: Desktop, qtbot: QtBot) -> None:
    editor = recording(desktop, qtbot)
    cast(SettingsRoom, desktop.window.room).field.setFocus()
    editor.table.setFocus()
    qtbot.keyClick(editor.table, Qt.Key.Key_F8, CONTROL | SHIFT)
    assert desktop.window.commands.keys(COMMAND) == "Ctrl+J"


def test_all_shortcuts_go_back_and_can_be_had_again(desktop: Desktop, qtbot: QtBot) -> None:
    commands = desktop.window.commands
    editor = recording(desktop, qtbot)
    qtbot.keyClick(editor.table, Qt.Key.Key_F8, CONTROL | SHIFT)
    assert commands.change_keys("palette", "Ctrl+J") is None
    desktop.preferences.set("shortcuts/of.a.room.not.opened", "Ctrl+B")
    qtbot.mouseClick(editor.all_back, Qt.MouseButton.LeftButton)
    assert (commands.keys(COMMAND), commands.keys("palette"), commands.keys("panel.rail")) == (
        "Ctrl+J",
        "Ctrl+K",
        "Ctrl+B",
    )
    assert desktop.preferences.below("shortcuts") == {}
    assert "3 commands" in editor.said.text()
    undo = desktop.window.toasts._shown[-1].findChildren(QPushButton)[0]
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert (commands.keys(COMMAND), commands.keys("palette")) == ("Ctrl+Shift+F8", "Ctrl+J")
    qtbot.mouseClick(editor.all_back, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(editor.all_back, Qt.MouseButton.LeftButton)
    assert editor.said.text() == "No shortcut was changed."
