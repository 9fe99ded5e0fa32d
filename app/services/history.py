"""The history of a project for people: its commits, what changed between them, recording and bringing back. Called by the routes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.services.naming import ALL, commit_id
from app.services.projects import Projects
from app.services.registry import Registry
from app.services.undoing import Undoing
from engines.kernel.diff import Change, Hunk, changes, hunks
from engines.kernel.errors import Conflict, Denied, UserError
from engines.kernel.repository import Commit, Repository
from engines.kernel.sources import SourceFiles
from engines.kernel.texts import shown, text_of
from engines.preview import PreviewService

_SHOWN = 1_000_000
_LINES = 20_000


@dataclass(frozen=True, kw_only=True)
class FileDiff:
    """How one file changed. Without hunks it is `binary`, too long to compare, or changed in its mode alone."""

    file: str
    change: Change
    added: int
    removed: int
    binary: bool
    too_long: bool
    hunks: Sequence[Hunk]


class History:
    """The use cases. A commit is named by its id, the first letters of it (four at least), or HEAD."""

    def __init__(
        self,
        *,
        registry: Registry,
        projects: Projects,
        repository: Repository,
        files: SourceFiles,
        undoing: Undoing,
        previews: PreviewService,
        now: Callable[[], datetime],
    ) -> None:
        self._registry, self._projects, self._now = registry, projects, now
        self._undoing, self._previews = undoing, previews
        self._repository, self._files = repository, files

    async def commits(self, folder: Path, *, limit: int) -> Sequence[Commit]:
        """The newest first."""
        return await asyncio.to_thread(lambda: self._repository.log(self._registry.folder(folder), limit=limit))

    async def diff(self, folder: Path, old: str, new: str, *, file: str = "", context: int = 3) -> Sequence[FileDiff]:
        """What changed from one commit to another; an empty `old` is the empty project, an empty `new` the files on disk."""
        return await asyncio.to_thread(self._diff, folder, old, new, file, context)

    async def commit(self, folder: Path, message: str) -> Commit:
        """Records the files as they are; Conflict when nothing has changed."""
        async with self._projects.writing(folder) as project:
            return await asyncio.to_thread(self._commit, project, message)

    async def restore(self, folder: Path, commit: str = "") -> Commit:
        """Brings the files of a commit back as a new one; without a name, those of the commit before the newest.

        Databases follow by a migration, and a running preview starts anew.
        """
        async with self._projects.writing(folder) as project, self._previews.held(project):
            return await asyncio.to_thread(self._restore, project, commit)

    def _diff(self, folder: Path, old: str, new: str, file: str, context: int) -> Sequence[FileDiff]:
        project = self._registry.folder(folder)
        before, after = (commit_id(self._repository, project, name) if name else "" for name in (old, new))
        recorded = self._repository.states(project, before) if before else {}
        found = changes(recorded, self._repository.states(project, after))
        return [
            self._compared(project, path, change, before, after, context)
            for path, change in found.items()
            if file in ("", path)
        ]

    def _compared(self, project: Path, path: str, change: Change, before: str, after: str, context: int) -> FileDiff:
        old = b"" if change == "A" else self._repository.read(project, before, path)
        new = b"" if change == "D" else self._content(project, after, path)
        return compared(path, change, old, new, context=context)

    def _content(self, project: Path, commit: str, path: str) -> bytes | None:
        """A file in a commit or on disk; None for one that is too long or that nobody may open."""
        if commit:
            return self._repository.read(project, commit, path)
        try:
            return self._files.read(project, path, limit=_SHOWN).content
        except (Denied, UserError):  # a link, or gone again
            return None

    def _commit(self, project: Path, message: str) -> Commit:
        if self._repository.log(project, limit=1) and self._repository.is_clean(project):
            raise Conflict("nothing has changed since the newest commit", hint="There is nothing to record.")
        recorded = self._repository.commit(project, message=message, time=int(self._now().timestamp()))
        self._registry.touched(project)
        return recorded

    def _restore(self, project: Path, name: str) -> Commit:
        wanted = commit_id(self._repository, project, name) if name else self._before(project)
        subject = next((each.message for each in self._repository.log(project, limit=ALL) if each.id == wanted), "")
        message = f"Bring back {wanted[:8]}: {subject.strip().splitlines()[0][:60] if subject.strip() else ''}"
        restored = self._undoing.restore(project, wanted, message=message, time=int(self._now().timestamp()))
        self._registry.touched(project)
        return restored

    def _before(self, project: Path) -> str:
        commits = self._repository.log(project, limit=2)
        if len(commits) < 2:
            raise Conflict("there is nothing to undo", hint="A project's first commit stays.")
        return commits[1].id


def compared(path: str, change: Change, old: bytes | None, new: bytes | None, *, context: int = 3) -> FileDiff:
    """How a file changed, from its contents; None stands for one that is not shown."""
    before, after = text_of(old or b""), text_of(new or b"")
    too_long = old is None or new is None or max(len(old), len(new)) > _SHOWN or _long(before) or _long(after)
    binary = before is None or after is None
    found = hunks(before, after, context=context) if before is not None and after is not None and not too_long else []
    lines = [line.kind for hunk in found for line in hunk.lines]
    return FileDiff(
        file=shown(path),
        change=change,
        added=lines.count("+"),
        removed=lines.count("-"),
        binary=binary,
        too_long=too_long and not binary,
        hunks=found,
    )


def _long(text: str | None) -> bool:
    return text is not None and text.count("\n") > _LINES
