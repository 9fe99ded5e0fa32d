"""The whole way in one window over one engine: a sentence in Home, the build in Run, the running application in Preview,
a line changed in Code, and the page that shows it after Ctrl+S."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import httpx
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from ui.application import Desktop
from ui.rooms.code.room import CodeRoom
from ui.rooms.home.room import HomeRoom
from ui.rooms.preview.room import PreviewRoom
from ui.rooms.run.outcome import OutcomePanel
from ui.rooms.run.room import RunRoom

SENTENCE = "A reading room keeps board games with a title, a publisher and a unique article number."
CONTROL = Qt.KeyboardModifier.ControlModifier
TEMPLATE, MARK = "app/web/templates/base.html", "<p>Saved from the editor</p>"
BUILD, WAIT = 180_000, 30_000


def test_from_a_sentence_to_a_page_that_shows_what_was_changed_in_code(desktop: Desktop, qtbot: QtBot) -> None:
    home = desktop.window.room
    assert isinstance(home, HomeRoom)
    assert not home.card.build.isEnabled()
    qtbot.keyClicks(home.composer, SENTENCE)
    qtbot.mouseClick(home.card.build, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desktop.window.room_name == "run", timeout=WAIT)
    run = desktop.window.room
    assert isinstance(run, RunRoom)
    qtbot.waitUntil(lambda: run.shown.over, timeout=BUILD)
    assert run.shown.state == "done", run.shown.why
    assert run.events.rows.rowCount() > 20
    qtbot.waitUntil(lambda: isinstance(run.side.currentWidget(), OutcomePanel), timeout=2000)

    qtbot.waitUntil(lambda: desktop.window.room_name == "preview", timeout=WAIT)
    preview = desktop.window.room
    assert isinstance(preview, PreviewRoom)
    assert desktop.workspace.project is not None
    folder = Path(run.shown.result["path"])
    assert Path(desktop.workspace.project.path) == folder
    qtbot.waitUntil(lambda: preview.badge.text == "Running" and bool(preview.address.field.text()), timeout=WAIT)
    url = preview.address.field.text()
    before = finish(qtbot, _page(url))
    assert "board games" in before.casefold()
    assert MARK not in before

    code = _open_in_code(desktop, qtbot, TEMPLATE)
    editor = code.bench.editor
    assert editor is not None
    lines = editor.toPlainText().split("\n")
    editor.go_to(next(at for at, text in enumerate(lines, 1) if "<body" in text))
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, MARK)
    qtbot.keyClick(editor, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not code.bench.unsaved, timeout=WAIT)
    assert MARK in (folder / TEMPLATE).read_text("utf-8")
    _until(qtbot, lambda: MARK in finish(qtbot, _page(url)), "the page never showed what was saved")
    qtbot.waitUntil(lambda: code.bench.reload.text().startswith("Preview shows it"), timeout=WAIT)

    qtbot.waitUntil(lambda: code.bench.rows[TEMPLATE].change == "M", timeout=WAIT)
    qtbot.keyClick(editor, Qt.Key.Key_D, CONTROL)
    assert code.bench.current is not None
    assert code.bench.current.path == TEMPLATE
    changes = code.bench.changes
    qtbot.waitUntil(lambda: changes.comparison is not None and changes.comparison.added == 1, timeout=WAIT)
    qtbot.keyClick(changes.view, Qt.Key.Key_6, CONTROL)
    assert desktop.window.room is preview
    qtbot.waitUntil(lambda: preview.badge.text == "Running", timeout=WAIT)


def _open_in_code(desktop: Desktop, qtbot: QtBot, file: str) -> CodeRoom:
    """By keys alone: Ctrl+4 for the room, Ctrl+P and the name for the file."""
    qtbot.keyClick(desktop.window, Qt.Key.Key_4, CONTROL)
    code = desktop.window.room
    assert isinstance(code, CodeRoom)
    qtbot.waitUntil(lambda: any(row.file == file for row in code.panel.tree.rows), timeout=WAIT)
    qtbot.keyClick(desktop.window, Qt.Key.Key_P, CONTROL)
    field = QApplication.focusWidget()
    assert field is code.panel.field
    qtbot.keyClicks(field, Path(file).name)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: code.bench.current is not None and code.bench.current.path == file, timeout=WAIT)
    return code


async def _page(url: str) -> str:
    """Empty while the application starts anew."""
    async with httpx.AsyncClient(timeout=20, follow_redirects=True) as client:
        try:
            return (await client.get(url)).text
        except httpx.TransportError:
            return ""


def _until(qtbot: QtBot, holds: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + WAIT / 1000
    while not holds():
        assert time.monotonic() < end, otherwise
        qtbot.wait(200)
