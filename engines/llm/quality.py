"""How good a model is at a kind of task, by what its outcomes say: a Beta distribution, begun by the catalogue's tier. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

DOUBT = 0.1
"""The bounds leave this much of the distribution outside, on each side."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What the ledger knows of a model (`group`) and a kind of task: outcomes, and the means of calls that went well."""

    group: str
    task: str
    judged: int = 0
    worth: float = 0.0
    calls: int = 0
    read: float = 0.0
    written: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Prior:
    """Where a tier begins: its mean, with the weight of so many outcomes."""

    mean: float
    weight: float


@dataclass(frozen=True, kw_only=True)
class Quality:
    """The share of good answers: its mean, and the bounds between which it lies by 80 %. `judged`: from so many outcomes.

    `weight` is how much its prior and its outcomes weigh together, counted in outcomes.
    """

    mean: float
    low: float
    high: float
    judged: int
    weight: float

    def reaches(self, bar: float) -> float:
        """The probability that the share of good answers is at least `bar`."""
        if bar <= 0.0 or bar >= 1.0:
            return float(bar <= 0.0)
        return 1.0 - _below(bar, self.mean * self.weight, (1 - self.mean) * self.weight)


def quality(prior: Prior, tally: Tally | None) -> Quality:
    """What prior and outcomes say together."""
    judged, worth = (tally.judged, tally.worth) if tally else (0, 0.0)
    a, b = prior.mean * prior.weight + worth, (1 - prior.mean) * prior.weight + judged - worth
    low, high = beta_quantile(a, b, DOUBT), beta_quantile(a, b, 1 - DOUBT)
    return Quality(mean=a / (a + b), low=low, high=high, judged=judged, weight=a + b)


@lru_cache(maxsize=4096)
def beta_quantile(a: float, b: float, share: float) -> float:
    """The value below which a Beta(a, b) lies with probability `share`, to about 1e-6."""
    low, high = 0.0, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, a, b) < share else (low, middle)
    return (low + high) / 2


@lru_cache(maxsize=4096)
def _below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by Lentz's continued fraction (Press et al., Numerical Recipes 6.4)."""
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _fraction(1 - x, b, a) / b
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    result = d
    for m in range(1, 200):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / (1 + even * d or tiny), 1 + even / c or tiny
        result *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / (1 + odd * d or tiny), 1 + odd / c or tiny
        result *= d * c
        if abs(d * c - 1) < 1e-10:
            break
    return result
