"""The terminal's pure parts: what a screen holds, and what keys send."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ui.terminal.keys import bytes_of, for_window, pasted
from ui.terminal.screen import Screen

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def test_colours_become_roles() -> None:
    screen = Screen(40, 4)
    screen.feed(b"plain \x1b[31mred\x1b[0m \x1b[1;32mgood\x1b[0m \x1b[7mturned\x1b[0m")
    assert [(text, ink, ground) for _, text, ink, ground, _ in screen.runs(0)] == [
        ("plain ", "text", ""),
        ("red", "danger", ""),
        (" ", "text", ""),
        ("good", "success", ""),
        (" ", "text", ""),
        ("turned", "surface", "text"),
    ]


def test_lines_that_scrolled_away_stay_readable() -> None:
    screen = Screen(20, 4)
    screen.feed(b"".join(b"line %d\r\n" % n for n in range(10)))
    assert screen.above == 7
    assert screen.text(0) == "line 0"
    assert screen.selected((0, 5), (1, 6)) == "0\nline 1"
    assert screen.selected((1, 6), (0, 5)) == "0\nline 1"


def test_letters_that_arrive_in_pieces_are_put_together() -> None:
    screen = Screen(20, 2)
    whole = "größer".encode()
    screen.feed(whole[:3])
    screen.feed(whole[3:])
    assert screen.text(0) == "größer"


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "expected"),
    [
        (Qt.Key.Key_A, NONE, "a", b"a"),
        (Qt.Key.Key_C, CONTROL, "\x03", b"\x03"),
        (Qt.Key.Key_D, CONTROL, "", b"\x04"),
        (Qt.Key.Key_Return, NONE, "\r", b"\r"),
        (Qt.Key.Key_Backspace, NONE, "\b", b"\x7f"),
        (Qt.Key.Key_Up, NONE, "", b"\x1b[A"),
        (Qt.Key.Key_Right, CONTROL, "", b"\x1b[1;5C"),
        (Qt.Key.Key_Tab, NONE, "\t", b"\t"),
        (Qt.Key.Key_B, ALT, "b", b"\x1bb"),
        (Qt.Key.Key_Shift, SHIFT, "", b""),
    ],
)
def test_keys_send_what_terminals_send(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, expected: bytes) -> None:
    assert bytes_of(key, modifiers, text) == expected


def test_programs_may_want_arrows_in_their_other_spelling() -> None:
    assert bytes_of(Qt.Key.Key_Up, NONE, "", application=True) == b"\x1bOA"
    screen = Screen(20, 2)
    screen.feed(b"\x1b[?1h\x1b[?2004h")
    assert screen.application_cursor
    assert screen.bracketed_paste


def test_a_paste_cannot_end_itself() -> None:
    assert pasted("a\nb", bracketed=False) == b"a\rb"
    assert pasted("a\x1b[201~rm", bracketed=True) == b"\x1b[200~a[201~rm\x1b[201~"


def test_some_keys_stay_the_windows() -> None:
    assert for_window(Qt.Key.Key_F6, NONE)
    assert for_window(Qt.Key.Key_K, CONTROL)
    assert not for_window(Qt.Key.Key_C, CONTROL)
    assert not for_window(Qt.Key.Key_Escape, NONE)
