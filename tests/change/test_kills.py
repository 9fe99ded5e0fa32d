"""kill -9 in the middle of a switch, and of the whole road: what is left is the old state or the new one, never a mixture."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.client import connect
from app.engine_file import EngineFile
from app.paths import Paths
from engines.edges.git import GitRepository
from engines.edges.git_branches import GitBranches
from engines.kernel.errors import Conflict
from tests.projects.conftest import git

SWITCH = """
import sys
from pathlib import Path
from engines.edges.git import GitRepository
from engines.edges.git_branches import GitBranches
import dulwich.repo, dulwich.index, dulwich.objects, dulwich.refs, dulwich.object_store, dulwich.file, dulwich.errors
branches = GitBranches(repository=GitRepository())
print("ready", flush=True)
sys.stdin.readline()
branches.switch(Path(sys.argv[1]), old=sys.argv[2], new=sys.argv[3], generated=sys.argv[4])
print("done", flush=True)
"""
FILES = 60


def _content(folder: Path) -> dict[str, str]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, str, str, str]:
    """A project, the commit that it stands on, another with every file changed, some gone and some new, and a rendering."""
    folder = tmp_path / "two"
    for n in range(FILES):
        (folder / f"part{n % 7}").mkdir(parents=True, exist_ok=True)
        (folder / f"part{n % 7}" / f"{n}.py").write_text(f"old = {n}\n" * 50)
    old = GitRepository().commit(folder, message="old", time=1).id
    branches = GitBranches(repository=GitRepository())
    paths = [f"part{n % 7}/{n}.py" for n in range(FILES)]
    changed: dict[str, bytes | None] = dict.fromkeys(paths[10:], b"new = 1\n" * 70)
    gone: dict[str, bytes | None] = dict.fromkeys(paths[:10])
    fresh: dict[str, bytes | None] = {f"fresh/{n}.py": b"fresh\n" for n in range(10)}
    generated = branches.compose(folder, "", fresh, parents=[old], message="rendered", time=2).id
    new = branches.compose(folder, old, {**changed, **gone, **fresh}, parents=[old, generated], message="new", time=3)
    return folder, old, new.id, generated


def _killed(project: Path, old: str, new: str, generated: str, seconds: float) -> bool:
    """Switches in a process of its own, which is killed after some seconds; whether it came to its end before."""
    command = [sys.executable, "-c", SWITCH, str(project), old, new, generated]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return process.stdout.readline() == "done\n"


def _kill_at_random(two: tuple[Path, str, str, str], folder: Path, kills: int) -> Mapping[str, int]:
    project, old, new, generated = two
    before = _content(project)
    whole = folder / "whole"
    shutil.copytree(project, whole)
    branches = GitBranches(repository=GitRepository())
    began = time.monotonic()
    branches.switch(whole, old=old, new=new, generated=generated)
    took, after = time.monotonic() - began, _content(whole)
    chance, seen = random.Random(kills), dict.fromkeys(("old", "new", "mixture"), 0)
    for number in range(kills):
        copy = folder / f"killed-{number}"
        shutil.copytree(project, copy)
        _killed(copy, old, new, generated, chance.uniform(0, 1.3 * took))
        left = _content(copy)
        seen["old" if left == before else "new" if left == after else "mixture"] += 1
        branches.settle(copy)
        state = (_content(copy), git(copy, "rev-parse", "HEAD").strip(), git(copy, "status", "--porcelain"))
        assert state in ((before, old, ""), (after, new, "")), number
        assert branches.head(copy, "generated") == (generated if state[1] == new else "")
        assert not branches.settle(copy)
    return seen


def test_a_killed_switch_is_ended_by_whoever_comes_next(two: tuple[Path, str, str, str], tmp_path: Path) -> None:
    _kill_at_random(two, tmp_path, 6)


@pytest.mark.slow
def test_sixty_killed_switches(two: tuple[Path, str, str, str], tmp_path: Path) -> None:
    seen = _kill_at_random(two, tmp_path, 60)
    assert seen["old"] > 0
    assert seen["new"] > 0


def _half(two: tuple[Path, str, str, str], placed: int) -> tuple[dict[str, str], Path]:
    """What a kill leaves behind when so many files are in place: the new content, and the project."""
    project, old, new, generated = two
    whole = project.with_name("whole")
    shutil.copytree(project, whole)
    GitBranches(repository=GitRepository()).switch(whole, old=old, new=new, generated=generated)
    after = _content(whole)
    note = json.dumps({"old": old, "new": new, "generated": generated})
    (project / ".git" / "quantumlayer-switch").write_text(note)
    for path in sorted({*_content(project), *after})[:placed]:
        if path in after:
            (project / path).parent.mkdir(exist_ok=True)
            (project / path).write_text(after[path])
        else:
            (project / path).unlink()
    return after, project


@pytest.mark.parametrize("placed", [0, 1, 30, 69, 70])
def test_a_switch_is_ended_from_wherever_it_stood(two: tuple[Path, str, str, str], placed: int) -> None:
    after, project = _half(two, placed)
    assert GitBranches(repository=GitRepository()).settle(project)
    assert _content(project) == after
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "rev-parse", "HEAD").strip() == two[2]
    assert git(project, "rev-parse", "generated").strip() == two[3]


def test_a_file_that_somebody_wrote_after_the_kill_stays(two: tuple[Path, str, str, str]) -> None:
    after, project = _half(two, 20)
    mine = project / "part0" / "14.py"
    mine.write_text("mine = 1\n")
    assert GitBranches(repository=GitRepository()).settle(project)
    assert _content(project) == {**after, "part0/14.py": "mine = 1\n"}
    assert git(project, "status", "--porcelain").split() == ["M", "part0/14.py"]


def test_nothing_is_switched_when_files_were_written_meanwhile(two: tuple[Path, str, str, str]) -> None:
    project, old, new, generated = two
    (project / "part0" / "14.py").write_text("mine = 1\n")
    before = _content(project)
    with pytest.raises(Conflict):
        GitBranches(repository=GitRepository()).switch(project, old=old, new=new, generated=generated)
    assert _content(project) == before
    assert not (project / ".git" / "quantumlayer-switch").exists()


@pytest.mark.parametrize("kills", [pytest.param(4, marks=pytest.mark.slow), pytest.param(25, marks=pytest.mark.heavy)])
def test_an_engine_killed_in_the_middle_of_a_change_goes_on(kills: int, tmp_path: Path) -> None:
    chance = random.Random(kills)
    with connect(tmp_path / "home") as client:
        wish = {"brief": "A club keeps members. A member has a name and a town.", "out": str(tmp_path / "club")}
        run = client.request("POST", "/projects", body={**wish, "accept": True, "preview": False})["run"]
        assert client.result(run).status == "done"
        took = 10.0
        for number in range(kills):
            before = _content(tmp_path / "club")
            began = time.monotonic()
            text = "Remove the nickname." if number % 2 else "Members also have a nickname."
            body = {"project": str(tmp_path / "club"), "text": text, "accept": True}
            run = client.request("POST", "/projects/changes", body=body)["run"]
            time.sleep(chance.uniform(0, took))
            engine = EngineFile.read(Paths(home=tmp_path / "home").engine_file)
            if engine is not None and engine.alive:
                os.kill(engine.pid, signal.SIGKILL)
                while engine.alive:
                    time.sleep(0.005)
            record = client.result(run)
            took = time.monotonic() - began if number == 0 else took
            assert record.status == "done", record.error
            after = _content(tmp_path / "club")
            assert record.result["status"] == "done", record.result.get("why")
            assert after != before
            assert git(tmp_path / "club", "status", "--porcelain") == ""
            assert ("nickname" in after["app/models/member.py"]) is (number % 2 == 0)
        client.stop_engine()
