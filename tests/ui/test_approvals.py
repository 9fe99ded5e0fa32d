"""The room Approvals over a real engine: what waits is shown, decided by keyboard alone, and stays right when others decide."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import finish
from tests.ui.small import git, small_project
from ui.application import Desktop
from ui.checkpoints import effect_of, facts_of, finding_words, goal_of, undo_of
from ui.language import speak
from ui.rooms.approvals.paper import Paper
from ui.rooms.approvals.room import ApprovalsRoom
from ui.rooms.deciding import DecisionForm
from ui.rooms.spec.correcting import CorrectSpec

CLUB = "A club keeps members. A member has a name (required) and a town."
GRUE = "Xyzzy plugh frotz the grue at noon."
LONG = 30_000

Waits = Callable[..., str]
"""Starts a build of a folder's name that waits at its checkpoint; returns the run."""


def ask(desktop: Desktop, qtbot: QtBot, method: str, path: str, /, **body: Any) -> Any:
    return finish(qtbot, desktop.link.ask(method, path, **({"body": body} if body else {})))


def listed(desktop: Desktop, qtbot: QtBot) -> list[dict[str, Any]]:
    return list(ask(desktop, qtbot, "GET", "/approvals")["items"])


def row_of(desktop: Desktop, qtbot: QtBot, run: str) -> dict[str, Any]:
    """What the engine says of the newest checkpoint of a run."""
    return next(row for row in listed(desktop, qtbot) if row["run"] == run)


