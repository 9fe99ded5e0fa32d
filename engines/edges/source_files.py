"""Files of projects, opened from folder to folder without following a link, behind the kernel's SourceFiles port.

Also used by engines.edges.git_restore. Going by open folders leaves a program no moment to put a link in the way.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from engines.kernel.errors import Conflict, Denied, NotFound, QuantumLayerError, Unavailable, UserError
from engines.kernel.sources import TEXT_LIMIT, FileContent, digest, parts_of

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_DRAFT = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FULL = (errno.ENOSPC, errno.EDQUOT)
_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


class FolderFiles:
    """Reads and writes files below project folders."""

    def read(self, project: Path, file: str, *, limit: int) -> FileContent:
        *folders, name = parts_of(file)
        with told(file), opened_folder(project, folders) as folder:
            return _read(folder, name, limit)

    def size(self, project: Path, file: str) -> int:
        *folders, name = parts_of(file)
        with suppress(FileNotFoundError, NotADirectoryError), opened_folder(project, folders) as folder:
            return os.stat(name, dir_fd=folder, follow_symlinks=False).st_size
        return 0

    def write(self, project: Path, file: str, content: bytes, *, expected: str) -> None:
        *folders, name = parts_of(file)
        with told(file), opened_folder(project, folders, make=not expected) as folder:
            mode = _expect(folder, name, file, expected)
            replace(folder, name, content, mode)


@contextmanager
def told(file: str) -> Iterator[None]:
    """Turns what the system says of a file into our errors, with its name."""
    try:
        yield
    except OSError as error:
        raise _told(error, file) from error


def _told(error: OSError, file: str) -> QuantumLayerError:
    why = error.strerror or type(error).__name__
    if isinstance(error, FileNotFoundError):
        return NotFound(f"there is no file '{file}'", hint="List the project's files.")
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return Denied(
            f"'{file}' is or lies behind a symbolic link", hint="Only files of the project itself are opened."
        )
    if error.errno in _READ_ONLY:
        return Denied(f"'{file}' may not be read or written: {why}", hint="Look at the permissions of the folder.")
    if error.errno in _FULL:
        return Unavailable(f"'{file}' was not written: {why}", hint="Make room on the disk.")
    return UserError(f"'{file}' can't be read or written: {why}")


@contextmanager
def opened_folder(project: Path, folders: Sequence[str], *, make: bool = False) -> Iterator[int]:
    """An open folder below a project, made if wanted. Raises OSError; a link on the way counts as no folder."""
    handle = os.open(project, _FOLDER & ~os.O_NOFOLLOW)
    try:
        for name in folders:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(name, dir_fd=handle)
            below = os.open(name, _FOLDER, dir_fd=handle)
            os.close(handle)
            handle = below
        yield handle
    finally:
        os.close(handle)


def replace(folder: int, name: str, content: bytes, mode: int | None) -> None:
    """Puts a file in an open folder, whole or not at all; without a mode it gets that of any new file."""
    draft = f".{secrets.token_hex(8)}.draft"
    try:
        with os.fdopen(os.open(draft, _DRAFT, 0o666, dir_fd=folder), "wb") as file:
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with suppress(FileNotFoundError):
            os.unlink(draft, dir_fd=folder)
        raise


def replace_by_link(folder: int, name: str, target: bytes) -> None:
    """Puts a symbolic link in an open folder, in the place of a file or of another link."""
    draft = f".{secrets.token_hex(8)}.draft"
    os.symlink(target, draft, dir_fd=folder)
    os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)


def _read(folder: int, name: str, limit: int) -> FileContent:
    with os.fdopen(os.open(name, _FILE, dir_fd=folder), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise UserError(f"'{name}' is not a regular file", hint="List the project's files.")
        content = file.read(limit + 1)
        return FileContent(
            size=max(status.st_size, len(content)) if len(content) > limit else len(content),
            content=None if len(content) > limit else content,
        )


def _expect(folder: int, name: str, file: str, expected: str) -> int | None:
    """The mode of the file that is there as expected, None for a new one; Conflict when it is another one."""
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        if expected:
            raise Conflict(f"'{file}' is gone", hint="Write it as a new file, without a digest.") from None
        return None
    if stat.S_ISLNK(status.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if not status.st_mode & stat.S_IWUSR:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if not expected:
        raise Conflict(f"'{file}' is there already", hint="Read it first, and write with its digest.")
    held = _read(folder, name, TEXT_LIMIT).content
    if held is None or digest(held) != expected:
        raise Conflict(f"'{file}' was changed by something else meanwhile", hint="Read it again, then write.")
    return stat.S_IMODE(status.st_mode)
