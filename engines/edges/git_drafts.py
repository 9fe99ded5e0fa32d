"""Files of commits, written whole inside .git before each is moved to its place. Used by engines.edges.git_branches.

A kill leaves no draft among the project's files, and many files are put in place within milliseconds.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from engines.edges.git_restore import content_of, drop_empty
from engines.edges.source_files import opened_folder, told
from engines.kernel.sources import parts_of

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.repo import Repo

FOLDER = "quantumlayer-drafts"
_OWN = ".drafts"


class Drafts:
    """A folder for drafts, beside the files of `project` or, where that has no history of its own, in it."""

    def __init__(self, project: Path, repo: Repo) -> None:
        self._project, self._repo = project, repo
        inside = (project / ".git").is_dir()
        self._folder = project / ".git" / FOLDER if inside else project / _OWN
        self._known: dict[str, Path] = {}

    def __enter__(self) -> Self:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def put(self, path: str, entry: tuple[int, ObjectID]) -> None:
        """Writes a file and moves it to its place."""
        self.write(path, entry)
        self.place(path)

    def write(self, path: str, entry: tuple[int, ObjectID]) -> None:
        """Writes a file or a link as a draft."""
        draft = self._folder / str(len(self._known))
        content = content_of(self._repo, path, entry)
        with told(path):
            if stat.S_ISLNK(entry[0]):
                draft.symlink_to(os.fsdecode(content))
            else:
                _write(draft, content, 0o755 if entry[0] & stat.S_IXUSR else 0o644)
        self._known[path] = draft

    def place(self, path: str) -> None:
        """Moves a draft to its place; no link leads elsewhere on the way."""
        *folders, name = parts_of(path)
        with told(path), opened_folder(self._project, folders, make=True) as folder:
            drop_empty(folder, name)
            os.replace(self._known[path], name, dst_dir_fd=folder)


def discard(project: Path) -> None:
    """Removes the drafts that a kill left."""
    shutil.rmtree(project / ".git" / FOLDER, ignore_errors=True)


def _write(draft: Path, content: bytes, mode: int) -> None:
    with draft.open("wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
