"""How long steps will take: a table for an ordinary machine, refined by how long they took on this one. Pure.

Called by the planning service; the table is data under resources/timings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

SAMPLES = 15
SLOWEST, FASTEST = 50.0, 0.02


@dataclass(frozen=True, kw_only=True)
class Timing:
    """What a kind of step takes: `seconds`, and `each` more for every one of what is counted in `of`."""

    seconds: float
    each: float = 0.0
    of: str = ""

    def at(self, size: float) -> float:
        """Seconds for that size."""
        return self.seconds + self.each * size


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A step of a past run: its kind, the size that was counted, and the seconds it took."""

    kind: str
    size: float
    seconds: float


Timings = Mapping[str, Timing]


def pace(timings: Timings, past: Iterable[Measured]) -> dict[str, float]:
    """How much slower than the table each kind of step is here, by the median of its latest runs; newest first.

    A kind that was never measured is taken for as slow as the others are.
    """
    ratios: dict[str, list[float]] = defaultdict(list)
    for step in past:
        usual = timings[step.kind].at(step.size) if step.kind in timings else 0.0
        if usual > 0 and len(ratios[step.kind]) < SAMPLES:
            ratios[step.kind].append(min(SLOWEST, max(FASTEST, step.seconds / usual)))
    known = {kind: median(found) for kind, found in ratios.items() if found}
    others = median(known.values()) if known else 1.0
    return {kind: known.get(kind, others) for kind in timings}


def expected(timings: Timings, paces: Mapping[str, float], kind: str, size: float) -> float:
    """The seconds that a step of that kind and size will take here."""
    return round(timings[kind].at(size) * paces.get(kind, 1.0), 3)
