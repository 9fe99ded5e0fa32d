"""What a preview's processes and folders use now, for `ql preview metrics`; measured on a thread by the service."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Processor time in seconds, memory in bytes."""

    cpu_seconds: float = 0.0
    memory: int = 0
    processes: int = 0


def usage(pid: int) -> Usage:
    """The sum over a process and all below it; nothing when it is gone."""
    try:
        outermost = psutil.Process(pid)
        everyone = [outermost, *outermost.children(recursive=True)]
    except psutil.Error:
        return Usage()
    cpu, memory, count = 0.0, 0, 0
    for process in everyone:
        try:
            times, used = process.cpu_times(), process.memory_info()
        except psutil.Error:
            continue
        cpu, memory, count = cpu + times.user + times.system, memory + used.rss, count + 1
    return Usage(cpu_seconds=cpu, memory=memory, processes=count)


def disk_use(folder: Path) -> int:
    """Bytes on disk below a folder; links are not followed."""
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                size += Path(parent, name).lstat().st_blocks * 512
            except OSError:
                continue
    return size
