"""What waits stands before what is decided, and each part has one order however close together things happened."""

from __future__ import annotations

from itertools import permutations

from app.services.approvals import approvals_of
from engines.kernel.events import Event, EventKind


def _event(run: str, sequence: int, time: str, kind: EventKind) -> Event:
    payload = {} if kind.startswith("run.") else {"checkpoint": "architecture", "answer": {"decision": "reject"}}
    return Event(run=run, sequence=sequence, time=time, kind=kind, payload=payload)  # type: ignore[arg-type]


def _runs(events: list[Event]) -> list[str]:
    return [row["run"] for row in approvals_of(sorted(events, key=lambda event: (event.time, event.run)))]


def test_the_last_decision_leads_even_when_its_run_asked_first() -> None:
    events = [
        _event("cancelled", 1, "10:00:01", "checkpoint.opened"),
        _event("rejected", 1, "10:00:02", "checkpoint.opened"),
        _event("waiting", 1, "10:00:03", "checkpoint.opened"),
        _event("rejected", 2, "10:00:04", "checkpoint.answered"),
        _event("cancelled", 2, "10:00:05", "run.cancelled"),
    ]
    assert _runs(events) == ["waiting", "cancelled", "rejected"]


def test_an_answer_counts_and_not_the_end_of_its_run() -> None:
    events = [
        _event("early", 1, "10:00:01", "checkpoint.opened"),
        _event("late", 1, "10:00:01", "checkpoint.opened"),
        _event("early", 2, "10:00:02", "checkpoint.answered"),
        _event("late", 2, "10:00:03", "checkpoint.answered"),
        _event("late", 3, "10:00:04", "run.finished"),
        _event("early", 3, "10:00:05", "run.finished"),
    ]
    assert _runs(events) == ["late", "early"]


def test_what_happened_in_one_tick_of_the_clock_has_one_order() -> None:
    opened = [_event(run, 1, "10:00:01", "checkpoint.opened") for run in "abc"]
    decided = [_event(run, 9 - n, "10:00:02", "checkpoint.answered") for n, run in enumerate("abc")]
    orders = {tuple(row["run"] for row in approvals_of([*some, *decided])) for some in permutations(opened)}
    assert orders == {("a", "b", "c")}
    assert {tuple(row["run"] for row in approvals_of(some)) for some in permutations(opened)} == {("c", "b", "a")}
