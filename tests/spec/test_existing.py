"""Only what can be a thing becomes one: by its word, and by what is told of it."""

from __future__ import annotations

import pytest

from engines.spec import read_brief
from engines.spec.english import English
from engines.spec.existing import may_exist
from engines.spec.lexicon_files import load_lexicon

ENGLISH = English(load_lexicon())
LOOMS = "Looms have a number, a width and a price. "


def things(text: str) -> set[str]:
    return {entity.name for entity in read_brief(LOOMS + text).spec.entities}


@pytest.mark.parametrize(
    "name", ["latter", "whoever_weaves", "total", "csv", "life", "looms_people_reserve", "accepted", "other"]
)
def test_some_words_are_no_things(name: str) -> None:
    assert not may_exist(name, ENGLISH)


@pytest.mark.parametrize(
    "name", ["loom", "sports_club", "spare_part", "news", "address", "order", "daily_report", "loans_out"]
)
def test_nouns_are(name: str) -> None:
    assert may_exist(name, ENGLISH)


@pytest.mark.parametrize(
    "sentence",
    [
        "A monthly report shows the number of looms per width.",
        "We want a small dashboard with the sum of the prices.",
        "Reports: number of looms per month.",
        "The total of the looms: number times price.",
        "Engineers have read access only.",
        "Weavers have an account.",
        "A filter for looms by width would be nice.",
        "Please make a CSV with the looms.",
    ],
)
def test_what_shows_things_and_who_only_signs_in_is_none(sentence: str) -> None:
    assert things(sentence) == {"loom"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("A damage report has a date, a description and a photo.", "damage_report"),
        ("A report consists of a text and a photo.", "report"),
        ("A parcel has a sender and a recipient.", "parcel"),
        ("A screen has a name and a number of seats.", "screen"),
        ("Weavers have a name and a phone.", "weaver"),
        ("A service has a description, a date and an amount.", "service"),
        ("A round has a date and a distance.", "round"),
        ("Guests have a name and wishes.", "guest"),
    ],
)
def test_what_has_properties_of_its_own_is_one(sentence: str, name: str) -> None:
    assert things(sentence) == {"loom", name}
