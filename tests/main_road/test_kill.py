"""kill -9 of the engine at random moments of a run: the run goes on, and ends with the same bytes as an undisturbed one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.client import Event, connect
from app.client.client import Client
from app.engine_file import EngineFile
from app.paths import Paths
from tests.main_road.conftest import READING_ROOM

MOMENT = 1_790_000_000


@dataclass(kw_only=True)
class Watched:
    """The events of one run as they were seen."""

    events: list[Event] = field(default_factory=list)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    home = tmp_path_factory.mktemp("home")
    client = connect(home)
    yield client
    client.stop_engine()
    client.close()


def start(client: Client, out: Path) -> str:
    wish = {"brief": READING_ROOM, "out": str(out), "accept": True, "preview": False, "time": MOMENT}
    return str(client.request("POST", "/projects", body=wish)["run"])


def follow(client: Client, run: str, watched: Watched) -> None:
    for event in client.follow(run):
        watched.events.append(event)


@contextmanager
def killed_after(home: Path, seconds: float) -> Iterator[None]:
    """Kills the engine of `home` once, in the background, `seconds` from now."""

    def kill() -> None:
        time.sleep(seconds)
        engine = EngineFile.read(Paths(home=home).engine_file)
        if engine is not None:
            os.kill(engine.pid, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    yield
    thread.join()


def content(root: Path) -> dict[str, bytes]:
    """Everything that was committed, the commit's id, and the capsule."""
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split()
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, check=True).stdout
    capsules = {path.name: path.read_bytes() for path in root.parent.glob("*.capsule")}
    return {name: (root / name).read_bytes() for name in listed} | capsules | {"HEAD": head}


def undisturbed(client: Client, folder: Path) -> tuple[dict[str, bytes], float]:
    began = time.monotonic()
    run = client.result(start(client, folder / "plain" / "room"))
    assert run.status == "done", run.error
    return content(folder / "plain" / "room"), time.monotonic() - began


@pytest.mark.parametrize("kills", [pytest.param(3, marks=pytest.mark.slow), pytest.param(50, marks=pytest.mark.heavy)])
def test_a_killed_engine_goes_on_and_ends_with_the_same_bytes(engine: Client, tmp_path: Path, kills: int) -> None:
    home = Path(engine._finder.home)
    undisturbed(engine, tmp_path / "warm")
    wanted, seconds = undisturbed(engine, tmp_path)
    moments = random.Random(kills)
    for number in range(kills):
        out, watched = tmp_path / f"killed-{number}" / "room", Watched()
        run = start(engine, out)
        with killed_after(home, moments.uniform(0, seconds)):
            follow(engine, run, watched)
        assert engine.run(run).status == "done", engine.run(run).error
        assert content(out) == wanted
        assert [event.sequence for event in watched.events] == list(range(1, len(watched.events) + 1))


@pytest.mark.slow
def test_a_finished_step_is_not_done_again(engine: Client, tmp_path: Path) -> None:
    out = tmp_path / "room"
    run = start(engine, out)
    with closing(engine.follow(run)) as events:
        for event in events:
            if event.kind == "step.started" and event.payload["step"] == "test":
                break
    engine_pid = engine.engine.pid
    written = {path: path.stat().st_mtime_ns for path in out.rglob("*.py")}
    os.kill(engine_pid, signal.SIGKILL)
    assert engine.result(run).status == "done"
    assert {path: path.stat().st_mtime_ns for path in written} == written
