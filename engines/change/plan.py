"""What becomes of each file when a rendering is merged into a project. Pure; called by service."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Literal

from engines.change.merge import merged
from engines.change.model import Conflict, Kept, Risk, Side

Decision = Literal["take", "merge", "clash", "locked"]
_RISKS: tuple[Risk, ...] = ("low", "medium", "high")


def decisions(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str], locked: Sequence[str]
) -> Iterator[tuple[str, Decision]]:
    """The files that the generator changed and how to bring that in; equal states are equal files.

    `merge` where all three versions, or both sides, have the file; `clash` where one side removed what the other changed.
    """
    for path in sorted({*base, *theirs}):
        was, now, here = base.get(path), theirs.get(path), ours.get(path)
        if was == now or here == now:
            continue
        if any(fnmatch(path, pattern) for pattern in locked):
            yield path, "locked"
        elif here == was:
            yield path, "take"
        elif here is None or now is None:
            yield path, "clash"
        else:
            yield path, "merge"


def moves(base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str], words: Words) -> dict[str, str]:
    """The files that are generated under another name since a thing is called otherwise: the new path by the old one."""
    found = {path: words.renamed(path) for path in base if path not in theirs and path in ours}
    return {old: new for old, new in found.items() if new in theirs and new not in base and new not in ours}


class Words:
    """Names that were changed, wherever they stand as words of a text; an underscore parts words."""

    def __init__(self, changed: Mapping[str, str]) -> None:
        self._changed = dict(changed)
        listed = "|".join(re.escape(word) for word in sorted(changed, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{listed})(?![A-Za-z0-9])") if listed else None

    def renamed(self, text: str) -> str:
        """The text with the new names."""
        return self._pattern.sub(lambda match: self._changed[match[0]], text) if self._pattern else text


@dataclass(frozen=True, kw_only=True)
class Sides:
    """What a person decided on conflicts: for all of them, for a file (`path`), or for one place (`path:line`, from 1)."""

    all: Side | None = None
    each: Mapping[str, Side] = field(default_factory=dict)

    def of(self, path: str, line: int = 0) -> Side | None:
        """The nearest decision; None where nobody decided."""
        return self.each.get(f"{path}:{line}") or self.each.get(path) or self.all


def merge_text(path: str, base: str, ours: str, theirs: str, sides: Sides) -> tuple[str, list[Conflict], list[Kept]]:
    """The merged text, with both sides between markers where it is not decided, unless a person prefers one."""
    text: list[str] = []
    conflicts: list[Conflict] = []
    kept: list[Kept] = []
    for piece in merged(base, ours, theirs):
        if piece.protected:
            kept.append(Kept(path=path, line=piece.line, why="protected"))
        if piece.decided:
            text.append(piece.text)
        elif (prefer := sides.of(path, piece.line)) is not None:
            text.append(piece.ours if prefer == "mine" else piece.theirs)
        else:
            text.append(_marked(piece.ours, piece.theirs))
            conflicts.append(
                Conflict(path=path, line=piece.line, base=piece.base, mine=piece.ours, generated=piece.theirs)
            )
    return "".join(text), conflicts, kept


def _marked(ours: str, theirs: str) -> str:
    return f"<<<<<<< mine\n{_ended(ours)}=======\n{_ended(theirs)}>>>>>>> generated\n"


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def risk_of(*risks: Risk) -> Risk:
    """The gravest."""
    return max(("low", *risks), key=_RISKS.index)
