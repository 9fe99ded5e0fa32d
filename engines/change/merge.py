"""Three-way merge of a text, line by line: what only one side changed is taken, what both changed alike too. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engines.kernel.matching import matching

_DEFINITION = re.compile(r"(?:async def|def|class) (?P<name>\w+)|(?P<value>\w+)(?:: .+)? = |(?P<typed>\w+): ")
_QUIET = (")", "]", "}", "#", "@")
_BLOCKS = ("def ", "async def ", "class ", "@")
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
    elif (both := _joined(base, ours, theirs)) is not None:
        yield Piece(line=at + 1, text="".join(both))
    else:
        said, kept, made = ("".join(lines) for lines in (base, ours, theirs))
        yield Piece(line=at + 1, decided=False, base=said, ours=kept, theirs=made)


def _joined(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Both changes, where their order says nothing; None where a person must decide."""
    for way in (_imports, _definitions, _behind):
        if (found := way(base, ours, theirs)) is not None:
            return found
    return None


def _behind(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """One side only added definitions of the outermost level behind lines that the other side changed."""
    for one, other in ((ours, theirs), (theirs, ours)):
        added = one[len(base) :]
        if base and list(one[: len(base)]) == list(base) and _outermost(added, other):
            return [*_trimmed(other, leading=False), "\n", "\n", *_trimmed(added, leading=True)]
    return None


def _outermost(added: Sequence[str], other: Sequence[str]) -> bool:
    names = _defined(added) if _indent(added) == 0 else frozenset()
    level = [line for line in other if line.strip() and not line[0].isspace()]
    return bool(names) and not names & {match["name"] for line in level if (match := _DEFINITION.match(line))}


def _imports(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Both sides added imports at one place: all of them, ours first."""
    if base or not all(line.startswith(("import ", "from ")) for line in (*ours, *theirs)):
        return None
    return [*ours, *(line for line in theirs if line not in ours)]


def _definitions(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Both sides added definitions of different names at one place: all of them, since their order says nothing."""
    if any(line.strip() for line in base):
        return None
    mine, made = _defined(ours), _defined(theirs)
    if not mine or not made or mine & made or _indent(ours) != _indent(theirs):
        return None
    blank = ["\n"] if _indent(ours) else ["\n", "\n"]
    apart = blank if any(line.strip().startswith(_BLOCKS) for line in (*ours, *theirs)) else []
    return [*_trimmed(theirs, leading=False), *apart, *_trimmed(ours, leading=True)]


def _defined(lines: Sequence[str]) -> frozenset[str]:
    """The names that Python lines define at their outermost indentation; none where a line there is something else."""
    depth, found = _indent(lines), set[str]()
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip()) <= depth and not line.strip().startswith(_QUIET):
            match = _DEFINITION.match(line.strip())
            if match is None:
                return frozenset()
            found.add(match["name"] or match["value"] or match["typed"])
    return frozenset(found)


def _indent(lines: Sequence[str]) -> int:
    return min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)


def _trimmed(lines: Sequence[str], *, leading: bool) -> list[str]:
    """Without the blank lines at one end."""
    kept = list(lines)
    while kept and not kept[0 if leading else -1].strip():
        kept.pop(0 if leading else -1)
    return kept


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
