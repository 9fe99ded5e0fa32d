"""Edits into files, all or none. A search that isn't found exactly goes down a ladder of ever looser ways, never a guess.

Pure. The ladder: as it stands; without spaces at the ends of lines; shifted as a whole to another depth; and nearly the
same, in just one place. What still isn't found is told with the lines that come closest.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engines.agents.coding.model import Edit

ALIKE = 0.92
CLOSE = 0.5
Found = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, kw_only=True)
class Applied:
    """The files as they are with all edits; with `faults`, nothing was applied."""

    files: Mapping[str, str]
    faults: Sequence[str] = ()


def applied(edits: Sequence[Edit], files: Mapping[str, str]) -> Applied:
    """All edits one after the other, or none of them with what was wrong."""
    now, faults = dict(files), list[str]()
    for number, edit in enumerate(edits, 1):
        try:
            now[edit.path] = _with(edit, now.get(edit.path))
        except LookupError as error:
            faults.append(f"Edit {number}, {edit.path}: {error.args[0]}")
    return Applied(files=dict(files), faults=faults) if faults else Applied(files=now)


def _with(edit: Edit, text: str | None) -> str:
    if edit.whole or (not edit.search.strip() and not text):
        return _ended(edit.replace)
    if text is None:
        raise LookupError("there is no such file; a new file has an empty SEARCH part.")
    if not edit.search.strip():
        raise LookupError("the SEARCH part is empty, but the file exists; search for the lines before the new ones.")
    lines, wanted, given = text.split("\n"), _lines(edit.search), _lines(edit.replace)
    for way in (_exact, _without_ends, _shifted, _nearly):
        found = way(lines, wanted, given)
        if len(found) == 1:
            at, replacement = found[0]
            return "\n".join([*lines[:at], *replacement, *lines[at + len(wanted) :]])
        if len(found) > 1:
            places = ", ".join(str(at + 1) for at, _ in found[:5])
            raise LookupError(f"the SEARCH part stands there {len(found)} times (lines {places}); give more lines.")
    raise LookupError(f"the SEARCH part does not stand in the file.{_closest(lines, wanted)}")


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"


def _places(lines: Sequence[str], wanted: Sequence[str], same: Callable[[str, str], bool]) -> Iterator[int]:
    for at in range(len(lines) - len(wanted) + 1):
        if all(same(lines[at + n], line) for n, line in enumerate(wanted)):
            yield at


def _exact(lines: Sequence[str], wanted: Sequence[str], given: Sequence[str]) -> Found:
    return [(at, given) for at in _places(lines, wanted, lambda a, b: a == b)]


def _without_ends(lines: Sequence[str], wanted: Sequence[str], given: Sequence[str]) -> Found:
    return [(at, given) for at in _places(lines, wanted, lambda a, b: a.rstrip() == b.rstrip())]


def _shifted(lines: Sequence[str], wanted: Sequence[str], given: Sequence[str]) -> Found:
    """The same text at another depth; the replacement is moved there too."""
    found = []
    for at in _places(lines, wanted, lambda a, b: a.strip() == b.strip()):
        shift = {_depth(lines[at + n]) - _depth(line) for n, line in enumerate(wanted) if line.strip()}
        if len(shift) == 1:
            found.append((at, [_moved(line, shift.copy().pop()) for line in given]))
    return found


def _nearly(lines: Sequence[str], wanted: Sequence[str], given: Sequence[str]) -> Found:
    """Lines so like the wanted ones that only a slip of the pen lies between; short ones are never taken so."""
    text = "\n".join(wanted)
    if len(wanted) < 3 or len(text) < 60:
        return []
    return [(at, given) for at, ratio in _ratios(lines, wanted) if ratio >= ALIKE]


def _ratios(lines: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[int, float]]:
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2("\n".join(wanted))
    for at in range(len(lines) - len(wanted) + 1):
        matcher.set_seq1("\n".join(lines[at : at + len(wanted)]))
        if matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE:
            yield at, matcher.ratio()


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _moved(line: str, by: int) -> str:
    if not line.strip():
        return line
    return " " * by + line if by >= 0 else line[min(-by, _depth(line)) :]


def _closest(lines: Sequence[str], wanted: Sequence[str]) -> str:
    best = max(_ratios(lines, wanted), key=lambda found: found[1], default=None)
    if best is None:
        return ""
    at = best[0]
    shown = "\n".join(lines[at : at + len(wanted)])
    return f" The lines that come closest ({at + 1} to {at + len(wanted)}) are:\n{shown}"
