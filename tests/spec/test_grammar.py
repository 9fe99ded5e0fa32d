"""Sentences are cut into clauses that tell who does what to what."""

from __future__ import annotations

import pytest

from engines.spec.english import English
from engines.spec.grammar import Clause
from engines.spec.lexicon_files import load_lexicon

ENGLISH = English(load_lexicon())


def said(clause: Clause) -> str:
    """A clause in one line: marker, subjects, verb and objects."""
    subjects = ",".join(phrase.name for phrase in clause.subjects)
    verb = ("not " if clause.negated else "") + ("be " if clause.passive else "") + clause.verb
    objects = ",".join(phrase.name for phrase in clause.objects)
    under = "".join(f" [{inner.marker} {said(inner)}]" for inner in clause.under)
    return f"{subjects}|{verb}|{objects}{under}"


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "A work order carries an order number (unique), the date received and the inspector.",
            ["work_order|carry|order_number,date_received,inspector"],
        ),
        (
            "Technician and inspector are employees and must not be the same person.",
            ["technician,inspector|be|employee", "technician,inspector|not be|same_person"],
        ),
        (
            "Librarians manage everything; members can only see their own loans.",
            ["librarian|manage|everything", "member|see|own_loan"],
        ),
        ("An invoice that has been paid can't be changed.", ["invoice|not be change| [that invoice|be pay|]"]),
        (
            "When a cleaning is done, the actual minutes are required.",
            ["actual_minute|be require| [when cleaning|be do|]"],
        ),
        ("Authors write, only editors publish.", ["author|write|", "editor|publish|"]),
        ("Every employee reports to a manager, who is also an employee.", ["employee|report| [who |be|employee]"]),
        (
            "As a coordinator, I want to create areas (name, colour) and shifts (start, end).",
            ["i|want| [to |create|area,shift]"],
        ),
        ("Donations to closed campaigns shall not be accepted.", ["donation|not be accept|"]),
        ("Stock can never go below zero.", ["stock|not go|"]),
        ("", []),
    ],
)
def test_clauses(sentence: str, clauses: list[str]) -> None:
    assert [said(clause) for clause in ENGLISH.parse(sentence)] == clauses


def test_a_list_behind_a_preposition_stays_whole() -> None:
    (clause,) = ENGLISH.parse("Residents are recorded with name, room and birth date.")
    assert [phrase.name for phrase in clause.after("with")] == ["name", "room", "birth_date"]


def test_possessors_numbers_and_notes_are_kept() -> None:
    (clause,) = ENGLISH.parse("Members see at most three of their own open loans (newest first).")
    (owned,) = ENGLISH.parse("Nobody may change the customer's address.")
    assert owned.objects[0].owner == "the customer"
    assert owned.negated
    assert clause.subjects[0].plural


def test_what_looks_like_a_gerund_may_be_a_verb() -> None:
    clause = ENGLISH.parse("Patrols bring together a ranger and a trail.")[0]
    assert clause.verb == "bring"
    assert [p.name for p in clause.objects] == ["ranger", "trail"]


def test_a_participle_with_by_is_a_clause_of_its_own() -> None:
    clause = ENGLISH.parse("A complaint made by a guest has a text.")[0]
    made = clause.under[0]
    assert clause.verb == "have"
    assert clause.subjects[0].name == "complaint"
    assert made.verb == "make"
    assert made.passive
    assert made.after("by")[0].name == "guest"


def test_about_a_thing_is_no_rough_figure() -> None:
    assert ENGLISH.parse("A repair is about one boat.")[0].after("about")[0].name == "boat"
    assert not ENGLISH.parse("It takes about 12 minutes.")[0].after("about")


def test_a_word_with_a_hyphen_is_one_thing() -> None:
    subject = ENGLISH.parse("A pick-up is for one child.")[0].subjects[0]
    assert subject.name == "pick_up"
    assert not subject.plural
