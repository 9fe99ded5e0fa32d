"""How long things last and which numbers they may have, where a brief tells a few to choose from."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Check
from engines.spec import read_brief


def checks(text: str) -> list[tuple[str, str]]:
    """The conditions of a brief, each with the thing that must meet it."""
    return [(rule.entity, rule.condition) for rule in read_brief(text).spec.rules if isinstance(rule, Check)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("A lesson has a title, a start and takes 20, 40 or 60 minutes.", ("lesson", "duration in (20, 40, 60)")),
        ("Walks have a name and a price. A walk lasts 1 or 2 hours.", ("walk", "duration in (1, 2)")),
        ("Massages have a name. They take either 30 or 60 minutes.", ("massage", "duration in (30, 60)")),
        ("A line has a text, a net price and a VAT rate of 7 or 19 percent.", ("line", "vat_rate in (7, 19)")),
        ("A tube has a diameter in mm. The diameter can only be 12, 16 or 20.", ("tube", "diameter in (12, 16, 20)")),
    ],
)
def test_numbers_to_choose_from_are_all_there_may_be(text: str, rule: tuple[str, str]) -> None:
    assert checks(text) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "A cure has a doctor and a number of sessions, usually 6 or 12.",
        "A member has a name and an age. Members under 16 or 17 pay less.",
        "A trip has a day and a price. On the trip we stop 2 or 3 times.",
        "A tour has a name and a length in km. The tours start at 9 or 10.",
    ],
)
def test_what_is_usual_or_said_by_the_way_limits_nothing(text: str) -> None:
    assert checks(text) == []


def test_when_and_how_long_are_read_together() -> None:
    entity = read_brief("Lessons take place on a certain day, last 45 or 90 minutes, and have a title.").spec.entities[
        0
    ]
    assert {"duration", "title"} <= {field.name for field in entity.fields}
