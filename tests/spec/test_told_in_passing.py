"""What people tell in passing: moments as clauses, choices behind a dash, two of a kind, people by what they do."""

from __future__ import annotations

import pytest

from engines.kernel.spec import FieldType, Spec
from engines.spec import read_brief


def field_of(spec: Spec, entity: str, name: str) -> FieldType | None:
    """The type of a field; None when there is none."""
    return next((f.type for e in spec.entities if e.name == entity for f in e.fields if f.name == name), None)


@pytest.mark.parametrize(
    ("said", "name", "kind"),
    [
        ("the date the reserve was last repacked", "last_repacked", FieldType.DATE),
        ("the day the vet first came", "first_came", FieldType.DATE),
        ("the year it was built", "year_built", FieldType.INTEGER),
        ("the time the inspection started", "time_started", FieldType.DATETIME),
        ("total jumps", "total_jumps", FieldType.INTEGER),
        ("an area in square feet", "area", FieldType.NUMBER),
        ("prize money", "prize_money", FieldType.MONEY),
        ("who to ring when it breaks", "contact_person", FieldType.TEXT),
        ("how often it is used", "frequency", FieldType.TEXT),
        ("anything the owner told us", "notes", FieldType.LONG_TEXT),
        ("a planned take-off", "planned_take_off", FieldType.TEXT),
    ],
)
def test_properties_told_in_passing(said: str, name: str, kind: FieldType) -> None:
    spec = read_brief(f"Each machine has a serial number, {said} and a colour.").spec
    assert field_of(spec, "machine", name) is kind
    assert field_of(spec, "machine", "colour") is FieldType.TEXT


@pytest.mark.parametrize(
    ("said", "name", "values"),
    [
        ("a lamp has a colour, one of red, green or blue, and a price.", "colour", ("red", "green", "blue")),
        ("lamp: name, price, mode [dim bright off]", "mode", ("dim", "bright", "off")),
        ("A lamp has a name, how urgent it is - one of calm, soon or at once - and a price.", "how_urgent", ("calm", "soon", "at_once")),
    ],
)  # fmt: skip
def test_choices_told_in_passing(said: str, name: str, values: tuple[str, ...]) -> None:
    lamp = read_brief(said).spec.entities[0]
    assert next(f.choices for f in lamp.fields if f.name == name) == values


def test_two_of_a_kind_beside_a_slash_are_two_references() -> None:
    spec = read_brief("team: tag, name, country\nmatch: team a / team b (must differ), round, prize money\n").spec
    match = next(e for e in spec.entities if e.name == "match")
    assert [(r.name, r.target) for r in match.relations] == [("team_a", "team"), ("team_b", "team")]


def test_stars_of_a_property_are_no_rating() -> None:
    spec = read_brief("Parts have a condition in stars from 1 till 5, a price in dollar and a photo.").spec
    assert [e.name for e in spec.entities] == ["part"]


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("Workers: seller, storekeeper and boss.", ["seller", "storekeeper", "boss"]),
        ("Three kinds of people will use this: field workers, lab staff and the director.", ["field_worker", "lab_staff", "director"]),
        ("User classes are clerk, ropemaker and works manager.", ["clerk", "ropemaker", "works_manager"]),
        ("Ilse and I are helpers and do the rest.", ["helper"]),
        ("Nobody but me, the banker if you like, throws out a sample.", ["banker"]),
        ("There are technicians, who enter samples, and a supervisor, who signs them off.", ["technician", "supervisor"]),
        ("Storekeepers put the samples in the program.", ["storekeeper"]),
        ("Captains enter samples, referees put in results.", ["captain", "referee"]),
        ("Jumpers can put themselves on a list.", ["jumper"]),
        ("Walkers wear boots.", []),
        ("Workers: name, phone, colour.", []),
    ],
)  # fmt: skip
def test_people_are_known_by_what_they_are_and_do(said: str, roles: list[str]) -> None:
    spec = read_brief(f"A sample has a code and a weight. {said}").spec
    assert [r.name for r in spec.roles] == roles
    assert "person" not in {e.name for e in spec.entities}


@pytest.mark.parametrize("thing", ["starter", "scooter", "incubator", "thermometer", "propeller"])
def test_things_that_end_like_people_are_things(thing: str) -> None:
    spec = read_brief(f"A {thing} has a number and a colour. {thing.capitalize()}s can be seen in the list.").spec
    assert not spec.roles
