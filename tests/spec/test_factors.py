"""Bounds that are multiples of another value, and what only sounds like one."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Check, RelatedBound, Spec
from engines.spec import read_brief

LEASE = "A lease has a deposit, a monthly rent and a fee. "
FLAT = (
    "A property has an address and a number of floors. A flat belongs to a property and has a number, floor and area. "
)


def spec_of(text: str) -> Spec:
    return read_brief(text).spec


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("The deposit must not exceed three times the monthly rent.", "deposit <= 3 * monthly_rent"),
        ("The deposit is at most 3 times the monthly rent.", "deposit <= 3 * monthly_rent"),
        ("The deposit can't be more than twice the monthly rent.", "deposit <= 2 * monthly_rent"),
        ("The fee has to be at least half the monthly rent.", "fee >= 0.5 * monthly_rent"),
    ],
)
def test_a_multiple_bounds_a_value(said: str, condition: str) -> None:
    spec = spec_of(LEASE + said)
    assert [rule.condition for rule in spec.rules if isinstance(rule, Check)] == [condition]
    assert {field.minimum for field in spec.entities[0].fields} == {0}


@pytest.mark.parametrize(
    "said",
    ["The rent is paid twice a year.", "The deposit may be paid back twice.", "The fee is half paid by the owner."],
)
def test_how_often_is_no_multiple(said: str) -> None:
    assert not any(isinstance(rule, Check) for rule in spec_of(LEASE + said).rules)


def test_the_floor_of_a_flat_bounds_nothing_from_below() -> None:
    spec = spec_of(FLAT + "The floor of a flat can't be higher than the number of floors of the property.")
    bounds = [(r.field, r.related_field, r.at_least) for r in spec.rules if isinstance(r, RelatedBound)]
    assert bounds == [("floor", "number_of_floors", False)]


def test_until_when_a_step_may_be_taken_is_not_its_name() -> None:
    text = "A rental has a start. Rentals are booked, then returned. A booked rental can be cancelled up to 2 hours before it starts."
    lifecycle = spec_of(text).entities[0].lifecycle
    assert lifecycle is not None
    assert lifecycle.states == ("booked", "returned", "cancelled")


def test_things_are_no_states() -> None:
    text = (
        "A project has a name. Samples belong to a project and have a code. Projects are proposed, running or closed. "
        "Closed projects get no new samples."
    )
    lifecycle = spec_of(text).entity("project").lifecycle
    assert lifecycle is not None
    assert lifecycle.states == ("proposed", "running", "closed")
