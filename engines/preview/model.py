"""The types of previews: what callers see (`Preview`, `Metrics`), what is set, and what is kept on disk (`Record`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from engines.kernel.sandbox import Isolation, Limits

State = Literal["running", "asleep", "stopped", "failed"]


@dataclass(frozen=True, kw_only=True)
class PreviewSettings:
    """Where previews listen, what they may use and how long they live.

    `host` and `port` are the gateway's (0: a free port, kept from then on); `domain` ends the names of previews;
    `runtime` is a short path for sockets (none: a folder of the system's temporary folder).
    """

    host: str = "127.0.0.1"
    port: int = 0
    domain: str = "localhost"
    runtime: Path | None = None
    ttl: timedelta = timedelta(days=7)
    idle: timedelta = timedelta(minutes=15)
    start_seconds: float = 30.0
    stop_seconds: float = 1.0
    sweep_seconds: float = 5.0
    watch_seconds: float = 0.5
    starts_at_once: int = 4
    shell_seconds: float = 60.0
    log_bytes: int = 10 * 1024 * 1024
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A preview as it stands. `url` works for any client of this machine, `host_url` wherever `*.localhost` resolves."""

    id: str
    name: str
    project: Path
    url: str
    host_url: str
    state: State
    created: datetime
    expires: datetime
    isolation: Isolation
    admin_email: str
    admin_password: str = field(repr=False)
    failure: str = ""


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """What a preview uses now: memory and disk in bytes, times in seconds; requests since the engine's start."""

    cpu_seconds: float
    memory: int
    processes: int
    requests: int
    p95_seconds: float
    uptime_seconds: float
    disk: int
    limits: Limits


@dataclass(kw_only=True)
class Away:
    """How long requests to a preview waited while its files were replaced, once that is over."""

    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is kept of a preview between engines. `given` is the caller's environment, `environment` the program's own.

    `port` is its own loopback port, 0 where names of `localhost` resolve; `share` is the secret of its share link.
    """

    id: str
    name: str
    project: Path
    created: datetime
    expires: datetime
    given: Mapping[str, str] = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    share: str = field(repr=False)
    port: int = 0
    stopped: bool = False

    @property
    def label(self) -> str:
        """The first part of its host name."""
        return f"{self.name}-{self.id}"
