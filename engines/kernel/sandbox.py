"""Where generated code runs: the port (adapters: engines.edges.sandbox). Called by the test and preview rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

Isolation = Literal["bubblewrap", "limits"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one sandbox: memory and disk in MiB, processor time and wall time in seconds (0: none)."""

    memory: int = 1024
    processes: int = 64
    cpu_seconds: int = 0
    wall_seconds: float = 0
    disk: int = 512


@dataclass(frozen=True, kw_only=True)
class Command:
    """What to run: `project` is the only writable folder, mounted at the same path; the environment is just `environment`.

    `reads` are further folders to show read-only. `socket_dir`, when given, is a writable folder for a Unix socket by
    which the engine reaches the program: the sandbox has a loopback of its own and no way out.
    """

    arguments: Sequence[str]
    project: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    reads: Sequence[Path] = ()
    socket_dir: Path | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, kw_only=True)
class Finished:
    """How a command ended. `code` is negative for a signal; `reason` names the limit that ended it, or is empty."""

    code: int
    output: str
    seconds: float
    reason: str = ""


class Process(Protocol):
    """A program that keeps running in a sandbox."""

    @property
    def pid(self) -> int: ...

    @property
    def isolation(self) -> Isolation: ...

    def alive(self) -> bool: ...

    async def stop(self, grace: float = 3.0) -> int:
        """Asks it to end, then ends it and all its children; returns the exit code."""
        ...


class Sandbox(Protocol):
    """Runs programs apart from the engine: no network, read-only system, only the project writable."""

    @property
    def isolation(self) -> Isolation: ...

    async def run(self, command: Command) -> Finished: ...

    async def start(self, command: Command, log: Path) -> Process:
        """Starts a long-running program whose output goes to `log`."""
        ...
