"""Who sees nothing but what is theirs."""

from __future__ import annotations

import pytest

from engines.spec.english import English
from engines.spec.lexicon_files import load_lexicon
from engines.spec.own import read_own

ENGLISH = English(load_lexicon())


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("Members have sight of no reservations other than those they made themselves.", "", "member"),
        ("I only come across my own enrolments", "dancer", "dancer"),
        ("I want to come across my own children's orders and nobody else's.", "parent", "parent"),
        ("filmmakers look at what they handed in themselves and at nobody else's", "", "filmmaker"),
        ("The patient has to see just own measurements.", "", "patient"),
        ("Schools can see and cancel only what they booked.", "", "school"),
        ("I want nobody but me and my trainer to read what I wrote", "apprentice", "apprentice"),
        ("Researchers see nothing but their own proposals.", "", "researcher"),
        ("Guides must not look into other guides' tours.", "", "guide"),
        ("A tenant is shown the notices that concern him alone.", "", "tenant"),
        ("Each nurse is confined to her own patients.", "", "nurse"),
    ],
)
def test_people_see_only_what_is_theirs(text: str, speaker: str, role: str) -> None:
    own = read_own(text, ENGLISH, speaker)
    assert own is not None
    assert own.roles == (role,)


@pytest.mark.parametrize(
    "text",
    [
        "Members can only cancel their own bookings.",
        "A judge may not rate his own entry.",
        "The owner sees everything.",
        "Only the manager sees the prices.",
        "A book has its own page.",
        "Each lesson has only one teacher.",
        "Customers can only book what is free.",
    ],
)
def test_what_is_kept_otherwise_is_not_own(text: str) -> None:
    assert read_own(text, ENGLISH) is None
