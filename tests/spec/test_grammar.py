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
        ("An invoice that has been paid can't be changed.", ["invoice|not be change| [that |be pay|]"]),
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
