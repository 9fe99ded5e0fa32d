"""One engine per data directory: a lock that the system itself gives back when the process dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from app.engine_file import EngineFile
from app.paths import Paths


class AlreadyRunning(Exception):
    """Another engine holds the data directory; the message names its process and address."""


@contextmanager
def sole_engine(paths: Paths) -> Iterator[None]:
    """Holds the data directory, or raises `AlreadyRunning` at once."""
    handle = os.open(paths.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_refusal(paths)) from None
        yield
    finally:
        os.close(handle)


def _refusal(paths: Paths) -> str:
    other = EngineFile.read(paths.engine_file)
    if other is None:
        return f"Another engine is starting on {paths.home}. Wait a moment, or choose another QL_HOME."
    return (
        f"Engine {other.version} (process {other.pid}) already serves {paths.home} at {other.address}. "
        "Use it, stop it with `ql engine stop`, or choose another QL_HOME."
    )
