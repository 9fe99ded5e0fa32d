"""A built application that runs: a line is changed in Code, saved by Ctrl+S, and the running page shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import READING_ROOM, finish
from ui.application import Desktop
from ui.rooms.code.room import CodeRoom

TEMPLATE = "app/web/templates/base.html"
MARK = "<p>Saved from the editor</p>"


async def _built(desktop: Desktop, out: Path) -> Any:
    """Builds the project and returns the result of its run."""
    body = {"brief": READING_ROOM, "out": str(out), "accept": True, "stack": "python-fastapi"}
    run = (await desktop.link.ask("POST", "/projects", body=body))["run"]
    async for _ in desktop.link.events(run):
        pass
    return (await desktop.link.ask("GET", f"/runs/{run}"))["result"]


async def _page(url: str) -> str:
    async with httpx.AsyncClient(timeout=20, follow_redirects=True) as client:
        return (await client.get(url)).text


@pytest.mark.slow
def test_a_line_that_is_saved_in_code_is_on_the_running_page(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "reading-room"
    result = finish(qtbot, _built(desktop, folder), seconds=180)
    assert result["status"] == "done", result
    url = result["preview"]["url"]
    assert MARK not in finish(qtbot, _page(url))
    desktop.workspace.take(str(folder))
    finish(qtbot, desktop.workspace.refresh())

    lines = (folder / TEMPLATE).read_text("utf-8").split("\n")
    body = next(at for at, text in enumerate(lines, 1) if "<body" in text)
    desktop.window.go("code", f"file:{TEMPLATE}:{body}")
    code = desktop.window.room
    assert isinstance(code, CodeRoom)
    qtbot.waitUntil(lambda: code.bench.current is not None and code.bench.current.path == TEMPLATE, timeout=30_000)
    editor = code.bench.editor
    assert editor is not None
    qtbot.waitUntil(lambda: editor.line == body)
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, MARK)
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not code.bench.unsaved, timeout=10_000)
    assert MARK in (folder / TEMPLATE).read_text("utf-8")

    end = datetime.now(UTC) + timedelta(seconds=30)
    while MARK not in finish(qtbot, _page(url)):
        assert datetime.now(UTC) < end, "the preview never showed what was saved"
        qtbot.wait(300)
    qtbot.waitUntil(lambda: code.bench.rows[TEMPLATE].change == "M", timeout=10_000)
    code.toggle_changes()
    changes = code.bench.changes
    qtbot.waitUntil(lambda: changes.comparison is not None and changes.comparison.added == 1, timeout=10_000)
