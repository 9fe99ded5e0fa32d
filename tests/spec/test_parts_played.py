"""Who or what plays a part in a thing, and what several are said to be."""

from __future__ import annotations

import pytest

from engines.spec import read_brief
from tests.spec.test_relations import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kites have a colour. Sire and dam are themselves kites.", "kite.sire > kite?"),
        ("Singers have a name. A show has a title. The host is one of the singers.", "show.host > singer"),
        ("A flight has a date and is flown by a pilot and perhaps a second pilot. Pilots have a name.", "flight.second_pilot > pilot"),
        ("Engineers have a name. Faults have a date. An engineer is put in charge of every fault.", "fault.engineer > engineer"),
        ("Divers have a name. Crews have a name. Divers are members of a crew.", "diver.crew > crew"),
        ("Gauges have a name. Towers have a height. A gauge is put on a tower.", "gauge.tower > tower"),
    ],
)  # fmt: skip
def test_a_part_that_somebody_plays_is_a_reference(text: str, expected: str) -> None:
    assert expected in told(read_brief(text).spec)


@pytest.mark.parametrize("state", ["accepted", "closed", "winning"])
def test_a_state_is_no_part(state: str) -> None:
    spec = read_brief(f"A show has a title. Singers have a name. The {state} is a singer.").spec
    assert told(spec) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "Buyers and sellers are traders: name, email, licence number.",
        "Buyers and sellers are all just traders, registered with a name, an email and a licence number.",
    ],
)
def test_what_several_are_has_what_is_listed(sentence: str) -> None:
    entities = {e.name: [f.name for f in e.fields] for e in read_brief(f"{sentence} A lot has a price.").spec.entities}
    assert entities["trader"] == ["name", "email", "licence_number"]
    assert "buyer" not in entities
    assert "seller" not in entities


def test_each_of_several_has_what_is_said_of_all() -> None:
    names = [e.name for e in read_brief("Agents, pilots and berths each have a name and a colour.").spec.entities]
    assert names == ["agent", "pilot", "berth"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For each reel we note the gauge and the weight; for each film, the title, the director and the year.", {"reel": 2, "film": 3}),
        ("Of a species the Latin name and the family are known, of a sheet the place and the collection date.", {"species": 2, "sheet": 2}),
        ("A quilt has a name and a width, and for the maker the name and the village.", {"quilt": 2, "maker": 2}),
    ],
)  # fmt: skip
def test_a_list_stops_where_that_of_another_thing_begins(text: str, expected: dict[str, int]) -> None:
    assert {e.name: len(e.fields) for e in read_brief(text).spec.entities} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our members (name, class) pay fees. A fee has an amount and a month.", "fee.member > member?"),
        ("Files are opened for clients (name, telephone). A file has a number.", "file.client > client?"),
        ("Shops (name, city) hand out vouchers. A voucher has a code.", "voucher.shop > shop?"),
        ("The grower (name, phone) bring a crate. A crate has a barcode.", "crate.grower > grower?"),
    ],
)
def test_a_thing_that_nothing_else_ties_hangs_on_what_it_is_named_with(text: str, expected: str) -> None:
    assert expected in told(read_brief(text).spec)


@pytest.mark.parametrize(
    "text",
    [
        "Slopes belong to a resort (name, valley, season start date). A slope has a name.",
        "Every slope lies in a resort (name, valley, season start date). Slopes have a name.",
    ],
)
def test_brackets_tell_of_what_stands_before_them(text: str) -> None:
    fields = {e.name: [f.name for f in e.fields] for e in read_brief(text).spec.entities}
    assert fields["resort"] == ["name", "valley", "season_start_date"]
    assert fields["slope"] == ["name"]


def test_items_of_a_list_say_what_a_thing_hangs_on() -> None:
    brief = "Toy: name, given by a donor, shown in a showcase.\nDonor: name, street.\nShowcase: letter, theme."
    assert {"toy.donor > donor", "toy.showcase > showcase"} <= told(read_brief(brief).spec)


@pytest.mark.parametrize("item", ["height m", "power kW", "volume m3", "frequency MHz", "length ft", "area ha"])
def test_a_unit_behind_a_name_makes_it_a_number(item: str) -> None:
    fields = read_brief(f"Mast: code, {item}, place.\nVisit: mast, date, remark.").spec.entities[0].fields
    assert [(f.name, f.type.value) for f in fields][1] == (item.split()[0], "number")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A profile is dug at a station. Stations have a name.", True),
        ("A note is sent to a station. Stations have a name.", False),
    ],
)
def test_a_word_for_a_document_is_a_thing_where_it_is_tied(text: str, expected: bool) -> None:
    names = {e.name for e in read_brief(text).spec.entities}
    assert bool(names & {"profile", "note"}) == expected
