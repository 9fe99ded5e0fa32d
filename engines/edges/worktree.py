"""The files of a project as git sees them: which count, their blobs, their tree, the index. Used by engines.edges.git."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engines.edges.git_folder import damage_told
from engines.edges.source_files import opened_folder
from engines.kernel.errors import UserError

if TYPE_CHECKING:
    from dulwich.ignore import IgnoreFilterManager
    from dulwich.object_store import BaseObjectStore
    from dulwich.objects import Blob, ObjectID
    from dulwich.repo import Repo


_NO_WAY = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
_PIECE = 1024 * 1024


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
    with damage_told(project):
        paths = {os.fsdecode(path) for path in Index(str(project / ".git" / "index"))}
    folders = {path.rpartition("/")[0] for path in paths}
    plain = {folder for folder in folders if _plain(project, folder)}
    return {path for path in paths if path.rpartition("/")[0] in plain and _recordable(project / path)}


def _plain(project: Path, folder: str) -> bool:
    """Whether a folder lies in the project itself; a symbolic link on the way could lead to anyone's files."""
    way = [Path(folder), *Path(folder).parents][:-1]  # without the project itself
    return not any((project / above).is_symlink() for above in way)


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
        raise _unreadable(project, path, error) from error
    mode = 0o120000 if link else 0o100755 if status.st_mode & stat.S_IXUSR else 0o100644
    return Entry(os.fsencode(path), Blob.from_string(content), mode, status)


def identity(project: Path, path: str) -> str | None:
    """The mode and the id that git would give a file, read piece by piece; None when no plain way leads to one."""
    *folders, name = path.split("/")
    try:
        with opened_folder(project, folders) as folder:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if stat.S_ISLNK(status.st_mode):
                target = os.fsencode(os.readlink(name, dir_fd=folder))
                return f"120000 {_blob_id(len(target), (target,))}"
            if not stat.S_ISREG(status.st_mode):
                return None
            with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder), "rb") as file:
                content = _blob_id(status.st_size, iter(lambda: file.read(_PIECE), b""))
            return f"{0o100755 if status.st_mode & stat.S_IXUSR else 0o100644:o} {content}"
    except OSError as error:
        if error.errno in _NO_WAY:
            return None
        raise _unreadable(project, path, error) from error


def _blob_id(size: int, pieces: Iterable[bytes]) -> str:
    hashed = sha1(b"blob %d\0" % size, usedforsecurity=False)
    for piece in pieces:
        hashed.update(piece)
    return hashed.hexdigest()


def _unreadable(project: Path, path: str, error: OSError) -> UserError:
    return UserError(
        f"Cannot read {path} of {project}: {error.strerror}", hint="Try again when nothing else writes there."
    )


def write_tree(store: BaseObjectStore, entries: Iterable[Entry]) -> ObjectID:
    """Writes the tree objects of these files and returns the id of the root."""
    from dulwich.index import commit_tree

    return commit_tree(store, [(entry.path, entry.blob.id, entry.mode) for entry in entries])


def snapshot(repo: Repo, project: Path, paths: Sequence[str]) -> ObjectID:
    """Stores the files as they are now and writes the index, so that git itself sees a clean tree."""
    entries = blobs(project, paths)
    for entry in entries:
        if entry.blob.id not in repo.object_store:
            repo.object_store.add_object(entry.blob)
    write_index(repo, [(entry.path, entry.status, entry.blob.id, entry.mode) for entry in entries])
    return write_tree(repo.object_store, entries)


def write_index(repo: Repo, entries: Iterable[tuple[bytes, os.stat_result, ObjectID, int]]) -> None:
    """Writes the index: path, status on disk, content and mode of every file."""
    from dulwich.index import Index, index_entry_from_stat

    index = Index(repo.index_path(), read=False)
    for path, status, content, mode in entries:
        index[path] = index_entry_from_stat(status, content, mode=mode)
    index.write()
