"""A run that waits for approval: on a terminal the person is asked, a program is told how to answer."""

from __future__ import annotations

import os
import pty
import subprocess
import time
from pathlib import Path

from tests.main_road.conftest import PROGRAM, Ql

CLUB = "A club keeps members. A member has a name (required) and a town."


def _wait_at(ql: Ql, out: Path, *checkpoints: str) -> str:
    words = [word for name in checkpoints for word in ("--checkpoint", name)]
    said = ql("new", CLUB, "--out", str(out), "--no-preview", "--json", *words)
    assert (said.code, said.result["status"]) == (4, "waiting"), said.out + said.err
    run = str(said.result["run"])
    assert f"ql approvals approve {run} {checkpoints[0]}" in said.result["hint"]
    return run


def test_a_program_is_told_how_to_answer_and_the_run_goes_on(ql: Ql, tmp_path: Path) -> None:
    out = tmp_path / "club"
    run = _wait_at(ql, out, "architecture", "security")
    assert not out.exists()
    listed = ql("approvals", "list", "--json").result["approvals"]
    assert (listed[0]["run"], listed[0]["decided"], listed[0]["risk"]) == (run, None, "low")
    first = ql("approvals", "approve", run, "--follow", "--json")
    assert (first.code, first.result["checkpoint"]) == (4, "security")
    second = ql("approvals", "approve", run, "security", "--comment", "Read it.", "--follow", "--json")
    assert (second.code, second.result["status"]) == (0, "done"), second.out
    decided = [row["decided"] for row in ql("approvals", "list", "--json").result["approvals"] if row["run"] == run]
    assert {(each["decision"], each["comment"]) for each in decided} == {("approve", ""), ("approve", "Read it.")}


def test_a_rejected_run_ends_with_3_and_its_reason(ql: Ql, tmp_path: Path) -> None:
    run = _wait_at(ql, tmp_path / "club", "architecture")
    said = ql("approvals", "reject", run, "architecture", "--comment", "No towns.", "--follow", "--json")
    assert (said.code, said.result["status"], said.result["why"]) == (3, "refused", "No towns.")
    again = ql("approvals", "approve", run, "--json")
    assert (again.code, again.result["hint"]) == (1, "It asked architecture: reject.")


def test_yes_takes_the_suggested_decision(ql: Ql, tmp_path: Path) -> None:
    said = ql(
        "new", CLUB, "--out", str(tmp_path / "c"), "--no-preview", "--yes", "--checkpoint", "architecture", "--json"
    )
    assert said.code == 0, said.out


def test_people_read_what_they_decided(ql: Ql, tmp_path: Path) -> None:
    run = _wait_at(ql, tmp_path / "club", "architecture")
    listed = ql("approvals", "list")
    assert run in listed.out
    assert "waits" in listed.out
    said = ql("approvals", "reject", run)
    assert said.code == 0, said.err
    assert "low risk" in said.err
    assert "To undo it" in said.err


def test_an_unknown_checkpoint_is_wrong_usage(ql: Ql) -> None:
    assert ql("new", CLUB, "--checkpoint", "tea").code == 2
    unknown = ql("approvals", "approve", "nowhere", "--json")
    assert (unknown.code, unknown.result["hint"]) == (1, "`ql approvals list` shows what waits.")


def test_on_a_terminal_the_person_is_asked(ql: Ql, tmp_path: Path) -> None:
    out = tmp_path / "club"
    arguments = [
        "new",
        CLUB,
        "--out",
        str(out),
        "--no-preview",
        "--checkpoint",
        "architecture",
        "--checkpoint",
        "security",
    ]
    code, shown = _on_a_terminal(ql, arguments, ["perhaps", "a", "reject", "Not like this."])
    assert code == 3, shown
    assert "Approve what will be built" in shown
    assert "Approve the reviewed code" in shown
    assert "Not like this." in shown
    assert not out.exists()


def _on_a_terminal(ql: Ql, arguments: list[str], answers: list[str]) -> tuple[int, str]:
    """Types each answer when it is asked for; the exit code and what was shown."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments], stdin=slave, stdout=slave, stderr=slave, env={**os.environ, "QL_HOME": str(ql.home)}
    )
    os.close(slave)
    shown, unread, waiting, ends = "", "", list(answers), time.monotonic() + 120
    while time.monotonic() < ends:
        try:
            part = os.read(master, 4096).decode(errors="replace")
        except OSError:  # the other end is closed: the command has ended
            break
        shown += part
        unread += part
        asked = unread.rstrip().rsplit("\n", 1)[-1]
        if waiting and unread.endswith(": ") and ("approve or reject" in asked or "Why" in asked):
            os.write(master, f"{waiting.pop(0)}\n".encode())
            unread = ""
    os.close(master)
    return process.wait(timeout=30), shown
