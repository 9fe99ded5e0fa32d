"""States of a project beside its files on disk: what a change is put together in (adapter: engines.edges.git_branches).

`main` is what people work on; `generated` holds what was rendered. Called by app.services.changing and undoing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from engines.kernel.repository import Commit


class Branches(Protocol):
    """Commits that are made without touching a file, and the switch to one. Calls block."""

    def head(self, project: Path, branch: str) -> str:
        """The id of a branch's newest commit; empty without one."""
        ...

    def parents(self, project: Path, commit: str) -> Sequence[str]:
        """What a commit was made from, the line it goes on first."""
        ...

    def compose(
        self,
        project: Path,
        base: str,
        changes: Mapping[str, bytes | None],
        *,
        parents: Sequence[str],
        message: str,
        time: int,
    ) -> Commit:
        """A commit that no branch holds yet: the files of `base` (empty: none) with changes; None removes a file."""
        ...

    def snapshot(self, project: Path, *, message: str, time: int) -> str:
        """The commit of the files on disk: the newest one, or where they differ a new one that no branch holds yet."""
        ...

    def export(self, project: Path, commit: str, folder: Path) -> None:
        """Writes the files of a commit into an empty folder."""
        ...

    def switch(self, project: Path, *, old: str, new: str, generated: str) -> None:
        """Puts the files of `new` in the place of those of `old`, and both branches on their commits; all or nothing.

        Conflict, before anything is touched, when the files on disk are not those of `old`. Done twice, or again after
        a kill, it comes out the same.
        """
        ...

    def settle(self, project: Path) -> bool:
        """Ends a switch that was killed in the middle; whether there was one. What people wrote since stays."""
        ...
