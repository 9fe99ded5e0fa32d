"""What a model says again is read by the rules, stays within its sentence, and disturbs nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engines.kernel.spec import facts
from engines.spec import read_brief
from engines.spec.restating import CONFIDENCE, Restated, restated

BRIEF = (
    "Members have a name. A loan has a member, a book and a due date. Books have a title."
    " Nobody ought to be hoarding more than a handful of loans, five tops."
)


def again(*said: str, number: int = 4) -> Restated:
    return restated(BRIEF, read_brief(BRIEF), {number: said}, read_brief)


def added(result: Restated) -> dict[str, Sequence[int]]:
    known = {fact for fact, _ in facts(read_brief(BRIEF).spec)}
    return {fact: origin.sentences for fact, origin in facts(result.reading.spec) if fact not in known}


def test_the_rules_do_not_read_the_sentence_by_themselves() -> None:
    assert read_brief(BRIEF).spec.sentences[3].status == "not_understood"


def test_a_restatement_is_traced_to_its_sentence_and_marked() -> None:
    result = again("A member can't have more than 5 loans.")
    assert result.refused == {}
    assert result.taken == [4]
    (rule,) = added(result)
    assert rule.startswith("rule:loan.quota.member")
    assert added(result)[rule] == (4,)
    (found,) = result.reading.spec.rules
    assert (found.origin.source, found.origin.confidence) == ("model", CONFIDENCE)
    assert [sentence.status for sentence in result.reading.spec.sentences] == ["facts"] * 4
    assert len(result.reading.spec.sentences) == 4


def test_facts_of_other_sentences_keep_their_origins() -> None:
    before = dict(facts(read_brief(BRIEF).spec))
    after = dict(facts(again("A member can't have more than 5 loans.").reading.spec))
    assert {fact: after[fact] for fact in before} == before


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (["A member can't have more than 7 loans."], "speaks of 7"),
        (["A member has a fine with an amount."], "speaks of fine"),
        (["Purple is a nice colour."], "speaks of colour"),
        (["A loan may be what it is."], "the rules can't read it"),
        (["A loan has a book."], "says nothing that was not read"),
        ([], "1 to 6 sentences"),
        (["A member has loans. " * 40], "1 to 6 sentences"),
    ],
)
def test_what_goes_beyond_the_sentence_is_refused(said: list[str], why: str) -> None:
    result = again(*said)
    assert result.taken == ()
    assert why in result.refused[4]
    assert result.reading == read_brief(BRIEF)


def test_a_sentence_that_is_not_there_is_refused() -> None:
    assert again("A member can't have more than 5 loans.", number=9).refused == {9: "there is no sentence 9"}


def test_one_that_fails_does_not_keep_another_back() -> None:
    brief = BRIEF + " Titles are gold to us, two alike would be a mess."
    result = restated(
        brief,
        read_brief(brief),
        {4: ["A member can't have more than 9 loans."], 5: ["The title of a book is unique."]},
        read_brief,
    )
    assert result.taken == [5]
    assert set(result.refused) == {4}
    assert result.reading.spec.entity("book").fields[0].unique
