"""Pure decisions of the workflow machine: keys of events, states of runs, and the stored form of steps' outcomes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from engines.kernel import errors
from engines.kernel.errors import QuantumLayerError
from engines.kernel.events import EventKind, Json
from engines.kernel.jobs import RunStatus
from engines.workflow.model import Outcome, StepFailed

_STATUS_AFTER: Mapping[EventKind, RunStatus] = {
    "run.started": "running",
    "run.finished": "done",
    "run.failed": "failed",
    "run.cancelled": "cancelled",
    "checkpoint.opened": "waiting",
    "checkpoint.answered": "running",
}
_ERRORS: Mapping[str, type[QuantumLayerError]] = {
    kind.__name__: kind
    for kind in (
        QuantumLayerError,
        errors.UserError,
        errors.NotFound,
        errors.Conflict,
        errors.Denied,
        errors.Unavailable,
        StepFailed,
    )
}


def status_after(kind: EventKind) -> RunStatus | None:
    """The status that an event brings its run to, or none when it changes nothing."""
    return _STATUS_AFTER.get(kind)


def numbered(name: str, times: int) -> str:
    """The unique name of a step's `times`-th use in one run, counted from 1."""
    return name if times == 1 else f"{name}#{times}"


def json_copy(value: object, *, of: str) -> Json:
    """The value as JSON gives it back, so that a first run and a replay see the same."""
    try:
        copy: Json = json.loads(json.dumps(value))
    except (TypeError, ValueError) as error:
        raise StepFailed(
            f"{of} gave something that JSON cannot hold: {error}", hint="Return plain values from a step."
        ) from error
    return copy


def error_record(error: Exception) -> dict[str, Json]:
    """The stored form of an error."""
    if isinstance(error, errors.Retryable):
        return {"type": "Retryable", "message": str(error), "hint": error.hint, "delay": error.delay}
    if isinstance(error, QuantumLayerError):
        name = next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in _ERRORS)
        return {"type": name, "message": str(error), "hint": error.hint}
    return {"type": "StepFailed", "message": f"{type(error).__name__}: {error}", "hint": ""}


def stored_error(record: Mapping[str, Json]) -> QuantumLayerError:
    """The error behind a stored form: the same type in the first run and in every replay."""
    message, hint, delay = str(record["message"]), str(record["hint"]), record.get("delay")
    if isinstance(delay, int | float):
        return errors.Retryable(message, delay=float(delay), hint=hint)
    return _ERRORS[str(record["type"])](message, hint=hint)


def outcome_record(outcome: Outcome) -> dict[str, Json]:
    """The stored form of an outcome."""
    error = None if outcome.error is None else dict(outcome.error)
    return {"seconds": outcome.seconds, "value": outcome.value, "error": error, "repeated": outcome.repeated}


def stored_outcome(record: Mapping[str, Json]) -> Outcome:
    """The outcome behind a stored form."""
    seconds, error = record["seconds"], record["error"]
    return Outcome(
        seconds=float(seconds) if isinstance(seconds, int | float) else 0.0,
        value=record["value"],
        error=error if isinstance(error, dict) else None,
        repeated=record.get("repeated") is True,
    )
