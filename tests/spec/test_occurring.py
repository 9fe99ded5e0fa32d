"""What is written down whenever something is done is a record of its own; who, where and which are references."""

from __future__ import annotations

import pytest

from engines.spec import read_brief
from tests.spec.test_relations import told


def shape(text: str) -> dict[str, set[str]]:
    """The fields of each entity."""
    return {e.name: {f.name for f in e.fields} for e in read_brief(text).spec.entities}


@pytest.mark.parametrize(
    ("said", "record"),
    [
        ("every time i go check on em i write down the date, the weight and how it looked.", "check"),
        ("Whenever we clean a tank we note the date, the minutes it took and the litres.", "cleaning"),
        ("When a tank is inspected, the inspector records the date, the result (passed or failed) and remarks.", "inspection"),
        ("Each time the plumber repairs a tank, we write down the date, the price and the parts.", "repair"),
    ],
)  # fmt: skip
def test_what_is_done_with_a_thing_leaves_a_record_of_it(said: str, record: str) -> None:
    spec = read_brief(f"Tanks have a number and a volume. {said}").spec
    made = next(e for e in spec.entities if e.name == record)
    assert "date" in {f.name for f in made.fields}
    assert [r.target for r in made.relations if r.target != "user"] == ["tank"]


@pytest.mark.parametrize(
    "said",
    [
        "When a tank arrives we write down its serial number, the date and the price.",
        "When we buy a tank we note the date of purchase, the price and the supplier.",
        "When a tank is clean we are happy.",
    ],
)
def test_how_a_thing_comes_to_us_is_said_of_the_thing(said: str) -> None:
    assert list(shape(f"Tanks have a number and a volume. {said}")) == ["tank"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A jar has a name. A shelf has a letter; I'd like to know on which shelf a jar is.", "jar.shelf > shelf"),
        ("Every plant has a name. A greenhouse has a size. We need to see in which greenhouse a plant stands.", "plant.greenhouse > greenhouse"),
        ("Dances have a title. People can sign up for a dance with name and phone. They may cancel their sign-up.", "sign_up.dance > dance"),
        ("Teams have a name. Each match is between two teams and has a date and a winner.", "match.winner > team?"),
        ("Rigs have a size. Jumpers have a name. A slot = jumper + the rig they jump + the price.", "slot.rig > rig"),
        ("Nurses and chaplains log in. A visit has a date, who went (nurse or chaplain) and the minutes.", "visit.person > user"),
    ],
)  # fmt: skip
def test_who_where_and_which_are_references(text: str, expected: str) -> None:
    assert expected in told(read_brief(text).spec)


def test_for_every_one_of_them_takes_up_who_was_spoken_of() -> None:
    found = shape(
        "There are six of us chaplains. For every one of them the hospital wants name, staff number and phone."
    )
    assert found == {"chaplain": {"name", "staff_number", "phone"}}


def test_an_entry_of_a_list_is_made_by_putting_oneself_on_it() -> None:
    found = shape(
        "Dogs have a name and a breed. As a visitor I want to put myself on the waiting list, with name and phone."
    )
    assert found == {"dog": {"name", "breed"}, "waiting_list_entry": {"name", "phone"}}


@pytest.mark.parametrize("thing", ["thing", "note", "role", "application"])
def test_plurals_with_properties_are_things_whatever_they_are_called(thing: str) -> None:
    assert shape(f"{thing.capitalize()}s have a title, a colour and a weight.") == {
        thing: {"title", "colour", "weight"}
    }


def test_a_sum_with_an_equals_sign_is_no_thing() -> None:
    text = "Bills: number, months, price. Amount = price x months + price per month."
    assert list(shape(text)) == ["bill"]


def test_times_beside_a_date_are_hours_of_it() -> None:
    service = read_brief("A service has a title, a date, a starting time and an end time.").spec.entities[0]
    assert {f.name: f.type.value for f in service.fields if f.name.endswith("time")} == {
        "starting_time": "time",
        "end_time": "time",
    }
