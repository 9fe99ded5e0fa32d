"""The history of a project: the port behind which git stands (adapter: engines.edges.git).

Called by the workflow after a project is rendered or changed, by undo, history and diff, and by the capsule room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Commit:
    """One recorded state of a project. `time` is in seconds since 1970, UTC."""

    id: str
    message: str
    author: str
    time: int


class Repository(Protocol):
    """Records and reads the states of projects. Calls block; one writer per project at a time."""

    def create(self, project: Path) -> None:
        """Makes an empty history where there is none; the sandbox hides it from the project's own programs."""
        ...

    def only_begun(self, project: Path) -> bool:
        """Whether the folder holds an empty history and nothing else, or what a kill left of making one."""
        ...

    def commit(self, project: Path, *, message: str, time: int) -> Commit:
        """Records every file that is not ignored; without a change, the newest commit is returned.

        Makes the repository when there is none. Same files, message, time and parent give the same id.
        """
        ...

    def log(self, project: Path, *, limit: int = 50) -> Sequence[Commit]:
        """The newest commit first; empty without a repository."""
        ...

    def is_clean(self, project: Path) -> bool:
        """Whether the files on disk are those of the newest commit."""
        ...

    def changed(self, project: Path) -> Sequence[str]:
        """The files that were added, changed or removed since the newest commit, by their POSIX path, sorted."""
        ...

    def diff(self, project: Path, old: str, new: str) -> str:
        """The change from one commit to another as unified text; an empty `old` is the empty project."""
        ...

    def read(self, project: Path, commit: str, path: str) -> bytes:
        """One file as it was in a commit."""
        ...

    def tracked(self, project: Path, commit: str = "HEAD") -> Sequence[str]:
        """The files of a commit by their POSIX path, sorted."""
        ...

    def files(self, project: Path) -> Sequence[str]:
        """The files on disk that a commit would record (symbolic links too), by their POSIX path, sorted."""
        ...

    def branch(self, project: Path) -> str:
        """The name of the branch that commits go to; empty without one."""
        ...

    def states(self, project: Path, commit: str = "") -> Mapping[str, str]:
        """The files of a commit, or without one those on disk, each with a text that is equal for equal content and mode."""
        ...

    def restore(self, project: Path, commit: str, *, message: str, time: int) -> Commit:
        """Brings the files of a commit back, on disk and as a new commit; files that no commit held stay where they are.

        Conflict when what was changed since the newest commit would be lost. Done twice, or again after a kill, it
        comes out the same.
        """
        ...
