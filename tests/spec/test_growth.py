"""What reading costs: a text twice as long is twice the work. Calls are counted exactly; what one call takes only roughly."""

from __future__ import annotations

import cProfile
import pstats
import time

import pytest

from engines.spec import read_brief
from tests.bench.reading import document, forget

_SHORT, _LONG = 40, 120
_LINEAR = 1.2
_ROUGHLY_LINEAR = 1.8
_RUNS = 2


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Patterns are compiled when they are first needed."""
    read_brief(document(_LONG))


def _work(text: str) -> int:
    """How many functions are called while a text is read for the first time."""
    forget()
    profile = cProfile.Profile()
    profile.runcall(read_brief, text)
    stats: dict[object, tuple[int, int, float, float, object]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    return sum(calls for _, calls, *_ in stats.values())


def test_work_grows_no_faster_than_the_text() -> None:
    short, long = document(_SHORT), document(_LONG)
    assert len(long.splitlines()) > 2.5 * len(short.splitlines())
    assert _work(long) / len(long) < _LINEAR * _work(short) / len(short)


def _seconds(text: str) -> float:
    """CPU seconds of reading a text for the first time, the best of several."""
    spent = []
    for _ in range(_RUNS):
        forget()
        began = time.process_time()
        read_brief(text)
        spent.append(time.process_time() - began)
    return min(spent)


def test_no_expression_looks_at_the_whole_text_again_and_again() -> None:
    """A single call of a slow expression is work that no count of calls shows; quadratic work is three times as much here."""
    short, long = document(_SHORT), document(_LONG)
    assert _seconds(long) / len(long) < _ROUGHLY_LINEAR * _seconds(short) / len(short)
