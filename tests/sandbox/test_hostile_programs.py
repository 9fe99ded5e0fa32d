"""What a hostile program may not do, tried for real in both sandboxes."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from engines.edges.sandbox import BubblewrapSandbox, LimitsSandbox
from engines.edges.sandbox.cgroup import make_group
from engines.edges.sandbox.choose import bubblewrap_fault
from engines.kernel.errors import UserError
from engines.kernel.sandbox import Command, Finished, Limits

Sandbox = BubblewrapSandbox | LimitsSandbox
QUICK = Limits(wall_seconds=20, memory=300, processes=16, disk=20)


@pytest.fixture
def strong() -> BubblewrapSandbox:
    if fault := bubblewrap_fault():
        pytest.skip(fault)
    return BubblewrapSandbox()


@pytest.fixture(params=["bubblewrap", "limits"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    if request.param == "limits":
        return LimitsSandbox()
    return request.getfixturevalue("strong")  # type: ignore[no-any-return]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def listener() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


async def run(sandbox: Sandbox, project: Path, code: str, *arguments: str, limits: Limits = QUICK) -> Finished:
    return await sandbox.run(Command(arguments=["python", "-c", code, *arguments], project=project, limits=limits))


async def test_a_harmless_program_sees_its_own_folder_and_packages(sandbox: Sandbox, project: Path) -> None:
    (project / "hello.txt").write_text("hello")
    done = await run(sandbox, project, "import fastapi; open('out.txt', 'w').write(open('hello.txt').read()); exit(3)")
    assert (done.code, done.output, done.reason) == (3, "", "")
    assert (project / "out.txt").read_text() == "hello"


async def test_nothing_of_the_environment_is_passed_on(
    sandbox: Sandbox, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGINE_TOKEN", "secret")
    done = await run(sandbox, project, "import os; print(*sorted(os.environ))")
    assert set(done.output.split()) - {"PWD", "LC_CTYPE"} == {"HOME", "LANG", "MALLOC_ARENA_MAX", "PATH"}


async def test_files_of_the_home_and_of_the_engine_cannot_be_read(
    strong: BubblewrapSandbox, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("secret")
    code = "import os, sys; print([os.path.exists(place) for place in sys.argv[1:]])"
    places = [str(tmp_path / "token"), str(Path.home() / ".profile"), "/etc/shadow", "/run", "/sys", "/var"]
    done = await run(strong, project, code, *places)
    assert done.output.strip() == str([False] * len(places))


async def test_nothing_outside_the_project_can_be_written(
    strong: BubblewrapSandbox, project: Path, tmp_path: Path
) -> None:
    code = """
import sys
for place in sys.argv[1:]:
    try:
        open(place, "w")
    except OSError:
        continue
    print("wrote", place)
"""
    places = [
        "/x",
        "/usr/x",
        "/etc/passwd",
        "/dev/x",
        "/proc/sys/kernel/core_pattern",
        f"{os.__file__}",
    ]
    assert (await run(strong, project, code, *places)).output == ""
    await run(strong, project, code, f"{tmp_path}/x")
    assert not (tmp_path / "x").exists()


async def test_no_connection_leads_out_not_even_to_this_machine(
    strong: BubblewrapSandbox, project: Path, listener: int
) -> None:
    code = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2)"
    done = await run(strong, project, code, str(listener))
    assert done.code == 1
    assert "ConnectionRefusedError" in done.output
    done = await run(strong, project, "import socket; socket.create_connection(('192.0.2.1', 80), 2)")
    assert "Network is unreachable" in done.output


async def test_its_own_loopback_works(strong: BubblewrapSandbox, project: Path) -> None:
    code = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
    assert (await run(strong, project, code)).code == 0


async def test_it_has_no_privileges_and_gets_none(strong: BubblewrapSandbox, project: Path) -> None:
    code = """
import ctypes, os
print(ctypes.CDLL(None).mount(b"none", project := os.getcwd().encode(), b"tmpfs", 0, None))
print(ctypes.CDLL(None).unshare(0x10000000))
print([line.split()[1] for line in open("/proc/self/status") if line.startswith("CapEff")])
"""
    assert (await run(strong, project, code)).output.split() == ["-1", "-1", "['0000000000000000']"]


async def test_other_programs_cannot_be_seen(strong: BubblewrapSandbox, project: Path) -> None:
    done = await run(strong, project, "import os; print(*(name for name in os.listdir('/proc') if name.isdigit()))")
    assert len(done.output.split()) <= 3


async def test_an_endless_loop_ends_at_the_wall(sandbox: Sandbox, project: Path) -> None:
    done = await run(sandbox, project, "while True: pass", limits=Limits(wall_seconds=0.5))
    assert done.reason == "wall"
    assert done.code < 0


async def test_processor_time_is_bounded(sandbox: Sandbox, project: Path) -> None:
    done = await run(sandbox, project, "while True: pass", limits=Limits(wall_seconds=20, cpu_seconds=1))
    assert done.reason == "cpu"


async def test_a_memory_hog_is_ended(sandbox: Sandbox, project: Path) -> None:
    hog = "import time; hog = [bytearray(10**7) for _ in range(50)]; time.sleep(20)"
    assert (await run(sandbox, project, hog)).reason == "memory"


async def test_a_fork_bomb_is_ended(sandbox: Sandbox, project: Path) -> None:
    group = make_group(1)
    if group is None and os.getuid() == 0:
        pytest.skip("root without control groups: nothing would hold the bomb")
    if group:
        group.remove()
    bomb = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    done = await run(sandbox, project, bomb)
    assert done.reason == "processes"
    assert left_over(str(project)) == []


async def test_a_file_cannot_grow_past_the_disk_limit(sandbox: Sandbox, project: Path) -> None:
    done = await run(sandbox, project, "open('big', 'wb').write(bytes(30_000_000))")
    assert "File too large" in done.output


async def test_many_files_cannot_fill_the_disk(sandbox: Sandbox, project: Path) -> None:
    code = """
