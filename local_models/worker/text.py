"""An answer's bytes as text while it is being written: whole characters, and nothing that may become a stop. Used by worker.model."""

from __future__ import annotations

import codecs
from collections.abc import Sequence


class Text:
    """An answer in the making: bytes to characters, with what might become a stop held back."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._characters = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self.stopped = False

    def add(self, piece: bytes) -> str:
        """What can be told now; sets `stopped` when a stop was reached, which is not told itself."""
        self._held += self._characters.decode(piece)
        places = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if places:
            self.stopped, told = True, self._held[: min(places)]
            self._held = ""
            return told
        keep = max((self._overlap(stop) for stop in self._stops), default=0)
        told, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return told

    def rest(self) -> str:
        """What was held back, when the answer is over."""
        told, self._held = self._held + self._characters.decode(b"", final=True), ""
        return told

    def _overlap(self, stop: str) -> int:
        """How much of the end could be the beginning of a stop."""
        for length in range(min(len(stop) - 1, len(self._held)), 0, -1):
            if self._held.endswith(stop[:length]):
                return length
        return 0
