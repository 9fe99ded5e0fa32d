"""The room Code, driven by keys over a real engine: edit, save, find, compare, take back, and what is never lost."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import ARITHMETIC, git, small_project
from ui.application import Desktop
from ui.rooms.code.editor import Editor
from ui.rooms.code.reached import Told
from ui.rooms.code.room import CodeRoom

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FILE = "app/arithmetic.py"


@pytest.fixture
def project(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> Path:
    folder = small_project(tmp_path / "shelf")
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": str(folder)}))
    desktop.workspace.take(str(folder))
    return folder


@pytest.fixture
def room(desktop: Desktop, qtbot: QtBot, project: Path) -> CodeRoom:
    desktop.window.go("code", f"file:{FILE}")
    found = desktop.window.room
    assert isinstance(found, CodeRoom)
    qtbot.waitUntil(lambda: found.bench.current is not None and found.bench.current.path == FILE, timeout=20_000)
    desktop.window.activateWindow()
    return found


def editor_of(room: CodeRoom) -> Editor:
    assert room.bench.editor is not None
    return room.bench.editor


def type_at(qtbot: QtBot, room: CodeRoom, line: int, text: str) -> None:
    """Types at the end of a line."""
    editor = editor_of(room)
    editor.go_to(line)
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End)
    qtbot.keyClicks(editor, text)


def test_what_is_typed_is_saved_with_ctrl_s(room: CodeRoom, qtbot: QtBot, project: Path) -> None:
    type_at(qtbot, room, 6, "  # all of them")
    assert room.bench.unsaved == [FILE]
    qtbot.keyClick(editor_of(room), Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not room.bench.unsaved)
    assert "return sum(prices)  # all of them\n" in (project / FILE).read_text()
    qtbot.waitUntil(lambda: room.bench.rows[FILE].change == "M")
    qtbot.waitUntil(lambda: editor_of(room).gutter.marks == {6: "changed"})


def test_lines_have_the_colours_of_their_language(room: CodeRoom, qtbot: QtBot) -> None:
    def roles(line: int) -> int:
        return len(editor_of(room).document().findBlockByNumber(line - 1).layout().formats())

    qtbot.waitUntil(lambda: roles(4) > 2)
    type_at(qtbot, room, 6, ' + len("""x')
    qtbot.waitUntil(lambda: roles(9) == 1)  # what follows is part of the text now


def test_a_file_that_changed_on_disk_is_never_written_over(room: CodeRoom, qtbot: QtBot, project: Path) -> None:
    type_at(qtbot, room, 6, "  # mine")
    (project / FILE).write_text(ARITHMETIC.replace("Sums", "Totals"))
    room.save()
    conflict = room.bench.conflict
    qtbot.waitUntil(conflict.isVisible)
    assert "Totals" in (project / FILE).read_text()
    assert len(conflict.view.rows) > 5
    qtbot.mouseClick(conflict.notice.buttons()[0], Qt.MouseButton.LeftButton)  # keep mine
    qtbot.waitUntil(lambda: "# mine" in (project / FILE).read_text())
    assert "Totals" not in (project / FILE).read_text()
    assert not conflict.isVisible()