import time
time.sleep(0.5)
for number in range(40):
    open(f"file-{number}", "wb").write(bytes(1_000_000))
time.sleep(20)
"""
    assert (await run(sandbox, project, code)).reason == "disk"


async def test_the_output_is_bounded(sandbox: Sandbox, project: Path) -> None:
    done = await run(sandbox, project, "print('a' + 20_000_000 * '.' + 'z')")
    assert len(done.output) < 7_000_000
    assert (done.output[0], done.output.strip()[-1]) == ("a", "z")


async def test_a_stopped_program_leaves_no_child(sandbox: Sandbox, project: Path, tmp_path: Path) -> None:
    code = """
import os, sys, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(100)
        os._exit(0)
print("ready", flush=True)
time.sleep(100)
"""
    log = tmp_path / "log"
    command = Command(arguments=["python", "-c", code], project=project)
    process = await sandbox.start(command, log)
    await ready(log)
    below = psutil.Process(process.pid).children(recursive=True)
    await process.stop(grace=1)
    assert not process.alive()
    assert [child for child in below if running(child)] == []


async def test_a_program_may_end_by_itself_when_asked(sandbox: Sandbox, project: Path, tmp_path: Path) -> None:
    code = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (print("goodbye", flush=True), sys.exit(7)))
print("ready", flush=True)
time.sleep(100)
"""
    log = tmp_path / "log"
    process = await sandbox.start(Command(arguments=["python", "-c", code], project=project), log)
    await ready(log)
    assert await process.stop() == 7
    assert log.read_text() == "ready\ngoodbye\n"


async def test_a_folder_that_holds_the_home_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(UserError, match="would give the program"):
        await run(sandbox, Path.home(), "")


@pytest.mark.parametrize("adapter", [BubblewrapSandbox, LimitsSandbox])
async def test_a_folder_that_holds_private_data_is_refused(adapter: type[Sandbox], project: Path) -> None:
    (project / "engine").mkdir()
    with pytest.raises(UserError, match="would give the program"):
        await run(adapter(private=[project / "engine"]), project, "")


async def test_the_hooks_of_the_projects_repository_cannot_be_written(strong: BubblewrapSandbox, project: Path) -> None:
    (project / ".git" / "hooks").mkdir(parents=True)
    for code in ("open('.git/hooks/pre-commit', 'w')", "__import__('os').rename('.git', 'old')"):
        done = await run(strong, project, code)
        assert done.code == 1
    assert [path.name for path in (project / ".git" / "hooks").iterdir()] == []


async def test_nothing_that_this_engine_has_open_is_passed_on(
    strong: BubblewrapSandbox, project: Path, tmp_path: Path
) -> None:
    (project / ".git").mkdir()
    code = """
import os
for process in ("1", "self"):
    for number in os.listdir(f"/proc/{process}/fd"):
        if os.path.lexists(f"/proc/{process}/fd/{number}"):
            print(os.readlink(f"/proc/{process}/fd/{number}"))
"""
    with (tmp_path / "private").open("w") as private:
        os.set_inheritable(private.fileno(), True)
        done = await run(strong, project, code)
    assert not [place for place in done.output.split() if str(tmp_path) in place]


async def test_a_link_in_the_place_of_the_repository_shows_nothing(
    strong: BubblewrapSandbox, project: Path, tmp_path: Path
) -> None:
    (tmp_path / "secrets").mkdir()
    (project / ".git").symlink_to(tmp_path / "secrets")
    assert "FileNotFoundError" in (await run(strong, project, "open('.git/x', 'w')")).output


async def test_folders_to_read_are_shown_but_not_writable(
    strong: BubblewrapSandbox, project: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "x").write_text("shown")
    code = f"print(open('{data}/x').read()); open('{data}/y', 'w')"
    done = await strong.run(Command(arguments=["python", "-c", code], project=project, reads=[data]))
    assert "shown" in done.output
    assert "Read-only file system" in done.output


async def ready(log: Path) -> None:
    for _ in range(1000):
        if "ready" in await asyncio.to_thread(log.read_text):
            return
        await asyncio.sleep(0.01)
    pytest.fail("the program did not start")


def running(process: psutil.Process) -> bool:
    """A process that ended and was not yet taken note of does not run."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def left_over(mark: str) -> list[int]:
    """Processes with this mark in their command line."""
    return [found.pid for found in psutil.process_iter(["cmdline"]) if mark in " ".join(found.info["cmdline"] or ())]
