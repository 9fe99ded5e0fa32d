"""Rules said in ways that no other test has: what is told apart, surpassed, closed to change, said of two people."""

from __future__ import annotations

import pytest

from engines.kernel.spec import (
    FieldOrder,
    FieldsDiffer,
    Locked,
    NoOverlap,
    Quota,
    RelatedBound,
    RequiredWhen,
    StepNeeds,
    UniqueTogether,
)
from engines.spec import read_brief

THINGS = """
- Pitches: label, length
- Varieties: name, packets in stock
- Withdrawals: variety, day, packets
- Huts: name, bunks
- Requests: hut, night, number of bunks, guest, host
- Nights: theme, number of questions
- Pubs: name
- Results: night, pub, points
- Files: name, status (opened, settled, archived)
- Readings: hut, taken on, mark
- Funerals: pitch, starting time, finishing time
- Crossings: departure, arrival, deck space (number)
- Freights: crossing, metres
"""


def rules(said: str) -> list[object]:
    """The rules that a sentence adds."""
    spec = read_brief(f"{THINGS}\n{said}").spec
    return [r for r in spec.rules if r.origin.sentences and max(r.origin.sentences) > 13]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Never hand out more packets than are in stock.", ("withdrawal", "packets", "packets_in_stock")),
        ("Nobody gets more bunks than the hut has.", ("request", "number_of_bunks", "bunks")),
        ("A result's points can't top the number of questions.", ("result", "points", "number_of_questions")),
    ],
)
def test_what_may_not_surpass_what(said: str, told: tuple[str, str, str]) -> None:
    found = [(r.entity, r.field, r.related_field) for r in rules(said) if isinstance(r, RelatedBound)]
    assert found == [told]


def test_all_of_them_together_may_not_surpass_it() -> None:
    said = "Together the freight of a crossing may not use more metres than the deck has."
    assert [(r.amount, r.limit) for r in rules(said) if isinstance(r, Quota)] == [("metres", "deck_space")]


@pytest.mark.parametrize("said", ["Nobody reads more than the name of the hut.", "A hut has more bunks than guests."])
def test_no_bound_where_nothing_is_bounded(said: str) -> None:
    assert not [r for r in rules(said) if isinstance(r, RelatedBound | Quota)]


@pytest.mark.parametrize(
    "said",
    [
        "Upon archiving, a file is no longer open to amendment.",
        "Archived files are closed to revision.",
        "Readings are not altered after the fact.",
    ],
)
def test_what_is_closed_to_change(said: str) -> None:
    assert [r.condition for r in rules(said) if isinstance(r, Locked)] in (["status == 'archived'"], ["True"])


def test_other_orders_and_pairs() -> None:
    differ = [r for r in rules("Guest and host must be two people.") if isinstance(r, FieldsDiffer)]
    assert [set(r.fields) for r in differ] == [{"guest", "host"}]
    clash = [r for r in rules("Between funerals of one pitch there must be no clash.") if isinstance(r, NoOverlap)]
    assert [(r.same, r.start, r.end) for r in clash] == [(("pitch",), "starting_time", "finishing_time")]
    later = [r for r in rules("The arrival is later than the departure.") if isinstance(r, FieldOrder)]
    assert ("departure", "arrival") in [(r.earlier, r.later) for r in later]


def test_a_night_may_be_a_thing() -> None:
    said = "You can't enter a pub's points for a night a second time."
    assert [set(r.fields) for r in rules(said) if isinstance(r, UniqueTogether)] == [{"pub", "night"}]


DEMANDS = """
- Clients: name
- Devices: brand, cause, remark, status (waiting, fixed, beyond repair), verdict (pass, fail)
- Deeds: number, status (drafted, signed, refused), grounds, sum
- Parties: deed, name
"""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("if a device is beyond repair we want the cause written down", ("cause", "status == 'beyond_repair'")),
        ("A refusal must state its grounds.", ("grounds", "status == 'refused'")),
        ("Whoever refuses a deed must give the grounds.", ("grounds", "status == 'refused'")),
        ("Where the verdict is fail, a remark is compulsory.", ("remark", "verdict == 'fail'")),
        ("A remark is a must with verdict fail.", ("remark", "verdict == 'fail'")),
        ("Grounds: obligatory for refused deeds.", ("grounds", "status == 'refused'")),
        ("Verdict fail requires a remark.", ("remark", "verdict == 'fail'")),
    ],
)
def test_what_some_state_demands(said: str, told: tuple[str, str]) -> None:
    found = [r for r in read_brief(f"{DEMANDS}\n{said}").spec.rules if isinstance(r, RequiredWhen)]
    assert [(r.field, r.condition) for r in found] == [told]


@pytest.mark.parametrize("said", ["The grounds must be short.", "A deed must have a number and grounds."])
def test_nothing_is_demanded_without_a_state(said: str) -> None:
    assert not [r for r in read_brief(f"{DEMANDS}\n{said}").spec.rules if isinstance(r, RequiredWhen)]


def test_a_step_may_presuppose_a_line() -> None:
    found = [
        r for r in read_brief(f"{DEMANDS}\nSigning presupposes at least one party.").spec.rules if r.origin.sentences
    ]
    assert [(r.entity, r.to, r.condition) for r in found if isinstance(r, StepNeeds)] == [
        ("deed", "signed", "count(parties) >= 1")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A tasting has a date and a number of chairs. A sign-up belongs to a tasting and has a name. "
            "The free seats of a tasting are the chairs minus the sign-ups.",
            ("tasting", "free_seats", "number_of_chairs - count(sign_ups)"),
        ),
        (
            "Rooms: name, hourly price. Slots: room, hours, cost (hours times the room's hourly price).",
            ("slot", "cost", "hours * room.hourly_price"),
        ),
        (
            "- Ships: name, cabin price\n- Bookings: ship, cabins, sum due (cabins x cabin price)",
            ("booking", "sum_due", "cabins * ship.cabin_price"),
        ),
    ],
)
def test_what_is_worked_out(text: str, told: tuple[str, str, str]) -> None:
    entities = read_brief(text).spec.entities
    assert [(e.name, c.name, c.expression) for e in entities for c in e.computed] == [told]


def test_a_limit_in_a_list_of_properties_is_a_value_that_people_enter() -> None:
    text = "An aircraft has a type and a maximum take-off weight. A flight has an aircraft and a take-off weight."
    aircraft = next(e for e in read_brief(text).spec.entities if e.name == "aircraft")
    assert not aircraft.computed
    assert "maximum_take_off_weight" in [f.name for f in aircraft.fields]
