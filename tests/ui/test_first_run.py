"""A person who opens the window for the first time: one sentence, one click, and what was asked for runs."""

from __future__ import annotations

import httpx
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from ui.application import Desktop
from ui.rooms.home.room import HomeRoom
from ui.rooms.run.outcome import OutcomePanel
from ui.rooms.run.room import RunRoom

SENTENCE = "A reading room keeps board games with a title, a publisher and a unique article number."


@pytest.mark.slow
def test_one_sentence_and_one_click_lead_from_an_empty_home_to_a_running_application(
    desktop: Desktop, qtbot: QtBot
) -> None:
    home = desktop.window.room
    assert isinstance(home, HomeRoom)
    assert not home.card.build.isEnabled()
    qtbot.keyClicks(home.composer, SENTENCE)
    qtbot.mouseClick(home.card.build, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desktop.window.room_name == "run", timeout=20_000)
    room = desktop.window.room
    assert isinstance(room, RunRoom)
    qtbot.waitUntil(lambda: room.shown.over, timeout=180_000)
    assert room.shown.state == "done", room.shown.why
    qtbot.waitUntil(lambda: desktop.window.room_name == "preview", timeout=10_000)
    assert desktop.workspace.project is not None
    assert desktop.workspace.project.path == room.shown.result["path"]
    assert room.events.rows.rowCount() > 20
    panel = room.side.currentWidget()
    assert isinstance(panel, OutcomePanel)
    answer = finish(qtbot, _get(room.shown.result["preview"]["url"]))
    assert answer.status_code == 200
    assert "board games" in answer.text.casefold()


async def _get(url: str) -> httpx.Response:
    async with httpx.AsyncClient(follow_redirects=True) as client:
        return await client.get(url)
