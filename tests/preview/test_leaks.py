"""Previews that come and go leave no process, port, folder or record behind."""

from __future__ import annotations

import asyncio
import resource
import shutil
import time
from pathlib import Path

import httpx
import psutil
import pytest

from engines.edges.sandbox import choose_sandbox
from engines.preview import PreviewService, PreviewSettings
from tests.preview.conftest import TINY, Clock


async def come_and_go(tmp_path: Path, count: int, at_once: int) -> None:
    """Creates, asks and removes previews, so many at once, and looks for what they left."""
    home, sockets = tmp_path / "home", Path("/tmp") / f"ql-leaks-{tmp_path.parent.name}-{tmp_path.name[-8:]}"
    settings = PreviewSettings(runtime=sockets)
    service = PreviewService(sandbox=choose_sandbox(), home=home, settings=settings, now=Clock())
    await service.launch()
    before = ports(), descriptors(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    turns = asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with turns:
            project = Path(await asyncio.to_thread(shutil.copytree, TINY, tmp_path / f"project-{number}"))
            preview = await service.start(project, name=project.name, environment={})
            async with httpx.AsyncClient(timeout=20) as client:
                assert (await client.get(preview.url + "/version")).json() == "one"
            await service.remove(preview.id)
            assert names(project) <= {"app", "__pycache__"}

    began = time.monotonic()
    await asyncio.gather(*map(one, range(count)))
    seconds, memory = time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{count} previews, {at_once} at a time: {seconds:.1f} s, engine memory +{(memory - before[2]) / 1024:.0f} MiB"
    )
    assert await service.list() == []
    assert (ports(), descriptors()) == before[:2]
    assert names(sockets) == set()
    await service.shutdown()
    assert names(home / "previews") == {"port"}
    assert not sockets.exists()
    assert processes(str(tmp_path)) == []


async def test_a_few_previews_leave_nothing(tmp_path: Path) -> None:
    await come_and_go(tmp_path, 3, 3)


@pytest.mark.slow
async def test_a_hundred_previews_leave_nothing(tmp_path: Path) -> None:
    await come_and_go(tmp_path, 100, 8)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def ports() -> set[int]:
    """Where this process listens."""
    return {row.laddr.port for row in psutil.Process().net_connections() if row.status == psutil.CONN_LISTEN}


def descriptors() -> int:
    return psutil.Process().num_fds()


def processes(mark: str) -> list[list[str]]:
    found = (process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"]))
    return [words for words in found if any(mark in word for word in words)]
