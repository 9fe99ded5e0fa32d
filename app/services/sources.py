"""The files of a project for people: listed with what changed, read, written, traced. Called by the routes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.services.naming import commit_id
from app.services.projects import Projects
from app.services.registry import Registry
from app.services.tracing import TraceItem, Tracing
from engines.kernel.diff import changes
from engines.kernel.errors import UserError
from engines.kernel.repository import Repository
from engines.kernel.sources import TEXT_LIMIT, FileContent, SourceFiles, digest
from engines.kernel.texts import shown, text_of


@dataclass(frozen=True, kw_only=True)
class FileItem:
    """A file by its POSIX path: bytes on disk, what happened to it since the newest commit, and whether it was rendered."""

    file: str
    size: int
    change: str
    generated: bool


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The files of a project, with the branch and the newest commit; both empty without a history."""

    branch: str
    commit: str
    items: Sequence[FileItem]


@dataclass(frozen=True, kw_only=True)
class FileText:
    """A file of `size` bytes. `text` is empty when it is binary or too long, `digest` when it is too long."""

    text: str
    size: int
    digest: str
    binary: bool


class Sources:
    """The use cases."""

    def __init__(
        self, *, registry: Registry, projects: Projects, repository: Repository, files: SourceFiles, tracing: Tracing
    ) -> None:
        self._registry, self._projects, self._tracing = registry, projects, tracing
        self._repository, self._files = repository, files

    async def list(self, folder: Path) -> Listing:
        return await asyncio.to_thread(self._list, folder)

    async def read(self, folder: Path, file: str, commit: str = "") -> FileText:
        """A file on disk, or as it was in a commit."""
        return await asyncio.to_thread(self._read, folder, file, commit)

    async def write(self, folder: Path, file: str, text: str, expected: str) -> str:
        """Writes a file whose digest is `expected` ('' for a new one) and returns the new digest."""
        content = text.encode("utf-8")
        if len(content) > TEXT_LIMIT:
            raise UserError(
                f"{len(content)} bytes are too many for one file", hint=f"At most {TEXT_LIMIT} are written."
            )
        async with self._projects.writing(folder) as project:
            await asyncio.to_thread(self._files.write, project, file, content, expected=expected)
            await asyncio.to_thread(self._registry.touched, project)
        return digest(content)

    async def trace(self, folder: Path, file: str = "") -> Sequence[TraceItem]:
        """The lines that carry out sentences."""
        return await asyncio.to_thread(lambda: self._tracing.trace(self._registry.folder(folder), file))

    def _list(self, folder: Path) -> Listing:
        project = self._registry.folder(folder)
        newest = next(iter(self._repository.log(project, limit=1)), None)
        recorded = self._repository.states(project, newest.id) if newest else {}
        found = changes(recorded, self._repository.states(project))
        generated = self._tracing.generated(project)
        return Listing(
            branch=self._repository.branch(project),
            commit=newest.id if newest else "",
            items=[
                FileItem(
                    file=shown(file),
                    size=self._files.size(project, file),
                    change=found.get(file, ""),
                    generated=file in generated,
                )
                for file in sorted({*recorded, *found})
            ],
        )

    def _read(self, folder: Path, file: str, commit: str) -> FileText:
        project = self._registry.folder(folder)
        if commit:
            content = self._repository.read(project, commit_id(self._repository, project, commit), file)
            found = FileContent(size=len(content), content=content if len(content) <= TEXT_LIMIT else None)
        else:
            found = self._files.read(project, file, limit=TEXT_LIMIT)
        if found.content is None:
            return FileText(text="", size=found.size, digest="", binary=False)
        text = text_of(found.content)
        return FileText(text=text or "", size=found.size, digest=digest(found.content), binary=text is None)
