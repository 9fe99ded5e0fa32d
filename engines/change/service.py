"""The shell of the room: reads the three versions of a project's files and merges them. Called by app.services.changing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from engines.change.model import Conflict, Kept, Merge
from engines.change.plan import Decision, Sides, Words, decisions, merge_text, moves
from engines.kernel.repository import Repository

_BINARY = "binary or not UTF-8"
_NAMING = (".py", ".html")


class ChangeService:
    """Merges; blocks for as long as it reads."""

    def __init__(self, *, repository: Repository) -> None:
        self._repository = repository

    def merge(
        self,
        project: Path,
        *,
        base: str,
        ours: str,
        theirs: str,
        locked: Sequence[str] = (),
        bases: Mapping[str, bytes] | None = None,
        words: Mapping[str, str] | None = None,
        sides: Sides | None = None,
    ) -> Merge:
        """Brings what the generator changed from commit `base` to `theirs` into commit `ours`.

        `bases` are other bases for some files, `words` names that were changed, `sides` what a person decided on
        conflicts.
        """
        states = [self._repository.states(project, commit) for commit in (base, ours, theirs)]

        def read(which: int, path: str) -> bytes | None:
            commit = (base, ours, theirs)[which]
            return self._repository.read(project, commit, path) if path in states[which] else None

        return _Merging(states, read, locked, bases or {}, Words(words or {}), sides or Sides()).merge()


class _Merging:
    """One merge; `read` gives a file of the base (0), of ours (1) or of theirs (2)."""

    def __init__(
        self,
        states: Sequence[Mapping[str, str]],
        read: Callable[[int, str], bytes | None],
        locked: Sequence[str],
        bases: Mapping[str, bytes],
        words: Words,
        sides: Sides,
    ) -> None:
        self._states, self._read, self._locked = states, read, locked
        self._bases, self._words, self._sides = bases, words, sides
        self._changes: dict[str, bytes | None] = {}
        self._conflicts: list[Conflict] = []
        self._kept: list[Kept] = []
        self._renamed: list[str] = []

    def merge(self) -> Merge:
        base, ours, theirs = self._states
        moved = moves(base, ours, theirs, self._words)
        for old, new in moved.items():
            self._changes[old] = None
            self._edited(new, self._read(0, old), self._read(1, old), self._read(2, new))
        for path, decision in decisions(base, ours, theirs, self._locked):
            if path not in moved and path not in moved.values():
                self._decide(path, decision)
        for path in ours:
            if path not in base and path not in theirs and path.endswith(_NAMING):
                self._own(path)
        return Merge(changes=self._changes, conflicts=self._conflicts, kept=self._kept, renamed=sorted(self._renamed))

    def _decide(self, path: str, decision: Decision) -> None:
        before, mine, made = (self._read(which, path) for which in range(3))
        if decision == "locked":
            self._kept.append(Kept(path=path, line=0, why="locked"))
        elif decision == "take":
            self._changes[path] = made
        elif decision == "clash":
            self._clash(path, before, mine, made)
        else:
            self._edited(path, self._bases.get(path, before), mine, made)

    def _edited(self, path: str, before: bytes | None, mine: bytes | None, made: bytes | None) -> None:
        """A file that both sides have."""
        if mine == before:
            self._changes[path] = made
        elif not _texts(before, mine, made):
            self._clash(path, before, mine, made)
        else:
            said = self._words.renamed(_text(mine))
            if said != _text(mine):
                self._renamed.append(path)
            text, clashes, protected = merge_text(
                path, self._words.renamed(_text(before)), said, _text(made), self._sides
            )
            self._changes[path] = text.encode()
            self._conflicts += clashes
            self._kept += protected

    def _clash(self, path: str, before: bytes | None, mine: bytes | None, made: bytes | None) -> None:
        prefer = self._sides.of(path)
        if prefer is None:
            self._conflicts.append(_whole(path, before, mine, made))
        elif prefer == "generated":
            self._changes[path] = made

    def _own(self, path: str) -> None:
        """A file that people added speaks of things by their new names, too."""
        text = self._read(1, path)
        if _texts(text) and (said := self._words.renamed(_text(text))) != _text(text):
            self._changes[path] = said.encode()
            self._renamed.append(path)


def _texts(*contents: bytes | None) -> bool:
    return all(_shown(content) != _BINARY for content in contents)


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8")


def _shown(content: bytes | None) -> str:
    try:
        return _text(content)
    except UnicodeDecodeError:
        return _BINARY


def _whole(path: str, base: bytes | None, mine: bytes | None, made: bytes | None) -> Conflict:
    why = "removed by hand" if mine is None else "no longer generated" if made is None else _BINARY
    return Conflict(path=path, line=0, base=_shown(base), mine=_shown(mine), generated=_shown(made), why=why)
