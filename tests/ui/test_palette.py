"""The palette finds what the project in hand holds, and goes there: entities, fields, sentences, files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import small_project
from tests.ui.test_spec_editing import SPEC
from ui.application import Desktop
from ui.language import speak
from ui.rooms.code.room import CodeRoom
from ui.rooms.spec.room import SpecRoom


@pytest.fixture
def at_work(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> Desktop:
    """The window with a small project in hand; Spec and Code were never opened."""
    project = small_project(tmp_path / "shelf")
    (project / "spec.yaml").write_text(SPEC, encoding="utf-8")
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": str(project)}))
    finish(qtbot, desktop.workspace.refresh())
    desktop.workspace.take(str(project))
    return desktop


def sought(desktop: Desktop, qtbot: QtBot, words: str, title: str) -> None:
    """Ctrl+K, the words, and Enter once what they mean stands first."""
    palette = desktop.window.palette_view
    qtbot.keyClick(desktop.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(palette.isVisible)
    qtbot.keyClicks(palette.field, words)
    qtbot.waitUntil(lambda: [e.title for e in palette.found.entries[:1]] == [title], timeout=20_000)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_an_entity_and_a_field_are_found_and_shown_in_spec(at_work: Desktop, qtbot: QtBot) -> None:
    sought(at_work, qtbot, "@book", "Book")
    room = at_work.window.room
    assert isinstance(room, SpecRoom)
    qtbot.waitUntil(lambda: room._fact == "entity:book", timeout=20_000)
    assert room.diagram.picture.things["book"].chosen == "entity:book"
    sought(at_work, qtbot, "@title", "Title")
    qtbot.waitUntil(lambda: room._fact == "field:book.title", timeout=20_000)


def test_a_sentence_is_found_and_shown_in_spec_with_its_facts(at_work: Desktop, qtbot: QtBot) -> None:
    detail = finish(
        qtbot,
        at_work.link.ask("GET", "/projects/detail", query={"path": at_work.workspace.project.path}),  # type: ignore[union-attr]
    )
    sentence = next(row for row in detail["sentences"] if row["status"] == "facts")
    sought(at_work, qtbot, f"#{sentence['text'][:20]}", sentence["text"])
    room = at_work.window.room
    assert isinstance(room, SpecRoom)
    qtbot.waitUntil(lambda: room._sentence == sentence["number"], timeout=20_000)
    qtbot.wait(100)
    assert any(item.lit for item in room.diagram.picture.things.values())


def test_a_file_is_found_before_code_was_ever_opened(at_work: Desktop, qtbot: QtBot) -> None:
    sought(at_work, qtbot, "quantumlayer.json", "quantumlayer.json")
    room = at_work.window.room
    assert isinstance(room, CodeRoom)
    qtbot.waitUntil(lambda: room.bench.editor is not None, timeout=20_000)


def test_after_a_change_of_language_nothing_of_the_rooms_of_before_is_asked(at_work: Desktop) -> None:
    at_work.window.go("spec")
    speak("de")
    at_work.window.retitle()
    palette = at_work.window.palette_view
    palette.open("")
    assert palette.found.entries
    assert palette.field.placeholderText().startswith("Befehl")
    speak("en")
    at_work.window.retitle()


def test_the_palette_stands_within_a_small_window(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.window.fit(QSize(960, 520))
    desktop.window.resize(960, 520)
    palette = desktop.window.palette_view
    qtbot.keyClick(desktop.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(palette.isVisible)
    assert palette.rect().contains(palette._frame.geometry())
    assert "palette" not in desktop.preferences.texts("palette/recent")
