"""The migration from one specification's tables to another's, as files beside those that a project has. Public as revise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from engines.kernel.errors import Conflict
from engines.kernel.spec import Spec
from engines.kernel.spec.renames import Fills, Renames
from engines.qlayer.formatting import format_python
from engines.qlayer.model import Blueprint
from engines.qlayer.python_fastapi.migration import Revision, revision_file, undoing_file

MIGRATIONS = "migrations/versions/"
_FILE = re.compile(r"migrations/versions/(\d{4})\w*\.py")
_REVISION = re.compile(r'^revision\s*(?::\s*str\s*)?=\s*["\']([^"\']+)', re.M)
_MIGRATING = frozenset({"python-fastapi"})


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
) -> dict[str, bytes]:
    """The new revision's file; none where the tables are alike, or the blueprint keeps none.

    `known` are the project's revisions, `fresh` are the files of its new rendering. Conflict for a blueprint whose tables can't be
    changed yet, though it keeps some.
    """
    if not migrations(list(known)):
        return {}
    if blueprint.name not in _MIGRATING:
        first = migrations(list(known))[0]
        if fresh.get(first) == known[first]:
            return {}
        raise Conflict(
            f"projects of the stack {blueprint.name} can't be changed yet: their databases would not follow",
            hint="Build another one: ql new --file spec.yaml --out DIR",
        )
    made = revision_file(_next(known, says), blueprint, old, new, renames, fills)
    return _formatted(made, fresh["pyproject.toml"])


def undo(
    blueprint: Blueprint, *, says: str, known: Mapping[str, bytes], keep: Sequence[str], settings: bytes
) -> dict[str, bytes]:
    """The revision that takes back all `known` ones but those to `keep`; none where there is nothing to take back."""
    undone = [_named(known[path], path) for path in reversed(migrations(list(known))) if path not in keep]
    if blueprint.name not in _MIGRATING or not undone:
        return {}
    return _formatted(undoing_file(_next(known, says), blueprint, undone), settings)


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
