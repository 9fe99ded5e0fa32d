"""What the window keeps, takes and says: its place, recent projects, dropped files, toasts."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import small_project
from ui.application import Desktop
from ui.rooms.home import HomeRoom


def drop(target: QWidget, place: Path) -> bool:
    """A file that is dragged onto a widget and let go; whether it was welcome."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(target, entering)
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, data, left, none))
    return entering.isAccepted()


def brief(tmp_path: Path) -> Path:
    place = tmp_path / "brief.md"
    place.write_text("A choir keeps its scores.", encoding="utf-8")
    return place


def test_a_brief_that_is_dropped_on_another_room_stands_in_home(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    desktop.window.go("settings")
    assert drop(desktop.window, brief(tmp_path))
    assert desktop.window.room_name == "home"
    home = cast(HomeRoom, desktop.window.room)
    qtbot.waitUntil(lambda: home.composer.text == "A choir keeps its scores.", timeout=5000)


def test_a_folder_that_is_dropped_is_opened_as_a_project(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    project = small_project(tmp_path / "shelf")
    assert drop(desktop.window, project)
    qtbot.waitUntil(lambda: desktop.workspace.project is not None, timeout=5000)
    assert desktop.workspace.project is not None
    assert desktop.workspace.project.path == str(project)


def test_the_next_window_opens_where_the_last_one_was_closed(
    desktop: Desktop, qtbot: QtBot, engine_home: Path, tmp_path: Path
) -> None:
    project = small_project(tmp_path / "shelf")
    desktop.window.take_project(str(project))
    desktop.window.go("approvals")
    desktop.window.resize(1024, 700)  # what Qt gives back on a screen of 800 by 800
    desktop.window.toggle_activity()
    desktop.window.close()
    again = Desktop(engine_home)
    again.open()
    try:
        assert (again.window.width(), again.window.height()) == (1024, 700)
        assert again.window.room_name == "approvals"
        assert again.window.activity.isVisible()
        assert again.workspace.project is not None
        assert again.workspace.project.path == str(project)
    finally:
        again.window.close()
        finish(qtbot, again.close())
        again.window.deleteLater()


def test_a_project_that_is_gone_is_not_taken_up_again(
    desktop: Desktop, qtbot: QtBot, engine_home: Path, tmp_path: Path
) -> None:
    desktop.preferences.set("projects/recent", [str(tmp_path / "gone")])
    desktop.window.go("approvals")
    desktop.window.close()
    again = Desktop(engine_home)
    again.open()
    try:
        assert again.workspace.project is None
        assert again.window.room_name == "home"
    finally:
        again.window.close()
        finish(qtbot, again.close())
        again.window.deleteLater()


def test_three_toasts_at_most_and_their_action_is_run_once(desktop: Desktop, qtbot: QtBot) -> None:
    ran: list[str] = []
    for name in ("one", "two", "three", "four"):
        desktop.window.desk.notify(name, action="Undo", run=lambda name=name: ran.append(name))  # type: ignore[misc]
    toasts = desktop.window.toasts
    assert [said for said in toasts.texts() if said in ("one", "two", "three", "four")] == ["two", "three", "four"]
    shown = toasts._shown[-1]
    assert desktop.window.rect().contains(shown.geometry())
    qtbot.mouseClick(shown.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert ran == ["four"]
    assert "four" not in toasts.texts()
