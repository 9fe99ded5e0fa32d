"""The room Tests over real test runs in the sandbox: results arrive, failures lead to their line, some run again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import git, small_project
from ui.application import Desktop
from ui.rooms.code.room import CodeRoom
from ui.rooms.tests.plan import Case, Group, coverage_of, history_of, rows_of, settled, waiting
from ui.rooms.tests.room import TestsRoom

FAILING = "tests/test_arithmetic.py::test_a_whole_is_shared"
CASES = [
    Case(id="tests/test_b.py::test_two", outcome="passed", seconds=2.0),
    Case(id="tests/test_b.py::test_one", outcome="passed"),
    Case(id="tests/test_a.py::test_fine", outcome="passed"),
    Case(id="tests/test_c.py::test_bad[x-1]", outcome="failed"),
]


@pytest.fixture
def room(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> TestsRoom:
    folder = small_project(tmp_path / "shelf")
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": str(folder)}))
    desktop.workspace.take(str(folder))
    desktop.window.go("tests")
    found = desktop.window.room
    assert isinstance(found, TestsRoom)
    qtbot.waitUntil(lambda: found.pages.currentWidget() is found.empty, timeout=20_000)
    desktop.window.activateWindow()
    return found


def run_all(room: TestsRoom, qtbot: QtBot) -> None:
    qtbot.keyClick(room.window(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(room.run), timeout=20_000)
    qtbot.waitUntil(lambda: not room.run and bool(room.report), timeout=60_000)


def test_a_failure_leads_to_its_line(room: TestsRoom, desktop: Desktop, qtbot: QtBot) -> None:
    run_all(room, qtbot)
    assert "1 passed" in room.counts.text()
    assert "1 failed" in room.counts.text()
    first = room.rows.rows[1]
    assert isinstance(first, Case)
    assert first.id == FAILING
    room.list.setCurrentIndex(room.rows.index(1))
    assert room.detail.isVisible()
    links = [each for each in room.detail.findChildren(QPushButton) if each.text().startswith("tests/")]
    qtbot.mouseClick(links[0], Qt.MouseButton.LeftButton)
    code = desktop.window.room
    assert isinstance(code, CodeRoom)
    qtbot.waitUntil(lambda: code.bench.editor is not None and code.bench.editor.line == 9, timeout=20_000)
    qtbot.waitUntil(lambda: [problem.tone for problem in code.bottom.problems.lines] == ["danger"], timeout=2000)
    desktop.window.go("code", "file:app/arithmetic.py")
    qtbot.waitUntil(lambda: code.bench.current is not None and code.bench.current.path == "app/arithmetic.py")
    editor = code.bench.editor
    assert editor is not None
    qtbot.waitUntil(lambda: editor.gutter.reached.missed == {11}, timeout=20_000)
    assert 6 in editor.gutter.reached.covered
    assert editor.gutter.reached.standing == "exact"


def test_what_changed_since_the_tests_is_told_as_old(
    room: TestsRoom, desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    run_all(room, qtbot)
    commit = git(tmp_path / "shelf", "rev-parse", "HEAD")[:7]
    assert f"commit {commit}" in room.counts.text()
    assert not any(row.stale for row in room.covered.rows)
    place = tmp_path / "shelf/app/arithmetic.py"
    place.write_text(f"# later\n{place.read_text()}")
    desktop.window.go("code", "file:app/arithmetic.py:12")
    code = desktop.window.room
    assert isinstance(code, CodeRoom)
    qtbot.waitUntil(lambda: code.bench.current is not None and code.bench.current.reached.standing == "changed")
    assert code.bench.current is not None
    assert code.bench.current.reached.missed == {12}
    qtbot.waitUntil(lambda: any(line.line == 12 for line in code.bottom.problems.lines))
    said = [label.text() for label in code.side.findChildren(QLabel)]
    assert any(f"commit {commit}: the marks of tests are old" in text for text in said)
    desktop.window.go("tests")
    qtbot.waitUntil(
        lambda: [row.file for row in room.covered.rows if row.stale] == ["app/arithmetic.py"], timeout=20_000
    )
    told = [room.covered.index(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(room.covered.rowCount())]
    assert "Coverage of app/arithmetic.py, changed since it was tested" in told


def test_one_runs_again_and_the_rest_is_remembered(room: TestsRoom, qtbot: QtBot, tmp_path: Path) -> None:
    run_all(room, qtbot)
    place = tmp_path / "shelf/tests/test_arithmetic.py"
    place.write_text(place.read_text().replace("== 5", "== 4"))
    room.list.setCurrentIndex(room.rows.index(room.rows.place(FAILING)))
    room.list.setFocus()
    qtbot.keyClick(room.list, Qt.Key.Key_F)
    assert len(room.rows.rows) == 2
    qtbot.keyClick(room.list, Qt.Key.Key_F)
    room.list.setCurrentIndex(room.rows.index(room.rows.place(FAILING)))
    qtbot.keyClick(room.list, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: bool(room.run), timeout=20_000)
    qtbot.waitUntil(lambda: "2 passed" in room.counts.text(), timeout=60_000)
    assert room.tabs.count() == 2
    room.tabs.setCurrentIndex(1)
    covered = {row.file: row.percent for row in room.covered.rows}
    percent = covered["app/arithmetic.py"]
    assert percent is not None
    assert 70 < percent < 100


def test_failures_come_first_and_slow_tests_before_quick_ones() -> None:
    rows = rows_of(CASES)
    assert [row.file for row in rows if isinstance(row, Group)] == [
        "tests/test_c.py",
        "tests/test_a.py",
        "tests/test_b.py",
    ]
    assert [row.title for row in rows if isinstance(row, Case)] == ["bad (x-1)", "fine", "two", "one"]
    assert len(rows_of(CASES, failed_only=True)) == 2
    assert len(rows_of(CASES, words="fine")) == 2
    assert len(rows_of(CASES, folded=frozenset({"tests/test_b.py"}))) == 5


def test_results_are_filled_in_as_they_arrive() -> None:
    begun = waiting(CASES, ["tests/test_b.py"])
    assert [case.outcome for case in begun] == ["running", "running", "passed", "failed"]
    done = settled(begun, {"tests/test_b.py::test_one": ("failed", 0.5), "tests/test_d.py::test_new": ("passed", 0.1)})
    assert [case.outcome for case in done] == ["running", "failed", "passed", "failed", "passed"]


def test_coverage_is_counted_by_file() -> None:
    rows = coverage_of({"missed": {"a.py": [3]}, "reached": {"a.py": [1, 2, 4], "b.py": [1]}})
    assert [(row.file, row.percent) for row in rows] == [("a.py", 75.0), ("b.py", 100.0)]
    assert coverage_of({"missed": {"a.py": [3]}})[0].percent is None


def test_the_past_of_a_test_is_that_of_this_project() -> None:
    def run(time: str, outcome: str, project: str = "/p") -> dict[str, object]:
        cases = [{"id": "t", "outcome": outcome}]
        return {"kind": "project.test", "created": time, "arguments": {"project": project}, "result": {"cases": cases}}

    runs = [run("3", "passed"), run("1", "failed"), run("2", "failed", "/other"), {"kind": "project.new"}]
    assert history_of(runs, "/p", "t") == ["failed", "passed"]
