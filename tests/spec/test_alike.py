"""Properties that are only spoken of as what no two things share."""

from __future__ import annotations

import pytest

from engines.spec import read_brief


def unique(text: str) -> list[tuple[str, str]]:
    """The entities and names of the fields that stand only once."""
    return [(e.name, f.name) for e in read_brief(text).spec.entities for f in e.fields if f.unique]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A hiker has a phone. No two hikers share an email.", ("hiker", "email")),
        ("A team has a town. No two of them have the same name.", ("team", "name")),
        ("There are crews, and no two of them have the same name; a crew also has a town.", ("crew", "name")),
        ("A locker has a size. No other locker has the same number.", ("locker", "number")),
        ("A boat has a length. No two boats may carry the same sail number.", ("boat", "sail_number")),
    ],
)
def test_what_no_two_share_is_a_property_of_each(text: str, found: tuple[str, str]) -> None:
    assert unique(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "A room has a floor. No two bookings of a room can have the same time.",
        "A booking has a day and a room. A room has a floor. No two bookings share a room.",
        "A court has a surface. No two players need to wear the same shirt.",
    ],
)
def test_what_is_no_name_or_number_becomes_no_property(text: str) -> None:
    fields = {f.name for e in read_brief(text).spec.entities for f in e.fields}
    assert fields.isdisjoint({"time", "room", "shirt", "same_time"})
