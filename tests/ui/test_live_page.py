"""The running page inside the window; needs the extra "webview". `make test-webview` runs it, and `make test-all` does."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import small_project
from tests.ui.test_preview import APPLICATION
from ui.application import Desktop
from ui.rooms.preview.live import MODULE, LivePage, can_be_live
from ui.rooms.preview.room import PreviewRoom

GREEN, RED = "#00b050", "#c00000"
PAGE = "<body style='background: {colour}'><h1 id=name>A shelf of games</h1>{more}</body>\n"

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(
        find_spec(MODULE) is None,
        reason='the extra "webview" is not installed: `make test-webview` brings and tests it',
    ),
]


@pytest.fixture
def room(desktop: Desktop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PreviewRoom:
    """A running preview, looked at in its room."""
    if os.geteuid() == 0:
        monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")
    project = small_project(tmp_path / "shelf")
    (project / "app/main.py").write_text(APPLICATION)
    (project / "app/page.html").write_text(PAGE.format(colour=GREEN, more=""))
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": str(project)}))
    desktop.workspace.take(str(project))
    finish(qtbot, desktop.workspace.refresh())
    desktop.window.go("preview")
    found = desktop.window.room
    assert isinstance(found, PreviewRoom)
    desktop.window.activateWindow()
    qtbot.waitUntil(lambda: found.stack.currentWidget() is found.empty)
    found.primary()
    qtbot.waitUntil(lambda: found.badge.text == "Running", timeout=60_000)
    return found


def page_of(room: PreviewRoom) -> LivePage:
    page = room.picture.stack.currentWidget()
    assert isinstance(page, LivePage)
    return page


def colour_in_the_middle(page: LivePage) -> str:
    picture = page.view.grab().toImage()
    return QColor(picture.pixel(picture.width() // 2, picture.height() // 2)).name()


def test_the_running_page_is_seen_inside_the_window_and_follows_what_is_saved(
    room: PreviewRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: isinstance(room.picture.stack.currentWidget(), LivePage), timeout=30_000)
    page = page_of(room)
    qtbot.waitUntil(lambda: colour_in_the_middle(page) == GREEN, timeout=30_000)
    assert page.page.zoomFactor() < 1  # a screen of 1280 in less
    room.picture.width_choice.choose("360")
    room.picture.width_choice.chosen.emit("360")
    assert page.view.width() == 360
    assert page.page.zoomFactor() == 1
    (tmp_path / "shelf/app/page.html").write_text(PAGE.format(colour=RED, more="<p>and puzzles</p>"))
    qtbot.waitUntil(lambda: colour_in_the_middle(page) == RED, timeout=30_000)
    page.view.setFocus()
    qtbot.keyClick(QApplication.focusWidget() or page.view, Qt.Key.Key_F6)
    assert not page.isAncestorOf(QApplication.focusWidget() or page.view)


def test_a_page_that_breaks_makes_way_for_a_picture(room: PreviewRoom, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: isinstance(room.picture.stack.currentWidget(), LivePage), timeout=30_000)
    page = page_of(room)
    qtbot.waitUntil(lambda: colour_in_the_middle(page) == GREEN, timeout=30_000)
    page.page.setUrl("chrome://crash")
    qtbot.waitUntil(lambda: not isinstance(room.picture.stack.currentWidget(), LivePage), timeout=30_000)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only the superuser meets it")
def test_it_is_not_tried_where_it_would_end_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    assert not can_be_live()
