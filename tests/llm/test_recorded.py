"""Over the recorded table the router is much cheaper than the best model and nearly as good, learning as it goes."""

from __future__ import annotations

from statistics import mean

from tests.llm.recorded.make import rows
from tests.llm.recorded.playing import play, table

SEEDS = range(10)


def test_it_saves_two_fifths_and_keeps_the_pass_rate() -> None:
    games = [play(seed)[0] for seed in SEEDS]
    assert mean(game.saved for game in games) >= 0.40
    assert min(game.kept for game in games) >= 0.95


def test_what_it_learned_stays_worth_it() -> None:
    """The tasks twice over: behind the first time, what is saved grows."""
    once, twice = play(1)[0], play(1, rounds=2)[0]
    assert twice.saved > once.saved
    assert twice.kept >= 0.95


def test_the_table_is_what_its_maker_makes() -> None:
    assert [row["task"] for row in rows()] == list(table())
