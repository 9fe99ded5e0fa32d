"""Two texts as rows of a comparison, side by side or one under the other, with their changes numbered. Pure; used by Changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ui.rooms.code.plan import opcodes

Kind = Literal["same", "add", "remove", "change"]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the comparison: numbers from 1, None where a side has no line; `change` counts changes from 0, -1 is none."""

    kind: Kind
    old: int | None
    new: int | None
    change: int = -1


@dataclass(frozen=True, kw_only=True)
class Change:
    """One piece that differs: half-open line ranges (from 0) in the old and the new text."""

    old: tuple[int, int]
    new: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both texts as lines with their rows; `added` and `removed` count lines."""

    old: Sequence[str]
    new: Sequence[str]
    changes: Sequence[Change]
    beside: Sequence[Row]
    under: Sequence[Row]

    @property
    def added(self) -> int:
        return sum(change.new[1] - change.new[0] for change in self.changes)

    @property
    def removed(self) -> int:
        return sum(change.old[1] - change.old[0] for change in self.changes)


def compare(old: str, new: str) -> Comparison:
    """The comparison of two whole texts."""
    before, after = lines_of(old), lines_of(new)
    changes: list[Change] = []
    beside: list[Row] = []
    under: list[Row] = []
    for kind, a, b, c, d in opcodes(before, after):
        if kind == "equal":
            same = [Row(kind="same", old=a + n + 1, new=c + n + 1) for n in range(b - a)]
            beside += same
            under += same
            continue
        at = len(changes)
        changes.append(Change(old=(a, b), new=(c, d)))
        under += [Row(kind="remove", old=n + 1, new=None, change=at) for n in range(a, b)]
        under += [Row(kind="add", old=None, new=n + 1, change=at) for n in range(c, d)]
        for n in range(max(b - a, d - c)):
            left = a + n + 1 if a + n < b else None
            right = c + n + 1 if c + n < d else None
            beside.append(
                Row(kind="change" if left and right else "remove" if left else "add", old=left, new=right, change=at)
            )
    return Comparison(old=before, new=after, changes=changes, beside=beside, under=under)


def lines_of(text: str) -> list[str]:
    """The lines of a text; a last empty one is left out."""
    lines = text.split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


def put_back(comparison: Comparison, at: int) -> str:
    """The new text with the old lines of one change in their place again."""
    change = comparison.changes[at]
    first, last = change.new
    lines = [*comparison.new[:first], *comparison.old[change.old[0] : change.old[1]], *comparison.new[last:]]
    return "\n".join(lines) + "\n" if lines else ""


def name_of(comparison: Comparison, at: int) -> str:
    """What marks a change as seen: its lines on both sides."""
    change = comparison.changes[at]
    return "\n".join(
        [
            *("-" + text for text in comparison.old[slice(*change.old)]),
            *("+" + t for t in comparison.new[slice(*change.new)]),
        ]
    )
