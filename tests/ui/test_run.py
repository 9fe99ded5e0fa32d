"""The room Run over a real engine: a checkpoint is answered by a person, a past run is played again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import READING_ROOM, finish
from ui.application import Desktop
from ui.rooms.run.checkpoint import CheckpointPanel
from ui.rooms.run.outcome import OutcomePanel
from ui.rooms.run.room import RunRoom
from ui.rooms.spec.correcting import CorrectSpec
from ui.starting import GATES, start_draft


@pytest.fixture
def waiting(desktop: Desktop, qtbot: QtBot) -> RunRoom:
    """A run that waits at its first checkpoint."""
    desktop.preferences.set(GATES, ["architecture"])
    desktop.workspace.draft.begin(READING_ROOM)
    run = finish(qtbot, start_draft(desktop.window.desk, accept=True))
    desktop.window.go("run", f"run:{run}")
    room = desktop.window.room
    assert isinstance(room, RunRoom)
    qtbot.waitUntil(lambda: isinstance(room.side.currentWidget(), CheckpointPanel), timeout=30_000)
    return room


def panel_of(room: RunRoom) -> CheckpointPanel:
    panel = room.side.currentWidget()
    assert isinstance(panel, CheckpointPanel)
    return panel


def test_a_rejection_needs_a_reason_and_nothing_is_written(waiting: RunRoom, qtbot: QtBot) -> None:
    panel = panel_of(waiting)
    qtbot.keyClick(panel, Qt.Key.Key_X)
    assert panel.form.said.isVisible()
    assert panel.form.comment.hasFocus() or panel.form.comment.isVisible()
    qtbot.keyClicks(panel.form.comment, "axe it")
    assert panel.form.comment.toPlainText() == "axe it"
    qtbot.mouseClick(panel.form.reject, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: waiting.shown.over, timeout=30_000)
    assert waiting.shown.state == "refused"
    assert waiting.shown.why == "axe it"
    qtbot.waitUntil(lambda: isinstance(waiting.side.currentWidget(), OutcomePanel), timeout=2000)


def test_a_run_that_has_ended_is_played_again(waiting: RunRoom, qtbot: QtBot) -> None:
    panel = panel_of(waiting)
    panel.form.comment.setPlainText("not now")
    panel.form.refuse()
    qtbot.waitUntil(lambda: waiting.shown.over, timeout=30_000)
    rows = waiting.events.rows.rowCount()
    assert rows > 4
    waiting.speed.choose("8")
    waiting.play()
    assert waiting.shown.state == "replay"
    assert waiting.events.rows.rowCount() < rows
    qtbot.waitUntil(lambda: waiting.shown.replay is None, timeout=30_000)
    assert waiting.events.rows.rowCount() == rows


def test_the_specification_is_corrected_at_the_checkpoint(waiting: RunRoom, qtbot: QtBot) -> None:
    qtbot.keyClick(panel_of(waiting), Qt.Key.Key_E)
    dialog = panel_of(waiting).findChild(CorrectSpec)
    assert isinstance(dialog, CorrectSpec)
    assert not dialog.send.isEnabled()
    text = dialog.editor.toPlainText()
    dialog.editor.setPlainText(text.replace("publisher:", "publishing_house:"))
    qtbot.waitUntil(dialog.send.isEnabled, timeout=20_000)
    qtbot.mouseClick(dialog.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: waiting.shown.story.waiting is None, timeout=30_000)
    decided = [event for event in waiting.desk.runs.history[waiting.shown.run] if event.kind == "checkpoint.answered"]
    assert decided[0].payload["answer"]["decision"] == "modify"
    finish(qtbot, waiting.desk.link.ask("POST", f"/runs/{waiting.shown.run}/cancel"))
    qtbot.waitUntil(lambda: waiting.shown.over, timeout=30_000)
    assert waiting.shown.state == "cancelled"


def test_a_plan_that_cannot_be_made_says_why(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.workspace.draft.begin("It should feel cosy.")
    desktop.window.go("run", "plan")
    room = desktop.window.room
    assert isinstance(room, RunRoom)
    qtbot.waitUntil(room.failure.isVisible, timeout=30_000)
