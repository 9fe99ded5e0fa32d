"""Brings the files of an older commit back to disk without losing what nobody recorded. Called by engines.edges.git."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from engines.edges.source_files import opened_folder, replace, replace_by_link, told
from engines.edges.worktree import identity
from engines.kernel.errors import Conflict, UserError
from engines.kernel.sources import parts_of

if TYPE_CHECKING:
    from dulwich.objects import ObjectID
    from dulwich.repo import Repo

Entries = Mapping[str, tuple[int, "ObjectID"]]
_NAMED = 5


def restore_files(repo: Repo, project: Path, *, head: Entries, target: Entries) -> None:
    """Makes the files of `target` stand where those of `head` stood; Conflict, before anything is touched, if any would be lost."""
    gone, missing = due(project, head=head, target=target)
    for path in gone:
        remove_file(project, path)
    for path in missing:
        _put(project, path, target[path], repo)


def due(project: Path, *, head: Entries, target: Entries) -> tuple[Sequence[str], Sequence[str]]:
    """The files of `head` to remove and those of `target` to put; Conflict when what nobody recorded would be lost."""
    for path in target:
        parts_of(path)
    disk = {path: identity(project, path) for path in {*head, *target}}
    _refuse_loss(project, disk, head, target)
    gone = sorted(path for path in head if path not in target and disk[path] is not None)
    missing = sorted(path for path in target if disk[path] != said(target[path]))
    _refuse_obstacles(project, missing, frozenset(gone))
    return gone, missing


def said(entry: tuple[int, ObjectID]) -> str:
    """A state as text: the mode that git keeps and the id of the content."""
    return f"{entry[0]:o} {entry[1].decode()}"


def _refuse_loss(project: Path, disk: Mapping[str, str | None], head: Entries, target: Entries) -> None:
    recorded = ({said(entries[path]) for entries in (head, target) if path in entries} for path in disk)
    lost = sorted(path for (path, now), safe in zip(disk.items(), recorded, strict=True) if now and now not in safe)
    if lost:
        raise Conflict(
            f"'{project}' holds changes that are not recorded: {_listed(lost)}",
            hint="Commit them first, or take them back.",
        )


def _refuse_obstacles(project: Path, paths: Iterable[str], gone: frozenset[str]) -> None:
    """A folder where a file shall stand, or a file or link where a folder shall stand, must belong to what is removed."""
    blocked = sorted({found for path in paths for found in _in_the_way(project, path) if found not in gone})
    if blocked:
        raise Conflict(f"in '{project}' other files are in the way: {_listed(blocked)}", hint="Move them elsewhere.")


def _in_the_way(project: Path, path: str) -> Iterator[str]:
    place = project / path
    if place.is_dir() and not place.is_symlink():
        for folder, folders, names in os.walk(place):
            links = [name for name in folders if Path(folder, name).is_symlink()]
            yield from (Path(folder, name).relative_to(project).as_posix() for name in (*names, *links))
    for above in Path(path).parents[:-1]:
        if (project / above).is_symlink() or (project / above).is_file():
            yield above.as_posix()


def _listed(paths: Sequence[str]) -> str:
    return ", ".join(paths[:_NAMED]) + (f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else "")


def remove_file(project: Path, path: str) -> None:
    """Removes a file and the folders that it leaves empty."""
    *folders, name = parts_of(path)
    with told(path), suppress(FileNotFoundError), opened_folder(project, folders) as folder:
        os.unlink(name, dir_fd=folder)
    for depth in range(len(folders), 0, -1):
        with suppress(OSError), opened_folder(project, folders[: depth - 1]) as folder:  # another file keeps it
            os.rmdir(folders[depth - 1], dir_fd=folder)


def _put(project: Path, path: str, entry: tuple[int, ObjectID], repo: Repo) -> None:
    *folders, name = parts_of(path)
    mode, content = entry[0], content_of(repo, path, entry)
    with told(path), opened_folder(project, folders, make=True) as folder:
        drop_empty(folder, name)
        if stat.S_ISLNK(mode):
            replace_by_link(folder, name, content)
        else:
            replace(folder, name, content, 0o755 if mode & stat.S_IXUSR else 0o644)


def drop_empty(folder: int, name: str) -> None:
    """Removes a folder that holds no file, since no file can replace it."""
    with suppress(OSError):
        for _, below, _, here in os.fwalk(name, topdown=False, dir_fd=folder):
            for each in below:
                with suppress(OSError):  # a link
                    os.rmdir(each, dir_fd=here)
        os.rmdir(name, dir_fd=folder)


def content_of(repo: Repo, path: str, entry: tuple[int, ObjectID]) -> bytes:
    from dulwich.objects import Blob

    try:
        found = repo.object_store[entry[1]]
    except KeyError:
        found = None
    if not isinstance(found, Blob):
        raise UserError(f"the content of {path} is missing in {repo.path}", hint="Run git fsck there.")
    return found.as_raw_string()
