"""How people name the states of a project: the full id, the first letters of it, or HEAD. Used by history and sources."""

from __future__ import annotations

from pathlib import Path

from engines.kernel.errors import NotFound
from engines.kernel.repository import Repository

NEWEST = "HEAD"
ALL = 1_000_000
_SHORT, _FULL = 4, 40


def commit_id(repository: Repository, project: Path, name: str) -> str:
    """The full id of a commit; NotFound when none of the history, or several, begin with the name."""
    if len(name) == _FULL:
        return name
    commits = repository.log(project, limit=1 if name == NEWEST else ALL)
    if name == NEWEST and commits:
        return commits[0].id
    found = [commit.id for commit in commits if commit.id.startswith(name)] if len(name) >= _SHORT else []
    if len(found) != 1:
        raise NotFound(f"there is no one commit '{name}' in the history", hint="Ask for the history to see the ids.")
    return found[0]
