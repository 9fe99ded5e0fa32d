"""An answer and a correction in Spec, by keyboard alone, and the project built anew from them.

It takes two builds with their tests, which is all of its time; that a window starts the first one, with its preview, is tried elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from ui.application import Desktop
from ui.rooms.run.planned import PlannedPanel
from ui.rooms.run.room import RunRoom
from ui.rooms.spec.asking import QuestionPanel
from ui.rooms.spec.room import SpecRoom

pytestmark = pytest.mark.slow
BRIEF = "A library lends books. A book has a title and a status."
CTRL = Qt.KeyboardModifier.ControlModifier


def test_an_answer_and_a_new_field_are_built_into_the_project_by_keyboard_alone(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "books"
    wish = {"brief": BRIEF, "out": str(folder), "accept": True, "preview": False}
    built = finish(qtbot, desktop.link.ask("POST", "/projects", body=wish))["run"]
    desktop.runs.follow(built)
    qtbot.waitUntil(lambda: desktop.runs.runs.get(built, {}).get("status") == "done", timeout=180_000)
    desktop.workspace.take(str(folder))

    qtbot.keyClick(desktop.window, Qt.Key.Key_2, CTRL)
    spec = cast(SpecRoom, desktop.window.room)
    qtbot.waitUntil(lambda: isinstance(spec.side.findChild(QuestionPanel), QuestionPanel), timeout=20_000)
    panel = cast(QuestionPanel, spec.side.findChild(QuestionPanel))
    qtbot.keyClicks(panel.words, "new, worn, lost")
    qtbot.keyClick(panel.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: spec.document.facts.entities[0].states == ("new", "worn", "lost"), timeout=20_000)
    assert not spec.document.questions

    qtbot.keyClick(spec.diagram, Qt.Key.Key_Right)
    qtbot.keyClick(spec.diagram, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: spec.diagram.field is not None, timeout=20_000)
    field = spec.diagram.field
    assert field is not None
    field.selectAll()
    qtbot.keyClicks(field, "Shelf mark")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "shelf_mark" in (folder / "spec.yaml").read_text("utf-8"), timeout=20_000)
    qtbot.waitUntil(lambda: spec._fact == "field:book.shelf_mark", timeout=20_000)

    qtbot.keyClick(desktop.window, Qt.Key.Key_Return, CTRL)
    run = cast(RunRoom, desktop.window.room)
    qtbot.waitUntil(lambda: isinstance(run.side.currentWidget(), PlannedPanel), timeout=30_000)
    qtbot.keyClick(desktop.window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: run._plan is None and run.shown.over, timeout=180_000)
    assert run.shown.state == "done", run.shown.why
    code = "".join(place.read_text("utf-8") for place in (folder / "app").rglob("*.py"))
    assert "shelf_mark" in code
    assert '"worn"' in code

    def nothing_open() -> bool:
        project = desktop.workspace.project
        return project is not None and project.row["questions"] == 0

    qtbot.waitUntil(nothing_open, timeout=20_000)
