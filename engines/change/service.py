"""The shell of the room: reads the three versions of a project's files and merges them. Called by app.services.changing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engines.change.model import Conflict, Kept, Merge, Side
from engines.change.plan import decisions, merge_text
from engines.kernel.repository import Repository

_BINARY = "binary or not UTF-8"


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
        prefer: Side | None = None,
    ) -> Merge:
        """Brings what the generator changed from commit `base` to `theirs` into commit `ours`.

        `bases` are other bases for some files. `prefer` is a person's decision for every conflict.
        """
        states = [self._repository.states(project, commit) for commit in (base, ours, theirs)]
        changes: dict[str, bytes | None] = {}
        conflicts: list[Conflict] = []
        kept: list[Kept] = []

        def version(commit: str, which: int, path: str) -> bytes | None:
            return self._repository.read(project, commit, path) if path in states[which] else None

        for path, decision in decisions(states[0], states[1], states[2], locked):
            mine, made = version(ours, 1, path), version(theirs, 2, path)
            before = (bases or {}).get(path, version(base, 0, path))
            if decision == "locked":
                kept.append(Kept(path=path, line=0, why="locked"))
            elif decision == "take":
                changes[path] = made
            elif decision == "clash" or not _texts(mine, made):
                if prefer is None:
                    conflicts.append(_whole(path, before, mine, made))
                elif prefer == "generated":
                    changes[path] = made
            else:
                text, clashes, protected = merge_text(path, _text(before), _text(mine), _text(made), prefer)
                changes[path] = text.encode()
                conflicts += clashes
                kept += protected
        return Merge(changes=changes, conflicts=tuple(conflicts), kept=tuple(kept))


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
