"""What the engine tells, as frozen values. Parsed from JSON once, here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENDINGS = frozenset({"run.finished", "run.failed", "run.cancelled"})


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened in a run; `sequence` counts from 1, `time` is ISO 8601 in UTC."""

    run: str
    sequence: int
    time: str
    kind: str
    payload: Mapping[str, Any]
    version: int

    @property
    def ends_run(self) -> bool:
        return self.kind in ENDINGS


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run: `status` is queued, running, waiting, done, failed or cancelled; `result` is what it returned."""

    id: str
    kind: str
    status: str
    created: str
    arguments: Mapping[str, Any]
    result: Any
    error: str


@dataclass(frozen=True, kw_only=True)
class Status:
    """An engine at a moment; `runs` counts the latest by status, `models` the language models there are."""

    pid: int
    version: str
    at_work: bool
    runs: Mapping[str, int]
    models: int = 0
