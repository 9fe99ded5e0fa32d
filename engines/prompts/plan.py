"""Pure decisions on prompts: which version is tried next, which has lost, and whether a proposed one may come into use.

Thompson sampling over Beta posteriors (Thompson 1933; Chapelle and Li 2011); the gate is an exact sign test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb
from random import Random

from engines.kernel.errors import NotFound
from engines.prompts.model import Duel, Standing, Tally, Verdict, Version

TRIED_ENOUGH = 25
HOPELESS = 0.02
DRAWS = 2000
FEWEST_DUELS = 30
CHANCE = 0.001


def eligible(versions: Sequence[Version], standing: Standing, context: Mapping[str, str]) -> Sequence[Version]:
    """The versions that may be used: the pinned one, else the active ones made for the context, the most specific first.

    A version with conditions that hold wins over those without; NotFound when none is left.
    """
    if standing.pinned:
        return [version for version in versions if version.number == standing.pinned]
    fitting = [v for v in versions if standing.of(v.number) == "active" and v.fits(context)]
    if not fitting:
        raise NotFound(
            f"no version of the prompt '{versions[0].prompt}' may be used",
            hint="`ql prompts list` shows them; `ql prompts pin` chooses one.",
        )
    depth = max(len(version.when) for version in fitting)
    return [version for version in fitting if len(version.when) == depth]


def chosen(versions: Sequence[Version], tallies: Mapping[int, Tally], random: Random) -> Version:
    """The version to try: each is given a quality drawn from what is known of it, and the best draw is taken."""
    return max(versions, key=lambda version: _drawn(tallies.get(version.number, Tally()), random))


def losers(numbers: Sequence[int], tallies: Mapping[int, Tally], random: Random) -> Sequence[int]:
    """The versions that were tried enough and are almost surely not the best of these."""
    if len(numbers) < 2:
        return []
    known = {number: tallies.get(number, Tally()) for number in numbers}
    wins = dict.fromkeys(numbers, 0)
    for _ in range(DRAWS):
        wins[max(numbers, key=lambda number: _drawn(known[number], random))] += 1
    return [n for n in numbers if known[n].tried >= TRIED_ENOUGH and wins[n] < HOPELESS * DRAWS]


def judged(duels: Sequence[Duel]) -> Verdict:
    """Whether a proposed version does better on a benchmark than the one in use, more surely than by chance."""
    if len(duels) < FEWEST_DUELS:
        return Verdict(passed=False, why=f"{len(duels)} cases are too few to tell; {FEWEST_DUELS} are needed")
    gained = sum(duel.proposed and not duel.current for duel in duels)
    lost = sum(duel.current and not duel.proposed for duel in duels)
    luck = _luck(gained, lost)
    told = f"it gains {gained} cases of {len(duels)} and loses {lost}"
    if gained <= lost:
        return Verdict(passed=False, why=f"{told}: it is not better")
    if luck > CHANCE:
        return Verdict(passed=False, why=f"{told}: that could be chance (probability {luck:.3f})")
    return Verdict(passed=True, why=f"{told} (probability by chance {luck:.4f})")


def _drawn(tally: Tally, random: Random) -> float:
    return random.betavariate(1 + tally.worth, 1 + max(0.0, tally.tried - tally.worth))


def _luck(gained: int, lost: int) -> float:
    """The probability of so many gains or more if both were equally good."""
    n = gained + lost
    return sum(comb(n, k) for k in range(gained, n + 1)) / 2**n if n else 1.0
