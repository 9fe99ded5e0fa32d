"""A file keeps its own line ends, byte order mark and last line: byte for byte where nobody edited."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import SPEC, git, small_project
from ui.application import Desktop
from ui.rooms.code.endings import form_of, formed, plain
from ui.rooms.code.room import CodeRoom
from ui.rooms.spec.room import SpecRoom

CONTROL = Qt.KeyboardModifier.ControlModifier
NAME = "notes.txt"
TEXTS = {
    "windows": b"one\r\ntwo\r\nthree\r\n",
    "old mac": b"one\rtwo\rthree\r",
    "no last line end": b"one\r\ntwo\r\nthree",
    "marked": b"\xef\xbb\xbfone\r\ntwo\r\nthree\r\n",
    "marked only": b"\xef\xbb\xbfone\ntwo\nthree\n",
    "mixed": b"one\r\ntwo\nthree\rfour\r\n\r\n\nfive",
    "plain": b"one\ntwo\nthree\n",
    "odd signs": "one\u00a0un\ntwo\x0c\u2028\t \nthree\u2029four\r\n😀 five\u200b\n\n".encode(),
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_a_text_taken_in_and_given_back_is_the_same(content: bytes) -> None:
    text = content.decode()
    assert formed(form_of(text), plain(text)).encode() == content
    assert "\r" not in plain(text)


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("a\r\nb\r\n", ("b", "b\nc"), "a\r\nb\r\nc\r\n"),
        ("a\r\nb\nc\r\n", ("a", "x"), "x\r\nb\nc\r\n"),
        ("a\r\nb\nc\r\n", ("b", "x"), "a\r\nx\nc\r\n"),
        ("a\r\nb\nc\r\nd", ("b\n", ""), "a\r\nc\r\nd"),
        ("a\nb\r\nc\r\nd\r\n", ("a\n", "a\nnew\n"), "a\nnew\r\nb\r\nc\r\nd\r\n"),
        ("a\r\nb\n", ("b\n", "b\n\n\n"), "a\r\nb\n\r\n\r\n"),
        ("a\r\nb\n", ("a\nb\n", ""), ""),
        ("\ufeffa\rb", ("b", "b\n"), "\ufeffa\rb\r"),
        ("", ("", "a\nb\n"), "a\nb\n"),
    ],
)
def test_only_what_was_edited_changes(before: str, edit: tuple[str, str], after: str) -> None:
    text = plain(before)
    assert formed(form_of(before), text.replace(*edit, 1)) == after


@pytest.fixture
def project(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> Path:
    folder = small_project(tmp_path / "shelf")
    git(folder, "config", "core.autocrlf", "false")
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": str(folder)}))
    desktop.workspace.take(str(folder))
    return folder


def opened(desktop: Desktop, qtbot: QtBot, project: Path, content: bytes) -> CodeRoom:
    """The room with a file of these bytes in front, which the newest commit has too."""
    (project / NAME).write_bytes(content)
    git(project, "add", NAME)
    git(project, "commit", "-q", "-m", "Notes")
    desktop.window.activateWindow()
    desktop.window.go("code", f"file:{NAME}")
    room = desktop.window.room
    assert isinstance(room, CodeRoom)
    qtbot.waitUntil(lambda: room.bench.current is not None and room.bench.current.path == NAME, timeout=20_000)
    return room


def type_and_save(qtbot: QtBot, room: CodeRoom, text: str) -> None:
    """At the end of the first line."""
    editor = room.bench.editor
    assert editor is not None
    editor.go_to(1)
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End)
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not room.bench.unsaved, timeout=20_000)


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_saving_changes_the_edited_line_alone(desktop: Desktop, qtbot: QtBot, project: Path, content: bytes) -> None:
    room = opened(desktop, qtbot, project, content)
    editor = room.bench.editor
    assert editor is not None
    type_and_save(qtbot, room, "!")
    first = content.decode().removeprefix("\ufeff").splitlines()[0].encode()
    assert (project / NAME).read_bytes() == content.replace(first, first + b"!", 1)
    qtbot.waitUntil(lambda: editor.gutter.marks == {1: "changed"}, timeout=20_000)
    type_and_save(qtbot, room, "!")
    assert (project / NAME).read_bytes() == content.replace(first, first + b"!!", 1)
    qtbot.keyClick(editor, Qt.Key.Key_Z, CONTROL)
    editor.undo()
    type_and_save(qtbot, room, "")
    assert (project / NAME).read_bytes() == content
    qtbot.waitUntil(lambda: room.bench.rows[NAME].change == "", timeout=20_000)


def test_a_new_line_ends_as_its_file_does(desktop: Desktop, qtbot: QtBot, project: Path) -> None:
    room = opened(desktop, qtbot, project, TEXTS["windows"])
    editor = room.bench.editor
    assert editor is not None
    editor.go_to(1)
    qtbot.keyClick(editor, Qt.Key.Key_End)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    type_and_save(qtbot, room, "")
    assert (project / NAME).read_bytes() == b"one\r\n\r\ntwo\r\nthree\r\n"


def test_what_changed_on_disk_brings_its_own_line_ends(desktop: Desktop, qtbot: QtBot, project: Path) -> None:
    room = opened(desktop, qtbot, project, TEXTS["windows"])
    (project / NAME).write_bytes(TEXTS["plain"])
    assert room.bench.current is not None
    finish(qtbot, room.bench.current.look_again())
    room.bench.show_mode("changes")
    page = room.bench.changes
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 2, timeout=20_000)  # only line ends differ
    room.bench.show_mode("file")
    type_and_save(qtbot, room, "!")
    assert (project / NAME).read_bytes() == b"one!\ntwo\nthree\n"


def test_signs_that_an_editor_loses_are_only_read(desktop: Desktop, qtbot: QtBot, project: Path) -> None:
    content = "one\ufdd0two\n".encode()
    room = opened(desktop, qtbot, project, content)
    assert room.bench.editor is not None
    assert room.bench.editor.isReadOnly()
    assert room.bench.current is not None
    assert not finish(qtbot, room.bench.current.save())
    assert (project / NAME).read_bytes() == content


def test_a_specification_keeps_its_line_ends_in_spec_too(desktop: Desktop, qtbot: QtBot, project: Path) -> None:
    place = project / "spec.yaml"
    written = (
        SPEC.partition("sentences:")[0] + "sentences:\n  1: {text: A shelf holds games with a title., status: facts}\n"
    )
    content = written.replace("\n", "\r\n").encode()
    place.write_bytes(content)
    desktop.window.go("spec")
    room = desktop.window.room
    assert isinstance(room, SpecRoom)
    qtbot.waitUntil(lambda: "board games" in room.document.text, timeout=20_000)
    assert finish(qtbot, room.document.replace(room.document.text.replace("board games", "books", 1), "Books"))
    qtbot.waitUntil(lambda: place.read_bytes() == content.replace(b"board games", b"books", 1), timeout=20_000)
