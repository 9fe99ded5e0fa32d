"""The migration from one specification's tables to another's, as files beside those that a project has. Public as revise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from engines.kernel.spec import Spec
from engines.kernel.spec.renames import Fills, Renames
from engines.qlayer.formatting import format_python
from engines.qlayer.migration import Moves, Revision, Table, revision_file, undoing_file
from engines.qlayer.model import Blueprint
from engines.qlayer.python_fastapi import moves as python_fastapi
from engines.qlayer.python_service import moves as python_service

MIGRATIONS = "migrations/versions/"
_FILE = re.compile(r"migrations/versions/(\d{4})\w*\.py")
_REVISION = re.compile(r'^revision\s*(?::\s*str\s*)?=\s*["\']([^"\']+)', re.M)
Moved = Callable[[str, Blueprint, Spec, Spec, Renames, Fills], tuple[Sequence[Table], Sequence[Table], Moves]]
_MOVED: Mapping[str, Moved] = {"python-fastapi": python_fastapi.moved, "python-service": python_service.moved}


def migrations(paths: Sequence[str]) -> list[str]:
    """The revisions among a project's files, the oldest first."""
    return sorted(path for path in paths if _FILE.fullmatch(path))


def revise(
    old: Spec,
    new: Spec,
    blueprint: Blueprint,
    *,
    says: str,
    known: Mapping[str, bytes],
    fresh: Mapping[str, bytes],
    renames: Renames,
    fills: Fills,
    kept: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """The new revision's file; none where the tables are alike, or the blueprint keeps none.

    `known` are the project's revisions, `fresh` are the files of its new rendering, `kept` as in Moves.
    """
    if not migrations(list(known)) or blueprint.name not in _MOVED:
        return {}
    revision = _next(known, says)
    was, now, moves = _MOVED[blueprint.name](revision.number, blueprint, old, new, renames, fills)
    made = revision_file(revision, blueprint.name, was, now, replace(moves, kept=kept or {}))
    return _formatted(made, fresh["pyproject.toml"])


def undo(
    blueprint: Blueprint, *, says: str, known: Mapping[str, bytes], keep: Sequence[str], settings: bytes
) -> dict[str, bytes]:
    """The revision that takes back all `known` ones but those to `keep`; none where there is nothing to take back."""
    undone = [_named(known[path], path) for path in reversed(migrations(list(known))) if path not in keep]
    if blueprint.name not in _MOVED or not undone:
        return {}
    return _formatted(undoing_file(_next(known, says), blueprint.name, undone), settings)


def _next(known: Mapping[str, bytes], says: str) -> Revision:
    newest = migrations(list(known))[-1]
    number = int(newest.removeprefix(MIGRATIONS)[:4]) + 1
    return Revision(number=f"{number:04}", below=_named(known[newest], newest), says=says)


def _named(content: bytes, path: str) -> str:
    """The name that a revision gives itself; people may have written it."""
    found = _REVISION.search(content.decode("utf-8", "replace"))
    return found[1] if found else path.removeprefix(MIGRATIONS)[:4]


def _formatted(files: Mapping[str, str], settings: bytes) -> dict[str, bytes]:
    made = format_python(files, settings.decode()) if files else {}
    return {path: text.encode() for path, text in made.items()}
