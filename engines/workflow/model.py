"""Types of the workflow machine: what a step left behind, and the error that stands for a failed one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from engines.kernel.errors import QuantumLayerError
from engines.kernel.events import Event, EventKind, Json

Clock = Callable[[], datetime]
ENDINGS: frozenset[EventKind] = frozenset({"run.finished", "run.failed", "run.cancelled"})
ENDING_KEY = "run:ended"


class StepFailed(QuantumLayerError):
    """A step raised an error that is not one of ours; the message carries its type and text."""


@dataclass(frozen=True, kw_only=True)
class Appended:
    """An event in the log; `created` is false when its key was there before."""

    event: Event
    created: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a step left behind: its JSON value or its error, how many seconds it took, and whether a kill had it repeated."""

    seconds: float
    value: Json = None
    error: Mapping[str, Json] | None = None
    repeated: bool = False


def utc_now() -> datetime:
    """The clock used outside tests."""
    return datetime.now(UTC)
