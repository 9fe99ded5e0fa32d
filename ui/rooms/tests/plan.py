"""Pure decisions of the room Tests: rows in their order, counts, coverage of files, what a test proves. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

Outcome = Literal["passed", "failed", "skipped", "running", ""]
SLOW = 1.0
PAST = 20


@dataclass(frozen=True, kw_only=True)
class Case:
    """A test by pytest's id; `message` tells why it failed."""

    id: str
    outcome: str
    seconds: float = 0.0
    message: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Case:
        """From a case of a report."""
        return cls(
            id=str(row["id"]),
            outcome=str(row["outcome"]),
            seconds=float(row.get("seconds") or 0.0),
            message=str(row.get("message") or ""),
        )

    @property
    def file(self) -> str:
        return self.id.partition("::")[0]

    @property
    def title(self) -> str:
        """The function's name as words, with the variant it ran for."""
        name, bracket, variant = self.id.rpartition("::")[2].partition("[")
        words = name.removeprefix("test_").replace("_", " ")
        return f"{words} ({variant.rstrip(']')})" if bracket else words


@dataclass(frozen=True, kw_only=True)
class Group:
    """The tests of a file with their counts; `folded` hides them."""

    file: str
    passed: int
    failed: int
    count: int
    seconds: float
    folded: bool = False


Row = Group | Case
_ORDER = {"failed": 0, "running": 1, "": 2, "skipped": 3, "passed": 4}


def rows_of(
    cases: Iterable[Case], *, words: str = "", failed_only: bool = False, folded: frozenset[str] = frozenset()
) -> list[Row]:
    """Files with failures first, then by name; in a file the failed first, then the slow ones, then as they stand in it."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        fits = not words or words.casefold() in f"{case.file} {case.title}".casefold()
        if fits and (not failed_only or case.outcome == "failed"):
            groups.setdefault(case.file, []).append(case)
    found: list[Row] = []
    for file, members in sorted(groups.items(), key=lambda item: (not _failures(item[1]), item[0])):
        found.append(
            Group(
                file=file,
                passed=sum(case.outcome == "passed" for case in members),
                failed=_failures(members),
                count=len(members),
                seconds=sum(case.seconds for case in members),
                folded=file in folded,
            )
        )
        if file not in folded:
            ordered: list[Case] = sorted(members, key=_place)
            found += ordered
    return found


def _place(case: Case) -> tuple[int, bool, str]:
    return _ORDER.get(case.outcome, 2), case.seconds <= SLOW, case.id


def _failures(cases: Sequence[Case]) -> int:
    return sum(case.outcome == "failed" for case in cases)


def waiting(cases: Iterable[Case], only: Sequence[str]) -> list[Case]:
    """The cases when some of them (all for none named) run again."""
    wanted = set(only)
    return [
        replace(case, outcome="running", message="") if not wanted or case.id in wanted or case.file in wanted else case
        for case in cases
    ]


def settled(cases: Sequence[Case], ended: Mapping[str, tuple[str, float]]) -> list[Case]:
    """The cases with the outcomes that have arrived; new ones are added."""
    known = {case.id for case in cases}
    found = [
        replace(case, outcome=ended[case.id][0], seconds=ended[case.id][1]) if case.id in ended else case
        for case in cases
    ]
    return found + [Case(id=i, outcome=o, seconds=s) for i, (o, s) in ended.items() if i not in known]


@dataclass(frozen=True, kw_only=True)
class Covered:
    """How much of a file tests reach; `percent` is None where only the missed lines are known, `stale` is a file that is
    another text by now."""

    file: str
    missed: Sequence[int]
    statements: int
    stale: bool = False

    @property
    def percent(self) -> float | None:
        if not self.statements:
            return None
        return 100.0 * (self.statements - len(self.missed)) / self.statements


def coverage_of(report: Mapping[str, Any], stale: Iterable[str] = ()) -> list[Covered]:
    """The files of a report, those with most missed lines first; `stale` ones were changed since."""
    changed = set(stale)
    missed: Mapping[str, Sequence[int]] = report.get("missed") or {}
    reached: Mapping[str, Sequence[int]] = report.get("reached") or {}
    rows = [
        Covered(
            file=file,
            missed=tuple(missed.get(file, ())),
            statements=len(reached.get(file, ())) + len(missed.get(file, ())) if reached else 0,
            stale=file in changed,
        )
        for file in {**missed, **reached}
    ]
    return sorted(rows, key=lambda row: (-len(row.missed), row.file))


def history_of(runs: Iterable[Mapping[str, Any]], project: str, test: str) -> list[str]:
    """How a test ended in the last runs of the project's tests, the oldest first."""
    found: list[tuple[str, str]] = []
    for run in runs:
        result = run.get("result")
        if run.get("kind") != "project.test" or not isinstance(result, Mapping):
            continue
        if (run.get("arguments") or {}).get("project") != project:
            continue
        outcome = next((str(case["outcome"]) for case in result.get("cases") or () if case["id"] == test), "")
        if outcome:
            found.append((str(run.get("created", "")), outcome))
    return [outcome for _, outcome in sorted(found)][-PAST:]
