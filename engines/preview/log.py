"""A preview's log file: its end, its growth, and keeping it small. Read by the service for `ql preview logs`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

_TAIL_BYTES = 256 * 1024
_POLL_SECONDS = 0.2


def tail(log: Path, lines: int) -> list[str]:
    """The last lines; none when nothing was logged."""
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - _TAIL_BYTES))
            text = stream.read().decode(errors="replace")
    except FileNotFoundError:
        return []
    return text.splitlines()[-lines:] if lines > 0 else []


async def follow(log: Path, lines: int = 0) -> AsyncIterator[str]:
    """The last `lines`, then whole new lines as they come, until the log is gone."""
    position, rest = await asyncio.to_thread(_size, log), b""
    if lines:
        chunk, position = await asyncio.to_thread(_read_from, log, max(0, position - _TAIL_BYTES))
        *whole, rest = chunk.split(b"\n")
        for line in whole[-lines:]:
            yield line.decode(errors="replace")
    while await asyncio.to_thread(log.parent.exists):
        chunk, position = await asyncio.to_thread(_read_from, log, position)
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.decode(errors="replace")
        await asyncio.sleep(_POLL_SECONDS)


def shorten(log: Path, limit: int) -> None:
    """Cuts a log that outgrew its limit to its last part; the program goes on writing at the end."""
    if not log.exists() or log.stat().st_size <= limit:
        return
    with log.open("r+b") as stream:
        stream.seek(-min(limit, _TAIL_BYTES), os.SEEK_END)
        kept = stream.read()
        stream.truncate(0)
        stream.seek(0)
        stream.write(kept)


def _size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0


def _read_from(log: Path, position: int) -> tuple[bytes, int]:
    try:
        with log.open("rb") as stream:
            if stream.seek(0, os.SEEK_END) < position:
                position = 0
            stream.seek(position)
            chunk = stream.read(_TAIL_BYTES)
    except FileNotFoundError:
        return b"", 0
    return chunk, position + len(chunk)
