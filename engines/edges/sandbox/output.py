"""Keeps a bounded part of what a sandboxed program prints: its beginning and its end. Used by `run` of both adapters."""

from __future__ import annotations

import asyncio
import os

_CUT = b"\n[... output cut here ...]\n"


class Output:
    """Reads one end of a pipe as it fills; `limit` is the most that is kept, in bytes."""

    def __init__(self, *, limit: int) -> None:
        self._half = limit // 2
        self._head = bytearray()
        self._tail = bytearray()
        self._cut = False
        self._reader, self.writer = os.pipe()
        os.set_blocking(self._reader, False)
        asyncio.get_running_loop().add_reader(self._reader, self._read)

    def close_writer(self) -> None:
        """After the program has its copy, so that its end is the end of the pipe."""
        os.close(self.writer)

    def finish(self) -> str:
        """What was printed, once the program is gone."""
        asyncio.get_running_loop().remove_reader(self._reader)
        while self._read():
            pass
        os.close(self._reader)
        middle = _CUT if self._cut else b""
        return bytes(self._head + middle + self._tail).decode(errors="replace")

    def _read(self) -> bool:
        try:
            chunk = os.read(self._reader, 65536)
        except BlockingIOError:
            return False
        if not chunk:
            asyncio.get_running_loop().remove_reader(self._reader)
            return False
        self._keep(chunk)
        return True

    def _keep(self, chunk: bytes) -> None:
        room = self._half - len(self._head)
        self._head += chunk[:room]
        self._tail += chunk[room:]
        if len(self._tail) > 2 * self._half:
            self._cut = True
            del self._tail[: -self._half]
