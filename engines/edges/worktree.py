"""The files of a project as git sees them: which count, their blobs, their tree, the index. Used by engines.edges.git."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engines.kernel.errors import UserError

if TYPE_CHECKING:
    from dulwich.ignore import IgnoreFilterManager
    from dulwich.object_store import BaseObjectStore
    from dulwich.objects import Blob, ObjectID
    from dulwich.repo import Repo


class Entry(NamedTuple):
    """A file on disk with the blob and the git mode that stand for it."""

    path: bytes
    blob: Blob
    mode: int
    status: os.stat_result


def ignores(project: Path) -> IgnoreFilterManager:
    """The project's own rules alone (.gitignore and .git/info/exclude); a user's global rules would differ by machine."""
    from dulwich.ignore import IgnoreFilter, IgnoreFilterManager

    own = []
    with suppress(FileNotFoundError):
        own.append(IgnoreFilter.from_path(str(project / ".git" / "info" / "exclude")))
    return IgnoreFilterManager(str(project), own, ignorecase=False)


def walk(project: Path, rules: IgnoreFilterManager) -> set[str]:
    """Every regular file and symbolic link that no rule ignores."""
    return set(_walk(project, "", rules))


def _walk(project: Path, folder: str, rules: IgnoreFilterManager) -> Iterator[str]:
    with os.scandir(project / folder) as entries:
        for entry in entries:
            path = f"{folder}{entry.name}"
            if entry.name == ".git":
                continue
            if entry.is_dir(follow_symlinks=False):
                if not rules.may_prune_directory(f"{path}/"):
                    yield from _walk(project, f"{path}/", rules)
            elif (entry.is_file(follow_symlinks=False) or entry.is_symlink()) and not rules.is_ignored(path):
                yield path


def known(project: Path) -> set[str]:
    """Files that the index holds and the disk still has: git keeps them even when a rule ignores them."""
    from dulwich.index import Index

    if not (project / ".git" / "index").is_file():
        return set()
    paths = {os.fsdecode(path) for path in Index(str(project / ".git" / "index"))}
    folders = {path.rpartition("/")[0] for path in paths}
    plain = {folder for folder in folders if _plain(project, folder)}
    return {path for path in paths if path.rpartition("/")[0] in plain and _recordable(project / path)}


def _plain(project: Path, folder: str) -> bool:
    """Whether a folder lies in the project itself; a symbolic link on the way could lead to anyone's files."""
    return (project / folder).resolve() == project.resolve() / folder


def _recordable(file: Path) -> bool:
    try:
        mode = file.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


def blobs(project: Path, paths: Sequence[str]) -> list[Entry]:
    """Reads the files; the executable bit is the only permission that git keeps."""
    return [_entry(project, path) for path in paths]


def _entry(project: Path, path: str) -> Entry:
    from dulwich.objects import Blob

    file = project / path
    try:
        status = file.lstat()
        link = stat.S_ISLNK(status.st_mode)
        content = os.fsencode(file.readlink()) if link else file.read_bytes()
    except OSError as error:
        raise UserError(
            f"Cannot read {path} of {project}: {error.strerror}", hint="Try again when nothing else writes there."
        ) from error
    mode = 0o120000 if link else 0o100755 if status.st_mode & stat.S_IXUSR else 0o100644
    return Entry(os.fsencode(path), Blob.from_string(content), mode, status)


def write_tree(store: BaseObjectStore, entries: Iterable[Entry]) -> ObjectID:
    """Writes the tree objects of these files and returns the id of the root."""
    from dulwich.index import commit_tree

    return commit_tree(store, [(entry.path, entry.blob.id, entry.mode) for entry in entries])


def snapshot(repo: Repo, project: Path, paths: Sequence[str]) -> ObjectID:
    """Stores the files as they are now and writes the index, so that git itself sees a clean tree."""
    from dulwich.index import Index, index_entry_from_stat

    entries = blobs(project, paths)
    for entry in entries:
        if entry.blob.id not in repo.object_store:
            repo.object_store.add_object(entry.blob)
    index = Index(repo.index_path(), read=False)
    for entry in entries:
        index[entry.path] = index_entry_from_stat(entry.status, entry.blob.id, mode=entry.mode)
    index.write()
    return write_tree(repo.object_store, entries)
