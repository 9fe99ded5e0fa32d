"""Over the recorded table the router is much cheaper than the best model and nearly as good, learning as it goes."""

from __future__ import annotations

from statistics import mean

import pytest

from tests.llm.recorded.make import rows
from tests.llm.recorded.playing import play, table


@pytest.mark.slow
def test_it_saves_two_fifths_and_keeps_the_pass_rate() -> None:
    """On average over ten orders of the tasks; by bad luck with the first outcomes a single order saves less."""
    games = [play(seed)[0] for seed in range(10)]
    assert mean(game.saved for game in games) >= 0.40
    assert min(game.kept for game in games) >= 0.95


def test_a_single_order_saves_a_third_and_keeps_the_pass_rate() -> None:
    game = play(0)[0]
    assert game.saved >= 0.33
    assert game.kept >= 0.95


def test_what_it_learned_stays_worth_it() -> None:
    """The tasks twice over: behind the first time, what is saved grows."""
    once, twice = play(1)[0], play(1, rounds=2)[0]
    assert twice.saved > once.saved
    assert twice.kept >= 0.95


def test_the_table_is_what_its_maker_makes() -> None:
    assert [row["task"] for row in rows()] == list(table())
