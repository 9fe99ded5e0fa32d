"""What this machine has to run a model with: cores, memory that may be used, graphics cards. Called by the services.

Nothing heavy is imported: cards are found through nvidia-smi, the files of the amdgpu driver, and macOS itself.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

_PATIENCE = 5.0
_QUERY = ("--query-gpu=name,memory.total,memory.free", "--format=csv,noheader,nounits")
_MIB = 1 << 20
_AMD = "0x1002"
_METAL_SHARE = 0.7
"""Of the memory, what macOS lends to its graphics processor at most."""
Kind = Literal["cuda", "rocm", "metal"]


@dataclass(frozen=True, kw_only=True)
class Gpu:
    """A graphics card; memory in bytes. One of the kind "metal" has no memory of its own but shares the machine's."""

    name: str
    kind: Kind
    memory_total: int
    memory_free: int


@dataclass(frozen=True, kw_only=True)
class Hardware:
    """A machine at a moment: physical cores that this process may use, memory in bytes."""

    cores: int
    memory_total: int
    memory_free: int
    gpus: Sequence[Gpu] = ()


def look_at_hardware(*, root: Path = Path("/"), path: str | None = None) -> Hardware:
    """The machine now; blocks while nvidia-smi answers. `root` holds the system's files, `path` the programs."""
    memory = psutil.virtual_memory()
    total, free = _within_limits(root, memory.total, memory.available)
    return Hardware(
        cores=_cores(),
        memory_total=total,
        memory_free=free,
        gpus=[*_nvidia(path), *_amd(root), *_metal(total, free)],
    )


def _cores() -> int:
    """Physical ones: a second thread on one makes no token faster."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else psutil.cpu_count() or 1
    return max(1, min(usable, psutil.cpu_count(logical=False) or usable))


def _within_limits(root: Path, total: int, free: int) -> tuple[int, int]:
    """What a container's limit leaves of the memory (control groups, version 2 and 1)."""
    for limit, used in (
        ("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory.current"),
        ("sys/fs/cgroup/memory/memory.limit_in_bytes", "sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ):
        most, taken = _number(root / limit), _number(root / used)
        if most is not None and taken is not None and most < total:
            return most, max(0, min(free, most - taken))
    return total, free


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text("ascii"))
    except (OSError, ValueError):  # not there, or "max"
        return None


def _nvidia(path: str | None) -> Iterator[Gpu]:
    program = shutil.which("nvidia-smi", path=path)
    if program is None:
        return
    try:
        said = subprocess.run([program, *_QUERY], capture_output=True, text=True, check=True, timeout=_PATIENCE)
    except (OSError, subprocess.SubprocessError):  # installed, but its driver is not
        return
    for line in said.stdout.splitlines():
        name, *sizes = (part.strip() for part in line.rsplit(",", 2))
        if len(sizes) == 2 and all(size.isdecimal() for size in sizes):
            yield Gpu(name=name, kind="cuda", memory_total=int(sizes[0]) * _MIB, memory_free=int(sizes[1]) * _MIB)


def _amd(root: Path) -> Iterator[Gpu]:
    """Cards that ROCm can use: those with memory of their own, where its door in the kernel is there."""
    if not (root / "dev/kfd").exists():
        return
    for device in sorted((root / "sys/class/drm").glob("card[0-9]/device")):
        total, used = _number(device / "mem_info_vram_total"), _number(device / "mem_info_vram_used")
        if _line(device / "vendor") == _AMD and total is not None and used is not None:
            name = _line(device / "product_name") or "AMD graphics"
            yield Gpu(name=name, kind="rocm", memory_total=total, memory_free=max(0, total - used))


def _metal(total: int, free: int) -> Iterator[Gpu]:
    if platform.system() == "Darwin" and platform.machine() == "arm64":
        most = int(total * _METAL_SHARE)
        yield Gpu(name="Apple graphics", kind="metal", memory_total=most, memory_free=min(most, free))


def _line(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError:
        return ""
