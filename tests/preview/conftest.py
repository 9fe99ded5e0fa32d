"""A tiny project and a preview service on real sandboxes."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engines.edges.sandbox import choose_sandbox
from engines.preview import PreviewService, PreviewSettings

TINY = Path(__file__).parent / "tiny"


class Clock:
    """A time that only moves when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, by: timedelta) -> None:
        self.time += by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def settings(tmp_path: Path) -> PreviewSettings:
    return PreviewSettings(watch_seconds=0.1, stop_seconds=0)


@pytest.fixture
async def service(tmp_path: Path, settings: PreviewSettings, clock: Clock) -> AsyncIterator[PreviewService]:
    service = PreviewService(sandbox=choose_sandbox(), home=tmp_path / "home", settings=settings, now=clock)
    await service.launch()
    yield service
    await service.shutdown()
