"""Rooms are built and filled in steps, so that the window paints and listens in between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from ui.application import Desktop
from ui.rooms.settings.room import SettingsRoom
from ui.steps import Steps


@pytest.fixture
def owner(qapp: object) -> QObject:
    return QObject()


def counting(done: list[int], to: int) -> Iterator[None]:
    for n in range(to):
        done.append(n)
        yield


def test_other_things_happen_between_two_steps(owner: QObject, qtbot: QtBot) -> None:
    done: list[int] = []
    steps = Steps(owner)
    steps.begin(counting(done, 3))
    assert done == []
    turns = QTimer(owner, interval=0)
    turns.timeout.connect(lambda: done.append(-1))
    turns.start()
    qtbot.waitUntil(lambda: 2 in done)
    turns.stop()
    assert [done[done.index(n) - 1] for n in (1, 2)] == [-1, -1]


def test_what_is_left_can_be_done_at_once(owner: QObject) -> None:
    done: list[int] = []
    steps = Steps(owner)
    steps.begin(counting(done, 3))
    steps.after(lambda: done.append(9))
    steps.finish()
    assert done == [0, 1, 2, 9]
    steps.after(lambda: done.append(8))
    assert done[-1] == 8


def test_other_work_takes_the_place_of_what_is_left(owner: QObject, qtbot: QtBot) -> None:
    first: list[int] = []
    second: list[int] = []
    steps = Steps(owner)
    steps.begin(counting(first, 10**9))
    qtbot.waitUntil(lambda: bool(first))
    steps.begin(counting(second, 2))
    qtbot.waitUntil(lambda: second == [0, 1])
    reached = len(first)
    qtbot.wait(20)
    assert len(first) == reached


def test_work_that_a_step_begins_takes_the_place_of_its_own(owner: QObject, qtbot: QtBot) -> None:
    done: list[int] = []
    steps = Steps(owner)

    def work() -> Iterator[None]:
        steps.begin(counting(done, 2))
        yield
        done.append(7)

    steps.begin(work())
    qtbot.waitUntil(lambda: done == [0, 1])
    qtbot.wait(20)
    assert done == [0, 1]


def test_what_is_given_up_is_not_done(owner: QObject, qtbot: QtBot) -> None:
    done: list[int] = []
    steps = Steps(owner)
    steps.begin(counting(done, 2))
    steps.stop()
    qtbot.wait(20)
    assert done == []


def test_a_room_is_built_in_several_turns_of_the_loop(desktop: Desktop, qtbot: QtBot) -> None:
    turns: list[bool] = []
    watch = QTimer(desktop.window, interval=0)
    watch.timeout.connect(lambda: turns.append("settings" in desktop.window.rooms))
    watch.start()
    desktop.window.go("settings")
    assert desktop.window.room_name == "settings"
    qtbot.waitUntil(lambda: desktop.window.rooms.get("settings") is not None and desktop.window.room.isVisible())
    watch.stop()
    assert turns.count(False) >= 4


def test_who_asks_for_a_room_gets_it_whole(desktop: Desktop) -> None:
    desktop.window.go("settings")
    room = desktop.window.room
    assert isinstance(room, SettingsRoom)
    assert room.isVisible()
    assert room.shortcuts.isVisible()


def test_a_room_that_is_left_before_it_is_there_is_there_later(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.window.go("settings")
    desktop.window.go("safety")
    qtbot.waitUntil(lambda: {"settings", "safety"} <= set(desktop.window.rooms))
    assert desktop.window.room_name == "safety"
    assert desktop.window.room.isVisible()
