"""The frame around the rooms, driven as a person would."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import small_project
from ui.application import Desktop
from ui.preferences import Preferences
from ui.rooms import DOORS
from ui.rooms.home import HomeRoom
from ui.single import SingleInstance


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


def test_an_example_that_is_not_there_is_named_with_those_that_are(desktop: Desktop, qtbot: QtBot) -> None:
    finish(qtbot, desktop.build_example("castle", ""))
    (said,) = desktop.window.toasts.texts()
    assert "castle" in said
    assert "library" in said


def test_a_brief_that_is_dropped_on_the_window_stands_in_the_composer(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    brief = tmp_path / "brief.md"
    brief.write_text("A choir keeps its scores.", encoding="utf-8")
    desktop.take_in([str(brief)])
    home = cast(HomeRoom, desktop.window.room)
    qtbot.waitUntil(lambda: home.composer.text == "A choir keeps its scores.", timeout=5000)


def test_the_window_remembers_its_size_and_room(desktop: Desktop, qtbot: QtBot, engine_home: Path) -> None:
    desktop.window.resize(1300, 800)
    desktop.window.toggle_activity()
    desktop.window.close()
    kept = Preferences(engine_home / "window.ini")
    assert kept.flag("window/activity")
    assert not kept.bytes("window/geometry").isEmpty()


def test_a_second_start_hands_its_files_to_the_first(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    first.listen()
    taken: list[list[str]] = []
    first.asked.connect(taken.append)
    assert second.hand_over(["/tmp/a brief.md"])
    qtbot.waitUntil(lambda: taken == [["/tmp/a brief.md"]], timeout=3000)
    first.close()
    assert not second.hand_over([])


def test_every_shortcut_belongs_to_one_command(desktop: Desktop) -> None:
    commands = desktop.window.commands
    for door in DOORS:
        if not door.needs_project:
            desktop.window.go(door.name)
    keys = [commands.keys(command.id) for command in commands.all() if commands.keys(command.id)]
    assert sorted(each for each, n in Counter(keys).items() if n > 1) == []


def test_f6_goes_round_the_parts_of_the_window(desktop: Desktop, qtbot: QtBot) -> None:
    window = desktop.window
    met = set()
    for _ in range(5):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        met |= {
            name
            for name, part in (
                ("rail", window.rail),
                ("top", window.top_bar),
                ("room", window.room),
                ("status", window.status),
            )
            if focus is not None and part.isAncestorOf(focus)
        }
    assert met == {"rail", "top", "room", "status"}


def test_in_a_narrow_window_the_inspector_lies_over_the_room(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    window = desktop.window
    window.resize(1440, 900)
    desktop.workspace.take(str(small_project(tmp_path / "shelf")))
    window.go("tests")
    wide = window.room.width()
    assert window.beside.frame.isVisible()
    window.resize(1024, 640)
    assert window.width() == 1024
    assert not window.beside.frame.isVisible()
    qtbot.mouseClick(window.top_bar.inspector, Qt.MouseButton.LeftButton)
    assert window.beside.frame.isVisible()
    assert window.beside.frame.geometry().right() == window.beside.rect().right()
    assert window.room.width() > wide - 420
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.beside.frame.isVisible()
    window.resize(1440, 900)
    assert window.beside.frame.isVisible()
    assert not window.top_bar.inspector.isVisible()


def test_the_window_is_no_larger_than_its_screen(desktop: Desktop, qtbot: QtBot) -> None:
    screen = QSize(960, 520)  # 1920 by 1080 at 200 percent, with a bar of the desktop
    desktop.window.fit(screen)
    for door in DOORS:
        if not door.needs_project:
            desktop.window.go(door.name)
            qtbot.wait(50)
            assert (desktop.window.width(), desktop.window.height()) == (960, 520), door.name


def test_a_room_with_nothing_to_inspect_has_no_empty_plane_beside_it(desktop: Desktop) -> None:
    desktop.window.go("spec")
    assert not desktop.window.beside.frame.isVisible()
