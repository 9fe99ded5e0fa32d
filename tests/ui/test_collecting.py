"""Garbage is collected on the window's own thread, whoever allocates."""

from __future__ import annotations

import gc
from threading import Thread, get_ident

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.application import Desktop
from ui.collecting import PERIOD, Collecting

MANY = 100_000


class Told(QWidget):
    """A widget in a cycle that notes where it ends."""

    def __init__(self, ends: list[int]) -> None:
        super().__init__()
        self.itself, self.ends = self, ends

    def __del__(self) -> None:
        self.ends.append(get_ident())


def allocate() -> None:
    kept = [[n] for n in range(MANY)]
    assert len(kept) == MANY


def test_a_widget_in_a_cycle_ends_on_the_windows_thread(desktop: Desktop, qtbot: QtBot) -> None:
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: desktop.collecting.settled, timeout=60_000)
    ends: list[int] = []
    Told(ends)
    other = Thread(target=allocate)
    other.start()
    other.join()
    assert ends == []
    qtbot.waitUntil(lambda: bool(ends), timeout=100 * PERIOD)
    assert ends == [get_ident()]


def test_the_collector_is_as_before_when_the_window_has_closed(desktop: Desktop) -> None:
    gc.enable()
    collecting = Collecting()
    collecting.open()
    assert not gc.isenabled()
    collecting.close()
    assert gc.isenabled()
