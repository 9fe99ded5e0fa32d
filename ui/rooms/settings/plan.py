"""What the settings decide without a widget: which keys can be a shortcut. Pure."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt

from ui.language import say

_HOLDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_MOVES = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_EDITS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Insert)
_FIRST_NAMED = 0x01000000
"""Qt's keys below this are what they write; those above have a name alone, such as F5."""


def refusal_of(keys: QKeyCombination) -> str:
    """Why a combination can't be a shortcut, as a sentence; '' where it can. Shift alone makes a key no shortcut."""
    key = keys.key()
    if keys.keyboardModifiers() & _HOLDS:
        return ""
    if key in _MOVES:
        return say("This key moves in lists and forms, or presses what has the focus: hold Ctrl or Alt with it.")
    if key in _EDITS:
        return say("This key changes texts: hold Ctrl or Alt with it.")
    if key.value < _FIRST_NAMED:
        return say("A plain letter, digit or sign is typed into texts and acts in lists: hold Ctrl or Alt with it.")
    return ""
