"""The room Spec over a real engine: the link between sentences and facts, questions, corrections, the text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from ui.application import Desktop
from ui.controls import Switch
from ui.rooms.home.room import HomeRoom
from ui.rooms.spec.asking import QuestionPanel
from ui.rooms.spec.contradiction import Contradiction
from ui.rooms.spec.room import SpecRoom
from ui.rooms.spec.views import DIAGRAM, TABLES, YAML

BRIEF = (
    "A workshop keeps bikes with a brand and a unique frame number. A repair belongs to a bike and has a price. "
    "A repair is received, in progress or done. Clerks may see all repairs. Clerks may only see their own repairs."
)


@pytest.fixture
def spec(desktop: Desktop, qtbot: QtBot) -> SpecRoom:
    """The room with the reading of a brief that was typed at Home."""
    home = desktop.window.room
    assert isinstance(home, HomeRoom)
    home.composer.compose(BRIEF)
    qtbot.keyClick(desktop.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desktop.window.room_name == "spec", timeout=20_000)
    room = desktop.window.room
    assert isinstance(room, SpecRoom)
    qtbot.waitUntil(lambda: bool(room.document.lines) and not room.filling.busy, timeout=20_000)
    return room


def test_a_sentence_lights_its_facts_and_a_fact_its_sentences(spec: SpecRoom) -> None:
    number = next(line.number for line in spec.document.lines if line.text.startswith("A repair belongs"))
    spec.brief.list.setCurrentIndex(spec.brief.rows.index(spec.brief.rows.row_of(number)))
    repair = spec.diagram.picture.things["repair"]
    assert "relation:repair.bike" in repair.lit
    assert "relation:repair.bike" in spec.tables.rows.lit
    spec.diagram.chosen.emit("relation:repair.bike")
    assert spec.brief.rows.lit == {number}


def test_a_contradiction_shows_both_sentences_and_an_answer_settles_it(spec: SpecRoom, qtbot: QtBot) -> None:
    band = spec.findChild(Contradiction)
    assert isinstance(band, Contradiction)
    cards = band.cards.buttons()
    assert {card.text() for card in cards} == {"Clerks may see all repairs.", "Clerks may only see their own repairs."}
    assert cards[0].y() == cards[1].y()
    qtbot.mouseClick(cards[1], Qt.MouseButton.LeftButton)
    assert spec.brief.list.currentIndex().data().startswith("Sentence 5")
    qtbot.keyClick(band, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not spec.document.questions, timeout=20_000)
    assert list(spec.desk.workspace.draft.answers.values()) == ["Clerks may only see their own repairs."]


def test_an_entity_is_renamed_in_place_and_undone(spec: SpecRoom, qtbot: QtBot) -> None:
    spec.diagram.setFocus()
    spec.diagram.chosen.emit("entity:bike")
    qtbot.keyClick(spec.diagram, Qt.Key.Key_Return)
    field = spec.diagram.field
    assert field is not None
    field.selectAll()
    qtbot.keyClicks(field, "Bicycle")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: spec.document.facts.entity("bicycle") is not None, timeout=20_000)
    bicycle = spec.document.facts.entity("bicycle")
    assert bicycle is not None
    assert bicycle.by == "person"
    assert "bicycle:" in spec.desk.workspace.draft.spec
    qtbot.keyClick(spec.diagram, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: spec.document.facts.entity("bike") is not None, timeout=20_000)
    assert spec.desk.workspace.draft.spec == ""


def test_a_field_is_added_by_key_and_named_at_once(spec: SpecRoom, qtbot: QtBot) -> None:
    spec.diagram.chosen.emit("entity:repair")
    qtbot.keyClick(spec.diagram, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: spec.diagram.field is not None, timeout=20_000)
    field = spec.diagram.field
    assert field is not None
    field.selectAll()
    qtbot.keyClicks(field, "Urgent note")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    def named() -> bool:
        repair = spec.document.facts.entity("repair")
        return repair is not None and any(each.name == "urgent_note" for each in repair.fields)

    qtbot.waitUntil(named, timeout=20_000)
    assert spec.diagram.field is None


def test_a_line_that_cannot_be_built_is_marked_and_the_last_good_text_stays(spec: SpecRoom, qtbot: QtBot) -> None:
    spec.tabs.setCurrentIndex(YAML)
    before = spec.document.text
    broken = before.replace("target: bike", "target: boat")
    spec.yaml.editor.setPlainText(broken)
    qtbot.waitUntil(lambda: bool(spec.yaml.editor.faults), timeout=20_000)
    line = broken.splitlines().index(next(each for each in broken.splitlines() if "target: boat" in each)) + 1
    assert min(spec.yaml.editor.faults) == line
    assert spec.document.text == before
    spec.yaml.editor.setPlainText(before)
    qtbot.waitUntil(lambda: not spec.yaml.editor.faults, timeout=20_000)


def test_a_change_of_the_text_changes_the_diagram(spec: SpecRoom, qtbot: QtBot) -> None:
    spec.tabs.setCurrentIndex(YAML)
    text = spec.document.text.replace("brand: {type: text", "maker: {type: text")
    spec.yaml.editor.setPlainText(text.replace("label: brand", "label: maker"))
    qtbot.waitUntil(lambda: "maker" in str(spec.document.facts.entity("bike")), timeout=20_000)
    spec.tabs.setCurrentIndex(DIAGRAM)
    things = spec.diagram.picture.things
    qtbot.waitUntil(lambda: things["bike"].row_rect("field:bike.maker").top() > 0, timeout=2000)


def test_every_tab_shows_the_same_facts(spec: SpecRoom) -> None:
    names = {entity.name for entity in spec.document.facts.entities}
    assert set(spec.diagram.picture.things) == names
    shown = {row.fact for row in spec.tables.rows.rows if row.heading}
    assert shown == {f"entity:{name}" for name in names}
    assert any(row.texts[1] == "/api/bikes" for row in spec.endpoints.rows.rows)


def test_the_run_is_planned_before_anything_happens(spec: SpecRoom, desktop: Desktop, qtbot: QtBot) -> None:
    from ui.rooms.run.planned import PlannedPanel
    from ui.rooms.run.room import RunRoom

    qtbot.keyClick(desktop.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room = desktop.window.room
    assert isinstance(room, RunRoom)
    qtbot.waitUntil(lambda: isinstance(room.side.currentWidget(), PlannedPanel), timeout=30_000)
    assert room.timeline._picture.lanes
    assert {bar.state for lane in room.timeline._picture.lanes for bar in lane.bars} == {"planned"}
    assert not any(row["status"] in ("queued", "running") for row in desktop.runs.runs.values())


def test_a_type_is_chosen_in_the_tables_and_a_name_entered_there(spec: SpecRoom, qtbot: QtBot) -> None:
    spec.tabs.setCurrentIndex(TABLES)
    row = next(at for at, cells in enumerate(spec.tables.rows.rows) if cells.fact == "field:repair.price")
    spec.tables.setFocus()
    spec.tables.setCurrentIndex(spec.tables.rows.index(row, 1))
    qtbot.keyClick(spec.tables, Qt.Key.Key_Return)
    choice = spec.tables.findChild(QComboBox)
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findData("number"))
    choice.activated.emit(choice.currentIndex())
    qtbot.waitUntil(lambda: "price: {type: number" in spec.document.text, timeout=20_000)
    qtbot.waitUntil(lambda: spec.tables.rows.rows[row].texts[1] == "number", timeout=20_000)
    spec.tables.setCurrentIndex(spec.tables.rows.index(row, 0))
    qtbot.keyClick(spec.tables, Qt.Key.Key_Return)
    field = spec.tables.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.setText("Cost")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "cost: {type: number" in spec.document.text, timeout=20_000)


def test_a_field_is_switched_to_unique_at_the_side_and_the_thing_deleted_by_key(spec: SpecRoom, qtbot: QtBot) -> None:
    spec.diagram.chosen.emit("field:repair.price")
    switch = next(each for each in spec.side.findChildren(Switch) if each.accessibleName() == "Unique")
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "unique: true" in spec.document.text.partition("repair:")[2], timeout=20_000)
    spec.diagram.chosen.emit("entity:repair")
    qtbot.keyClick(spec.diagram, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: spec.document.facts.entity("repair") is None, timeout=20_000)


def test_nothing_can_be_built_while_a_question_stands_in_the_way(desktop: Desktop, qtbot: QtBot) -> None:
    home = desktop.window.room
    assert isinstance(home, HomeRoom)
    home.composer.compose("We need something modern for our team. It should be easy and fast.")
    home.build()
    qtbot.waitUntil(lambda: desktop.window.room_name == "spec", timeout=20_000)
    room = desktop.window.room
    assert isinstance(room, SpecRoom)
    qtbot.waitUntil(lambda: room.document.blocked and not room.head.plan.isEnabled(), timeout=20_000)
    assert not any(row["status"] in ("queued", "running") for row in desktop.runs.runs.values())
    qtbot.waitUntil(lambda: not room.filling.busy, timeout=2000)
    panel = room.side.findChild(QuestionPanel)
    assert isinstance(panel, QuestionPanel)
    qtbot.keyClicks(panel.words, "A book has a title. A member has a name.")
    qtbot.keyClick(panel.words, Qt.Key.Key_Return)
    qtbot.waitUntil(room.head.plan.isEnabled, timeout=20_000)
    assert {entity.name for entity in room.document.facts.entities} == {"book", "member"}


def test_in_a_narrow_window_a_question_lies_over_the_room_until_it_is_put_away(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.window.resize(1100, 680)
    home = desktop.window.room
    assert isinstance(home, HomeRoom)
    home.composer.compose("A library lends books. A book has a title and a status.")
    home.primary()
    qtbot.waitUntil(lambda: desktop.window.room_name == "spec", timeout=20_000)
    room = desktop.window.room
    assert isinstance(room, SpecRoom)

    def asked() -> bool:
        panel = room.side.findChild(QuestionPanel)
        return isinstance(panel, QuestionPanel) and panel.isVisible()

    qtbot.waitUntil(asked, timeout=20_000)
    qtbot.keyClick(desktop.window, Qt.Key.Key_Escape)
    assert not asked()
