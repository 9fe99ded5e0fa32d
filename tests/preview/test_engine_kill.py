"""An engine that is killed takes its programs with it; the next one removes what they left."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from engines.edges.sandbox import choose_sandbox
from engines.preview import PreviewService, PreviewSettings
from tests.preview.conftest import Clock

ENGINE = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
import engines.edges.sandbox as sandboxes
from engines.preview import PreviewService, PreviewSettings

async def main(kind, project, home, sockets):
    sandbox = getattr(sandboxes, kind)()
    settings = PreviewSettings(runtime=Path(sockets))
    service = PreviewService(sandbox=sandbox, home=Path(home), settings=settings, now=lambda: datetime.now(UTC))
    await service.launch()
    print((await service.start(Path(project), name="tiny", environment={})).id, flush=True)
    await asyncio.sleep(60)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("kind", ["BubblewrapSandbox", "LimitsSandbox"])
async def test_a_killed_engine_leaves_no_program(kind: str, project: Path, tmp_path: Path, clock: Clock) -> None:
    if kind != "LimitsSandbox" and choose_sandbox().isolation != "bubblewrap":
        pytest.skip("bubblewrap does not work here")
    home, sockets = tmp_path / "home", Path("/tmp") / f"ql-kill-{tmp_path.parent.name}-{kind[0]}"
    words = [sys.executable, "-c", ENGINE, kind, str(project), str(home), str(sockets)]
    preview, below = start_and_kill(words)
    assert len(below) >= 2
    assert gone(below)
    assert (sockets / preview).exists()
    (sockets / "of-nobody").mkdir()
    service = PreviewService(sandbox=choose_sandbox(), home=home, settings=PreviewSettings(runtime=sockets), now=clock)
    await service.launch()
    assert not (sockets / "of-nobody").exists()
    assert [known.id for known in await service.list()] == [preview]
    await service.remove(preview)
    await service.shutdown()
    assert not (project / ".preview").exists()


def start_and_kill(words: list[str]) -> tuple[str, list[psutil.Process]]:
    """The preview that an engine started, and the processes that it had when it was killed."""
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdout
        preview = engine.stdout.readline().strip()
        below = psutil.Process(engine.pid).children(recursive=True)
        engine.kill()
    return preview, below


def gone(processes: list[psutil.Process]) -> bool:
    """Whether they all end within some seconds."""
    deadline = time.monotonic() + 5
    while any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
