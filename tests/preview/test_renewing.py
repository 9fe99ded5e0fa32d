"""A preview whose files are replaced: requests wait, none fails, and the libraries are read in before it goes."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psutil
import pytest

from engines.edges.sandbox import choose_sandbox
from engines.kernel.sandbox import Command
from engines.preview import Preview, PreviewService, PreviewSettings
from engines.preview.standby import stand_by


@pytest.fixture
def settings() -> PreviewSettings:
    return PreviewSettings(watch_seconds=60, stop_seconds=1)


@pytest.fixture
async def preview(service: PreviewService, project: Path) -> Preview:
    return await service.start(project, name="Tiny App", environment={})


@pytest.fixture
async def client(preview: Preview) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=preview.url, timeout=20) as client:
        yield client


def _write(project: Path, version: str) -> None:
    code = project / "app" / "main.py"
    code.write_text(code.read_text().replace('VERSION = "one"', f'VERSION = "{version}"'))


async def test_requests_wait_while_files_are_replaced_and_none_fails(
    service: PreviewService, project: Path, client: httpx.AsyncClient
) -> None:
    seen: list[object] = []
    over = asyncio.Event()

    async def visit() -> None:
        while not over.is_set():
            answer = await client.get("/version")
            seen.append(answer.json() if answer.status_code == 200 else answer.status_code)

    visitors = [asyncio.ensure_future(visit()) for _ in range(4)]
    await asyncio.sleep(0.1)
    async with service.held(project):
        before = len(seen)
        _write(project, "two")
        await asyncio.sleep(0.2)
        assert len(seen) == before
    await asyncio.sleep(0.1)
    over.set()
    await asyncio.gather(*visitors)
    assert set(seen[:before]) == {"one"}
    assert set(seen[before:]) == {"two"}


async def test_what_is_being_answered_comes_to_its_end(
    service: PreviewService, project: Path, client: httpx.AsyncClient
) -> None:
    asking = asyncio.ensure_future(client.get("/ticks"))
    await asyncio.sleep(0.05)
    async with service.held(project):
        assert (await asking).text.count("data:") == 3


async def test_files_that_do_not_start_show_in_the_state_and_raise_nothing(
    service: PreviewService, project: Path, preview: Preview
) -> None:
    async with service.held(project):
        (project / "app" / "main.py").write_text("raise RuntimeError('broken')")
    found = await service.get(preview.id)
    assert found.state == "failed"
    assert "broken" in found.failure


async def test_a_preview_that_sleeps_stays_asleep_and_does_not_wake_meanwhile(
    service: PreviewService, project: Path, preview: Preview, client: httpx.AsyncClient
) -> None:
    await service.sleep(preview.id)
    async with service.held(project):
        asking = asyncio.ensure_future(client.get("/version"))
        await asyncio.sleep(0.2)
        assert not asking.done()
        _write(project, "two")
    assert (await asking).json() == "two"


async def test_nothing_stands_by_afterwards(service: PreviewService, project: Path, preview: Preview) -> None:
    def processes() -> int:
        return sum(str(project) in str(found.info["cmdline"]) for found in psutil.process_iter(["cmdline"]))

    before = processes()
    async with service.held(project):
        assert processes() >= before
    assert processes() == before
    _write(project, "two")
    await service.refresh(project)
    assert processes() == before


async def test_a_process_stands_by_with_its_libraries_and_becomes_the_program(project: Path, tmp_path: Path) -> None:
    sockets, log = tmp_path / "s", tmp_path / "log"
    sockets.mkdir()
    (project / "told.py").write_text(
        "import sys\nready = 'starlette.websockets' in sys.modules\nimport app.main\n"
        "print(ready, __name__, sys.argv[1:], sys.path[0] == sys.argv[2], flush=True)\n"
    )
    words = ("python", "-m", "told", "one", str(project))
    command = Command(arguments=words, project=project, socket_dir=sockets)
    standby = await stand_by(choose_sandbox(), command, log, seconds=20)
    assert standby is not None
    assert standby.fits(command)
    assert not standby.fits(dataclasses.replace(command, environment={"A": "b"}))
    assert log.read_text() == ""
    process = await standby.go()
    for _ in range(200):
        if not process.alive():
            break
        await asyncio.sleep(0.02)
    assert log.read_text() == f"True __main__ ['one', '{project}'] True\n"


async def test_what_is_no_module_has_no_standby(project: Path, tmp_path: Path) -> None:
    command = Command(arguments=("sh", "-c", "true"), project=project, socket_dir=tmp_path)
    assert await stand_by(choose_sandbox(), command, tmp_path / "log", seconds=5) is None
