"""What test runs report and what they prove. Made by the service and by plan; told by app.services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from engines.kernel.sandbox import Isolation

Outcome = Literal["passed", "failed", "skipped"]
RequirementStatus = Literal["built", "partial", "not_built", "not_understood", "out_of_scope"]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One test: pytest's node id, how it ended, how long it took and, if it failed, why."""

    id: str
    outcome: Outcome
    seconds: float
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class TestReport:
    """All cases of a run, sorted by id. `coverage` in percent of lines; `missed` and `reached` are line numbers by file.

    They are lines of the texts whose SHA-256 digests are `texts`; one that was changed meanwhile has none. `commit` is the
    project's newest recorded state at that time, or the one that recorded what was tested; '' where nobody told.
    """

    __test__ = False

    cases: Sequence[Case]
    coverage: float
    missed: Mapping[str, Sequence[int]]
    isolation: Isolation
    seconds: float
    reached: Mapping[str, Sequence[int]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    commit: str = ""

    @property
    def passed(self) -> int:
        return sum(case.outcome == "passed" for case in self.cases)

    @property
    def failed(self) -> int:
        return sum(case.outcome == "failed" for case in self.cases)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values, with its counts."""
        return {**asdict(self), "passed": self.passed, "failed": self.failed}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> TestReport:
        """The report that `to_json` wrote."""
        return cls(
            cases=tuple(Case(**case) for case in row["cases"]),
            coverage=row["coverage"],
            missed=row["missed"],
            isolation=row["isolation"],
            seconds=row["seconds"],
            reached=row.get("reached", {}),
            texts=row.get("texts", {}),
            commit=row.get("commit", ""),
        )


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What became of one sentence: its status, `path:line` of its code, its tests, and why it is not more."""

    number: int
    text: str
    status: RequirementStatus
    facts: Sequence[str] = ()
    code: Sequence[str] = ()
    tests: Sequence[str] = ()
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        """The row as JSON values."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
