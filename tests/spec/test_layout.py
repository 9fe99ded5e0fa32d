"""What stands on which line is understood before any sentence: outlines, tables, letters, shorthand."""

from __future__ import annotations

import time

import pytest

from engines.spec import read_brief
from engines.spec.document import statements
from engines.spec.layout.blocks import blocks
from engines.spec.layout.listing import read_listing
from engines.spec.layout.shorthand import spelt_out
from engines.spec.layout.words import plain_heading
from engines.spec.lexicon_files import load_lexicon
from engines.spec.model import Statement

LEXICON = load_lexicon()


def read(text: str) -> tuple[Statement, ...]:
    return statements(text, LEXICON)


def listed(text: str) -> dict[str, tuple[str, ...]]:
    """The properties by the thing that they stand under."""
    found: dict[str, tuple[str, ...]] = {}
    for statement in read(text):
        if statement.properties:
            found[statement.under] = (*found.get(statement.under, ()), *statement.properties)
    return found


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A club lends boats to its members and wants to know\nwhere they are.", 1),
        ("boats: name, length\nmembers: name, email\ntrips: boat, member", 3),
        ("boats: name, length (in metres,\nwithout the bowsprit), berths", 1),
        ("R-01 Boats have a name and a length, and they are kept in\n     the harbour.\nR-02 Members have a name.", 2),
        ("As a member\nI want to borrow a boat\nso that I can sail", 1),
        ("boat\n  - name\n  - length", 3),
    ],
)
def test_wrapped_lines_are_joined_and_others_are_not(text: str, lines: int) -> None:
    assert len(list(blocks(text))) == lines


@pytest.mark.parametrize(
    "line",
    [
        "R-01 Boats have a name",
        "REQ-3.2: Boats have a name",
        "[FR-7] Boats have a name",
        "FR1: Boats have a name",
        "1.1. Boats have a name",
        "2) Boats have a name",
        "(b) Boats have a name",
        "- [ ] Boats have a name",
        "• Boats have a name",
        "Requirement 4: Boats have a name",
        "**Boats** have a name",
    ],
)
def test_marks_and_labels_are_not_read(line: str) -> None:
    assert [statement.text for statement in read(f"The boats of a club.\n\n{line}")][-1] == "Boats have a name"


@pytest.mark.parametrize(
    "text",
    [
        "Club\n\nboat\n  - name, unique\n  - length in metres",
        "Club\n\nboat:\n  name: unique\n  length in metres",
        "entities:\n  boat: [name (unique), length in metres]",
        "boat = { name: unique, length in metres }",
        "# Club\n\n## Boat\n\n- name (unique)\n- length in metres",
        "A club.\n\nEvery boat has:\n* name (unique)\n* length in metres",
        "The club stores each boat: name (unique), length in metres.",
        "| Entity | Field | Notes |\n|---|---|---|\n| boat | name | unique |\n| | length in metres | |",
        "| Thing | Fields | Remarks |\n|---|---|---|\n| boat | name, length in metres | name is unique |",
        "Boat\n\n| Field | Type | Unique |\n|---|---|---|\n| name | | yes |\n| length in metres | | no |",
    ],
)
def test_a_thing_is_known_by_where_its_properties_stand(text: str) -> None:
    found = {name.lower(): properties for name, properties in listed(text).items()}
    assert found == {"boat": ("name (unique)", "length in metres")}


@pytest.mark.parametrize(
    "text",
    [
        "Rules:\n- a boat is lent once at a time\n- a trip ends after it starts",
        "Extras: search by name, export as CSV, dark mode",
        "How it goes: the owner offers a boat, then a member asks for it.",
        "Monthly report per member: hours, amount",
        "What we want: a boat can be reserved, paid and returned.",
        "The boats are red, green or blue.",
        "Sample boats\n\n| Who | What they pay |\n|---|---|\n| guests | the full price for every day |",
    ],
)
def test_what_only_looks_like_a_list_of_properties_is_none(text: str) -> None:
    assert listed(f"A sailing club wants an application.\n\n{text}") == {}


@pytest.mark.parametrize(
    ("text", "properties", "said"),
    [
        ("name, badge number unique, pin 4 digits", ("name", "badge number unique", "pin 4 digits"), ()),
        ("doors, begins (after doors)", ("doors", "begins"), ("begins after doors",)),
        ("from, to, end >= from", ("from", "to", "end"), ("end >= from",)),
        ("title, status draft -> sent", ("title", "status (draft -> sent)"), ("status: draft -> sent",)),
        ("text, photo if there is one", ("text", "photo (optional)"), ()),
        (
            "trade such as electrician, plumber or painter, phone",
            ("trade (electrician, plumber or painter)", "phone"),
            (),
        ),
        (
            "amount, never more than the price; a bill is paid once",
            ("amount",),
            ("a bill is paid once", "amount never more than the price"),
        ),
        ("hours = to - from, rate", ("hours = to - from", "rate"), ()),
    ],
)
def test_a_listing_keeps_notes_and_hands_on_rules(
    text: str, properties: tuple[str, ...], said: tuple[str, ...]
) -> None:
    found = read_listing(text)
    assert found is not None
    assert (found.properties, found.said) == (properties, said)


