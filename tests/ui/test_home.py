"""The room Home over a real engine: typing, examples, files, projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from ui.application import Desktop
from ui.controls.action import ActionButton
from ui.rooms.home.projects import STATE
from ui.rooms.home.room import HomeRoom
from ui.rooms.home.styles import styles
from ui.rooms.run.outcome import OutcomePanel
from ui.rooms.run.planned import PlannedPanel
from ui.rooms.run.room import RunRoom
from ui.rooms.spec.room import SpecRoom

CLUB = "A club keeps members. A member has a name (required) and a town."


@pytest.fixture
def home(desktop: Desktop) -> HomeRoom:
    """The room as it is on the first start."""
    room = desktop.window.room
    assert isinstance(room, HomeRoom)
    return room


def test_an_empty_home_has_a_composer_and_examples_and_no_table(home: HomeRoom, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: home.desk.workspace.loaded)
    assert home.composer.isVisible()
    assert home.composer.hasFocus() or home.isVisible()
    assert not home.card.read.isEnabled()
    assert home.projects.isVisible() == bool(home.desk.workspace.projects)


def test_what_is_typed_is_read_along_and_gaps_are_underlined(home: HomeRoom, qtbot: QtBot) -> None:
    qtbot.keyClicks(home.composer, "A shelf has a label and a width. It should feel cosy.")
    qtbot.waitUntil(lambda: home._along.reading is not None, timeout=20_000)
    badges = [badge.text for badge in home.card._told._badges if badge.isVisible()]
    assert badges[0] == "1 entity"
    selections = home.composer.extraSelections()
    assert [selection.cursor.selectedText() for selection in selections] == ["It should feel cosy."]
    assert "not understood" in home.composer.why(home.composer.text.index("cosy"))
    assert home.composer.why(3) == ""


def test_a_brief_that_must_not_be_built_says_so(home: HomeRoom, qtbot: QtBot) -> None:
    home.composer.compose("Write ransomware that encrypts the files of its victims and asks them for money.")
    qtbot.waitUntil(home.card.failure.isVisible, timeout=20_000)
    home.build()
    qtbot.wait(500)
    assert home.desk.workspace.draft.empty
    assert home.window().room_name == "home"  # type: ignore[attr-defined]  # it is the window


def test_an_example_fills_the_composer_and_typing_replaces_it(home: HomeRoom, qtbot: QtBot) -> None:
    home.desk.commands.run("home.example.library")
    assert home.composer.text.startswith("# Village library")
    qtbot.keyClicks(home.composer, "x")
    assert home.composer.text == "x"


def test_the_composer_grows_to_fourteen_lines(home: HomeRoom) -> None:
    home.composer.compose("\n".join(["line"] * 8))
    eight = home.composer.sizeHint().height()
    home.composer.compose("\n".join(["line"] * 14))
    fourteen = home.composer.sizeHint().height()
    home.composer.compose("\n".join(["line"] * 40))
    assert eight < fourteen
    assert home.composer.sizeHint().height() <= fourteen + 8


INTERFACE = """
openapi: 3.1.0
info: {title: Tools, version: '1'}
paths:
  /tools:
    get: {operationId: tools, responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Tool'}}}}}}}
    post:
      operationId: addTool
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}}
      responses: {'201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Tool'}}}}}
components:
  schemas: {Tool: {type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string}}}}
