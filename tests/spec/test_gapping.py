"""A verb that is said once holds for several things."""

import pytest

from engines.spec.english import English
from engines.spec.gapping import ungapped
from engines.spec.lexicon_files import load_lexicon

ENGLISH = English(load_lexicon())


@pytest.mark.parametrize(
    ("text", "spelt_out"),
    [
        ("Kites have a colour and a span, strings a length.", "strings have a length."),
        ("A house has an address, a flat a number and a rent.", "a flat has a number and a rent."),
        ("Every hall has a name; each seat a row and a number.", "each seat has a row and a number."),
        ("Machines have a name, and spare parts a number.", "and spare parts have a number."),
        (
            "Divers are known by name and email, wrecks by name, depth and whether they are guarded.",
            "wrecks are known by name, depth and whether they are guarded.",
        ),
        ("Lots have a title, bids an amount and bidders a phone.", "bids have an amount and bidders have a phone."),
    ],
)
def test_the_verb_of_the_first_thing_holds_for_the_next(text: str, spelt_out: str) -> None:
    assert ungapped(text, ENGLISH).endswith(spelt_out)


@pytest.mark.parametrize(
    "text",
    [
        "A box has a number, a key and a lock.",
        "Vets have a name, the vets an animal sees most often are shown.",
        "Members have a name and a phone, coaches approve a booking.",
        "A boat has a name, carries a crew and needs a licence.",
        "Albums have a title, songs a singer likes are marked.",
        "Kites, strings and tails are sold by weight.",
    ],
)
def test_lists_and_clauses_of_their_own_stay(text: str) -> None:
    assert ungapped(text, ENGLISH) == text
