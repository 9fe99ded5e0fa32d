"""kill -9 of the engine while a run waits for a person loses neither the question nor the answer."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from app.client import Event
from tests.main_road.test_kill import CLUB, DATE, House, content, house

__all__ = ["house"]  # the fixture
ASKED = ("checkpoint.opened", "checkpoint.answered", "run.resumed")


def _approvals(house: House, run: str) -> list[dict[str, Any]]:
    return [row for row in house.client.request("GET", "/approvals")["items"] if row["run"] == run]


def _until_it_waits(house: House, run: str, checkpoint: str) -> Event:
    for event in house.client.follow(run):
        if event.kind == "checkpoint.opened" and event.payload["checkpoint"] == checkpoint:
            return event
    raise AssertionError(house.client.run(run))


@pytest.mark.slow
def test_a_killed_engine_still_waits_and_ends_with_the_same_bytes(house: House, tmp_path: Path) -> None:
    wanted = house.undisturbed(CLUB, tmp_path)
    out = tmp_path / "asked" / "project"
    wish = {"brief": CLUB, "out": str(out), "accept": True, "preview": False, "time": DATE}
    wish["checkpoints"] = ["architecture", "security"]
    run = str(house.client.request("POST", "/projects", body=wish)["run"])
    for checkpoint in ("architecture", "security"):
        asked = _until_it_waits(house, run, checkpoint)
        for _ in range(2):
            house.kill()
            assert house.client.run(run).status == "waiting"
            time.sleep(0.5)  # the new engine takes the run up again
            assert house.client.run(run).status == "waiting"
        waiting = next(row for row in _approvals(house, run) if not row["decided"])
        assert (waiting["checkpoint"], waiting["opened"]) == (checkpoint, asked.time)
        house.client.answer(run, checkpoint, {"decision": "approve", "comment": checkpoint})
        house.kill()  # the answer is stored, whether the run has heard of it or not
    events = list(house.client.follow(run))
    assert house.client.run(run).status == "done", house.client.run(run).error
    assert content(out) == wanted.content
    told = sorted(event.kind for event in events if event.kind not in ASKED)
    assert told == sorted(event.kind for event in wanted.events if event.kind not in ASKED)
    assert sum(event.kind == "checkpoint.opened" for event in events) == 2
    assert {row["decided"]["comment"] for row in _approvals(house, run)} == {"architecture", "security"}


@pytest.mark.slow
def test_a_rejection_is_carried_out_by_the_next_engine(house: House, tmp_path: Path) -> None:
    out = tmp_path / "rejected" / "project"
    wish = {"brief": CLUB, "out": str(out), "preview": False, "checkpoints": ["security"]}
    run = str(house.client.request("POST", "/projects", body=wish)["run"])
    _until_it_waits(house, run, "security")
    house.client.answer(run, "security", {"decision": "reject", "comment": "No."})
    house.kill()
    assert house.client.result(run).result["why"] == "No."
    assert not out.exists()
