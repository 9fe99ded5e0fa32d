"""The program itself: help, exit codes, JSON, and errors without tracebacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def ql(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from app.cli.main import main; main()", *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "QL_HOME": str(home), "COLUMNS": "120"},
        check=False,
    )


def test_without_arguments_it_teaches(tmp_path: Path) -> None:
    assert "Start with" in ql(tmp_path).stdout


@pytest.mark.parametrize(
    "arguments", [["new", "--help"], ["preview", "--help"], ["capsule", "verify", "--help"], ["doctor", "--help"]]
)
def test_every_command_has_help(tmp_path: Path, arguments: list[str]) -> None:
    said = ql(tmp_path, *arguments)
    assert (said.returncode, said.stderr) == (0, "")


def test_a_stopped_engine_is_told_with_exit_code_1(tmp_path: Path) -> None:
    said = ql(tmp_path, "engine", "status", "--json")
    assert (said.returncode, json.loads(said.stdout)) == (1, {"status": "stopped"})


def test_stopping_what_does_not_run_is_no_error(tmp_path: Path) -> None:
    assert ql(tmp_path, "engine", "stop").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [["new"], ["new", "a", "--example", "library"], ["new", "--example", "nope"], ["spec", "show", "/nowhere"]],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(tmp_path: Path, arguments: list[str]) -> None:
    said = ql(tmp_path, *arguments)
    assert (said.returncode, "Traceback" in said.stderr, bool(said.stderr)) == (2, False, True)


@pytest.mark.parametrize("arguments", [["new", "--nope"], ["nope"], ["capsule", "verify"]])
def test_wrong_usage_ends_in_a_json_line_for_programs(tmp_path: Path, arguments: list[str]) -> None:
    said = ql(tmp_path, *arguments, "--json")
    last = json.loads(said.stdout.splitlines()[-1])
    assert (said.returncode, last["status"], said.stderr) == (2, "wrong_usage", "")
    assert last["error"]
    assert "--help" in last["hint"]


def test_a_home_of_somebody_unknown_is_told_without_a_traceback(tmp_path: Path) -> None:
    said = ql(Path("~nobody-of-that-name/data"), "doctor")
    assert (said.returncode, "Traceback" in said.stderr) == (1, False)
    assert "~nobody-of-that-name/data" in said.stderr


def test_a_reader_that_goes_away_is_no_error_to_show(tmp_path: Path) -> None:
    program = f'{sys.executable} -c "from app.cli.main import main; main()" engine status --json | true'
    said = subprocess.run(
        program, shell=True, capture_output=True, text=True, env={**os.environ, "QL_HOME": str(tmp_path)}, check=False
    )
    assert "Traceback" not in said.stderr


def test_a_face_imports_nothing_heavy(tmp_path: Path) -> None:
    code = "import sys, app.cli.main; print([m for m in ('fastapi', 'sqlalchemy', 'dbos', 'pydantic', 'engines') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
