"""Who runs under whom and what it uses: one pass over the process table, for the guard and for a clean end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

Children = Mapping[int, Sequence[int]]

_PROC = Path("/proc")


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What a tree of processes uses together; memory in bytes, what processes share is counted once."""

    processes: int
    memory: int


def children_by_parent() -> Children:
    """All processes of this machine, by the process that started them."""
    table: dict[int, list[int]] = defaultdict(list)
    for pid in psutil.pids():
        parent = _parent(pid)
        if parent:
            table[parent].append(pid)
    return table


def tree(root: int, table: Children) -> list[int]:
    """`root` and everything below it, parents first."""
    found = [root]
    for pid in found:
        found.extend(table.get(pid, ()))
    return found


def total(pids: Sequence[int]) -> Sum:
    """What these processes use; those that are gone meanwhile count nothing."""
    used = [_memory(pid) for pid in pids]
    return Sum(processes=len(pids), memory=sum(used))


def _parent(pid: int) -> int:
    """The parent's id, 0 for a process that is gone or a zombie."""
    if not _PROC.is_dir():
        return _portable_parent(pid)
    try:
        line = (_PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return 0
    state, parent = line[line.rfind(b")") + 2 :].split(b" ", 2)[:2]
    return 0 if state == b"Z" else int(parent)


def _portable_parent(pid: int) -> int:
    try:
        return psutil.Process(pid).ppid()
    except psutil.Error:
        return 0


def _memory(pid: int) -> int:
    """Resident memory without the pages that files share."""
    try:
        used = psutil.Process(pid).memory_info()
    except psutil.Error:
        return 0
    return int(used.rss - getattr(used, "shared", 0))
