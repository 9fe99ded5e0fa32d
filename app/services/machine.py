"""What the engine's machine has and has left, for the window's status bar; measured on a thread."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from engines.kernel.sandbox import Isolation

DOCKER = Path("/var/run/docker.sock")
_PATIENCE = 0.5


@dataclass(frozen=True, kw_only=True)
class Machine:
    """A machine at a moment; memory and disk in bytes, `engine_uptime` in seconds, `models` the names of those kept here."""

    cores: int
    memory_total: int
    memory_free: int
    disk_free: int
    isolation: Isolation
    engine_uptime: float
    version: str
    docker: bool
    models: Sequence[str] = ()


class Looking:
    """Looks at the machine of one engine, which began with this object."""

    def __init__(
        self, *, home: Path, isolation: Isolation, version: str, models: Callable[[], Sequence[str]] = tuple
    ) -> None:
        self._home, self._isolation, self._version, self._models = home, isolation, version, models
        self._began = time.monotonic()

    def look(self) -> Machine:
        """The machine now; blocks for a moment."""
        memory = psutil.virtual_memory()
        return Machine(
            cores=psutil.cpu_count() or 1,
            memory_total=memory.total,
            memory_free=memory.available,
            disk_free=shutil.disk_usage(self._home).free,
            isolation=self._isolation,
            engine_uptime=round(time.monotonic() - self._began, 1),
            version=self._version,
            docker=_answers(DOCKER),
            models=self._models(),
        )


def _answers(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(_PATIENCE)
        try:
            probe.connect(str(place))
        except OSError:
            return False
    return True
