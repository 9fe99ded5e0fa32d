"""Things and properties that a brief speaks of without listing them: people who take part, short names, bare questions, marks."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Spec
from engines.spec import read_brief


def properties(spec: Spec) -> set[str]:
    """`thing.property` for all fields and references, with `> target` for references."""
    fields = {f"{e.name}.{f.name}" for e in spec.entities for f in e.fields}
    return fields | {f"{e.name}.{r.name} > {r.target}" for e in spec.entities for r in e.relations}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tutors teach pupils. A lesson is with one tutor and one pupil and has a date and a fee.",
            "lesson.pupil > pupil",
        ),
        (
            "Tutors teach pupils. A lesson is with one tutor and one pupil and has a date and a fee.",
            "lesson.tutor > tutor",
        ),
        ("Clients commit early. A commitment has a client, a date and an amount.", "commitment.client > client"),
        ("Dogs have a name, a breed and an owner, and owners give us a phone number.", "dog.owner > owner"),
        (
            "We have six walkers. A round has a date and a length and is walked by one walker.",
            "round.walker > walker",
        ),
    ],
)
def test_people_whom_nobody_describes_are_things_where_others_are_tied_to_them(text: str, expected: str) -> None:
    assert expected in properties(read_brief(text).spec)


@pytest.mark.parametrize(
    "text",
    [
        "A parcel has a weight and a recipient.",
        "A book has a title and an author.",
        "We are six colleagues. A round has a date and a length.",
    ],
)
def test_people_named_once_stay_plain_values(text: str) -> None:
    assert len(read_brief(text).spec.entities) == 1


@pytest.mark.parametrize(
    "later",
    [
        "A machine is free or broken.",
        "Every machine is free or broken.",
        "The machine can be free or broken.",
    ],
)
def test_a_thing_that_is_called_by_its_last_word_is_the_same(later: str) -> None:
    spec = read_brief(f"The house has four washing machines, each with a name and a load in kilos. {later}").spec
    machine = next(e for e in spec.entities if e.name == "washing_machine")
    assert not any(e.name == "machine" for e in spec.entities)
    assert machine.lifecycle is not None
    assert {"free", "broken"} <= set(machine.lifecycle.states)


def test_a_thing_with_a_list_of_its_own_is_another() -> None:
    text = "Work orders have a title and a due date. Orders have a customer number, a total and a date."
    assert {"work_order", "order"} <= {e.name for e in read_brief(text).spec.entities}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("where last seen", "last_seen_place"),
        ("when", "time"),
        ("where", "place"),
        ("how many they are", "number_of_people"),
        ("how many", "quantity"),
        ("whether they've paid", "paid"),
    ],
)
def test_a_bare_question_is_a_property(item: str, expected: str) -> None:
    spec = read_brief(f"People send in a report: name, colour, {item}.").spec
    assert f"report.{expected}" in properties(spec)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Boxes have a label. Samples have a code and a box. No sample goes into a box which is full (yes/no).",
            "box.full",
        ),
        ("Huts have a name and beds. Huts can be closed (y/n).", "hut.closed"),
        ("Batches have a number. An expired batch (yes/no) is never used.", "batch.expired"),
    ],
)
def test_a_mark_behind_a_word_is_a_tick_box(text: str, expected: str) -> None:
    assert expected in properties(read_brief(text).spec)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cats have a name. Someone who saw one leaves a sighting - place, time and a photo.", "sighting.photo"),
        ("Feedings say which animal was fed by which keeper, when, and how many grams.", "feeding.grams"),
        ("people bring toys - title, age from, condition (new, ok, tatty).", "toy.condition"),
        ("People take tickets for a show: their name, how many and a phone number.", "ticket.phone_number"),
        ("Surveys are made at a spot on a given date and list the species and the number.", "survey.species"),
        ("An order has a number of hives, begin and end.", "order.begin"),
        ("Gifts go to a donor and state the day, the volume and the nurse.", "gift.volume"),
    ],
)
def test_a_list_belongs_to_what_is_brought_up(text: str, expected: str) -> None:
    assert expected in properties(read_brief(text).spec)


@pytest.mark.parametrize(
    "lent",
    [
        "We rent skis to guests.",
        "We lend skis to our guests.",
        "The office hands out skis to guests.",
    ],
)
@pytest.mark.parametrize(
    "noted",
    [
        "Whenever somebody rents one, we write down the date, the number of days and a deposit.",
        "When a ski goes out, we note the date, the number of days and a deposit.",
    ],
)
def test_what_is_noted_of_a_doing_belongs_to_its_record(lent: str, noted: str) -> None:
    text = f"{lent} Skis have a length and a binding. Guests have a name and a phone number. {noted}"
    spec = read_brief(text).spec
    record = next(e for e in spec.entities if any(f.name == "deposit" for f in e.fields))
    assert record.name not in ("ski", "guest")
    assert {"ski", "guest"} <= {r.target for r in record.relations}


def test_what_somebody_books_a_thing_for_belongs_to_the_booking() -> None:
    text = "Rooms have a name and a size. Members book a room for a day and an hour between 7 and 21."
    spec = read_brief(text).spec
    hour = next(f for e in spec.entities for f in e.fields if f.name == "hour")
    assert (hour.minimum, hour.maximum) == (7, 21)
    assert not any(f.name == "hour" for e in spec.entities if e.name == "room" for f in e.fields)


@pytest.mark.parametrize(
    "limit",
    ["One plot can have only one lease at the same time.", "A plot has at most one lease at a time."],
)
def test_what_there_is_one_of_at_a_time_refers_to_what_has_it(limit: str) -> None:
    text = f"Plots have a number and a size. Leases have a start date, an end date and a price. {limit}"
    found = properties(read_brief(text).spec)
    assert "lease.plot > plot" in found
    assert "plot.lease > lease" not in found


@pytest.mark.parametrize(
    "text",
    [
        "(1) Teams have a name and a school. (2) Robots have a mass and a colour. (3) Runs have a date and points.",
        "R-1 Teams have a name and a school. R-2 Robots have a mass and a colour. R-3 Runs have a date and points.",
        "3.1 Teams have a name and a school. 3.2 Robots have a mass and a colour. 3.3 Runs have a date and points.",
        "(a) Teams have a name and a school. (b) Robots have a mass and a colour. (c) Runs have a date and points.",
        "REQ-1: Teams have a name and a school. REQ-2: Robots have a mass and a colour. REQ-3: Runs have a date and points.",
    ],
)
def test_points_that_are_numbered_within_a_line_are_points(text: str) -> None:
    spec = read_brief(text).spec
    assert [e.name for e in spec.entities] == ["team", "robot", "run"]
    assert len(spec.sentences) == 3


def test_numbers_that_count_things_part_no_line() -> None:
    assert len(read_brief("1. We have dogs. 2 dogs are old. A dog has a name.").spec.sentences) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Motions have a title and a text. A delegate shall be able to cast a vote on a motion.", "vote.motion > motion"),
        ("Heaps have a label. Closed heaps (y/n) take nothing.", "heap.closed"),
        ("For each tour we have a guide, a date and a boat, with the meeting point and the time.", "tour.meeting_point"),
        ("There's the order, with a pick-up day and a name, and in the order there are cakes - kind, size in cm, price.", "cake.price"),
        ("Every player builds one robot, known by a name and a mass in grams.", "robot.mass"),
        ("As a falconer I register my birds with name and species. As a manager I plan shows with a date.", "bird.falconer > user"),
        ("Costumes have a fabric. Tailors have a name and a phone. A costume is sewn by one of the tailors.", "costume.tailor > tailor"),
    ],
)  # fmt: skip
def test_what_is_told_beside_a_list_is_not_lost(text: str, expected: str) -> None:
    assert expected in properties(read_brief(text).spec)


LIVING = "Lockers have a number and a price. Kayaks have a colour and a length. "


@pytest.mark.parametrize(
    ("sentence", "thing", "states"),
    [
        ("Lockers are fine or damaged.", "locker", {"fine", "damaged"}),
        ("A kayak is ready, away or in the workshop.", "kayak", {"ready", "away", "in_the_workshop"}),
        ("Nobody rents a damaged one; lockers are fine or damaged.", "locker", {"fine", "damaged"}),
    ],
)
def test_what_a_thing_is_said_to_be_one_or_another_are_its_states(sentence: str, thing: str, states: set[str]) -> None:
    found = next(e for e in read_brief(LIVING + sentence).spec.entities if e.name == thing)
    assert found.lifecycle is not None
    assert set(found.lifecycle.states) == states


@pytest.mark.parametrize(
    "sentence",
    ["A locker is big or small.", "A kayak is a canoe or a boat.", "Lockers are more or less full.", "A kayak is for one or two people."],
)  # fmt: skip
def test_sizes_and_kinds_are_no_states(sentence: str) -> None:
    assert not any(e.lifecycle for e in read_brief(LIVING + sentence).spec.entities)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A student has a name and a belt, white, yellow or black.", ("white", "yellow", "black")),
        ("For a student we need a name and the mood of the day, good or bad.", ("good", "bad")),
    ],
)
def test_words_behind_a_property_are_its_values(text: str, expected: tuple[str, ...]) -> None:
    fields = [f for e in read_brief(text).spec.entities for f in e.fields]
    assert expected in {f.choices for f in fields}


def test_a_paper_refers_to_whom_it_lets_do_what() -> None:
    text = (
        "Pitches have a number. Buskers have a name. A permit has a fee. A permit allows a busker to play on one pitch."
    )
    assert {"permit.busker > busker", "permit.pitch > pitch"} <= properties(read_brief(text).spec)
