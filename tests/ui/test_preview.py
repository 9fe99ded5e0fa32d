"""The room Preview over a real preview in the sandbox: start, address, log, shell, life, stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import small_project
from ui.application import Desktop
from ui.rooms.code.room import CodeRoom
from ui.rooms.preview.address import LinkDialog
from ui.rooms.preview.console import behind
from ui.rooms.preview.plan import Instance, Measures, environment_of, first_and_last, fits, left_words, listed, log_line
from ui.rooms.preview.room import PreviewRoom

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
APPLICATION = '''"""Answers every request with the text of a page; plain ASGI, so that it starts in a moment."""

from pathlib import Path

PAGE = Path(__file__).with_name("page.html").read_text("utf-8")


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            kind = (await receive())["type"]
            await send({"type": kind + ".complete"})
            if kind == "lifespan.shutdown":
                return
    print("asked for", scope["path"], flush=True)
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": PAGE.encode()})
'''


@pytest.fixture
def project(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> Path:
    folder = small_project(tmp_path / "shelf")
    (folder / "app/main.py").write_text(APPLICATION)
    (folder / "app/page.html").write_text("<h1>A shelf of games</h1>\n")
    finish(qtbot, desktop.link.ask("POST", "/projects/open", body={"path": str(folder)}))
    desktop.workspace.take(str(folder))
    finish(qtbot, desktop.workspace.refresh())
    return folder


@pytest.fixture
def room(desktop: Desktop, qtbot: QtBot, project: Path) -> PreviewRoom:
    desktop.window.go("preview")
    found = desktop.window.room
    assert isinstance(found, PreviewRoom)
    desktop.window.activateWindow()
    return found


@pytest.fixture
def running(room: PreviewRoom, qtbot: QtBot) -> PreviewRoom:
    """Started from the empty room, as a person would."""
    qtbot.waitUntil(lambda: room.stack.currentWidget() is room.empty)
    room.primary()
    qtbot.waitUntil(lambda: room.badge.text == "Running", timeout=60_000)
    return room


async def page(url: str) -> str:
    async with httpx.AsyncClient(timeout=20) as client:
        return (await client.get(url)).text


def shown(room: PreviewRoom) -> str:
    screen = room.console.shell.view.letters
    return "\n".join(screen.text(line) for line in range(screen.above + screen.rows))


def test_a_preview_starts_and_its_address_answers(running: PreviewRoom, qtbot: QtBot) -> None:
    assert running.badge.text == "Running"
    assert "A shelf of games" in finish(qtbot, page(running.address.field.text()))
    running.address.copy()
    assert QGuiApplication.clipboard().text() == running.address.field.text()
    qtbot.waitUntil(lambda: any("asked for /" in line.text for line in running.console.log.shown), timeout=10_000)
    running.console.levels.setFocus()
    running.console.field.setText("no such words")
    qtbot.waitUntil(lambda: not running.console.log.shown)


def test_a_shell_runs_in_the_sandbox(running: PreviewRoom, qtbot: QtBot) -> None:
    running.console.open("shell")
    view = running.console.shell.view
    qtbot.waitUntil(lambda: view.letters.text(0) != "", timeout=20_000)
    qtbot.keyClicks(view, "echo $((6*7)); pwd; sleep 60")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "\n42\n" in shown(running), timeout=10_000)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().setText("echo pasted-$((1+1))\n")
    view.paste()
    qtbot.waitUntil(lambda: "pasted-2" in shown(running), timeout=10_000)
    qtbot.keyClicks(view, "exit")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.ended, timeout=10_000)


def test_a_long_paste_into_a_program_that_reads_nothing_stops_nobody(running: PreviewRoom, qtbot: QtBot) -> None:
    running.console.open("shell")
    view = running.console.shell.view
    qtbot.waitUntil(lambda: view.letters.text(0) != "", timeout=20_000)
    qtbot.keyClicks(view, "sleep 1000")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    QGuiApplication.clipboard().setText(("x" * 79 + "\n") * (1_000_000 // 80))
    began = time.monotonic()
    view.paste()
    assert time.monotonic() - began < 0.3  # 16 ms where nothing else is at work
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(view, "echo still-$((6*7))")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "still-42" in shown(running), timeout=15_000)
    assert running.desk.link.running
    assert not running.console.shell.failure.isVisible()


def test_a_shell_is_walked_through_by_tab_and_has_the_key_once_it_is_used(running: PreviewRoom, qtbot: QtBot) -> None:
    running.console.open("shell")
    view = running.console.shell.view
    qtbot.waitUntil(lambda: view.letters.text(0) != "", timeout=20_000)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_F6)
    assert not view.hasFocus()


def test_it_is_stopped_and_started_again(running: PreviewRoom, qtbot: QtBot) -> None:
    qtbot.mouseClick(running.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: running.badge.text == "Stopped", timeout=10_000)
    assert running.open_button.text() == "Start again"
    assert not running.share_button.isEnabled()
    running.primary()
    qtbot.waitUntil(lambda: running.badge.text == "Running", timeout=60_000)


def test_it_lives_longer_and_is_shared(running: PreviewRoom, qtbot: QtBot) -> None:
    assert running.chosen is not None
    before = running.chosen.expires
    qtbot.mouseClick(running.lifetime.longer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: running.chosen is not None and running.chosen.expires == before + timedelta(days=1))
    qtbot.mouseClick(running.share_button, Qt.MouseButton.LeftButton)

    def dialog() -> LinkDialog | None:
        found = QApplication.activeModalWidget()
        return found if isinstance(found, LinkDialog) else None

    qtbot.waitUntil(lambda: dialog() is not None)
    made = dialog()
    assert made is not None
    assert "share=" in made.field.text()
    assert made.code.width() > 100
    made.accept()


def test_the_password_is_copied_and_never_shown(running: PreviewRoom, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    qtbot.mouseClick(running.lifetime.sign_in, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(QGuiApplication.clipboard().text()) > 8)
    running.console.open("environment")
    qtbot.waitUntil(lambda: running.console.variables.rowCount() > 3, timeout=10_000)
    rows = {v.name: at for at, v in enumerate(running.console.variables.variables)}
    table = running.console.variables
    assert QGuiApplication.clipboard().text() not in str(table.data(table.index(rows["ADMIN_PASSWORD"], 1)))
    table.reveal(rows["ADMIN_PASSWORD"])
    assert table.data(table.index(rows["ADMIN_PASSWORD"], 1)) == QGuiApplication.clipboard().text()


def test_what_is_saved_in_code_is_answered_by_the_preview(running: PreviewRoom, desktop: Desktop, qtbot: QtBot) -> None:
    url = running.address.field.text()
    desktop.window.go("code", "file:app/page.html:1")
    code = desktop.window.room
    assert isinstance(code, CodeRoom)
    qtbot.waitUntil(
        lambda: code.bench.current is not None and code.bench.current.path == "app/page.html", timeout=20_000
    )
    editor = code.bench.editor
    assert editor is not None
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End)
    qtbot.keyClicks(editor, "<p>Now with puzzles</p>")
    qtbot.keyClick(editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: "Now with puzzles" in finish(qtbot, page(url)))
    qtbot.waitUntil(lambda: code.bench.reload.text().startswith("Preview shows it"), timeout=15_000)


def until(qtbot: QtBot, holds: Callable[[], bool], *, seconds: int = 20) -> None:
    """Tries again every 300 ms; for checks that turn the loop themselves."""
    end = datetime.now(UTC) + timedelta(seconds=seconds)
    while not holds():
        assert datetime.now(UTC) < end, "it did not happen in time"
        qtbot.wait(300)


def test_lines_of_logs_are_read() -> None:
    line = '{"time": "2026-11-23 08:45:05,798", "level": "INFO", "message": "request", "method": "GET", "path": "/x", "status": 503, "ms": 14.5}'
    request = log_line(line)
    assert (request.time, request.level, request.status, request.ms) == ("08:45:05.798", "error", 503, 14.5)
    assert log_line("WARNING:  low on memory").level == "warning"
    assert log_line('{"level": "ERROR", "message": "no", "table": "x"}').text == "no  table=x"
    assert fits(request, "errors", "503")
    assert not fits(log_line("INFO: fine"), "warnings", "")


def instance(state: str = "running", *, expires: datetime = NOW + timedelta(days=6, hours=22)) -> Instance:
    return Instance(
        id="a", name="x", project="/p", url="http://x", state=state, created=NOW - timedelta(hours=2), expires=expires
    )


def test_time_to_live_is_told_in_two_units() -> None:
    assert left_words(instance().left(NOW)) == "6 d 22 h"
    assert left_words(timedelta(minutes=61)) == "1 h 1 min"
    assert 0.98 < instance().share(NOW) <= 1


def test_what_ran_out_stays_listed_for_a_day() -> None:
    gone = instance(expires=NOW - timedelta(hours=1))
    assert [(one.id, one.state) for one in listed([], "/p", [gone], NOW)] == [("a", "expired")]
    assert listed([], "/p", [instance(expires=NOW - timedelta(days=2))], NOW) == []
    assert listed([], "/p", [instance()], NOW) == []  # removed by a person


def test_a_failure_is_told_in_two_lines() -> None:
    assert first_and_last("It ended at its start. The end of its log:\n  File x\n    raise\nRuntimeError: 1\n") == (
        "It ended at its start. The end of its log:\nRuntimeError: 1"
    )
    assert first_and_last("It was killed.") == "It was killed."
    assert first_and_last("") == ""


def test_rates_are_counted_between_looks() -> None:
    measures = Measures()
    measures.add(0, {"requests": 5, "p95_seconds": 0.02, "memory": 100})
    measures.add(30, {"requests": 15, "p95_seconds": 0.02, "memory": 100})
    assert measures.requests.last == 20
    assert measures.p95.last == 20


def test_secrets_of_the_environment_are_known() -> None:
    found = environment_of("SECRET_KEY=abc\nPORT=1\nDATABASE_URL=postgres://u:p@h/d\n")
    assert [(variable.name, variable.secret) for variable in found] == [
        ("DATABASE_URL", True),
        ("PORT", False),
        ("SECRET_KEY", True),
    ]


def test_new_lines_are_those_behind_the_last_look() -> None:
    assert behind([], ["a"]) == ["a"]
    assert behind(["a", "b", "c", "d"], ["b", "c", "d", "e"]) == ["e"]
