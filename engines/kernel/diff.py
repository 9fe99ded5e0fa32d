"""What changed between two texts, line by line, and between two states of a project; pure. Called by history and tracing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["A", "M", "D"]
LineKind = Literal[" ", "+", "-"]
_CLOSE = 2_000
"""Lines up to which every repeated line is weighed; above, the frequent ones are left out of account."""


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
    groups = _matcher(before, after).get_grouped_opcodes(context)
    return [_hunk(group, before, after) for group in groups] if before != after else []


def moved(old: str, new: str) -> dict[int, int]:
    """Where the lines of the old text stand in the new one (both from 1); changed and removed ones are left out."""
    blocks = _matcher(_lines(old), _lines(new)).get_matching_blocks()
    return {block.a + n + 1: block.b + n + 1 for block in blocks for n in range(block.size)}


def _matcher(before: Sequence[str], after: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > _CLOSE)


def _lines(text: str) -> list[str]:
    """The lines with their ends, so that a missing end of the last one is a change."""
    return [*(f"{line}\n" for line in text.split("\n")[:-1]), *([last] if (last := text.rpartition("\n")[2]) else [])]


_Opcode = tuple[str, int, int, int, int]


def _hunk(group: Sequence[_Opcode], before: Sequence[str], after: Sequence[str]) -> Hunk:
    (_, old_from, _, new_from, _), (_, _, old_to, _, new_to) = group[0], group[-1]
    old_start, new_start = _start(old_from, old_to), _start(new_from, new_to)
    return Hunk(
        header=f"@@ -{old_start},{old_to - old_from} +{new_start},{new_to - new_from} @@",
        old_start=old_start,
        new_start=new_start,
        lines=tuple(line for opcode in group for line in _told(opcode, before, after)),
    )


def _start(first: int, end: int) -> int:
    """The number of a range's first line; that of the line before it when it is empty, as everyone writes it."""
    return first + 1 if end > first else first


def _told(opcode: _Opcode, before: Sequence[str], after: Sequence[str]) -> Iterator[DiffLine]:
    kind, old_from, old_to, new_from, new_to = opcode
    if kind == "equal":
        for old, new in zip(range(old_from, old_to), range(new_from, new_to), strict=True):
            yield DiffLine(kind=" ", old=old + 1, new=new + 1, text=before[old].removesuffix("\n"))
        return
    for old in range(old_from, old_to):
        yield DiffLine(kind="-", old=old + 1, new=None, text=before[old].removesuffix("\n"))
    for new in range(new_from, new_to):
        yield DiffLine(kind="+", old=None, new=new + 1, text=after[new].removesuffix("\n"))
