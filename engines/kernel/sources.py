"""Single files of a project, for people who read and write them: the port (adapter: engines.edges.source_files).

A project's own programs may write into its folder, so nothing in there is trusted: no link is followed, no path leads out.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from engines.kernel.errors import Denied, UserError

TEXT_LIMIT = 5 * 1024 * 1024
"""Bytes up to which a file is read and written as text."""
_LONGEST = 4096


@dataclass(frozen=True, kw_only=True)
class FileContent:
    """A file of `size` bytes; `content` is None when it is longer than was asked for."""

    size: int
    content: bytes | None


class SourceFiles(Protocol):
    """Reads and writes files by their POSIX path below a project. Calls block.

    Denied for a path that leads out, into .git or through a link; NotFound for what is not there; UserError for what is
    no file.
    """

    def read(self, project: Path, file: str, *, limit: int) -> FileContent: ...

    def size(self, project: Path, file: str) -> int:
        """Bytes of the file itself (of a link: its own); 0 when it is gone."""
        ...

    def write(self, project: Path, file: str, content: bytes, *, expected: str) -> None:
        """Replaces a file whole or not at all, and only while its digest is `expected`; '' for a file that is new.

        Conflict when it is another one by now. The file keeps its permissions.
        """
        ...


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def parts_of(file: str) -> tuple[str, ...]:
    """The names on the way to a file below a project; Denied when they lead out of it or into its history."""
    parts = tuple(file.split("/"))
    if not file or "\0" in file or len(file) > _LONGEST:
        raise UserError(
            f"{file[:80]!r} is no path of a file", hint="Give its path below the project, e.g. app/main.py."
        )
    if any(part in ("", ".", "..") for part in parts):
        raise Denied(
            f"'{file}' does not stay in the project", hint="Give its path below the project, e.g. app/main.py."
        )
    if any(is_history(part) for part in parts):
        raise Denied(f"'{file}' is part of the project's history", hint="Use the history, diff and undo instead.")
    return parts


def is_history(name: str) -> bool:
    """Whether some file system takes this name for `.git`."""
    return name.casefold().rstrip(". ") in (".git", "git~1")
