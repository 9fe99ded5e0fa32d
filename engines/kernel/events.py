"""Events of a run: frozen, versioned, numbered; stored once and streamed to every face.

Rooms and machines emit them through `EventSink`; the workflow stores them; the server streams them (docs: CONTRACT 5).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

EVENT_VERSION = 1

EventKind = Literal[
    "run.started",
    "run.finished",
    "run.failed",
    "run.cancelled",
    "run.resumed",
    "plan.made",
    "change.planned",
    "step.started",
    "step.finished",
    "step.failed",
    "agent.message",
    "agent.vote",
    "agent.tool",
    "model.called",
    "file.written",
    "download.progress",
    "test.passed",
    "test.failed",
    "finding.raised",
    "checkpoint.opened",
    "checkpoint.answered",
    "preview.ready",
    "capsule.built",
]

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. `sequence` counts from 1 within a run; `time` is ISO 8601 in UTC; `key` makes it unique."""

    run: str
    sequence: int
    time: str
    kind: EventKind
    payload: Mapping[str, Json] = field(default_factory=dict)
    version: int = EVENT_VERSION


class EventSink(Protocol):
    """Where a run's events go. The same `key` in one run is stored once, so a repeated step leaves no second event."""

    def emit(self, run: str, kind: EventKind, payload: Mapping[str, Json], *, key: str) -> Event: ...


class EventLog(EventSink, Protocol):
    """The stored events of all runs."""

    def read(self, run: str, after: int = 0) -> list[Event]: ...

    def find(self, *kinds: EventKind, of: Sequence[str] | None = None) -> list[Event]:
        """The stored events of these kinds, `of` some runs or of all, in the order of time."""
        ...

    def follow(self, run: str, after: int = 0) -> AsyncIterator[Event]:
        """Stored events after `after`, then new ones as they come, until the run ends."""
        ...
