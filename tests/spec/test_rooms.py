"""For how many people there is room, told as a number beside the thing that they sign up for."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Quota
from engines.spec import read_brief

WORLD = "A walk has a date and a place. Guests have a name. Guests sign up for walks. "


def quotas(text: str) -> list[tuple[str, str, str]]:
    """The quotas of a brief: whose number, for what, how many."""
    return [(rule.entity, rule.per, rule.limit) for rule in read_brief(text).spec.rules if isinstance(rule, Quota)]


@pytest.mark.parametrize(
    "said",
    [
        "A walk takes 12 people.",
        "A walk is limited to twelve guests.",
        "At most 12 participants fit in a walk.",
        "There is room for 12 people on a walk.",
        "A walk has 12 places.",
    ],
)
def test_what_a_thing_takes_bounds_its_sign_ups(said: str) -> None:
    assert quotas(WORLD + said) == [("registration", "walk", "12")]


@pytest.mark.parametrize(
    "said",
    ["A walk has two guides.", "A walk takes 3 hours.", "A walk needs at least 5 people.", "A guest brings 2 friends."],
)
def test_what_a_thing_has_or_needs_bounds_nothing(said: str) -> None:
    assert quotas(WORLD + said) == []


def test_a_number_that_is_entered_stands_above_one_that_is_told() -> None:
    text = "A walk has a date and a number of places. Guests have a name. Guests sign up for walks. A walk takes 12 people."
    assert all(limit != "12" for _, _, limit in quotas(text))
