"""Checkpoints of all runs: what waits for a person, what was decided, and the answer itself. Called by the routes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from app.services.gates import CHOICES, decision_of
from app.services.renewing import checked_spec
from app.services.stacks import chosen_blueprint
from engines.kernel.events import Event, EventKind, EventLog, Json
from engines.kernel.jobs import JobEngine

_ENDS: tuple[EventKind, ...] = ("run.finished", "run.failed", "run.cancelled")


class Approvals:
    """The use case over the history of runs."""

    def __init__(self, *, jobs: JobEngine, events: EventLog) -> None:
        self._jobs, self._events = jobs, events

    async def list(self) -> list[dict[str, Any]]:
        """Every checkpoint that is remembered: those that wait first, then the decided ones, newest first."""
        found = await asyncio.to_thread(self._events.find, "checkpoint.opened", "checkpoint.answered", *_ENDS)
        return approvals_of(found)

    async def answer(self, run: str, checkpoint: str, given: Mapping[str, Any]) -> None:
        """Answers an open checkpoint of a run; UserError when it cannot be answered like this, Conflict when it is late."""
        opened = next((event.payload for event in self._events.read(run) if _opens(event, checkpoint)), None)
        answer: Mapping[str, Json] = dict(given)
        if opened is not None and (kind := str(opened.get("kind"))) in CHOICES:
            decision = decision_of(kind, given)
            if decision.spec:
                await asyncio.to_thread(_check, decision.spec, opened)
            answer = {"decision": decision.decision, "comment": decision.comment, "spec": decision.spec}
        await self._jobs.answer(run, checkpoint, answer)


def _opens(event: Event, checkpoint: str) -> bool:
    return event.kind == "checkpoint.opened" and event.payload.get("checkpoint") == checkpoint


def _check(text: str, opened: Mapping[str, Any]) -> None:
    """Raises what keeps a corrected specification from being built with the stack of its run."""
    chosen_blueprint(str(opened["facts"]["stack"]), checked_spec(text).kind)


def approvals_of(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The checkpoints in these events: what waits by when it was asked, what is decided by when that was, newest first."""
    answered = {(e.run, e.payload["checkpoint"]): e for e in events if e.kind == "checkpoint.answered"}
    ended = {event.run: event for event in events if event.kind in _ENDS}
    pairs = [
        (opened, answered.get((opened.run, opened.payload["checkpoint"]), ended.get(opened.run)))
        for opened in events
        if opened.kind == "checkpoint.opened"
    ]
    pairs.sort(key=lambda pair: (pair[1] is None, _moment(pair[1] or pair[0])), reverse=True)
    return [_row(opened, decision) for opened, decision in pairs]


def _moment(event: Event) -> tuple[str, int, str]:
    """Where an event stands among those of all runs; the clock counts milliseconds, in which more than one may happen."""
    return event.time, event.sequence, event.run


def _row(opened: Event, decision: Event | None) -> dict[str, Any]:
    payload: Mapping[str, Any] = opened.payload
    decided = None if decision is None else _decided(decision)
    row = {"run": opened.run, "project": "", "opened": opened.time, **payload, "decided": decided}
    if decided is not None and "spec" in row.get("facts", {}):
        row["facts"] = {name: value for name, value in row["facts"].items() if name != "spec"}
    return row


def _decided(event: Event) -> dict[str, Any]:
    """What was answered; a run that ended without an answer, because somebody cancelled it, waits no more."""
    if event.kind != "checkpoint.answered":
        return {"decision": "cancelled", "comment": "", "time": event.time}
    answer: Mapping[str, Any] = dict(event.payload)["answer"]  # type: ignore[assignment]  # so stored by answer()
    return {"decision": answer.get("decision", "answer"), "comment": answer.get("comment", ""), "time": event.time}
