"""What was built is listed with what its tests proved, compared, recorded and brought back, all by the real program."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.main_road.conftest import READING_ROOM, Ql


@pytest.fixture
def project(ql: Ql, built: dict[str, Any], tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(built["path"], copy, symlinks=True)
    return copy


def _git(project: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@b")
    return subprocess.run(["git", *who, *arguments], cwd=project, capture_output=True, text=True, check=True).stdout


def test_what_was_built_is_listed_with_its_tests(ql: Ql, built: dict[str, Any]) -> None:
    rows = ql("projects", "list", "--json").result["projects"]
    item = next(row for row in rows if row["path"] == built["path"])
    assert (item["state"], item["stack"], item["name"]) == ("ready", built["stack"], built["project"])
    assert item["tests"] == built["tests"]
    assert item["preview"]["id"] == built["preview"]["id"]
    said = ql("projects", "list")
    assert "ready" in said.out


def test_an_engine_that_starts_anew_still_knows_it(ql: Ql, built: dict[str, Any]) -> None:
    before = ql("projects", "list", "--json").result["projects"]
    assert ql("engine", "stop").code == 0
    after = ql("projects", "list", "--json").result["projects"]
    assert [{**row, "preview": None} for row in after] == [{**row, "preview": None} for row in before]


def test_a_project_is_opened_and_forgotten(ql: Ql, project: Path, tmp_path: Path) -> None:
    assert ql("projects", "open", str(project), "--json").result["state"] == "ready"
    assert ql("projects", "forget", str(project)).code == 0
    assert str(project) not in {row["path"] for row in ql("projects", "list", "--json").result["projects"]}
    assert (project / "spec.yaml").is_file()
    said = ql("projects", "open", str(tmp_path))
    assert (said.code, "ql new" in said.err) == (1, True)


def test_changes_are_shown_and_undone(ql: Ql, project: Path) -> None:
    place = str(project)
    first = ql("undo", place)
    assert (first.code, "nothing to undo" in first.err) == (1, True)
    before = (project / "README.md").read_text()
    (project / "README.md").write_text(before + "\nMine [red].\n")
    shown = ql("diff", place)
    assert "+Mine [red]." in shown.out.splitlines()
    [row] = ql("diff", place, "--json").result["files"]
    assert (row["file"], row["added"], row["removed"]) == ("README.md", 2, 0)
    _git(project, "commit", "-qam", "Say mine")
    commits = ql("history", place, "--json").result["commits"]
    assert commits[0]["message"] == "Say mine"
    assert commits[-1]["message"] == READING_ROOM.strip()
    (project / "README.md").write_text("not recorded")
    lost = ql("undo", place)
    assert (lost.code, "README.md" in lost.err) == (1, True)
    assert (project / "README.md").read_text() == "not recorded"
    _git(project, "checkout", "-q", "README.md")
    assert ql("undo", place, commits[-1]["id"][:6]).code == 0
    assert (project / "README.md").read_text() == before
    assert _git(project, "status", "--porcelain") == ""
    assert ql("diff", place).out.strip() == "Nothing changed."


def test_one_test_is_run_alone(ql: Ql, project: Path) -> None:
    name = next(path.name for path in (project / "tests").glob("test_game*.py"))
    report = ql("test", "run", str(project), "--only", f"tests/{name}", "--json").result
    assert report["failed"] == 0
    assert {case["id"].split("::")[0] for case in report["cases"]} == {f"tests/{name}"}
    said = ql("test", "run", str(project), "--only", "tests/test_nothing.py")
    assert (said.code, "no test" in said.err) == (1, True)
