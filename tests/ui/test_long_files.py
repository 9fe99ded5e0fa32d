"""Long files cost little: text goes in by pieces, lines are read when asked for, a change touches what differs alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import small_project
from ui.application import Desktop
from ui.rooms.code.editor import kept_ends
from ui.rooms.code.lines import Lines
from ui.rooms.code.open_file import PIECE, pieces_of
from ui.rooms.code.plan import enclosing
from ui.rooms.code.room import CodeRoom

LONG = "".join(f"def work_{n}(a: int) -> int:\r\n    return a + {n}\n" for n in range(4000))


def test_pieces_end_with_a_line_and_lose_nothing() -> None:
    pieces = list(pieces_of(LONG + "and no end of line"))
    assert "".join(pieces) == LONG + "and no end of line"
    assert len(pieces) > 2
    assert all(piece.endswith("\n") and len(piece) < PIECE + 100 for piece in pieces[:-1])
    assert list(pieces_of("")) == []


def test_what_two_texts_begin_and_end_with_is_kept() -> None:
    assert kept_ends("one two three", "one four three") == (4, 6)
    assert kept_ends("aaa", "aa") == (2, 0)
    assert kept_ends("", "new") == (0, 0)
    assert kept_ends("same", "same") == (4, 0)


def test_lines_of_a_document_are_read_as_a_sequence(qtbot: QtBot) -> None:
    document = QTextDocument("def first():\n    return 1\nend")
    lines = Lines(document)
    assert list(lines) == ["def first():", "    return 1", "end"]
    assert (lines[-1], lines[0:2], len(lines)) == ("end", ["def first():", "    return 1"], 3)
    assert enclosing(lines, 2) == "first"


def test_a_long_file_is_opened_whole_and_unchanged(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    project = small_project(tmp_path / "shelf")
    (project / "app" / "long.py").write_bytes(LONG.encode())
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": str(project)}))
    finish(qtbot, desktop.workspace.refresh())
    desktop.workspace.take(str(project))
    desktop.window.go("code", "file:app/long.py:7000")
    room = desktop.window.room
    assert isinstance(room, CodeRoom)
    qtbot.waitUntil(lambda: room.bench.editor is not None and room.bench.editor.line == 7000, timeout=20_000)
    opened = room.bench.current
    assert opened is not None
    assert opened.editor.blockCount() == 8001
    assert not opened.unsaved
    assert not opened.editor.document().isUndoAvailable()
    assert opened.text == LONG.replace("\r\n", "\n")
