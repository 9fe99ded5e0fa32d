"""Three-way merge of a text, line by line: what only one side changed is taken, what both changed alike too. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engines.kernel.matching import matching

_BEGIN, _END = re.compile(r"keep:\s*begin\b"), re.compile(r"keep:\s*end\b")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Lines that are decided (`text`), or what each version says where they are not; `line` (from 1) in ours.

    `protected`: the lines are ours although the other side changed them.
    """

    line: int
    text: str = ""
    base: str = ""
    ours: str = ""
    theirs: str = ""
    decided: bool = True
    protected: bool = False


def merged(base: str, ours: str, theirs: str) -> list[Piece]:
    """The pieces in their order; joined texts of decided ones are the merged text."""
    old, mine, new = (_lines(text) for text in (base, ours, theirs))
    shielded = _shielded(mine)
    found: list[Piece] = []
    for (b, bb), (o, oo), (t, tt) in _chunks(old, mine, new):
        said, kept, made = old[b:bb], mine[o:oo], new[t:tt]
        found.extend(_decided(o, said, kept, made, shielded))
    return found


def _decided(
    at: int, base: Sequence[str], ours: Sequence[str], theirs: Sequence[str], shielded: frozenset[int]
) -> Iterator[Piece]:
    if ours == theirs or theirs == base:
        yield Piece(line=at + 1, text="".join(ours))
    elif ours == base:
        yield Piece(line=at + 1, text="".join(theirs))
    elif ours and all(n in shielded for n in range(at, at + len(ours))):
        yield Piece(line=at + 1, text="".join(ours), protected=True)
    elif (both := _imports(base, ours, theirs)) is not None:
        yield Piece(line=at + 1, text="".join(both))
    else:
        said, kept, made = ("".join(lines) for lines in (base, ours, theirs))
        yield Piece(line=at + 1, decided=False, base=said, ours=kept, theirs=made)


def _imports(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Both sides added imports at one place: all of them, ours first."""
    if base or not all(line.startswith(("import ", "from ")) for line in (*ours, *theirs)):
        return None
    return [*ours, *(line for line in theirs if line not in ours)]


def _shielded(lines: Sequence[str]) -> frozenset[int]:
    """The lines between `keep: begin` and `keep: end`, those two included."""
    found: set[int] = set()
    began: int | None = None
    for n, line in enumerate(lines):
        if began is None and _BEGIN.search(line):
            began = n
        elif began is not None and _END.search(line):
            found.update(range(began, n + 1))
            began = None
    return frozenset(found)


_Range = tuple[int, int]


def _chunks(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[_Range, _Range, _Range]]:
    """Ranges of the three texts: those between lines that stand in all of them, and those lines themselves."""
    mine, new = dict(matching(base, ours)), dict(matching(base, theirs))
    b = o = t = 0
    for line in (*(n for n in range(len(base)) if n in mine and n in new), None):
        at = (line, mine[line], new[line]) if line is not None else (len(base), len(ours), len(theirs))
        if (b, o, t) != at:
            yield (b, at[0]), (o, at[1]), (t, at[2])
        if line is not None:
            b, o, t = (place + 1 for place in at)
            yield (at[0], b), (at[1], o), (at[2], t)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
