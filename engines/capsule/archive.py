"""Deterministic tar files, and a reader that accepts nothing but them; the capsule itself and each of its parts is one.

Written is plain ustar: paths sorted, no times, owner 0, modes 0644 or 0755. The reader makes each header again from what
it read and compares, so that no byte of an accepted archive is free: no link, device, extension or padding can hide.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterable, Sequence

from engines.capsule.model import File, Limits, Rejected
from engines.kernel.errors import UserError

BLOCK = tarfile.BLOCKSIZE
END = bytes(2 * BLOCK)
_CHANGED = "The file was changed after it was built, or was not made by QuantumLayer."
_KINDS = {
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.LNKTYPE: "a hard link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a pipe",
    tarfile.DIRTYPE: "a folder",
}


def pack(files: Iterable[File]) -> bytes:
    """The archive of these files."""
    chunks: list[bytes] = []
    for file in sorted(files, key=by_path):
        chunks += [_header(file), file.content, _padding(len(file.content))]
    return b"".join([*chunks, END])


def by_path(file: File) -> bytes:
    """The order of members: by the bytes of their paths."""
    return file.path.encode("utf-8", "surrogateescape")


def unpack(data: bytes, *, name: str, limits: Limits) -> Sequence[File]:
    """The files of an archive that `pack` could have written; `name` is what messages call it."""
    files: list[File] = []
    offset = 0
    while (header := data[offset : offset + BLOCK]) != END[:BLOCK]:
        if len(header) < BLOCK:
            raise Rejected(f"{name} ends too early", hint="It was cut off: copy or download it again.")
        file = _file(header, data, offset + BLOCK, name=name, limits=limits)
        files.append(file)
        if len(files) > limits.files:
            raise Rejected(f"{name} has more than {limits.files} files")
        if len(files) > 1 and by_path(files[-2]) >= by_path(file):
            raise Rejected(f"{name} has {file.path} twice or out of order", hint=_CHANGED)
        offset += BLOCK + len(file.content) + len(_padding(len(file.content)))
    if data[offset:] != END:
        raise Rejected(f"{name} has bytes beyond its end", hint=_CHANGED)
    refuse_clashes(file.path for file in files)
    return tuple(files)


def refuse_clashes(paths: Iterable[str]) -> None:
    """Raises when a path stands there twice, or as a file and as a folder."""
    seen: set[str] = set()
    for path in paths:
        if path in seen:
            raise Rejected(f"{path} is there twice", hint=_CHANGED)
        seen.add(path)
    for path in seen:
        steps = path.split("/")
        for count in range(1, len(steps)):
            if (folder := "/".join(steps[:count])) in seen:
                raise Rejected(f"{folder} is a file and a folder at once", hint=_CHANGED)


def unsafe(path: str) -> str:
    """Why a path may not be written below a folder; empty when it may."""
    if path.startswith("/") or re.match(r"^[A-Za-z]:", path):
        return "is an absolute path"
    if ".." in path.split("/"):
        return "leads out of its folder"
    if not all(step not in ("", ".") for step in path.split("/")):
        return "is not a plain path"
    if re.search(r"[\\\x00-\x1f\x7f]", path):
        return "has characters that a path may not have"
    return ""


def _file(header: bytes, data: bytes, start: int, *, name: str, limits: Limits) -> File:
    try:
        info = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
    except (tarfile.HeaderError, ValueError) as error:
        raise Rejected(f"{name} has a damaged header", hint=_CHANGED) from error
    if info.type != tarfile.REGTYPE:
        kind = _KINDS.get(info.type, "no plain file")
        raise Rejected(f"{name} has {info.name!r}, which is {kind}", hint="Only plain files are accepted.")
    if reason := unsafe(info.name):
        raise Rejected(f"{name} has {info.name!r}, which {reason}", hint="Do not use this file: it may be an attack.")
    if info.size > limits.file:
        raise Rejected(f"{name} has {info.name!r} with {info.size} bytes; {limits.file} are accepted")
    content = data[start : start + info.size]
    padding = _padding(info.size)
    if len(content) < info.size or data[start + info.size : start + info.size + len(padding)] != padding:
        raise Rejected(f"{name} is cut off or changed after {info.name!r}", hint=_CHANGED)
    file = File(path=info.name, content=content, executable=info.mode == 0o755)
    if _header(file) != header:
        raise Rejected(f"{name} has a changed header at {info.name!r}", hint=_CHANGED)
    return file


def _header(file: File) -> bytes:
    info = tarfile.TarInfo(file.path)
    info.size = len(file.content)
    info.mode = 0o755 if file.executable else 0o644
    try:
        return info.tobuf(tarfile.USTAR_FORMAT, "utf-8", "strict")
    except (ValueError, UnicodeEncodeError) as error:
        raise UserError(
            f"The path {file.path!r} does not fit into a capsule", hint="Use a name in UTF-8 with fewer than 100 bytes."
        ) from error


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCK)
