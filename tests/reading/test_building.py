"""What is read of briefs can be built: the generated application passes its own tests and the linters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.building import LEAST_COVERAGE, build, buildable
from tests.reading.corpus import Brief
from tests.reading.mutating import LEAST_CAUGHT, chosen, mutate, share_caught

VARIED = (
    "blood-stock",  # ultra-short notation, a reserved SQL word, states with slashes
    "body-shop",
    "bug-tracker",  # codes of capital letters alone
    "cinema-seats",
    "club-elections",  # an age today
    "energy-meters",
    "kita-daily",
    "rehearsal-rooms",
    "seed-bank",  # an entity called test
    "team-wiki",  # an entity called page, links to many, a lock that an edit closes
    "viewing-slots",  # references in a circle
    "village-parcels",
    "weather-network",
)


def _chosen() -> list[Brief]:
    return [brief for brief in buildable() if brief.id in VARIED]


def test_the_varied_briefs_are_learned_ones() -> None:
    assert {brief.id for brief in _chosen()} == set(VARIED)


@pytest.mark.slow
@pytest.mark.parametrize("brief", _chosen(), ids=lambda brief: brief.id)
def test_what_is_read_can_be_given_to_a_person(brief: Brief, tmp_path: Path) -> None:
    made = build(brief, tmp_path)
    assert made.faults == (), made.told
    assert made.coverage > LEAST_COVERAGE
    assert made.passed > 0


@pytest.mark.heavy
def test_rules_that_are_taken_away_are_missed_by_the_tests_of_the_application() -> None:
    found = [mutate(brief) for brief in chosen()]
    assert sum(row.deletions for row in found) > len(found)
    assert share_caught(found) >= LEAST_CAUGHT, [(row.id, row.survivors) for row in found if row.survivors]
