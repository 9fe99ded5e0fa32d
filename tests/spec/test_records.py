"""A short head, any mark and a list of nominal items is a thing with its properties, wherever it stands."""

from __future__ import annotations

import pytest

from engines.spec import read_brief
from engines.spec.document import statements
from engines.spec.english import English
from engines.spec.layout.heads import head_of
from engines.spec.layout.listing import read_listing
from engines.spec.layout.predicates import linked, predicated
from engines.spec.layout.records import Records
from engines.spec.layout.values import valued, whole
from engines.spec.lexicon_files import load_lexicon

ENGLISH = English(load_lexicon())


@pytest.mark.parametrize(
    "mark", [" - ", " – ", " — ", ": ", " :: ", " = ", " | ", " -> ", " / ", " has: ", "s are: ", " (kept by us): "]
)
def test_any_mark_behind_a_head_opens_its_list(mark: str) -> None:
    found = Records(ENGLISH).read(f"Cask{mark}number, litres, wood, filled on")
    assert found
    assert ENGLISH.name(found.head.name) == "cask"
    assert found.listing.properties == ("number", "litres", "wood", "filled on")


@pytest.mark.parametrize(
    ("key", "name", "related"),
    [
        ("Treatments of a sheep", "treatments", ("sheep",)),
        ("items on a job", "items", ("job",)),
        ("Each wool sale is made up of bales", "bale", ("wool sale",)),
        ("Filmmakers sign up", "filmmakers", ()),
        ("Port agents shall be able to attach journeys to a contract", "journey", ("contract",)),
        ("per vessel", "vessel", ()),
        ("For every donation", "donation", ()),
        ("Mine", "mine", ()),
        ("beds.csv", "beds", ()),
        ("list of birds", "birds", ()),
        ("Objects to be inspected", "objects", ()),
    ],
)
def test_heads_name_a_thing_and_what_it_hangs_on(key: str, name: str, related: tuple[str, ...]) -> None:
    found = head_of(key, ENGLISH, many=True)
    assert found
    assert (found.name, found.related) == (name, related)


@pytest.mark.parametrize(
    "text",
    [
        "Severity: low, medium, high",
        "Status: new, confirmed, fixed",
        "Claim: filed -> examined -> paid",
        "pending -> accepted / refused, foreman only",
        "total = price x quantity, rounded",
        "Features: search, export",
        "An entry is always in one of these: draft, submitted, signed",
        "We never keep on a guest: name, address, age",
        "A ticket has a priority (calm, urgent)",
        "The harbour is busy - boats come, boats go",
    ],
)
def test_values_states_and_talk_are_no_things(text: str) -> None:
    assert Records(ENGLISH).read(text) is None


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("clients - name, phone. vans - plate, load in kg. moves - client, van, price.", ["client", "van", "move"]),
        (
            "part (no., qty), supplier (name, tel), purchase (part, supplier, ordered on)",
            ["part", "supplier", "purchase"],
        ),
        ("Need: falcons: ring no, hatched on; flights: falcon, launched at", ["falcon", "flight"]),
        ("plots (no., rent) / gardeners (name, email)", ["plot", "gardener"]),
        ("Scores\ttitle, price\nLoans\tscore, due date\nSingers\tname, joined on", ["score", "loan", "singer"]),
        ("data:\n  area:\n    name: unique\n  table:\n    label: unique\n    seats: 1-12", ["area", "table"]),
        ("Extra: name; price\nCharter: extra; total", ["extra", "charter"]),
        ("The app must manage ponds. Attributes: name, stocked since.", ["pond"]),
    ],
)
def test_several_things_in_a_row_are_told_apart(text: str, things: list[str]) -> None:
    assert [entity.name for entity in read_brief(text).spec.entities if entity.name != "user"] == things


def test_columns_may_stand_in_any_order() -> None:
    text = "| Rule | Field | Of | Type |\n|---|---|---|---|\n| unique | tag | cow | text |\n| | milked at | milking | datetime |"
    spec = read_brief(text).spec
    assert [(e.name, [f.name for f in e.fields]) for e in spec.entities] == [
        ("cow", ["tag"]),
        ("milking", ["milked_at"]),
    ]
    assert spec.entity("cow").fields[0].unique


@pytest.mark.parametrize(
    ("text", "properties"),
    [
        ("label, status: draft, on sale or withdrawn", ("label", "status (draft, on sale or withdrawn)")),
        ("code, kind hot | fixed | standing, day rate", ("code", "kind (hot | fixed | standing)", "day rate")),
        ("number, covered or not", ("number", "covered (yes/no)")),
        ("name, most animals it can carry", ("name", "most animals")),
        ("ear tag (never given out twice), breed", ("ear tag (unique)", "breed")),
        ("name, code: one letter, from: date", ("name", "code (one letter)", "from (date)")),
    ],
)
def test_values_and_remarks_stay_with_their_property(text: str, properties: tuple[str, ...]) -> None:
    found = read_listing(text)
    assert found
    assert found.properties == properties


def test_a_range_of_two_properties_is_no_enumeration() -> None:
    assert valued("start date / end date") is None
    assert whole(["from: date", "until: date", "cat or dog"]) == ["from: date", "until: date", "cat or dog"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prop -> shelf (many to one)", "a prop belongs to a shelf"),
        (
            "production -> loans, purchases (one to many)",
            "a loan belongs to a production; a purchase belongs to a production",
        ),
        ("a prop is on a shelf", ""),
    ],
)
def test_links_become_sentences(text: str, said: str) -> None:
    assert linked(text, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Playlists: made for a show; go from draft to aired",
            "Playlists are made for a show; Playlists go from draft to aired.",
        ),
        ("Vans: with a plate and a driver", "Vans have a plate and a driver."),
        ("Search: by name and by town", ""),
        ("Colours: red, green or blue", ""),
    ],
)
def test_predicates_behind_a_key_get_their_subject(text: str, said: str) -> None:
    assert predicated(text, ENGLISH) == said


def test_the_first_line_of_a_list_is_no_title() -> None:
    first = statements("Orchard - name, hectares\nHarvest - orchard, picked on", ENGLISH.lexicon)[0]
    assert (first.kind, first.under) == ("prose", "orchard")


def test_whoever_tells_a_story_has_an_account_whatever_verb_follows() -> None:
    text = "As an artist I apply for a residency with a statement.\nAs the curator I open a residency by giving it a title and a start date."
    assert [role.name for role in read_brief(text).spec.roles] == ["artist", "curator"]
