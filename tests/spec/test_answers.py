"""Questions are asked where a brief is open or contradicts itself, and answers are used."""

from __future__ import annotations

import pytest

from engines.spec import read_brief, suggested

OPEN = "A library lends books. A book has a title and a status."
DISPUTED = (
    "A ticket has a title and a priority (low, high). It is open, then closed. "
    "A ticket has a priority (minor, major, blocker)."
)
FINAL = (
    "Agents handle tickets. A ticket has a title. A ticket is open, then closed. "
    "Nobody can reopen a closed ticket. Agents reopen a ticket when the problem comes back."
)


def test_states_that_nobody_names_are_asked_for_and_the_answer_is_used() -> None:
    (question,) = read_brief(OPEN).questions
    answered = read_brief(OPEN, answers={question.text: "ordered, on the shelf, lost"})
    life = answered.spec.entity("book").lifecycle
    assert life
    assert life.states == ("ordered", "on_the_shelf", "lost")
    assert answered.questions == ()


def test_the_answer_holds_against_both_sentences_of_a_contradiction() -> None:
    (question,) = read_brief(DISPUTED).questions
    assert len(question.sentences) == 2
    answered = read_brief(DISPUTED, answers={question.text: "calm, urgent"})
    priority = next(field for field in answered.spec.entity("ticket").fields if field.name == "priority")
    assert priority.choices == ("calm", "urgent")


@pytest.mark.parametrize("keep", [0, 1])
def test_one_of_two_sentences_is_chosen(keep: int) -> None:
    reading = read_brief(FINAL)
    question = next(question for question in reading.questions if "contradict" in question.text)
    sentences = {sentence.number: sentence.text for sentence in reading.spec.sentences}
    assert "Nobody can reopen" in question.text
    assert "comes back" in question.text
    answered = read_brief(FINAL, answers={question.text: sentences[question.sentences[keep]]})
    statuses = {sentence.number: sentence.status for sentence in answered.spec.sentences}
    assert statuses[question.sentences[1 - keep]] == "context"
    assert not answered.questions


def test_every_question_has_a_suggestion_that_answers_it() -> None:
    for brief in (OPEN, DISPUTED, FINAL):
        reading = read_brief(brief)
        assert reading.questions
        assert not read_brief(brief, answers=suggested(reading)).questions


def test_what_agrees_is_not_disputed() -> None:
    brief = (
        "Members see only their own loans. Librarians see all loans. A loan can't be renewed twice. A member renews a loan. "
        "The number of a book is unique. Books of one series have the same author."
    )
    assert [question.text for question in read_brief(brief).questions if "contradict" in question.text] == []


def test_what_is_too_vague_to_start_has_only_an_example() -> None:
    reading = read_brief("Make a website.")
    assert suggested(reading) == {}
    (question,) = reading.questions
    answered = read_brief("Make a website.", answers={question.text: "A recipe has a title and a text."})
    assert [entity.name for entity in answered.spec.entities] == ["recipe"]
