"""An engine may be killed at any moment, be asked to stop, or fall asleep; its runs lose nothing by it."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import pytest

from app.client import NoEngine, stop
from app.paths import Paths
from tests.engine.laboratory import Laboratory


def test_a_killed_engine_repeats_no_finished_step(laboratory: Laboratory, tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    with laboratory.connect() as client:
        run = client.start_run("append", {"file": str(lines), "steps": 10, "pause": 0.05}).id
        seen = []
        for event in client.follow(run):
            seen.append(event)
            if event.kind == "step.finished" and event.payload["step"] == "line 4":
                laboratory.end(signal.SIGKILL)
    finished = [event for event in seen if event.kind == "step.finished"]
    assert [event.payload["step"] for event in finished] == [f"line {n}" for n in range(10)]
    assert [event.sequence for event in seen] == list(range(1, len(seen) + 1))
    assert [event.kind for event in seen].count("run.resumed") == 1
    assert lines.read_text().split() == [str(n) for n in range(10)]


def test_an_engine_that_is_asked_to_stop_leaves_no_file_behind(laboratory: Laboratory) -> None:
    with laboratory.connect() as client:
        paths = Paths(home=laboratory.home)
        replace(client.engine, version="0.0.9").write(paths.engine_file)
    assert stop(laboratory.home)
    assert not stop(laboratory.home)
    assert not paths.engine_file.exists()
    assert paths.socket is not None
    assert not paths.socket.exists()
    assert "engine stopped" in paths.log.read_text()


@pytest.mark.slow
def test_a_client_finds_the_engine_that_came_after_its_own(laboratory: Laboratory) -> None:
    with laboratory.connect() as client:
        first = client.status().pid
        laboratory.end()
        laboratory.connect().close()
        assert client.status().pid != first


@pytest.mark.slow
def test_an_engine_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "events.db").mkdir(mode=0o700)
    with pytest.raises(NoEngine, match="The engine ended with code 1") as caught:
        Laboratory(home=tmp_path).connect()
    assert "unable to open database file" in caught.value.hint
