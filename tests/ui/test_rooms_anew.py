"""Rooms that are made anew, as after a change of language, leave nothing behind and never show a window of their own."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.application import Desktop
from ui.rooms import DOORS

OPEN = [door.name for door in DOORS if not door.needs_project]


class Watch(QObject):
    """Notes every widget that is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.met: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.met.append(type(watched).__name__)
        return False


def visit_all(desktop: Desktop, qtbot: QtBot) -> None:
    for room in OPEN:
        desktop.window.go(room)
        qtbot.wait(60)


def test_rooms_and_their_inspectors_go_when_they_are_made_anew(desktop: Desktop, qtbot: QtBot) -> None:
    visit_all(desktop, qtbot)
    old = [*desktop.window.rooms.values()]
    old += [side for room in old if (side := room.inspector()) is not None]
    desktop.preferences.set("look/language", "de")
    qtbot.waitUntil(lambda: not any(isValid(part) for part in old), timeout=5000)
    assert list(desktop.window.rooms) == [desktop.window.room_name]


def test_the_palette_finds_what_new_rooms_offer(desktop: Desktop, qtbot: QtBot) -> None:
    visit_all(desktop, qtbot)
    desktop.preferences.set("look/language", "de")
    qtbot.wait(700)
    palette = desktop.window.palette_view
    for words in ("", "@b", "#1", "dunkl"):
        palette.open(words)
    assert palette.found.entries[0].title == "Dunkles Design"
    palette.close_palette()


def test_work_of_a_room_that_goes_is_given_up(desktop: Desktop, qtbot: QtBot) -> None:
    room = desktop.window.room
    task = room.start(asyncio.sleep(60))
    desktop.preferences.set("look/language", "de")
    assert room.start(asyncio.sleep(60)).cancelled()
    qtbot.waitUntil(task.done, timeout=2000)
    assert task.cancelled()


def test_no_part_of_a_room_is_ever_a_window(desktop: Desktop, qtbot: QtBot, qapp: QApplication) -> None:
    watch = Watch()
    qapp.installEventFilter(watch)
    try:
        visit_all(desktop, qtbot)
        desktop.preferences.set("look/language", "de")
        visit_all(desktop, qtbot)
    finally:
        qapp.removeEventFilter(watch)
    assert watch.met == []