def told(text: str, *, commit: str = "") -> Told:
    """A report of lines 1, 6 and 12 of this text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Told(covered=frozenset({1, 6}), missed=frozenset({12}), digest=digest, commit=commit)


def show_told(room: CodeRoom, qtbot: QtBot, told: Told) -> None:
    """Once the room has asked for the report itself."""
    qtbot.waitUntil(lambda: not room._tasks, timeout=20_000)
    assert room.bench.current is not None
    room.bench.current.show_told(told)


def lines_of(room: CodeRoom) -> tuple[str, set[int], set[int]]:
    found = editor_of(room).gutter.reached
    return found.standing, set(found.covered), set(found.missed)


def test_marks_of_tests_are_old_as_soon_as_the_text_is_another(room: CodeRoom, qtbot: QtBot, project: Path) -> None:
    opened = room.bench.current
    assert opened is not None
    show_told(room, qtbot, told(ARITHMETIC))
    qtbot.waitUntil(lambda: lines_of(room) == ("exact", {1, 6}, {12}))
    type_at(qtbot, room, 4, "")
    qtbot.keyClick(editor_of(room), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines_of(room) == ("changed", {1, 7}, {13}))
    assert "Changed since it was tested" in editor_of(room).gutter.toolTip()
    type_at(qtbot, room, 7, "  # other")
    qtbot.waitUntil(lambda: lines_of(room) == ("changed", {1}, {13}))
    room.save()
    qtbot.waitUntil(lambda: not room.bench.unsaved)
    show_told(room, qtbot, told(editor_of(room).text))
    qtbot.waitUntil(lambda: lines_of(room) == ("exact", {1, 6}, {12}))


def test_lines_of_a_text_that_is_gone_are_not_shown(room: CodeRoom, qtbot: QtBot) -> None:
    opened = room.bench.current
    assert opened is not None
    show_told(room, qtbot, told("something else\n" * 20))
    qtbot.waitUntil(lambda: lines_of(room) == ("gone", set(), set()))
    assert "Another text than this was tested" in editor_of(room).gutter.toolTip()
    show_told(room, qtbot, Told(missed=frozenset({3})))  # a report of before, which names no text
    qtbot.waitUntil(lambda: opened.reached.standing == "gone")
    show_told(room, qtbot, Told())
    qtbot.waitUntil(lambda: opened.reached.standing == "none")


def test_an_older_commit_that_was_tested_is_found(room: CodeRoom, qtbot: QtBot, project: Path) -> None:
    first = git(project, "rev-parse", "HEAD").strip()
    (project / FILE).write_text("# another\n" + ARITHMETIC)
    git(project, "commit", "-q", "-a", "-m", "One more line")
    assert room.bench.current is not None
    finish(qtbot, room.bench.current.look_again())
    room.bench.current._texts.clear()
    show_told(room, qtbot, told(ARITHMETIC, commit=first))
    qtbot.waitUntil(lambda: lines_of(room) == ("changed", {2, 7}, {13}))
    assert first[:7] in editor_of(room).gutter.toolTip()


def test_the_version_on_disk_can_be_taken_and_undone(room: CodeRoom, qtbot: QtBot, project: Path) -> None:
    type_at(qtbot, room, 6, "  # mine")
    (project / FILE).write_text(ARITHMETIC.replace("Sums", "Totals"))
    room.save()
    qtbot.waitUntil(room.bench.conflict.isVisible)
    qtbot.mouseClick(room.bench.conflict.notice.buttons()[1], Qt.MouseButton.LeftButton)
    assert editor_of(room).toPlainText().startswith('"""Totals."""')
    editor_of(room).undo()
    assert "# mine" in editor_of(room).toPlainText()


def test_unsaved_text_outlives_the_window(
    room: CodeRoom, desktop: Desktop, qtbot: QtBot, project: Path, engine_home: Path
) -> None:
    type_at(qtbot, room, 6, "  # not saved")
    desktop.window.close()
    other = Desktop(engine_home)
    other.open()
    qtbot.waitUntil(lambda: other.link.running, timeout=20_000)
    other.workspace.take(str(project))
    other.window.go("code")
    again = other.window.room
    assert isinstance(again, CodeRoom)
    qtbot.waitUntil(lambda: FILE in again.bench.open_files, timeout=20_000)
    opened = again.bench.open_files[FILE]
    qtbot.waitUntil(lambda: bool(opened.notice.text))
    assert "# not saved" not in opened.text
    qtbot.mouseClick(opened.notice.buttons()[0], Qt.MouseButton.LeftButton)
    assert "# not saved" in opened.text
    assert "# not saved" not in (project / FILE).read_text()
    opened.editor.undo()
    finish(qtbot, other.close())
    other.window.deleteLater()


def test_find_and_replace_by_a_pattern(room: CodeRoom, qtbot: QtBot) -> None:
    editor = editor_of(room)
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_H, CONTROL)
    bar = room.bench.find_bar
    assert bar.isVisible()
    bar.regex.setChecked(True)
    bar.field.setText(r"def (\w+)\(")
    assert len(editor.hits) == 2
    bar.other.setText(r"def my_\1(")
    bar.replace_all()
    assert "def my_total(" in editor.toPlainText()
    assert "def my_share(" in editor.toPlainText()
    editor.undo()
    assert editor.toPlainText() == ARITHMETIC
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_all_files_are_searched(room: CodeRoom, qtbot: QtBot) -> None:
    room.enter("search:share(")
    qtbot.waitUntil(lambda: room.bottom.search.lines.rowCount() == 2, timeout=10_000)
    assert {hit.file for hit in room.bottom.search.lines.lines} == {FILE, "tests/test_arithmetic.py"}


def test_a_change_is_put_back_and_accepted_by_keys(room: CodeRoom, qtbot: QtBot) -> None:
    type_at(qtbot, room, 1, "  # one")
    type_at(qtbot, room, 12, "  # two")
    qtbot.keyClick(editor_of(room), Qt.Key.Key_D, CONTROL)
    view = room.bench.changes.view
    qtbot.waitUntil(
        lambda: room.bench.changes.comparison is not None and len(room.bench.changes.comparison.changes) == 2
    )
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert view.seen == {0}
    qtbot.keyClick(view, Qt.Key.Key_X)  # the next one was chosen by accepting
    assert "# two" not in editor_of(room).toPlainText()
    assert "# one" in editor_of(room).toPlainText()
    editor_of(room).undo()
    assert "# two" in editor_of(room).toPlainText()


def test_changes_are_recorded_and_an_older_state_comes_back(room: CodeRoom, qtbot: QtBot, project: Path) -> None:
    type_at(qtbot, room, 1, "  # one")
    room.save()
    qtbot.waitUntil(lambda: room.panel.record.isVisible())
    room._record("Say one")
    qtbot.waitUntil(lambda: len(room.bench.commits.commits) == 2)
    assert git(project, "log", "-1", "--format=%s").strip() == "Say one"
    room.bench.show_mode("history")
    room.bench.history.setCurrentIndex(room.bench.commits.index(1))
    qtbot.keyClick(room.bench.history, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(room.bench.commits.commits) == 3, timeout=10_000)
    assert (project / FILE).read_text() == ARITHMETIC
    qtbot.waitUntil(lambda: editor_of(room).toPlainText() == ARITHMETIC)


def test_ctrl_p_opens_the_file_that_fits_best(room: CodeRoom, desktop: Desktop, qtbot: QtBot) -> None:
    desktop.window.go("tests")
    qtbot.keyClick(desktop.window, Qt.Key.Key_P, CONTROL)
    assert desktop.window.room is room
    assert room.panel.field.hasFocus()
    qtbot.keyClicks(room.panel.field, "arith")
    qtbot.keyClick(room.panel.field, Qt.Key.Key_Escape)
    assert room.panel.field.text() == ""
    assert desktop.window.room is room
    qtbot.keyClicks(room.panel.field, "readme")
    qtbot.keyClick(room.panel.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.bench.current is not None and room.bench.current.path == "README.md")


def opened_anew(desktop: Desktop, qtbot: QtBot, room: CodeRoom) -> CodeRoom:
    """The room made anew, as after a start, before it knows any of its files."""
    desktop.window.retitle()
    made = desktop.window.room
    assert isinstance(made, CodeRoom)
    assert made is not room
    qtbot.waitUntil(lambda: made.files is not None)
    return made


def test_what_a_person_opens_stays_before_what_was_open_the_last_time(
    room: CodeRoom, desktop: Desktop, qtbot: QtBot
) -> None:
    for file in ("README.md", "spec.yaml"):
        finish(qtbot, room.bench.open(file))
    again = opened_anew(desktop, qtbot, room)
    finish(qtbot, again.bench.open("quantumlayer.json"))
    assert again.bench.current is not None
    assert again.bench.current.path == "quantumlayer.json"
    last = {FILE, "README.md", "spec.yaml"}
    qtbot.waitUntil(lambda: set(again.bench.open_files) == last | {"quantumlayer.json"}, timeout=20_000)
    assert again.bench.current.path == "quantumlayer.json"
    kept = opened_anew(desktop, qtbot, again)
    qtbot.waitUntil(lambda: set(kept.bench.open_files) == last | {"quantumlayer.json"}, timeout=20_000)


def test_what_was_open_is_kept_when_the_window_goes_before_it_is_open_again(
    room: CodeRoom, desktop: Desktop, qtbot: QtBot
) -> None:
    finish(qtbot, room.bench.open("README.md"))
    again = opened_anew(desktop, qtbot, room)
    finish(qtbot, again.bench.open("spec.yaml"))
    kept = opened_anew(desktop, qtbot, again)
    qtbot.waitUntil(lambda: set(kept.bench.open_files) == {FILE, "README.md", "spec.yaml"}, timeout=20_000)


def test_the_first_visit_shows_a_file_unless_a_person_chose_one(desktop: Desktop, qtbot: QtBot, project: Path) -> None:
    desktop.window.go("code")
    found = desktop.window.room
    assert isinstance(found, CodeRoom)
    qtbot.waitUntil(lambda: bool(found.panel.tree.rows))
    found.panel.view.chosen.emit(FILE)
    qtbot.waitUntil(lambda: found.bench.current is not None and found.bench.current.path == FILE, timeout=20_000)
    qtbot.waitUntil(lambda: not found._tasks, timeout=20_000)
    assert found.bench.current is not None
    assert found.bench.current.path == FILE


def test_the_file_in_front_comes_back_to_the_front(room: CodeRoom, qtbot: QtBot, desktop: Desktop) -> None:
    finish(qtbot, room.bench.open("README.md"))
    finish(qtbot, room.bench.open(FILE))
    desktop.window.retitle()
    qtbot.waitUntil(lambda: isinstance(desktop.window.room, CodeRoom) and desktop.window.room is not room)
    again = desktop.window.room
    assert isinstance(again, CodeRoom)
    qtbot.waitUntil(lambda: again.bench.tabs.count() == 2, timeout=20_000)
    qtbot.waitUntil(lambda: again.bench.current is not None and again.bench.current.path == FILE)


def test_keys_of_the_editor(room: CodeRoom, qtbot: QtBot) -> None:
    editor = editor_of(room)
    type_at(qtbot, room, 10, "")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "x = 1")
    lines = editor.toPlainText().split("\n")
    assert lines[10] == "        x = 1"
    qtbot.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.toPlainText().split("\n")[10] == "    x = 1"
    qtbot.keyClick(editor, Qt.Key.Key_Slash, CONTROL)
    assert editor.toPlainText().split("\n")[10] == "    # x = 1"


def test_a_large_file_opens_to_be_read_and_scrolls_without_waiting(room: CodeRoom, qtbot: QtBot, project: Path) -> None:
    import time

    (project / "big.py").write_text("def f(x): return x + 1  # a line of code\n" * 60_000)
    finish(qtbot, room._refresh())
    finish(qtbot, room.bench.open("big.py"))
    editor = editor_of(room)
    assert editor.isReadOnly()
    qtbot.waitUntil(lambda: len(editor.document().findBlockByNumber(5).layout().formats()) > 2)
    slowest = 0.0
    for _ in range(20):
        began = time.perf_counter()
        QTest.keyClick(editor, Qt.Key.Key_PageDown)
        QGuiApplication.processEvents()
        slowest = max(slowest, time.perf_counter() - began)
    assert slowest < 0.25  # a slow, busy machine; alone it is a few milliseconds
    editor.verticalScrollBar().setValue(editor.verticalScrollBar().maximum())
    QGuiApplication.processEvents()
    last = editor.firstVisibleBlock()
    qtbot.waitUntil(lambda: len(last.layout().formats()) > 2)
