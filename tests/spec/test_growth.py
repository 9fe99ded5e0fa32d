"""What reading costs, counted in calls rather than seconds: a text twice as long is twice the work."""

from __future__ import annotations

import cProfile
import pstats

from engines.spec import read_brief
from tests.bench.reading import document, forget

_SHORT, _LONG = 60, 180
_LINEAR = 1.2


def _work(text: str) -> int:
    """How many functions are called while a text is read for the first time."""
    forget()
    profile = cProfile.Profile()
    profile.runcall(read_brief, text)
    stats: dict[object, tuple[int, int, float, float, object]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    return sum(calls for _, calls, *_ in stats.values())


def test_work_grows_no_faster_than_the_text() -> None:
    short, long = document(_SHORT), document(_LONG)
    read_brief(long)  # patterns are compiled when they are first needed
    assert len(long.splitlines()) > 2.5 * len(short.splitlines())
    assert _work(long) / len(long) < _LINEAR * _work(short) / len(short)
