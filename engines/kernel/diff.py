"""What changed between two texts, line by line, and between two states of a project; pure. Called by history and tracing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from engines.kernel.matching import Pair, matching

Change = Literal["A", "M", "D"]
LineKind = Literal[" ", "+", "-"]


@dataclass(frozen=True, kw_only=True)
class DiffLine:
    """A line without its end: kept, added or removed, with its numbers (from 1) in the old and in the new text."""

    kind: LineKind
    old: int | None
    new: int | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Hunk:
    """Changed lines with the kept ones around them."""

    header: str
    old_start: int
    new_start: int
    lines: Sequence[DiffLine]


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, Change]:
    """The files that were added, changed or removed, sorted; what the mappings hold is equal for equal files."""
    differing = sorted(path for path in {*old, *new} if old.get(path) != new.get(path))
    return {path: "A" if path not in old else "D" if path not in new else "M" for path in differing}


def hunks(old: str, new: str, *, context: int = 3) -> list[Hunk]:
    """The change from one text to another, with `context` kept lines around it. Only a line feed ends a line."""
    before, after = _lines(old), _lines(new)
    steps = list(_steps(len(before), len(after), matching(before, after)))
    return [_hunk(steps[first:last], before, after) for first, last in _windows(steps, context)]


def moved(old: str, new: str) -> dict[int, int]:
    """Where the lines of the old text stand in the new one (both from 1); changed and removed ones are left out."""
    return {line + 1: place + 1 for line, place in matching(_lines(old), _lines(new))}


_Step = tuple[LineKind, int, int]
"""What happens to a line, and how many old and new lines stand before it."""


def _steps(olds: int, news: int, pairs: Sequence[Pair]) -> Iterator[_Step]:
    """Every line of both texts in order; between two kept ones the removed stand before the added."""
    old = new = 0
    for line, place in (*pairs, (olds, news)):
        yield from (("-", n, new) for n in range(old, line))
        yield from (("+", line, n) for n in range(new, place))
        if line < olds and place < news:
            yield " ", line, place
        old, new = line + 1, place + 1


def _windows(steps: Sequence[_Step], context: int) -> Iterator[tuple[int, int]]:
    """The ranges of steps that hold all changes with their context; those that would touch are one."""
    changed = [n for n, step in enumerate(steps) if step[0] != " "]
    starts = [n for n, at in enumerate(changed) if not n or at - changed[n - 1] > 2 * context + 1]
    for start, following in pairwise([*starts, len(changed)]):
        yield max(0, changed[start] - context), changed[following - 1] + context + 1


def _hunk(steps: Sequence[_Step], before: Sequence[str], after: Sequence[str]) -> Hunk:
    olds, news = sum(step[0] != "+" for step in steps), sum(step[0] != "-" for step in steps)
    _, old, new = steps[0]
    old_start, new_start = old + bool(olds), new + bool(news)  # that of the line before an empty range
    return Hunk(
        header=f"@@ -{old_start},{olds} +{new_start},{news} @@",
        old_start=old_start,
        new_start=new_start,
        lines=tuple(_line(step, before, after) for step in steps),
    )


def _line(step: _Step, before: Sequence[str], after: Sequence[str]) -> DiffLine:
    kind, old, new = step
    text = after[new] if kind == "+" else before[old]
    return DiffLine(
        kind=kind,
        old=None if kind == "+" else old + 1,
        new=None if kind == "-" else new + 1,
        text=text.removesuffix("\n"),
    )


def _lines(text: str) -> list[str]:
    """The lines with their ends, so that a missing end of the last one is a change."""
    return [*(f"{line}\n" for line in text.split("\n")[:-1]), *([last] if (last := text.rpartition("\n")[2]) else [])]
