"""An engine that dies is found again, and whatever was open to it is closed."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.client import Lost, NoEngine, connect, stop
from app.client.client import Client
from app.client.connection import Finder
from app.engine_file import EngineFile
from app.paths import Paths
from tests.client.mortal_engine import EVENTS, LIVES

COMMAND = (sys.executable, "-m", "tests.client.mortal_engine")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """A client of an engine in its first life; a socket that is left open fails the test, as every warning does."""
    with connect(tmp_path, command=COMMAND) as client:
        yield client
    kill(tmp_path)
    gc.collect()


def kill(home: Path) -> None:
    """Ends the engine that runs now, if one does, and waits until its process is reaped."""
    engine = EngineFile.read(Paths(home=home).engine_file)
    if engine is None or not engine.alive:
        return
    os.kill(engine.pid, signal.SIGKILL)
    while engine.alive:
        time.sleep(0.01)


def test_a_stream_goes_on_behind_the_last_whole_event(client: Client) -> None:
    assert [event.sequence for event in client.follow("r")] == list(range(1, LIVES * EVENTS + 1))


def test_a_stream_may_be_left_before_its_end(client: Client, tmp_path: Path) -> None:
    with closing(client.follow("r")) as events:
        assert next(events).sequence == 1
    kill(tmp_path)
    assert [event.sequence for event in client.follow("r", after=EVENTS)][-1] == LIVES * EVENTS


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_question_to_a_dead_engine_goes_to_the_next(client: Client, tmp_path: Path, method: str) -> None:
    kill(tmp_path)
    assert client.request(method, "/life") == {"life": 2}


def test_what_an_engine_died_of_is_asked_again_only_where_that_is_harmless(client: Client, tmp_path: Path) -> None:
    with pytest.raises(Lost, match="no answer to POST /die"):
        client.request("POST", "/die")
    assert client.request("GET", "/life") == {"life": 2}
    kill(tmp_path)
    (tmp_path / "lives").write_text("")
    client.request("GET", "/life")
    assert client.request("GET", "/die") == {"life": 2}


def test_a_client_outlives_the_failure_to_find_an_engine(client: Client, tmp_path: Path) -> None:
    kill(tmp_path)
    patient = Client(finder=Finder(home=tmp_path, start=False), engine=client.engine)
    with patient:
        with pytest.raises(NoEngine):
            patient.request("GET", "/life")
        client.request("GET", "/life")
        assert patient.request("GET", "/life") == {"life": 2}


def test_an_engine_that_never_answers_leaves_no_process_unwatched(tmp_path: Path) -> None:
    silent = (sys.executable, "-c", "import time; time.sleep(1)")
    with pytest.raises(NoEngine, match=r"did not answer within 0\.2 seconds"):
        connect(tmp_path, command=silent, timeout=0.2)
    gc.collect()


def test_an_engine_that_ends_while_it_is_asked_to_is_stopped(client: Client, tmp_path: Path) -> None:
    assert client.request("GET", "/life") == {"life": 1}
    assert stop(tmp_path)
    assert not stop(tmp_path)
