"""What a field holds, by its name, by what the entity has besides, and by what others with its name have."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Field, FieldType
from engines.spec import read_brief
from engines.spec.fieldtypes import type_of
from tests.spec.test_telling import ENGLISH


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("plausible_minimum", FieldType.NUMBER), ("parcels_maximum", FieldType.INTEGER), ("week_start", FieldType.DATE), ("season_start", FieldType.DATE),
        ("booking_start", FieldType.DATETIME), ("proposed_start", FieldType.DATETIME), ("time_window_from", FieldType.TIME), ("affected_units", FieldType.INTEGER),
        ("copies_handed_out", FieldType.INTEGER), ("pets_allowed", FieldType.BOOLEAN), ("new_came", FieldType.DATETIME), ("bottles_sold", FieldType.INTEGER),
        ("start", FieldType.DATETIME), ("row", FieldType.TEXT), ("rows", FieldType.INTEGER),
    ],
)  # fmt: skip
def test_a_name_tells_the_type(name: str, kind: FieldType) -> None:
    assert type_of(name, ENGLISH) is kind


def fields(text: str, thing: str) -> dict[str, Field]:
    """The fields of one thing of a brief."""
    return {f.name: f for e in read_brief(text).spec.entities if e.name == thing for f in e.fields}


def test_hours_of_a_day_are_times() -> None:
    found = fields("A rehearsal has a date, a place, from and to.", "rehearsal")
    assert (found["date"].type, found["to"].type) == (FieldType.DATE, FieldType.TIME)


def test_a_moment_and_until_are_moments() -> None:
    found = fields("An alert has a text, when it was issued, and valid until.", "alert")
    assert {found["issued_at"].type, found["valid_until"].type} == {FieldType.DATETIME}


def test_values_hold_wherever_the_name_stands() -> None:
    text = "A donor has a name and a blood group (0, A, B, AB). A request has a hospital, a blood group and a number of units."
    assert fields(text, "request")["blood_group"].choices == ("0", "a", "b", "ab")


def test_a_kind_is_of_its_own_thing() -> None:
    text = "A donor has a name and a kind (firm, person). A room has a number, a kind and a floor."
    assert fields(text, "room")["kind"].type is FieldType.TEXT


def test_nothing_or_more_is_a_bound() -> None:
    assert fields("A permit has a name and an estimated cost (0 or more).", "permit")["estimated_cost"].minimum == 0


def test_a_flag_is_a_truth() -> None:
    found = fields("Items have a name, a value and a flag defective.", "item")
    assert found["defective"].type is FieldType.BOOLEAN
