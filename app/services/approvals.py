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
    """The checkpoints in these events, which are in the order of time."""
    answered = {(e.run, e.payload["checkpoint"]): e for e in events if e.kind == "checkpoint.answered"}
    ended = {event.run: event for event in events if event.kind in _ENDS}
    rows = [
        _row(event, answered.get((event.run, event.payload["checkpoint"])), ended.get(event.run))
        for event in reversed(events)
        if event.kind == "checkpoint.opened"
    ]
    return sorted(rows, key=lambda row: row["decided"] is not None)


def _row(opened: Event, answered: Event | None, ended: Event | None) -> dict[str, Any]:
    payload: Mapping[str, Any] = opened.payload
    decided = _decided(answered, ended)
    row = {"run": opened.run, "project": "", "opened": opened.time, **payload, "decided": decided}
    if decided is not None and "spec" in row.get("facts", {}):
        row["facts"] = {name: value for name, value in row["facts"].items() if name != "spec"}
    return row


def _decided(answered: Event | None, ended: Event | None) -> dict[str, Any] | None:
    """A run that ended without an answer, because somebody cancelled it, waits no more."""
    if answered is not None:
        answer: Mapping[str, Any] = dict(answered.payload)["answer"]  # type: ignore[assignment]  # so stored by answer()
        return {
            "decision": answer.get("decision", "answer"),
            "comment": answer.get("comment", ""),
            "time": answered.time,
        }
    return {"decision": "cancelled", "comment": "", "time": ended.time} if ended is not None else None
