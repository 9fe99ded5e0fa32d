"""Sentences tell which thing refers to which."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Relation, Spec
from engines.spec import read_brief

THINGS = "Boats: name (unique), length. Piers: code, depth in metres. Crews: title, email. Captains: name, phone. Voyages: start, end. "


def read(text: str, things: str = THINGS) -> Spec:
    """The specification of a sentence about known things."""
    return read_brief(things.replace(". ", ".\n") + text).spec


def told(spec: Spec) -> set[str]:
    """All references in short: entity.name > target, `?` when it may be empty."""
    return {f"{e.name}.{r.name} > {r.target}{'' if r.required else '?'}" for e in spec.entities for r in e.relations}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A boat belongs to a crew.", {"boat.crew > crew"}),
        ("Each boat is moored at one pier.", {"boat.pier > pier"}),
        ("A boat lies at exactly one pier.", {"boat.pier > pier"}),
        ("Boats are painted by crews.", {"boat.crew > crew"}),
        ("A voyage is led by one captain.", {"voyage.captain > captain"}),
        ("Every voyage starts at a pier and belongs to a boat.", {"voyage.boat > boat"}),
        ("A voyage concerns one boat and one captain.", {"voyage.boat > boat", "voyage.captain > captain"}),
        ("A boat may belong to a crew.", {"boat.crew > crew?"}),
        ("A boat can be part of another boat.", {"boat.parent > boat?"}),
        ("There is at most one voyage per boat and day.", {"voyage.boat > boat"}),
        (
            "A voyage is between two piers, the origin and the destination.",
            {"voyage.origin > pier", "voyage.destination > pier"},
        ),
        (
            "A voyage is between a northern and a southern pier.",
            {"voyage.northern_pier > pier", "voyage.southern_pier > pier"},
        ),
        (
            "Voyages bring together a home crew and an away crew.",
            {"voyage.home_crew > crew", "voyage.away_crew > crew"},
        ),
        (
            "A voyage is raced between a first boat and a second boat.",
            {"voyage.first_boat > boat", "voyage.second_boat > boat"},
        ),
    ],
)
def test_a_verb_links_its_subject_to_what_it_names(sentence: str, expected: set[str]) -> None:
    assert expected <= told(read(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "A boat can't be at two piers.",
        "If a boat is at a pier, it is safe.",
        "Boats are sorted by length and filtered by crew.",
        "A boat is at one pier at a time.",
        "The list of boats is shown beside the piers.",
        "Captains can see crews.",
        "A crew is informed by a captain.",
    ],
)
def test_things_that_are_only_spoken_of_together_are_not_linked(sentence: str) -> None:
    assert told(read(sentence)) == set()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A crew reserves a boat. A reservation has a date.", {"reservation.boat > boat", "reservation.crew > crew"}),
        ("A pilotage connects a captain with a boat.", {"pilotage.captain > captain", "pilotage.boat > boat"}),
        (
            "Captains are registered for a voyage, and a registration is never deleted.",
            {"registration.captain > captain", "registration.voyage > voyage"},
        ),
        ("There is only one inspection per boat and year.", {"inspection.boat > boat"}),
        (
            "A captain may vote once on a voyage. Votes can't be changed.",
            {"vote.voyage > voyage", "vote.captain > captain"},
        ),
        (
            "A captain can sign up for a voyage once.",
            {"registration.voyage > voyage", "registration.captain > captain"},
        ),
    ],
)
def test_what_acts_leave_behind_is_a_thing_of_its_own(sentence: str, expected: set[str]) -> None:
    assert expected <= told(read(sentence))


def relation(spec: Spec, entity: str, name: str) -> Relation | None:
    """The relation of an entity by its name."""
    found = next((e for e in spec.entities if e.name == entity), None)
    return next((r for r in found.relations if r.name == name), None) if found else None


@pytest.mark.parametrize(
    "sentence",
    [
        "Duels: start, first fighter, second fighter. Both are captains.",
        "Duels: first fighter, second fighter (both captains), start.",
        "Duels: first fighter, second fighter, start. The first fighter and the second fighter of a duel are captains.",
        "Duels: first fighter, second fighter, start. The first fighter and the second fighter must be different captains.",
    ],
)
def test_fields_that_are_said_to_be_a_thing_refer_to_it(sentence: str) -> None:
    found = told(read(sentence))
    assert {"duel.first_fighter > captain", "duel.second_fighter > captain"} <= found


def test_people_who_act_are_accounts_where_people_sign_in() -> None:
    brief = "Tickets: title, reported by, assignee (optional). Replies: ticket, author, text. Books: name, author. "
    with_accounts = read("Agents can create tickets and see all books. Customers see only their own tickets.", brief)
    assert {"ticket.reported_by > user", "ticket.assignee > user?", "reply.author > user"} <= told(with_accounts)
    assert relation(with_accounts, "book", "author") is None
    assert "ticket.reported_by > user" not in told(read("Everybody can do everything.", brief))


def test_things_are_assigned_to_people_whichever_comes_first() -> None:
    for sentence in ("assign cleanings to housekeepers", "assign a housekeeper to a cleaning"):
        spec = read(
            f"As a manager, I want to {sentence}.\nAs a housekeeper, I want to see only my own cleanings.",
            "Cleanings: date, minutes. Rooms: number, floor. ",
        )
        assert relation(spec, "cleaning", "housekeeper") is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "Each campus has units (label, floor, buyer name).",
        "Each campus has a title and units (label, floor, buyer name).",
        "Estates: title, units (label, floor, buyer name).\nCities: name, country.",
        "A tower has a title; each tower has units: label, floor, buyer name.",
    ],
)
def test_a_bracket_of_properties_behind_several_things_says_what_they_have(sentence: str) -> None:
    spec = read(sentence, "")
    unit = next(e for e in spec.entities if e.name == "unit")
    assert [f.name for f in unit.fields] == ["label", "floor", "buyer_name"]
    assert len(unit.relations) == 1


def test_a_bracket_of_values_behind_several_things_stays_a_choice() -> None:
    spec = read("A shirt has a title and sizes (small, medium, large).", "")
    assert [e.name for e in spec.entities] == ["shirt"]


def test_several_of_a_known_thing_are_linked_to_many() -> None:
    spec = read("", "Pizzas: name, toppings (any number), price. Toppings: name, price per gram. ")
    found = relation(spec, "pizza", "topping")
    assert found is not None
    assert (found.many, found.required) == (True, False)


@pytest.mark.parametrize(
    "sentence",
    [
        "A captain can be in many crews and a crew has many captains.",
        "Captains belong to several crews, and a crew has captains.",
    ],
)
def test_what_holds_both_ways_is_one_link_to_many(sentence: str) -> None:
    spec = read(sentence)
    found = relation(spec, "captain", "crew") or relation(spec, "captain", "crews")
    assert found is not None
    assert found.many
    assert relation(spec, "crew", "captain") is None


def test_a_limit_at_one_time_is_no_second_reference() -> None:
    spec = read("Moorings: boat, pier, start. A pier can have one mooring at a time.")
    assert relation(spec, "mooring", "pier") is not None
    assert relation(spec, "pier", "mooring") is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The skipper and the mate of a voyage are captains.", {"voyage.skipper > captain", "voyage.mate > captain"}),
        ("Inside a voyage there are landings. Landings: time, depth in metres.", {"landing.voyage > voyage"}),
        ("The log of a voyage is kept. Logs: text, page.", {"log.voyage > voyage"}),
        ("As a crew, I want to set up tours for a boat.", {"tour.boat > boat"}),
        (
            "A crew makes a petition for a pier. Petitions: date, reason.",
            {"petition.pier > pier", "petition.crew > crew"},
        ),
    ],
)
def test_parts_roles_and_what_is_made_for_another_are_linked(sentence: str, expected: set[str]) -> None:
    assert expected <= told(read(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "All changes of a boat are written to a log.",
        "The average length of each boat is shown.",
        "Crews register themselves and look at a boat.",
        "The captain of a boat decides.",
    ],
)
def test_talk_of_what_happens_brings_no_things_about(sentence: str) -> None:
    spec = read(sentence)
    assert {e.name for e in spec.entities} == {"boat", "pier", "crew", "captain", "voyage"}
    assert told(spec) <= {"boat.captain > captain"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Guests apply for a voyage, with a cover letter and a diet.",
        "Guests can apply for a voyage, giving a cover letter and a diet.",
    ],
)
def test_what_people_give_with_an_act_belongs_to_its_record(sentence: str) -> None:
    spec = read(sentence)
    found = next(e for e in spec.entities if e.name == "application")
    assert [f.name for f in found.fields] == ["cover_letter", "diet"]


def test_no_two_of_a_kind_tell_that_there_is_such_a_kind() -> None:
    assert "charter.boat > boat" in told(read("No two charters of the same boat at the same time."))


def test_who_registers_himself_leaves_no_record() -> None:
    spec = read("Guests register with a name and an email and see all boats.")
    assert "registration" not in {e.name for e in spec.entities}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Boats haunt a pier.", {"boat.pier > pier"}),
        ("A voyage takes a captain along a pier.", {"voyage.captain > captain", "voyage.pier > pier"}),
        ("Every voyage puts one crew on one boat.", {"voyage.crew > crew", "voyage.boat > boat"}),
        ("Behind every voyage stands one captain.", {"voyage.captain > captain"}),
        ("At each pier lie boats.", {"boat.pier > pier"}),
        ("A pier shelters up to 12 boats.", {"boat.pier > pier"}),
        ("Each captain is responsible for several boats.", {"boat.captain > captain"}),
        ("Captains and boats meet in voyages.", {"voyage.captain > captain", "voyage.boat > boat"}),
        ("A voyage involves one or several boats.", {"voyage.boats > boat?"}),
        ("An anchorage ties a boat to a pier.", {"anchorage.boat > boat", "anchorage.pier > pier"}),
        ("Dives take place under a boat.", {"dive.boat > boat"}),
    ],
)
def test_any_verb_of_a_defining_sentence_ties_its_arguments(sentence: str, expected: set[str]) -> None:
    assert expected <= told(read(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "A boat costs more than a pier.",
        "Captains like boats.",
        "If a boat scrapes a pier, it sinks.",
        "A captain can look at boats.",
        "A boat doesn't touch a pier.",
        "A reminder goes to the captain.",
    ],
)
def test_what_defines_nothing_ties_nothing(sentence: str) -> None:
    spec = read(sentence)
    assert told(spec) == set()
    assert {e.name for e in spec.entities} <= {"boat", "pier", "crew", "captain", "voyage", "user"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "A duty has a lead and a deputy, both of them captains, and a date.",
            {"duty.lead > captain", "duty.deputy > captain"},
        ),
        (
            "A duty has a lead and a deputy, each a captain, and a date.",
            {"duty.lead > captain", "duty.deputy > captain"},
        ),
        ("Duties: which captain works at which pier, the date.", {"duty.captain > captain", "duty.pier > pier"}),
        ("A log made by a captain has a text and a date.", {"log.captain > captain"}),
        ("Every request for a boat has a date and a purpose.", {"request.boat > boat"}),
    ],
)
def test_roles_questions_and_what_tells_which_thing_are_read(sentence: str, expected: set[str]) -> None:
    assert expected <= told(read(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Captains bring their boats to a pier.", {"boat.captain > captain", "boat.pier > pier"}),
        ("Crews answer a boat with a voyage.", {"voyage.boat > boat"}),
        ("We judge a boat by means of a voyage.", {"voyage.boat > boat"}),
        ("After every voyage the captain paints a boat.", {"boat.voyage > voyage"}),
        ("Voyages are invented monthly per crew.", {"voyage.crew > crew"}),
        (
            "As an owner I make a pairing for a boat, choosing one captain as lead and one as deputy.",
            {"pairing.boat > boat", "pairing.lead > captain", "pairing.deputy > captain"},
        ),
    ],
)
def test_what_people_do_with_a_thing_ties_it(sentence: str, expected: set[str]) -> None:
    assert expected <= told(read(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Captains see their boats.",
        "Captains look at a boat with a phone.",
        "Boats are sorted per crew.",
    ],
)
def test_what_people_only_look_at_is_not_tied(sentence: str) -> None:
    assert told(read(sentence)) == set()
