"""There is one engine per data directory; faces find it by a file that only their owner can read."""

from __future__ import annotations

import os
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.client import NoEngine, OtherVersion, Refused
from app.engine_file import EngineFile
from app.paths import Paths
from tests.engine.laboratory import COMMAND, Laboratory


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_its_files_are_for_the_owner_alone(shared: Laboratory) -> None:
    paths = Paths(home=shared.home)
    assert _mode(paths.home) == _mode(paths.logs) == 0o700
    files = [path for path in paths.home.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"engine.json", "engine.db", "events.db", "engine.log", "engine.out"}
    assert {_mode(path) for path in files} == {0o600}


def test_a_second_engine_refuses_and_names_the_first(shared: Laboratory) -> None:
    engine = shared.engine
    second = subprocess.run(COMMAND, env={**os.environ, "QL_HOME": str(shared.home)}, capture_output=True, text=True)
    assert second.returncode == 75
    assert engine is not None
    assert f"process {engine.pid}" in second.stderr
    assert engine.address in second.stderr


def test_a_wrong_token_is_turned_away(shared: Laboratory) -> None:
    path = str(Paths(home=shared.home).socket)
    with httpx.Client(base_url="http://engine", transport=httpx.HTTPTransport(uds=path)) as stranger:
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            response = stranger.get("/runs", headers=headers)
            assert response.status_code == 401
            assert response.headers["content-type"] == "application/problem+json"
        assert stranger.get("/healthz").json()["status"] == "ok"


def test_a_client_of_another_version_says_so(shared: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Paths(home=shared.home).engine_file
    engine = shared.engine
    assert engine is not None
    replace(engine, version="0.0.9").write(file)
    try:
        with pytest.raises(OtherVersion, match=r"The engine is 0\.0\.9, this client is") as caught:
            shared.connect()
        assert "ql engine stop" in caught.value.hint
    finally:
        engine.write(file)


def test_a_client_follows_a_run_and_gets_its_result(shared: Laboratory, tmp_path: Path) -> None:
    with shared.connect() as client:
        run = client.start_run("append", {"file": str(tmp_path / "lines"), "steps": 3})
        events = list(client.follow(run.id))
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        assert [events[0].kind, events[-1].kind] == ["run.started", "run.finished"]
        assert [event.sequence for event in client.follow(run.id, after=5)] == [6, 7, 8]
        assert client.result(run.id).result == [0, 1, 2]
        assert run.id in [each.id for each in client.runs()]
        assert client.status().runs["done"] >= 1


def test_a_client_answers_and_cancels(shared: Laboratory) -> None:
    with shared.connect() as client:
        asked, dropped = client.start_run("ask", {}), client.start_run("ask", {})
        for run in (asked, dropped):
            next(event for event in client.follow(run.id) if event.kind == "checkpoint.opened")
        client.answer(asked.id, "size", {"metres": 2})
        assert client.result(asked.id).result == {"metres": 2}
        assert client.cancel(dropped.id).status == "cancelled"
        with pytest.raises(Refused, match="has ended") as caught:
            client.answer(dropped.id, "size", {})
        assert caught.value.status == 409


def test_two_faces_at_once_start_one_engine(laboratory: Laboratory) -> None:
    def face(_: int) -> int:
        with laboratory.connect() as client:
            return client.status().pid

    with ThreadPoolExecutor(2) as faces:
        assert len(set(faces.map(face, range(2)))) == 1


def test_the_file_of_a_dead_engine_is_passed_over(laboratory: Laboratory) -> None:
    paths = Paths(home=laboratory.home)
    paths.create()
    gone = subprocess.Popen(["true"])
    gone.wait()
    dead = EngineFile(pid=gone.pid, address=f"unix:{paths.socket}", token="t", version="0.1.0", started="")
    dead.write(paths.engine_file)
    with pytest.raises(NoEngine, match="No engine runs"):
        laboratory.connect(start=False)
    with laboratory.connect() as client:
        assert client.status().pid != dead.pid


def test_an_engine_that_cannot_start_says_which_value_is_wrong(
    laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QL_IDLE_MINUTES", "soon")
    with pytest.raises(NoEngine, match="ended with code 1") as caught:
        laboratory.connect()
    assert "QL_IDLE_MINUTES is 'soon'" in caught.value.hint


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NoEngine, match=f"{tmp_path}/file/home cannot be made") as caught:
        Laboratory(home=tmp_path / "file" / "home").connect()
    assert "QL_HOME" in caught.value.hint
