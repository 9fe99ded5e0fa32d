"""Keeps what was worked out of a word or a text, at the price of one look into a dictionary. Used by all that looks at words again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
_MOST = 20_000


class Kept(dict[K, V]):
    """What `work` makes of each key, worked out when it is first asked for; all is forgotten when it has become too much."""

    __slots__ = ("_most", "_work")

    def __init__(self, work: Callable[[K], V], *, most: int = _MOST) -> None:
        super().__init__()
        self._work, self._most = work, most

    def __missing__(self, key: K) -> V:
        found = self._work(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = found
        return found

    def cache_clear(self) -> None:
        """Forgets everything, as a cached function does."""
        self.clear()
