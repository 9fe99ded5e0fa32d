"""What a brief leaves open is asked on a terminal, and the answers are built."""

from __future__ import annotations

import os
import pty
import subprocess
import time
from pathlib import Path

from engines.spec import load_spec
from tests.main_road.conftest import PROGRAM, Ql

BRIEF = (
    "A library lends books. A book has a title and a status. The title is unique. Two books may have the same title."
)


def _on_a_terminal(ql: Ql, arguments: list[str], answers: list[str]) -> tuple[int, str]:
    """Runs `ql` on a terminal of its own and types each answer when it is asked; the exit code and what was shown."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "QL_HOME": str(ql.home)},
    )
    os.close(slave)
    shown, waiting, ends = "", list(answers), time.monotonic() + 120
    while time.monotonic() < ends:
        try:
            part = os.read(master, 4096).decode(errors="replace")
        except OSError:  # the other end is closed: the command has ended
            break
        shown += part
        if waiting and shown.rstrip().endswith(":") and "Answer" in shown.splitlines()[-1]:
            os.write(master, f"{waiting.pop(0)}\n".encode())
            shown += "\n"
    os.close(master)
    return process.wait(timeout=30), shown


def test_answers_typed_on_a_terminal_are_built(ql: Ql, tmp_path: Path) -> None:
    out = tmp_path / "asked"
    code, shown = _on_a_terminal(
        ql, ["new", BRIEF, "--out", str(out), "--no-preview"], ["ordered, on the shelf, lost", "2"]
    )
    assert code == 0, shown
    spec = load_spec((out / "spec.yaml").read_text())
    book = spec.entity("book")
    assert book.lifecycle
    assert book.lifecycle.states == ("ordered", "on_the_shelf", "lost")
    assert not next(field for field in book.fields if field.name == "title").unique
    assert "contradict" in shown
    assert "Which states can a book have?" in shown


def test_yes_takes_the_suggestions_and_still_lists_the_questions(ql: Ql, tmp_path: Path) -> None:
    done = ql("new", BRIEF, "--out", str(tmp_path / "taken"), "--no-preview", "--yes", "--json")
    assert done.code == 0, done.err
    assert {question["suggestion"] for question in done.result["questions"]} >= {"open, in progress, done"}
    book = load_spec((tmp_path / "taken" / "spec.yaml").read_text()).entity("book")
    assert next(field for field in book.fields if field.name == "title").unique
