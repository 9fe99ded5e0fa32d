"""What the server knows of the engine's life: open requests, the last one, and the wish to stop.

The access middleware counts, the engine process watches, `POST /shutdown` asks for the end.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Lifetime:
    """Open requests and the time of the last, in seconds of `clock`; `stopping` is set once the engine shall end."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open = 0
        self._last = clock()
        self.stopping = asyncio.Event()

    @contextmanager
    def request(self) -> Iterator[None]:
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1
            self._last = self._clock()

    def touch(self) -> None:
        """Counts as a sign of life, like a request."""
        self._last = self._clock()

    @property
    def idle_seconds(self) -> float:
        """Seconds since the last request ended; 0 while one is open."""
        return 0.0 if self._open else self._clock() - self._last