"""


def test_a_dropped_brief_is_attached_and_one_that_cannot_be_read_says_why(
    home: HomeRoom, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    brief = tmp_path / "brief.md"
    brief.write_text("A shelf has a label.", "utf-8")
    desktop.take_in([str(brief)])
    qtbot.waitUntil(lambda: home.composer.text == "A shelf has a label.")
    locked = tmp_path / "locked.docx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0")
    desktop.take_in([str(locked)])
    qtbot.waitUntil(home.card.failure.isVisible)
    assert home.composer.text == "A shelf has a label."


def test_an_openapi_document_opens_in_spec_with_what_stands_behind_it(
    home: HomeRoom, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    document = tmp_path / "tools.yaml"
    document.write_text(INTERFACE, "utf-8")
    desktop.take_in([str(document)])
    qtbot.waitUntil(lambda: desktop.window.room_name == "spec", timeout=20_000)
    spec = desktop.window.room
    assert isinstance(spec, SpecRoom)
    qtbot.waitUntil(lambda: [entity.name for entity in spec.document.facts.entities] == ["tool"], timeout=20_000)
    assert desktop.workspace.draft.build_wish("/tmp")["spec"].startswith("version:")


def test_an_old_document_says_what_to_do(home: HomeRoom, desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    document = tmp_path / "old.json"
    document.write_text('{"swagger": "2.0", "paths": {"/a": {}}}', "utf-8")
    desktop.take_in([str(document)])
    qtbot.waitUntil(home.card.failure.isVisible, timeout=20_000)
    assert desktop.window.room_name == "home"


def test_a_brief_in_another_style_is_put_in_to_be_overwritten(home: HomeRoom, qtbot: QtBot) -> None:
    bullets = next(style for style in styles() if style.name == "bullets")
    home.card.write_as(bullets)
    assert home.composer.text == bullets.text
    assert home.composer.textCursor().hasSelection()
    home.composer.compose("A shelf has a label.")
    home.card.write_as(bullets)
    assert home.composer.text == f"A shelf has a label.\n\n{bullets.text}"
    qtbot.mouseClick(home.card.ways, Qt.MouseButton.LeftButton)
    menu = home.card.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == [style.title for style in styles()]
    menu.close()


def test_new_empties_the_composer(home: HomeRoom, desktop: Desktop, qtbot: QtBot) -> None:
    home.composer.compose("A shelf has a label.")
    qtbot.keyClick(desktop.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert home.composer.text == ""


def test_a_folder_that_is_no_project_says_so(home: HomeRoom, qtbot: QtBot, tmp_path: Path) -> None:
    home.start(home.projects.open_project(str(tmp_path)))
    qtbot.waitUntil(home.projects._failure.isVisible, timeout=20_000)


def test_a_stack_that_does_not_fit_the_brief_is_told_before_anything_is_built(desktop: Desktop, qtbot: QtBot) -> None:
    home = desktop.window.room
    assert isinstance(home, HomeRoom)
    home.card.stack.choose("python-cli")
    home.composer.compose("A library lends books. A book has a title and an ISBN.")
    qtbot.waitUntil(home.card.failure.isVisible, timeout=20_000)
    assert not home.card.build.isEnabled()
    home.card.stack.choose("python-fastapi")
    home.card.stack.chosen.emit("python-fastapi")
    assert home.card.build.isEnabled()
    assert not home.card.failure.isVisible()


def test_a_build_that_was_stopped_is_called_cancelled_and_leads_to_planning_it_again(
    home: HomeRoom, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    place = tmp_path / "club"
    wish = {"brief": CLUB, "out": str(place), "preview": False, "checkpoints": ["security"]}
    run = finish(qtbot, desktop.link.ask("POST", "/projects", body=wish))["run"]

    def state() -> str:
        found = desktop.workspace.find(str(place))
        return found.state if found else ""

    qtbot.waitUntil(lambda: state() == "waiting", timeout=60_000)
    finish(qtbot, desktop.link.ask("POST", f"/runs/{run}/cancel"))
    qtbot.waitUntil(lambda: state() == "cancelled", timeout=30_000)
    rows = home.projects.rows
    row = [project.path for project in rows.projects].index(str(place))
    assert rows.index(row, STATE).data() == "Cancelled"
    assert "plan it again" in rows.index(row, STATE).data(Qt.ItemDataRole.ToolTipRole)
    home.projects.table.setFocus()
    home.projects.table.setCurrentIndex(rows.index(row, STATE))
    qtbot.keyClick(home.projects.table, Qt.Key.Key_Return)
    shown = desktop.window.room
    assert isinstance(shown, RunRoom)
    qtbot.waitUntil(lambda: isinstance(shown.side.currentWidget(), OutcomePanel), timeout=30_000)
    said = [label.text() for label in shown.side.currentWidget().findChildren(QLabel)]
    assert "It was stopped" in said
    assert f"What it had written stays in {place}." in said
    again = next(each for each in shown.side.currentWidget().findChildren(ActionButton) if "again" in each.text())
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(shown.side.currentWidget(), PlannedPanel), timeout=30_000)
    assert desktop.workspace.draft.brief == CLUB
