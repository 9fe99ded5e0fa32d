"""Watches what no per-process limit can: a sandbox's processes, memory and disk taken together; ends what exceeds them.

One thread serves all sandboxes of an adapter and ends when none is left. Its look comes four times a second, so a
program may exceed a bound for that long; the limits of the kernel (see each adapter) hold meanwhile.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engines.edges.sandbox.census import Children, children_by_parent, total, tree
from engines.kernel.sandbox import Limits

MIB = 1024 * 1024
_LOOK_SECONDS = 0.25
_DISK_EVERY = 4


@dataclass(kw_only=True)
class Ward:
    """A sandbox under guard: its outermost process, the folders that it may write, and its limits."""

    pid: int
    folders: Sequence[Path]
    limits: Limits
    disk_before: int | None = field(default=None)


class Guard:
    """Looks after the sandboxes that were given to it until they are released."""

    def __init__(self) -> None:
        self._wards: dict[int, tuple[Ward, Callable[[str], None]]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def take(self, ward: Ward, end: Callable[[str], None]) -> None:
        """`end` ends the sandbox and is told the limit that it exceeded."""
        with self._lock:
            self._wards[ward.pid] = ward, end
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="sandbox-guard", daemon=True)
                self._thread.start()

    def release(self, pid: int) -> None:
        with self._lock:
            self._wards.pop(pid, None)

    def _watch(self) -> None:
        look = 0
        while wards := self._present():
            table = children_by_parent()
            for ward, end in wards:
                reason = exceeded(ward, table) or (overfull(ward) if look % _DISK_EVERY == 0 else "")
                if reason:
                    self.release(ward.pid)
                    end(reason)
            look += 1
            time.sleep(_LOOK_SECONDS)

    def _present(self) -> list[tuple[Ward, Callable[[str], None]]]:
        with self._lock:
            if not self._wards:
                self._thread = None
            return list(self._wards.values())


def exceeded(ward: Ward, table: Children) -> str:
    """The limit on processes or memory that this sandbox exceeds now, or nothing."""
    pids = tree(ward.pid, table)
    if ward.limits.processes and len(pids) > ward.limits.processes:
        return "processes"
    used = total(pids)
    return "memory" if ward.limits.memory and used.memory > ward.limits.memory * MIB else ""


def overfull(ward: Ward) -> str:
    """`disk` when the folders grew by more than its limit since the first look."""
    if not ward.limits.disk:
        return ""
    size = sum(map(folder_size, ward.folders))
    if ward.disk_before is None:
        ward.disk_before = size
    return "disk" if size - ward.disk_before > ward.limits.disk * MIB else ""


def folder_size(folder: Path) -> int:
    """Bytes on disk below a folder; links are not followed, what vanishes meanwhile counts nothing."""
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                size += os.lstat(os.path.join(parent, name)).st_blocks * 512  # noqa: PTH118 (hot path)
            except OSError:
                continue
    return size