@pytest.fixture
def waits(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> Iterator[Waits]:
    """Nothing waits at first, whatever tests before this one left behind, and nothing at the end."""

    def cancel_all() -> None:
        for row in listed(desktop, qtbot):
            if row["decided"] is None:
                ask(desktop, qtbot, "POST", f"/runs/{row['run']}/cancel")

    cancel_all()
    qtbot.waitUntil(lambda: all(row["decided"] for row in listed(desktop, qtbot)), timeout=LONG)

    def start(folder: str, *, checkpoint: str = "architecture", **wish: Any) -> str:
        asked = {"brief": CLUB, "out": str(tmp_path / folder), "preview": False, "accept": True, **wish}
        run = str(ask(desktop, qtbot, "POST", "/projects", checkpoints=[checkpoint], **asked)["run"])
        qtbot.waitUntil(lambda: any(row["run"] == run for row in listed(desktop, qtbot)), timeout=LONG)
        return run

    yield start
    cancel_all()


def entered(desktop: Desktop, qtbot: QtBot, *, waiting: int) -> ApprovalsRoom:
    """The room in front, once it shows so many."""
    desktop.window.activateWindow()
    desktop.window.go("approvals")
    room = desktop.window.room
    assert isinstance(room, ApprovalsRoom)
    qtbot.waitUntil(lambda: room.rows.rowCount() == waiting and (room.paper is not None) == bool(waiting), timeout=LONG)
    return room


def paper_of(room: ApprovalsRoom) -> Paper:
    assert room.paper is not None
    return room.paper


def form_of(room: ApprovalsRoom) -> DecisionForm:
    form = paper_of(room).form
    assert form is not None
    return form


def words(widget: QWidget) -> str:
    """Everything that is written on it."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(qtbot: QtBot, *keys: Qt.Key, ctrl: bool = False) -> None:
    """Keys as they come from a keyboard: to whatever has the focus."""
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key, Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier)


def test_what_waits_tells_effect_way_back_risk_findings_and_facts(
    desktop: Desktop, qtbot: QtBot, waits: Waits, tmp_path: Path
) -> None:
    waits("club", brief=f"{CLUB} {GRUE}")
    room = entered(desktop, qtbot, waiting=1)
    said = words(paper_of(room))
    assert f"tests in {tmp_path / 'club'}." in said
    assert "Remove the folder; nothing else is touched." in said
    assert f"Not understood: {GRUE}" in said
    assert "Advice: Say it in other words." in said
    assert ("Entities", "1") in facts_of(paper_of(room).row)
    assert room.list.hasFocus()
    told = room.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Approve what will be built, club, low risk, now"


def test_approved_by_one_letter_it_leaves_what_waits(
    desktop: Desktop, qtbot: QtBot, waits: Waits, tmp_path: Path
) -> None:
    run = waits("club", checkpoint="security")
    room = entered(desktop, qtbot, waiting=1)
    press(qtbot, Qt.Key.Key_C)
    qtbot.keyClicks(QApplication.focusWidget(), "Read it.")
    press(qtbot, Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: room.paper is None and room.rows.rowCount() == 0, timeout=LONG)
    assert room.list.hasFocus()
    assert words(room).count("Nothing waits for you.") == 1
    decided = row_of(desktop, qtbot, run)["decided"]
    assert (decided["decision"], decided["comment"]) == ("approve", "Read it.")
    room.parts.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    assert room.parts.choice == "decided"
    paper = paper_of(room)
    assert paper.row["run"] == run
    assert paper.form is None
    assert "Read it." in words(paper)
    assert "What it was about" in words(paper)


def test_a_rejection_asks_for_its_reason_and_the_same_keys_then_send_it(
    desktop: Desktop, qtbot: QtBot, waits: Waits, tmp_path: Path
) -> None:
    run = waits("club")
    room = entered(desktop, qtbot, waiting=1)
    press(qtbot, Qt.Key.Key_X)
    form = form_of(room)
    assert form.comment.hasFocus()
    assert "Say why" in words(form)
    assert row_of(desktop, qtbot, run)["decided"] is None
    qtbot.keyClicks(form.comment, "No towns.")
    press(qtbot, Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: room.rows.rowCount() == 0, timeout=LONG)
    decided = row_of(desktop, qtbot, run)["decided"]
    assert (decided["decision"], decided["comment"]) == ("reject", "No towns.")
    qtbot.waitUntil(lambda: ask(desktop, qtbot, "GET", f"/runs/{run}")["result"] is not None, timeout=LONG)
    assert ask(desktop, qtbot, "GET", f"/runs/{run}")["result"]["why"] == "No towns."
    assert not (tmp_path / "club").exists()


def test_esc_leaves_a_rejection_that_was_begun(desktop: Desktop, qtbot: QtBot, waits: Waits) -> None:
    run = waits("club")
    room = entered(desktop, qtbot, waiting=1)
    press(qtbot, Qt.Key.Key_X)
    qtbot.keyClicks(form_of(room).comment, "Hm.")
    press(qtbot, Qt.Key.Key_Escape)
    assert desktop.window.room is room
    assert room.list.hasFocus()
    assert not form_of(room).rejecting
    assert "Say why" not in words(form_of(room))
    press(qtbot, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: row_of(desktop, qtbot, run)["decided"] is not None, timeout=LONG)
    assert row_of(desktop, qtbot, run)["decided"]["decision"] == "approve"
    ask(desktop, qtbot, "POST", f"/runs/{run}/cancel")


def test_the_specification_is_changed_by_keyboard(desktop: Desktop, qtbot: QtBot, waits: Waits, tmp_path: Path) -> None:
    run = waits("club")
    room = entered(desktop, qtbot, waiting=1)
    press(qtbot, Qt.Key.Key_E)
    dialog = desktop.window.findChild(CorrectSpec)
    assert isinstance(dialog, CorrectSpec)
    dialog.editor.setPlainText(dialog.editor.toPlainText().replace("town:", "village:"))
    qtbot.waitUntil(dialog.send.isEnabled, timeout=LONG)
    dialog.send.setFocus()
    qtbot.keyClick(dialog.send, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.rows.rowCount() == 0, timeout=LONG)
    assert row_of(desktop, qtbot, run)["decided"]["decision"] == "modify"
    spec = tmp_path / "club" / "spec.yaml"
    qtbot.waitUntil(spec.is_file, timeout=LONG)
    ask(desktop, qtbot, "POST", f"/runs/{run}/cancel")
    assert "village:" in spec.read_text("utf-8")


def test_two_wait_and_each_keeps_its_comment(desktop: Desktop, qtbot: QtBot, waits: Waits) -> None:
    first, second = waits("first"), waits("second")
    room = entered(desktop, qtbot, waiting=2)
    assert paper_of(room).row["run"] == second  # the newest leads
    press(qtbot, Qt.Key.Key_C)
    qtbot.keyClicks(form_of(room).comment, "of the second")
    room.list.setFocus()
    press(qtbot, Qt.Key.Key_J)
    assert paper_of(room).row["run"] == first
    assert form_of(room).comment.toPlainText() == ""
    press(qtbot, Qt.Key.Key_J, Qt.Key.Key_K)
    assert form_of(room).comment.toPlainText() == "of the second"
    press(qtbot, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: room.rows.rowCount() == 1, timeout=LONG)
    assert paper_of(room).row["run"] == first
    assert form_of(room).comment.toPlainText() == ""
    assert row_of(desktop, qtbot, first)["decided"] is None
    assert row_of(desktop, qtbot, second)["decided"]["comment"] == "of the second"
    desktop.window.go("home")
    desktop.window.go("approvals", f"run:{second}")
    qtbot.waitUntil(lambda: room.parts.choice == "decided" and paper_of(room).row["run"] == second, timeout=LONG)


def test_a_key_held_down_decides_nothing(desktop: Desktop, qtbot: QtBot, waits: Waits) -> None:
    waits("first"), waits("second")
    room = entered(desktop, qtbot, waiting=2)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True)
    QApplication.sendEvent(room.list, held)
    desktop.preferences.set("keys/letters", False)
    press(qtbot, Qt.Key.Key_A)
    desktop.preferences.reset("keys/letters")
    press(qtbot, Qt.Key.Key_C)  # decides nothing either, and shows that letters do something
    assert form_of(room).comment.hasFocus()
    assert [row["decided"] for row in listed(desktop, qtbot)[:2]] == [None, None]


def test_what_somebody_else_decides_stays_open_and_takes_no_answer(
    desktop: Desktop, qtbot: QtBot, waits: Waits
) -> None:
    other, mine = waits("other"), waits("mine")
    room = entered(desktop, qtbot, waiting=2)
    assert paper_of(room).row["run"] == mine
    ask(desktop, qtbot, "POST", f"/runs/{mine}/answers/architecture", decision="reject", comment="Not in May.")
    qtbot.waitUntil(lambda: paper_of(room).form is None, timeout=LONG)
    assert paper_of(room).row["run"] == mine
    assert "Somebody decided this meanwhile." in words(paper_of(room))
    assert "Not in May." in words(paper_of(room))
    press(qtbot, Qt.Key.Key_A)
    assert row_of(desktop, qtbot, other)["decided"] is None
    press(qtbot, Qt.Key.Key_J)
    assert paper_of(room).row["run"] == other
    assert paper_of(room).form is not None


def test_an_answer_that_comes_too_late_shows_what_was_decided(desktop: Desktop, qtbot: QtBot, waits: Waits) -> None:
    run = waits("club")
    room = entered(desktop, qtbot, waiting=1)
    desktop.runs.events.disconnect(room._heard)
    desktop.runs.runs_changed.disconnect(room._ask)
    ask(desktop, qtbot, "POST", f"/runs/{run}/answers/architecture", decision="reject", comment="First.")
    assert paper_of(room).form is not None
    press(qtbot, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: paper_of(room).form is None, timeout=LONG)
    assert "Somebody decided this meanwhile." in words(paper_of(room))
    assert "First." in words(paper_of(room))


def test_an_answer_the_engine_refuses_can_be_given_anew(desktop: Desktop, qtbot: QtBot, waits: Waits) -> None:
    run = waits("club")
    room = entered(desktop, qtbot, waiting=1)
    form = form_of(room)
    form._answer("modify", "", "nonsense")
    qtbot.waitUntil(form.said.isVisible, timeout=LONG)
    assert "nonsense" in form.said.text() or "specification" in form.said.text()
    assert form_of(room) is form
    press(qtbot, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: room.rows.rowCount() == 0, timeout=LONG)
    ask(desktop, qtbot, "POST", f"/runs/{run}/cancel")


def test_without_an_engine_nothing_can_be_decided_and_what_was_typed_stays(
    desktop: Desktop, qtbot: QtBot, waits: Waits
) -> None:
    run = waits("club")
    room = entered(desktop, qtbot, waiting=1)
    press(qtbot, Qt.Key.Key_C)
    qtbot.keyClicks(form_of(room).comment, "kept")
    os.kill(desktop.link.pid, signal.SIGKILL)
    qtbot.waitUntil(desktop.window.banner.isVisible, timeout=LONG)
    assert not room.isEnabled()
    qtbot.waitUntil(room.isEnabled, timeout=60_000)
    assert form_of(room).comment.toPlainText() == "kept"
    assert form_of(room).comment.hasFocus()
    press(qtbot, Qt.Key.Key_Return, ctrl=True)
    qtbot.waitUntil(lambda: room.rows.rowCount() == 0, timeout=LONG)
    assert row_of(desktop, qtbot, run)["decided"]["comment"] == "kept"
    ask(desktop, qtbot, "POST", f"/runs/{run}/cancel")


def test_a_project_built_anew_shows_what_changes_in_its_specification(
    desktop: Desktop, qtbot: QtBot, waits: Waits, tmp_path: Path
) -> None:
    spec = str(row_of(desktop, qtbot, waits("club"))["facts"]["spec"])
    project = small_project(tmp_path / "shelf")
    (project / "spec.yaml").write_text(spec, "utf-8")
    git(project, "commit", "-q", "-a", "-m", "The club")
    ask(desktop, qtbot, "POST", "/projects/open", path=str(project))
    waits("shelf", brief="", spec=spec.replace("town:", "village:"), renew=True)
    room = entered(desktop, qtbot, waiting=2)
    changes = paper_of(room).changes
    assert changes is not None
    qtbot.waitUntil(changes.view.isVisible, timeout=LONG)
    assert changes.said.text().endswith("1 line added, 1 line removed")
    assert effect_of(paper_of(room).row).endswith("once their tests pass.")
    assert undo_of(paper_of(room).row) == "The project's history keeps the state before."
    shown = [row.kind for row in changes.view.rows]
    assert 0 < shown.count("same") < len(spec.splitlines()) - 1


def test_the_inbox_is_filtered_and_says_when_nothing_fits(desktop: Desktop, qtbot: QtBot, waits: Waits) -> None:
    waits("first"), waits("second")
    room = entered(desktop, qtbot, waiting=2)
    press(qtbot, Qt.Key.Key_Slash)
    qtbot.keyClicks(QApplication.focusWidget(), "first")
    qtbot.waitUntil(lambda: room.rows.rowCount() == 1, timeout=LONG)
    assert paper_of(room).row["project"].endswith("/first")
    qtbot.keyClicks(QApplication.focusWidget(), "x")
    qtbot.waitUntil(lambda: room.paper is None, timeout=LONG)
    assert "Nothing fits the filter." in words(room)


@pytest.mark.parametrize(("risk", "approved"), [("high", False), ("medium", True)])
def test_high_risk_is_not_approved_by_one_letter(desktop: Desktop, qtbot: QtBot, risk: str, approved: bool) -> None:
    said: list[str] = []
    form = DecisionForm(desktop.window.desk, {"risk": risk}, decide=lambda decision, *_: said.append(decision))
    qtbot.addWidget(form)
    form.letter("a")
    assert bool(said) == approved
    form.primary()
    assert said == ["approve"]  # once, however often it is asked for


def test_narrow_forms_stand_their_buttons_in_two_rows(desktop: Desktop, qtbot: QtBot) -> None:
    asked = {"risk": "low", "choices": ["modify"], "facts": {"spec": "x"}}
    form = DecisionForm(desktop.window.desk, asked, decide=lambda *_: None)
    around = QWidget()
    qtbot.addWidget(around)
    form.setParent(around)
    around.show()
    form.show()
    form.resize(900, 200)
    qtbot.waitUntil(lambda: form.approve.y() == form.reject.y(), timeout=2_000)
    form.resize(300, 200)
    qtbot.waitUntil(lambda: form.approve.y() < form.reject.y() and form.approve.width() == form.width(), timeout=2_000)


def test_checkpoints_speak_the_persons_language() -> None:
    row = {"kind": "architecture", "renew": False, "project": "/p/club", "facts": {"files": 7, "tests": 3}}
    speak("de")
    try:
        assert effect_of(row) == "Schreibt 7 Dateien mit 3 Tests nach /p/club."
        assert effect_of({**row, "renew": True}) == "Erzeugt 7 Dateien mit 3 Tests in /p/club neu."
        assert finding_words({"title": f"not understood: {GRUE}", "advice": "see TRACE.md"})[0].endswith(GRUE)
        assert facts_of({"facts": {"reason": "2 of 3 reviewers approve"}})[0][1] == "2 von 3 Prüfern stimmen zu"
    finally:
        speak("en")
    assert effect_of({"kind": "deployment", "effect": "Rolls out."}) == "Rolls out."
    assert goal_of("sentence 3") == ("spec", "sentence:3")
    assert goal_of("app/main.py:7") == ("code", "file:app/main.py:7")
    assert goal_of("feature:reminders.bike") is None
