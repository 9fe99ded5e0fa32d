"""Two things in one sentence are tied by how many of each it speaks of, and by the parts that they play."""

from __future__ import annotations

import pytest

from engines.spec import read_brief
from tests.spec.test_relations import told

KITES = "Kites have a colour. Strings have a length. Pilots have a name. Beaches have a name. Flights have a date. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Every kite is looked after by a pilot.", "kite.pilot > pilot"),
        ("A pilot commands each kite.", "kite.pilot > pilot?"),
        ("One pilot handles several kites.", "kite.pilot > pilot"),
        ("A pilot flies for exactly one beach.", "pilot.beach > beach"),
        ("Any number of strings may be knotted to a kite.", "string.kite > kite?"),
        ("Every kite goes through lots of strings.", "string.kite > kite?"),
        ("A string dangles from the tail of a kite.", "string.kite > kite"),
        ("A flight leads from one beach to another.", "flight.from_beach > beach"),
        ("A flight is when a pilot launches a kite.", "flight.kite > kite"),
        ("A flight says which pilot had which kite.", "flight.kite > kite"),
        ("If a kite breaks, we write down a flight.", "flight.kite > kite"),
        ("Up to five kites may join one flight of the club.", "flight.kites > kite?"),
        ("The club hands a kite to every pilot.", "kite.pilot > pilot?"),
    ],
)
def test_what_there_is_one_of_is_what_the_other_refers_to(sentence: str, expected: str) -> None:
    assert expected in told(read_brief(KITES + sentence).spec)


@pytest.mark.parametrize(
    "sentence",
    [
        "A pilot can look at every kite.",
        "A kite never meets a beach.",
        "If a kite lands, a pilot cheers.",
        "Pilots love a beach.",
        "Kites and beaches are printed.",
    ],
)
def test_what_is_not_so_or_only_seen_ties_nothing(sentence: str) -> None:
    assert told(read_brief(KITES + sentence).spec) == set()


def test_what_is_tied_already_is_not_tied_again() -> None:
    spec = read_brief(KITES + "A flight is flown by a pilot with a kite. A pilot repairs every kite.").spec
    assert {link for link in told(spec) if link.startswith(("kite.", "pilot."))} == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "A flight needs a starter and a catcher, who are both pilots.",
        "A flight seats a starter and a catcher, who come from our pilots.",
        "A flight has a starter and a catcher, both pilots from our list.",
        "A flight has a date, a starter and a catcher, which are pilots.",
        "A flight has a starter (one of our pilots) and a catcher (another pilot).",
        "A flight has a date, a starter and a catcher. Starters and catchers are pilots.",
        "A flight is watched by a starter and a catcher. Starters and catchers are pilots.",
        "A flight has a starter and a catcher, who must be different pilots.",
    ],
)
def test_those_who_take_part_are_of_one_kind(sentence: str) -> None:
    found = told(read_brief(KITES + sentence).spec)
    assert {"flight.starter > pilot", "flight.catcher > pilot"} <= found


@pytest.mark.parametrize(
    "sentence",
    [
        "A flight has a height, which is low or high, and a beach.",
        "A flight has a start and an end, who knows.",
    ],
)
def test_what_only_stands_beside_takes_no_part(sentence: str) -> None:
    assert {link for link in told(read_brief(KITES + sentence).spec) if "kite" in link or "pilot" in link} == set()


def test_one_of_a_kind_is_appointed() -> None:
    text = KITES + "A flight has a height. One of the pilots is designated as its lead pilot."
    assert "flight.lead_pilot > pilot" in told(read_brief(text).spec)


@pytest.mark.parametrize(
    "sentence",
    [
        "Researchers, of whom we note a name and a university, answer a call with a proposal.",
        "Researchers, for whom we keep a university, answer a call with a proposal.",
    ],
)
def test_a_relative_with_its_preposition_in_front_is_a_clause_of_its_own(sentence: str) -> None:
    spec = read_brief(f"A call has a title. A proposal has a text. {sentence}").spec
    assert "proposal.call > call" in told(spec)


def test_it_means_what_was_spoken_of_before() -> None:
    spec = read_brief("An invoice has a number and a date. It goes to one client; clients have a name.").spec
    assert "invoice.client > client" in told(spec)