@pytest.mark.parametrize(
    "text", ["passengers <= berths of the yacht", "a boat has one owner", "the end is after the start"]
)
def test_a_sentence_is_no_listing(text: str) -> None:
    assert read_listing(text) is None


def test_roles_become_sentences() -> None:
    (_, line) = read(
        "Harbour\n\nRoles: clerk (everything), inspector (read only, may revoke permits), guest (own trips)"
    )
    assert line.roles == ("clerk", "inspector", "guest")
    assert "Clerks can manage everything" in line.text
    assert "Inspectors can only read everything; Inspectors may revoke permits" in line.text
    assert "Guests can only see their own trips" in line.text


def test_a_table_of_rights_and_one_of_states_become_sentences() -> None:
    rights = read("| Role | May |\n|---|---|\n| clerk | everything |\n| guest | read boats |")
    assert [statement.roles for statement in rights if statement.roles] == [("clerk",), ("guest",)]
    states = read("Trip\n\n| Status | Next |\n|---|---|\n| open | done, dropped |\n| done | - |")
    assert [statement.text for statement in states][2:] == ["open -> done; open -> dropped", ""]


def test_a_letter_is_more_than_its_wishes() -> None:
    letter = (
        "Subject: Boats\n\nDear Ms Li,\n\nA boat has a name and a length.\n\n"
        "What we do NOT need: payment and a shop.\n\nKind regards\nTom"
    )
    kinds = {statement.text: statement.kind for statement in read(letter)}
    assert kinds["Boats"] == "title"
    assert kinds["A boat has a name and a length."] == "prose"
    aside = ["Dear Ms Li,", "What we do NOT need: payment and a shop.", "Kind regards", "Tom"]
    assert [kinds[text] for text in aside] == ["aside"] * 4


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("ppl can borrow w/ a card b/c u said so", "people can borrow with a card because you said so"),
        ("photo opt., qty max. 5", "photo optional, quantity max 5"),
        ("serial no (unique), vat no, yes or no", "serial number (unique), vat number, yes or no"),
        ("featured y/n default no", "featured y/n default no"),
        ("status open > sent > paid", "status open -> sent -> paid"),
        ("draft → sent", "draft -> sent"),
        ("reading time in min", "reading time in minutes"),
        ("skipper?, from", "skipper (optional), from"),
        ("price > 0 and price < 9", "price > 0 and price < 9"),
    ],
)
def test_shorthand_is_spelt_out(short: str, full: str) -> None:
    assert spelt_out(short, LEXICON.layout) == full


def test_people_see_what_they_wrote() -> None:
    (statement,) = read("Ppl pay w/ a card.")
    assert (statement.text, statement.original) == ("people pay with a card.", "Ppl pay w/ a card.")


@pytest.mark.parametrize(("heading", "plain"), [("2.1 The Rules", "rules"), ("## Roles & rights:", "roles and rights")])
def test_headings_are_compared_by_their_words(heading: str, plain: str) -> None:
    assert plain_heading(heading) == plain


def test_reading_the_layout_takes_time_in_proportion() -> None:
    def seconds(times: int) -> float:
        text = "\n".join(f"thing{n}: name, number {n} (unique), price > 0; one per day" for n in range(times))
        began = time.process_time()
        read(text)
        return time.process_time() - began

    seconds(10)
    assert seconds(800) < 8 * max(seconds(200), 0.02)


def test_a_title_above_a_table_of_things_is_none_of_them() -> None:
    text = "Boat club\n\n| Thing | Field | Notes |\n|---|---|---|\n| boat | name | unique |\n| | length | |\n\nBoats are lent."
    assert [entity.name for entity in read_brief(text).spec.entities] == ["boat"]


def test_a_long_brief_is_read_at_once() -> None:
    heads = [f"{adjective} {noun}" for adjective in ("old", "tall", "wide", "red", "wet") for noun in _NOUNS]
    lines = [
        f"## {head}\n\n- name, unique\n- price per day (at least 1)\n- status: open -> paid\nA {head} can't be changed once it is paid."
        for head in heads
    ]
    began = time.process_time()
    read_brief("\n".join(lines))
    assert len("\n".join(lines).splitlines()) == 300
    assert time.process_time() - began < 5  # about 1 s on a plain machine


_NOUNS = ("boat", "buoy", "sail", "winch", "berth", "mast", "rope", "anchor", "oar", "flag")
