"""The .git folder of a project: opened, made whole or not at all, and freed of a killed writer's locks.

Used by engines.edges.git. A run that is resumed after a kill commits again, so a lock that nobody holds must not stop it.
"""

from __future__ import annotations

import os
import shutil
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from engines.edges.source_files import told
from engines.kernel.errors import NotFound, UserError

if TYPE_CHECKING:
    from dulwich.repo import Repo

BRANCH = "main"
DRAFT = ".git.new"
STALE = 2.0  # seconds; a live writer holds a lock for milliseconds

T = TypeVar("T")


@contextmanager
def opened(project: Path) -> Iterator[Repo]:
    """The repository of a project; raises when there is none or it is not the project's own."""
    from dulwich.errors import NotGitRepository
    from dulwich.repo import Repo, UnsupportedVersion

    _refuse_elsewhere(project)
    if not (project / ".git").is_dir():
        raise NotFound(
            f"{project} has no history", hint="Only projects made by QuantumLayer, or git repositories, have one."
        )
    try:
        repo = Repo(str(project))
    except (NotGitRepository, UnsupportedVersion, ValueError) as error:
        raise _damaged(project) from error
    try:
        with damage_told(project):
            yield repo
    finally:
        repo.close()


@contextmanager
def damage_told(project: Path) -> Iterator[None]:
    """Turns what dulwich says of a repository that is not whole, or not to be written, into our errors."""
    from dulwich.errors import ChecksumMismatch, FileFormatException, WrongObjectException
    from dulwich.index import UnsupportedIndexFormat

    damage = (ChecksumMismatch, FileFormatException, WrongObjectException, UnsupportedIndexFormat)
    try:
        with told(f"{project.name}/.git"):
            yield
    except (*damage, LookupError, ValueError, AssertionError, EOFError, struct.error, zlib.error) as error:
        raise _damaged(project) from error


def _damaged(project: Path) -> UserError:
    return UserError(f"The repository of {project} is damaged", hint="Run git fsck there.")


def make(project: Path) -> None:
    """Makes the repository unless there is one; it appears as a whole, or, after a kill, not at all."""
    from dulwich.config import ConfigFile
    from dulwich.repo import Repo

    _refuse_elsewhere(project)
    draft = project / DRAFT
    shutil.rmtree(draft, ignore_errors=True)
    if not (project / ".git").is_dir():
        empty = ConfigFile()
        Repo.init(str(draft), mkdir=True, config=empty, default_branch=BRANCH.encode()).close()  # type: ignore[arg-type]
        (draft / ".git").rename(project / ".git")
        draft.rmdir()


def past_stale_locks(work: Callable[[], T]) -> T:
    """Does the work; waits for a lock in its way, and removes one that is older than any live writer's."""
    from dulwich.file import FileLocked

    while True:
        try:
            return work()
        except FileLocked as lock:
            _wait_or_remove(Path(os.fsdecode(lock.lockfilename)))


def _wait_or_remove(lock: Path) -> None:
    try:
        age = abs(time.time() - lock.stat().st_mtime)
    except FileNotFoundError:
        return
    if age > STALE:
        lock.unlink(missing_ok=True)
    else:
        time.sleep(0.05)


def _refuse_elsewhere(project: Path) -> None:
    folder = project / ".git"
    if folder.is_symlink() or folder.is_file():
        raise UserError(
            f"{folder} leads elsewhere", hint="A project needs a repository of its own, not a worktree or a submodule."
        )
