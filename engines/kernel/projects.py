"""The projects that an engine knows: the port (adapter: engines.workflow.projects).

Written when a project gets its folder, when its run ends and when its tests ran; outlives the runs, which are forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from engines.kernel.events import Json

Row = dict[str, Json]


@dataclass(frozen=True, kw_only=True)
class TestCounts:
    """How many tests passed and failed, and the percentage of lines that they reached."""

    __test__ = False

    passed: int
    failed: int
    coverage: float


@dataclass(frozen=True, kw_only=True)
class ProjectRecord:
    """A project by its resolved folder. `changed` is ISO 8601 in UTC; `run` the newest run that built it.

    `outcome` is the status that this run returned, or `cancelled`; empty while it goes on, `done` for a project that was
    only opened.
    """

    path: str
    name: str
    title: str
    summary: str = ""
    stack: str = ""
    run: str = ""
    outcome: str = ""
    questions: int = 0
    tests: TestCounts | None = None
    changed: str = ""


@dataclass(frozen=True, kw_only=True)
class ProjectPapers:
    """What is long: the brief, the rows of its requirements and the last report of its tests, as JSON values."""

    brief: str = ""
    requirements: Sequence[Row] = ()
    report: Row | None = None


class ProjectBook(Protocol):
    """Keeps one record per folder. Calls block for milliseconds; they are safe from several threads."""

    def keep(self, record: ProjectRecord, papers: ProjectPapers | None = None) -> None:
        """Adds a project or replaces what is known of it; without `papers` those stay as they are."""
        ...

    def get(self, path: str) -> ProjectRecord:
        """NotFound when the folder is not known."""
        ...

    def papers(self, path: str) -> ProjectPapers: ...

    def list(self) -> Sequence[ProjectRecord]:
        """All of them, those changed last first."""
        ...

    def forget(self, path: str) -> None:
        """Removes a record; NotFound when there is none. No file is touched."""
        ...
