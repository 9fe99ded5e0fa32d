"""What records use up of their thing, and what is left of it."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Quota, Spec
from engines.spec import read_brief

CARD = "Cards have a holder and a number of credits. Visits belong to a card and have a date."
COURSE = "Courses have a title and a capacity. Bookings belong to a course and have a name and a number of people."
PROJECT = "A project has a name and a budget. Expenses belong to a project and have an amount and a date."
TEN = "A pass has a holder and is worth ten swims. Entries belong to a pass and have a date."


def spec_of(*sentences: str) -> Spec:
    return read_brief(" ".join(sentences)).spec


@pytest.mark.parametrize(
    ("world", "said", "rule"),
    [
        (CARD, "Every visit takes one credit off the card.", ("visit", "card", "number_of_credits")),
        (CARD, "Each visit counts as one credit of its card.", ("visit", "card", "number_of_credits")),
        (TEN, "Each entry uses up one swim.", ("entry", "pass", "10")),
        (TEN, "An entry costs one swim of the pass.", ("entry", "pass", "10")),
    ],
)
def test_what_records_take_is_bounded_by_what_there_is(world: str, said: str, rule: tuple[str, str, str]) -> None:
    quotas = [(r.entity, r.per, r.limit) for r in spec_of(world, said).rules if isinstance(r, Quota)]
    assert quotas == [rule]


@pytest.mark.parametrize(
    ("world", "said"),
    [
        (CARD, "Each visit has one date."),
        (CARD, "A visit is made on a card."),
        (COURSE, "Each booking gets one number."),
        (PROJECT, "Each expense has one amount."),
    ],
)
def test_what_a_record_has_takes_nothing(world: str, said: str) -> None:
    assert [r for r in spec_of(world, said).rules if isinstance(r, Quota)] == []


@pytest.mark.parametrize(
    ("world", "said", "value"),
    [
        (
            CARD,
            "For every card we want to see how many credits are left.",
            "credits_left = number_of_credits - count(visits)",
        ),
        (TEN, "Show the swims left on each pass.", "swims_left = 10 - count(entries)"),
        (
            COURSE,
            "We need to know how many seats are still free.",
            "seats_left = capacity - sum(bookings, number_of_people)",
        ),
        (PROJECT, "Always show the remaining budget.", "budget_left = budget - sum(expenses, amount)"),
    ],
)
def test_what_is_left_is_worked_out(world: str, said: str, value: str) -> None:
    entity = spec_of(world, said).entities[0]
    assert [f"{c.name} = {c.expression}" for c in entity.computed] == [value]
    assert not any(field.name == value.split()[0] for field in entity.fields)


def test_a_condition_on_what_is_left_is_no_wish_to_see_it() -> None:
    assert spec_of(COURSE, "You can only see a course if seats are available.").entities[0].computed == ()
