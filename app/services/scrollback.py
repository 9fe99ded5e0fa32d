"""The last part of a terminal's output, by its place in the whole; so that a face can come back to it. Used by terminals."""

from __future__ import annotations


class Scrollback:
    """Keeps at least `limit` bytes of what was added, and forgets older ones."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept = bytearray()
        self.end = 0

    def add(self, chunk: bytes) -> None:
        self._kept += chunk
        self.end += len(chunk)
        if len(self._kept) > 2 * self._limit:
            del self._kept[: len(self._kept) - self._limit]

    def after(self, place: int) -> bytes:
        """What was added behind a place, as far as it is kept."""
        missing = self.end - place
        return bytes(self._kept[-missing:]) if missing > 0 else b""
