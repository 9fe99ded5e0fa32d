"""When something begins and ends, where a sentence only mentions it."""

from __future__ import annotations

import pytest

from engines.spec import read_brief


@pytest.mark.parametrize(
    ("text", "thing", "fields"),
    [
        ("Guests have a name. A volunteer visits a guest from a time to a time. The visits of the year are counted.", "visit", {"start", "end"}),
        ("Items have a name. A student asks for an item from a start date to an end date. A request is first pending.", "request", {"start_date", "end_date"}),
        ("Courts have a number. Players book a court from a time to a time. Please show the bookings in a calendar.", "booking", {"start", "end"}),
        ("A permit is for one vehicle, valid from one date until another date.", "permit", {"valid_from", "valid_until"}),
        ("A hire is for one customer, from the day they fetch them to the day they bring them back.", "hire", {"start_date", "end_date"}),
        ("As a coach I want to book a lane from a time to a time. Bookings can be cancelled.", "booking", {"start_time", "end_time"}),
        ("A shift has a place and goes from a start time to an end time.", "shift", {"place", "start_time", "end_time"}),
    ],
)  # fmt: skip
def test_a_span_is_of_what_lasts(text: str, thing: str, fields: set[str]) -> None:
    found = next(e for e in read_brief(text).spec.entities if e.name == thing)
    assert fields <= {f.name for f in found.fields}


@pytest.mark.parametrize(
    "text",
    [
        "Sales have a name and a total. Managers can filter sales from a date to a date.",
        "A trip has a start date and an end date. It goes from a date to a date.",
    ],
)
def test_what_is_looked_for_or_told_is_no_span(text: str) -> None:
    names = [f.name for e in read_brief(text).spec.entities for f in e.fields]
    assert len([name for name in names if name.startswith("start")]) < 2
    assert "sale" not in names
