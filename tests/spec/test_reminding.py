"""Reminders say when a record needs attention."""

from __future__ import annotations

import pytest

from engines.spec import read_brief

THINGS = (
    "A boat has a name and a licence expiry date. An inspection belongs to a boat and has a date and a note. "
    "A hire belongs to a boat and has a start date and a due date. "
)


@pytest.mark.parametrize(
    ("sentence", "entity", "expression"),
    [
        (
            "I want a reminder when a boat has not been inspected for 12 months.",
            "boat",
            "count(inspections, days(date, today()) <= 365) == 0",
        ),
        (
            "Remind me of boats that were not inspected in two weeks.",
            "boat",
            "count(inspections, days(date, today()) <= 14) == 0",
        ),
        (
            "The clerk gets a reminder of each hire 3 days before the due date.",
            "hire",
            "due_date >= today() and days(today(), due_date) <= 3",
        ),
    ],
)
def test_a_reminder_is_read(sentence: str, entity: str, expression: str) -> None:
    features = read_brief(THINGS + sentence).spec.features
    assert [(f.entity, f.expression) for f in features if f.name == "reminders"] == [(entity, expression)]


def test_a_wish_without_a_time_stays_open() -> None:
    features = read_brief(THINGS + "Reminders would be nice.").spec.features
    assert [f.expression for f in features if f.name == "reminders"] == [""]
