"""kill -9 of the engine at any moment of a run: the run goes on, repeats no finished step, and ends with the same bytes.

Most of a run's time goes into its tests, so moments that are even in time would hardly meet the other steps: half of the
moments are even in time, on a whole application; half stand at the events of a run, on the smallest one.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.client import Event, connect
from app.client.client import Client
from app.engine_file import EngineFile
from app.paths import Paths
from tests.main_road.conftest import READING_ROOM

CLUB = "A club keeps members. A member has a name (required) and a town."
WRITING = {"task:build-backend", "task:build-database", "task:build-devops", "task:build-frontend", "task:build-qa"}
DATE = 1_790_000_000
WITHIN = 0.05  # seconds behind an event; most steps take less


@dataclass(frozen=True, kw_only=True)
class Undisturbed:
    """A run that nobody killed: what it left, what it told, and the seconds it took."""

    content: Mapping[str, bytes]
    events: Sequence[Event]
    seconds: float


@dataclass(frozen=True, kw_only=True)
class House:
    """The engine of one data directory, and a folder for projects."""

    client: Client
    home: Path

    def kill(self) -> None:
        engine = EngineFile.read(Paths(home=self.home).engine_file)
        if engine is not None and engine.alive:
            os.kill(engine.pid, signal.SIGKILL)
            while engine.alive:
                time.sleep(0.005)

    @contextmanager
    def killed_after(self, seconds: float) -> Iterator[None]:
        """Kills the engine once, in the background, `seconds` from now."""
        timer = threading.Timer(seconds, self.kill)
        timer.start()
        yield
        timer.join()

    def start(self, brief: str, out: Path) -> str:
        wish = {"brief": brief, "out": str(out), "accept": True, "preview": False, "time": DATE}
        return str(self.client.request("POST", "/projects", body=wish)["run"])

    def undisturbed(self, brief: str, folder: Path) -> Undisturbed:
        """The second of two runs, so that its time is that of a warm engine."""
        began = time.monotonic()
        for out in (folder / "cold" / "project", folder / "warm" / "project"):
            began, run = time.monotonic(), self.start(brief, out)
            events = list(self.client.follow(run))
            assert events[-1].kind == "run.finished", events[-1]
        return Undisturbed(content=content(out), events=events, seconds=time.monotonic() - began)

    def check(self, run: str, out: Path, events: Sequence[Event], wanted: Undisturbed) -> None:
        assert self.client.run(run).status == "done", self.client.run(run).error
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        told = [event.kind for event in events if event.kind != "run.resumed"]
        assert sorted(told) == sorted(event.kind for event in wanted.events)
        assert content(out) == wanted.content


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("home")
    with connect(home) as client:
        yield House(client=client, home=home)
        client.stop_engine()


def content(root: Path) -> dict[str, bytes]:
    """Everything that was committed, the commit's id, and the capsule."""
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout.split()
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, check=True).stdout
    capsules = {path.name: path.read_bytes() for path in root.parent.glob("*.capsule")}
    return {name: (root / name).read_bytes() for name in listed} | capsules | {"HEAD": head}


def written(root: Path, events: Sequence[Event], names: Mapping[str, bytes]) -> dict[Path, int]:
    """When the files were written that finished steps wrote; nobody may write them again."""
    finished = {str(event.payload["step"]) for event in events if event.kind == "step.finished"}
    places = [root / name for name in names if name != "TRACE.md"] if finished >= WRITING else []
    if "record" in finished:
        places += [root / "TRACE.md", *root.parent.glob("*.capsule")]
    return {place: place.stat().st_mtime_ns for place in places if place.is_file()}


def moments_of(events: Sequence[Event], number: int, chance: random.Random) -> list[tuple[int, float]]:
    """Events to kill behind, each step's begin and end first, and how many seconds behind."""
    steps = [event.sequence for event in events if event.kind.startswith("step.")]
    rest = [chance.randint(1, len(events) - 1) for _ in range(number)]
    chosen = (chance.sample(steps, len(steps)) + rest)[:number]
    return [(sequence, chance.uniform(0, WITHIN)) for sequence in chosen]


@pytest.mark.parametrize("kills", [pytest.param(3, marks=pytest.mark.slow), pytest.param(25, marks=pytest.mark.heavy)])
def test_killed_at_any_time_it_ends_with_the_same_bytes(house: House, tmp_path: Path, kills: int) -> None:
    wanted = house.undisturbed(READING_ROOM, tmp_path)
    chance = random.Random(kills)
    for number in range(kills):
        out = tmp_path / f"killed-{number}" / "project"
        run = house.start(READING_ROOM, out)
        with house.killed_after(chance.uniform(0, wanted.seconds)):
            events = list(house.client.follow(run))
        house.check(run, out, events, wanted)


@pytest.mark.parametrize("kills", [pytest.param(3, marks=pytest.mark.slow), pytest.param(25, marks=pytest.mark.heavy)])
def test_killed_at_any_step_it_repeats_none_that_was_finished(house: House, tmp_path: Path, kills: int) -> None:
    wanted = house.undisturbed(CLUB, tmp_path)
    for number, (sequence, seconds) in enumerate(moments_of(wanted.events, kills, random.Random(kills))):
        out = tmp_path / f"killed-{number}" / "project"
        run = house.start(CLUB, out)
        events: list[Event] = []
        before: dict[Path, int] = {}
        for event in house.client.follow(run):
            events.append(event)
            if event.sequence == sequence:
                time.sleep(seconds)
                house.kill()
                before = written(out, events, wanted.content)
        house.check(run, out, events, wanted)
        assert {place: place.stat().st_mtime_ns for place in before} == before, f"killed behind event {sequence}"
