"""Killed again and again at random moments, an engine never repeats a step that it had finished."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from app.paths import Paths
from engines.workflow import StoredEvents, open_database
from tests.engine.laboratory import Laboratory

KILLS = 10
STEPS = 400


def _finished(laboratory: Laboratory, run: str) -> set[str]:
    log = StoredEvents(database=open_database(f"sqlite:///{Paths(home=laboratory.home).event_database}"))
    finished = {str(event.payload["step"]) for event in log.read(run) if event.kind == "step.finished"}
    log.close()
    return finished


@pytest.mark.slow
def test_many_kills_repeat_no_finished_step(laboratory: Laboratory, tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    moments = random.Random(7)
    arguments = {"file": str(lines), "steps": STEPS, "pause": 0.02}
    with laboratory.connect() as client:
        run = client.start_run("append", arguments).id
    counted: dict[str, int] = {}
    for _ in range(KILLS):
        laboratory.connect().close()
        time.sleep(1 + moments.random())
        laboratory.end(signal.SIGKILL)
        counts = Counter(lines.read_text().split())
        for step in _finished(laboratory, run):
            number = step.removeprefix("line ")
            assert counted.setdefault(step, counts[number]) == counts[number], f"{step} was repeated"
    with laboratory.connect() as client:
        events = list(client.follow(run))
        assert client.run(run).result == list(range(STEPS))
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert Counter(event.kind for event in events)["step.finished"] == STEPS
    repeated = sum(count - 1 for count in Counter(lines.read_text().split()).values())
    assert repeated <= KILLS
    assert Counter(event.kind for event in events)["run.resumed"] >= KILLS / 2
