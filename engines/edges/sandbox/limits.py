"""The weak sandbox, for machines without bubblewrap: process limits, a clean environment, a tree that ends as a whole.

It hides no file and cuts no network: `isolation` says `limits`, and faces tell the person so. As root it also needs
control groups to hold a fork bomb (see `cgroup.py`): without them only the guard ends one, which may come late.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil

from engines.edges.sandbox import reaper
from engines.edges.sandbox.census import children_by_parent, tree
from engines.edges.sandbox.child import Child, send
from engines.edges.sandbox.runner import (
    TASKS_PER_PROCESS,
    Prepared,
    Runner,
    checked_project,
    program_arguments,
    program_environment,
)
from engines.kernel.sandbox import Command, Finished, Isolation, Limits

_MIB = 1024 * 1024


class LimitsSandbox:
    """Runs programs under `reaper.py`, which bounds them and outlives their orphans; no project may hold `private`."""

    def __init__(self, *, private: Sequence[Path] = ()) -> None:
        self._private = private
        self._runner = Runner(isolation="limits", prepare=self._prepare, depth=1, kill=_kill_tree)

    @property
    def isolation(self) -> Isolation:
        return "limits"

    async def run(self, command: Command) -> Finished:
        return await self._runner.run(command)

    async def start(self, command: Command, log: Path) -> Child:
        return await self._runner.start(command, log)

    def _prepare(self, command: Command) -> Prepared:
        project = checked_project(command.project, self._private)
        order = json.dumps({"folder": str(project), "limits": _kernel_limits(command.limits)})
        arguments = [sys.executable, "-I", "-S", reaper.__file__, order, *program_arguments(command)]
        return Prepared(arguments=arguments, environment=program_environment(command), project=project)


def _kernel_limits(limits: Limits) -> dict[str, tuple[int, int]]:
    """By the name in `resource`; 0 sets none. The kernel counts all processes of this person together (and none of root's)."""
    memory, disk, cpu = (limits.memory + 1024) * _MIB, limits.disk * _MIB, limits.cpu_seconds
    tasks = _tasks_of_this_person() + TASKS_PER_PROCESS * limits.processes
    wanted = {
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_AS": (memory, memory) if limits.memory else None,
        "RLIMIT_NPROC": (tasks, tasks) if limits.processes else None,
        "RLIMIT_FSIZE": (disk, disk) if disk else None,
        "RLIMIT_CPU": (cpu, cpu + 1) if cpu else None,
    }
    return {name: bounds for name, bounds in wanted.items() if bounds is not None}


def _tasks_of_this_person() -> int:
    mine = (found.info for found in psutil.process_iter(["uids", "num_threads"]))
    return sum(info["num_threads"] or 1 for info in mine if info["uids"] and info["uids"].real == os.getuid())


def _kill_tree(outermost: int) -> None:
    """Ends everything below the reaper, again until nothing new appears; the reaper then ends by itself."""
    seen: set[int] = set()
    while fresh := set(tree(outermost, children_by_parent())[1:]) - seen:
        for pid in fresh:
            send(pid, signal.SIGSTOP)
        seen |= fresh
    for pid in seen:
        send(pid, signal.SIGKILL)
    if not seen:
        send(outermost, signal.SIGTERM)
