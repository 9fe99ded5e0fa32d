"""Wishes for features in plain words, and wishes that a text turns down."""

from __future__ import annotations

import pytest

from engines.spec import read_brief

_BOATS = (
    "Boat rental. Boats have a name, a length and a colour. A booking has a boat, a start date and an end date.\n\n"
)


def features(text: str) -> set[str]:
    return {feature.name for feature in read_brief(_BOATS + text).spec.features}


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("A calendar would be nice.", "calendar"),
        ("An email informs the customer as soon as it is answered.", "email"),
        ("They would appreciate an email when a booking changes.", "email"),
        ("A report lists the number of bookings per boat.", "report"),
        ("Finding a boat by typing its name", "search"),
        ("Boats are looked up by name.", "search"),
        ("A photo of the hull too.", "file_upload"),
    ],
)
def test_a_wish_is_heard_in_plain_words(text: str, feature: str) -> None:
    assert feature in features(text)


@pytest.mark.parametrize(
    "text",
    ["Newsletter and calendar: not needed.", "We want no calendar.", "Leave reports and statistics out of it."],
)
def test_a_wish_that_is_turned_down_is_none(text: str) -> None:
    assert not features(text)
