"""Expected times follow the table until runs of this machine say otherwise."""

from __future__ import annotations

import pytest

from engines.agents import Measured, Timing, expected, load_timings, pace

TIMINGS = {"test": Timing(seconds=1.0, each=0.5, of="tests"), "record": Timing(seconds=2.0)}


def test_without_runs_the_table_holds() -> None:
    assert expected(TIMINGS, pace(TIMINGS, []), "test", 4) == 3.0


def test_the_median_of_past_runs_says_how_slow_this_machine_is() -> None:
    past = [Measured(kind="test", size=2, seconds=seconds) for seconds in (4.0, 6.0, 90.0)]
    assert expected(TIMINGS, pace(TIMINGS, past), "test", 4) == 9.0


def test_what_was_never_measured_is_as_slow_as_the_rest() -> None:
    paces = pace(TIMINGS, [Measured(kind="test", size=2, seconds=4.0)])
    assert expected(TIMINGS, paces, "record", 0) == 4.0


def test_only_the_latest_runs_count() -> None:
    past = [*[Measured(kind="record", size=0, seconds=2.0)] * 15, *[Measured(kind="record", size=0, seconds=50.0)] * 40]
    assert pace(TIMINGS, past)["record"] == 1.0


def test_a_step_that_took_no_time_and_one_of_another_release_do_no_harm() -> None:
    past = [Measured(kind="record", size=0, seconds=0.0), Measured(kind="gone", size=0, seconds=3.0)]
    assert 0 < expected(TIMINGS, pace(TIMINGS, past), "record", 0) < 0.1


@pytest.mark.parametrize(
    "kind", ["read", "render", "prepare", "design", "build", "review", "test", "preview", "record"]
)
def test_the_table_knows_every_kind_of_step(kind: str) -> None:
    assert load_timings("building")[kind].at(10) > 0
