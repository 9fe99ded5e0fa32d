"""Which version of a prompt is used: by context, by a person's word, by outcomes; and what gets in and out of use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from engines.kernel.errors import Conflict, NotFound, UserError
from engines.prompts import Duel, PromptBook, PromptFiles, Standing, Tally, Version
from engines.prompts.plan import FEWEST_DUELS, chosen, eligible, judged, losers

CODE = {"requirement": "r", "rules": "", "map": "", "files": "", "test_file": "t"}


def version(number: int, **when: list[str]) -> Version:
    return Version(
        prompt="p",
        number=number,
        task="review",
        purpose="",
        inputs={},
        system="",
        user="",
        digest=str(number),
        when=when,
    )


class Told:
    """Outcomes that a test tells."""

    def __init__(self) -> None:
        self.tallies: dict[int, Tally] = {}

    def of_prompt(self, prompt: str) -> Mapping[int, Tally]:
        return self.tallies

    def add(self, number: int, worth: float) -> None:
        was = self.tallies.get(number, Tally())
        self.tallies[number] = Tally(tried=was.tried + 1, worth=was.worth + worth)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def book(tmp_path: Path, told: Told) -> PromptBook:
    return PromptBook(files=PromptFiles(home=tmp_path), outcomes=told, random=lambda: Random(7))


def used(book: PromptBook, prompt: str, inputs: Mapping[str, object], **context: str) -> int:
    return book.render(prompt, inputs, context)[1].version


def test_the_version_for_the_context_is_used(book: PromptBook) -> None:
    assert used(book, "write-code", CODE, strength="large") == 1
    assert used(book, "write-code", CODE, strength="small") == 2


def test_a_more_specific_version_wins() -> None:
    versions = [version(1), version(2, strength=["small"])]
    assert [v.number for v in eligible(versions, Standing(), {"strength": "small"})] == [2]
    assert [v.number for v in eligible(versions, Standing(), {"strength": "large"})] == [1]


def test_a_pinned_version_is_used_whatever_else_holds(book: PromptBook) -> None:
    book.pin("write-code", 2)
    assert used(book, "write-code", CODE, strength="large") == 2
    book.pin("write-code", 0)
    assert used(book, "write-code", CODE, strength="large") == 1
    with pytest.raises(NotFound, match="no version 9"):
        book.pin("write-code", 9)


def simulate(seed: int, qualities: Mapping[int, float], outcomes: int) -> list[int]:
    """Which version each of so many calls used, with outcomes drawn by the true qualities; losers leave as they are found."""
    random, standing, tallies, used = Random(seed), Standing(), dict[int, Tally](), list[int]()
    versions = [version(number) for number in qualities]
    for call in range(outcomes):
        taken = chosen(eligible(versions, standing, {}), tallies, random).number
        was = tallies.get(taken, Tally())
        tallies[taken] = Tally(tried=was.tried + 1, worth=was.worth + (random.random() < qualities[taken]))
        used.append(taken)
        if call % 25 == 24:
            left = [n for n in qualities if standing.of(n) == "active"]
            standing = replace(standing, retired=(*standing.retired, *losers(left, tallies, Random(seed))))
    return used


def test_the_better_variant_gets_nine_tenths_of_the_calls_within_300_outcomes() -> None:
    last = [number for seed in range(40) for number in simulate(seed, {1: 0.55, 2: 0.80}, 300)[-50:]]
    assert last.count(2) / len(last) > 0.9


def test_equal_variants_are_rarely_thrown_out() -> None:
    thrown = sum(len(set(simulate(seed, {1: 0.7, 2: 0.7}, 300)[-50:])) == 1 for seed in range(20))
    assert thrown <= 8


def test_a_loser_is_retired_and_used_no_more(book: PromptBook, told: Told, tmp_path: Path) -> None:
    current = PromptFiles(home=tmp_path).versions("fix-tests")[0]
    kept = book.propose(replace(current, system="Mend it.", why="shorter"))
    book.admit("fix-tests", kept.number, duels(gained=20, lost=1))
    for _ in range(60):
        told.add(1, 0.0)
        told.add(kept.number, 1.0)
    assert book.retire_losers("fix-tests") == [1]
    assert {used(book, "fix-tests", {"faults": "x"}) for _ in range(20)} == {kept.number}


def duels(*, gained: int, lost: int, same: int = 40) -> list[Duel]:
    rows = [(False, True)] * gained + [(True, False)] * lost + [(True, True)] * same
    return [Duel(case=str(n), current=current, proposed=proposed) for n, (current, proposed) in enumerate(rows)]


def test_a_candidate_is_not_used_before_it_has_passed(book: PromptBook, tmp_path: Path) -> None:
    current = PromptFiles(home=tmp_path).versions("fix-tests")[0]
    kept = book.propose(replace(current, system="Mend it."))
    assert (kept.number, kept.own) == (2, True)
    assert {used(book, "fix-tests", {"faults": "x"}) for _ in range(20)} == {1}
    assert not book.admit("fix-tests", 2, duels(gained=3, lost=2)).passed
    assert [stat.stand for stat in book.stats("fix-tests")] == ["active", "retired"]
    with pytest.raises(Conflict, match="no candidate"):
        book.admit("fix-tests", 2, duels(gained=40, lost=0))


def test_a_proposal_that_can_not_be_rendered_is_refused(book: PromptBook, tmp_path: Path) -> None:
    current = PromptFiles(home=tmp_path).versions("fix-tests")[0]
    with pytest.raises(UserError, match="'wishes' is used and not declared"):
        book.propose(replace(current, user="{{ faults }} {{ wishes }}"))
    with pytest.raises(UserError, match="takes other inputs"):
        book.propose(replace(current, user="{{ wishes }}", inputs={"wishes": "what is wished"}))
    assert len(book.stats("fix-tests")) == 1


def test_too_few_cases_let_nothing_in() -> None:
    assert not judged(duels(gained=FEWEST_DUELS - 1, lost=0, same=0)).passed
    assert judged(duels(gained=FEWEST_DUELS, lost=0, same=0)).passed


@pytest.mark.parametrize("worse", [0.0, 0.05, 0.15])
def test_a_proposal_that_is_not_better_never_passes_its_gate(worse: float) -> None:
    random, passed = Random(3), 0
    for _ in range(1000):
        rows = [Duel(case="", current=random.random() < 0.7, proposed=random.random() < 0.7 - worse) for _ in range(60)]
        passed += judged(rows).passed
    assert passed <= (10 if worse == 0 else 0)


def test_a_much_better_proposal_mostly_passes() -> None:
    random = Random(4)
    games = [
        [Duel(case="", current=random.random() < 0.55, proposed=random.random() < 0.9) for _ in range(60)]
        for _ in range(200)
    ]
    assert sum(judged(game).passed for game in games) > 160


def test_two_versions_can_be_compared(book: PromptBook) -> None:
    text = book.diff("write-code", 1, 2)
    assert "-  You are an experienced developer" in text.replace("-You", "-  You")
    assert book.diff("write-code", 1, 1) == ""
