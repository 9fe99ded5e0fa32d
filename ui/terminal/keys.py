"""What a key sends to a shell, as terminals of the xterm kind spell it."""

from __future__ import annotations

from PySide6.QtCore import Qt

_ESC = "\x1b"
_PLAIN = {
    Qt.Key.Key_Return: "\r",
    Qt.Key.Key_Enter: "\r",
    Qt.Key.Key_Backspace: "\x7f",
    Qt.Key.Key_Tab: "\t",
    Qt.Key.Key_Backtab: f"{_ESC}[Z",
    Qt.Key.Key_Escape: _ESC,
    Qt.Key.Key_Delete: f"{_ESC}[3~",
    Qt.Key.Key_Insert: f"{_ESC}[2~",
    Qt.Key.Key_PageUp: f"{_ESC}[5~",
    Qt.Key.Key_PageDown: f"{_ESC}[6~",
    Qt.Key.Key_F2: f"{_ESC}OQ",
    Qt.Key.Key_F3: f"{_ESC}OR",
    Qt.Key.Key_F4: f"{_ESC}OS",
    Qt.Key.Key_F5: f"{_ESC}[15~",
    Qt.Key.Key_F7: f"{_ESC}[18~",
    Qt.Key.Key_F8: f"{_ESC}[19~",
    Qt.Key.Key_F9: f"{_ESC}[20~",
    Qt.Key.Key_F10: f"{_ESC}[21~",
}
_ARROWS = {
    Qt.Key.Key_Up: "A",
    Qt.Key.Key_Down: "B",
    Qt.Key.Key_Right: "C",
    Qt.Key.Key_Left: "D",
    Qt.Key.Key_Home: "H",
    Qt.Key.Key_End: "F",
}
_WINDOW_KEYS = {Qt.Key.Key_K, Qt.Key.Key_J, Qt.Key.Key_Comma, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_CONTROL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def for_window(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    """Keys that stay the window's even in a shell: the palette, rooms, the way out (F6)."""
    if key in (Qt.Key.Key_F1, Qt.Key.Key_F6):
        return True
    if not modifiers & _CONTROL:
        return False
    return bool(modifiers & _SHIFT) or key in _WINDOW_KEYS or Qt.Key.Key_0 <= key <= Qt.Key.Key_9


def bytes_of(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, *, application: bool = False) -> bytes:
    """What is sent; nothing for keys that say nothing to a shell. `application` is the other spelling of arrow keys."""
    control, alt = bool(modifiers & _CONTROL), bool(modifiers & _ALT)
    shift = bool(modifiers & _SHIFT)
    if key in _ARROWS:
        code = 1 + shift + 2 * alt + 4 * control
        said = f"{_ESC}[1;{code}{_ARROWS[key]}" if code > 1 else f"{_ESC}{'O' if application else '['}{_ARROWS[key]}"
    elif key in _PLAIN:
        said = (_ESC if alt else "") + _PLAIN[key]
    elif control and Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        said = (_ESC if alt else "") + chr(key - Qt.Key.Key_A + 1)
    elif control and key in (Qt.Key.Key_Space, Qt.Key.Key_At):
        said = "\0"
    elif control and Qt.Key.Key_BracketLeft <= key <= Qt.Key.Key_BracketRight:
        said = chr(key - Qt.Key.Key_BracketLeft + 27)
    else:
        said = (_ESC if alt else "") + text
    return said.encode()


def pasted(text: str, *, bracketed: bool) -> bytes:
    """A text from the clipboard as if it were typed; a shell that asks for it is told where it begins and ends."""
    plain = text.replace("\r\n", "\n").replace("\n", "\r").replace(_ESC, "")
    return (f"{_ESC}[200~{plain}{_ESC}[201~" if bracketed else plain).encode()
