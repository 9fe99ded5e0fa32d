"""Clauses tell when something happens and what for."""

from __future__ import annotations

import pytest

from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.settings import read_settings
from engines.spec.telling import topic

ENGLISH = English(load_lexicon())


@pytest.mark.parametrize(
    ("sentence", "things"),
    [
        ("A firing takes place in one kiln on a certain day.", ["firing: day date"]),
        ("Walks are scheduled for a walker at a given time.", ["walk: time datetime"]),
        ("A screening shows a film in a hall from a start to an end for a price.", ["screening: start datetime, end datetime, price money"]),
        ("The system shall manage stays of a patient in a cage, from a date until a date.", ["stay: start_date date, end_date date"]),
        ("Booking is for date and hour.", ["booking: date date, hour time"]),
        ("A reminder is sent on a certain date.", []),
        ("A member can cancel at a later time.", []),
        ("Members are admitted on a date.", []),
        ("Stays can not end before a date.", []),
        ("A report is due at the end of the month.", []),
    ],
)  # fmt: skip
def test_time_and_price_of_what_happens(sentence: str, things: list[str]) -> None:
    said = [
        f"{d.subject}: {', '.join(f'{a.name} {a.type.value}' for a in d.attributes if a.type)}"
        for d in read_settings(sentence, 1, "", ENGLISH)
    ]
    assert said == things


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("A donation is made by one donor.", "donation"),
        ("On arrival a delivery is weighed.", "delivery"),
        ("When somebody calls we open a case.", "case"),
        ("Firings are planned a week ahead.", "firing"),
        ("First there has to be a proposal.", "proposal"),
        ("Third, the rentals.", "rental"),
        ("Thank you.", ""),
        ("If there is a problem, call us.", ""),
        ("The board is happy.", ""),
    ],
)
def test_what_the_next_sentence_means_by_it(sentence: str, thing: str) -> None:
    assert topic(sentence, ENGLISH) == thing
