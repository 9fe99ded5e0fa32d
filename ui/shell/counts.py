"""What the status bar and the rail count, and what runs are called; taken anew whenever runs or projects change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ui.language import figure, say
from ui.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Counted:
    """`tests` is what is said of the tests of the project in hand, '' without any."""

    previews: int
    waiting: int
    questions: int
    tests: str


def counted(runs: Mapping[str, Mapping[str, Any]], workspace: Workspace) -> Counted:
    """Running previews, runs that wait for a person, open questions of finished projects, tests."""
    project = workspace.project
    tests = (project.row.get("tests") or {}) if project else {}
    said = ""
    if tests:
        said = say("{n} tests, {c} %", n=tests.get("passed", 0), c=figure(tests.get("coverage", 0)))
    return Counted(
        previews=sum((p.row.get("preview") or {}).get("state") == "running" for p in workspace.projects),
        waiting=sum(row["status"] == "waiting" for row in runs.values()),
        questions=sum(int(p.row.get("questions") or 0) for p in workspace.projects if p.state == "ready"),
        tests=said,
    )


def names_of(runs: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What each run is called, by its id: the folder or the name that it was started with."""
    return {run: _name(row.get("arguments", {})) for run, row in runs.items()}


def _name(arguments: Mapping[str, Any]) -> str:
    return str(arguments.get("out") or arguments.get("name") or "").rpartition("/")[2]
