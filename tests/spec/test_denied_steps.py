"""Which steps a brief takes away from a life, however it puts it; and which it leaves alone."""

from __future__ import annotations

import pytest

from tests.spec.test_lives import life

TOLD = "A parcel is stored, then shipped, then picked up. It can be returned or lost at any time. "
ALL = {
    "stored>shipped", "shipped>picked_up", "stored>returned", "shipped>returned", "stored>lost", "shipped>lost",
}  # fmt: skip


def steps(said: str) -> set[str]:
    """The steps of a parcel when so much more is said of it."""
    return set(life(TOLD + said, "parcel").split())


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("After shipping nothing can be returned.", {"shipped>returned"}),
        ("A shipped parcel can't be returned.", {"shipped>returned"}),
        ("You can't return a parcel that has been shipped.", {"shipped>returned"}),
        ("Only stored parcels can be returned.", {"shipped>returned"}),
        ("Returning is only possible while the parcel is stored.", {"shipped>returned"}),
        ("Stored parcels are never lost.", {"stored>lost"}),
    ],
)
def test_a_denied_step_is_gone(said: str, gone: set[str]) -> None:
    assert steps(said) == ALL - gone


@pytest.mark.parametrize(
    "said",
    [
        "A stored parcel can't be picked up directly; it has to be shipped first.",
        "Parcels must be shipped before they can be picked up.",
        "A shipped parcel never becomes stored again.",
        "Returned parcels stay returned.",
        "Picked up parcels can't be returned.",
        "Lost parcels can't be picked up.",
    ],
)
def test_what_never_led_there_changes_nothing(said: str) -> None:
    assert steps(said) == ALL


def test_a_state_of_two_words_is_denied_like_any() -> None:
    text = "A parcel is stored, then picked up, then returned. Picked up parcels can't be returned."
    assert life(text, "parcel") == "stored>picked_up"


def test_no_side_step_leads_from_an_end() -> None:
    text = "A visit is planned, then it is attended or missed. It can also be cancelled."
    assert life(text, "visit") == "planned>attended planned>missed planned>cancelled"


def test_as_long_as_tells_no_step_of_its_own() -> None:
    text = (
        "Claims are draft, then filed, then in review. The clerk may withdraw a claim as long as it is not in review."
    )
    assert life(text, "claim") == "draft>filed filed>in_review draft>withdrawn filed>withdrawn"
