"""A house for durable jobs: opened and closed as often as a test likes, over the same files."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engines.kernel.jobs import Workflow
from engines.workflow import DurableJobs, StoredEvents, open_database
from engines.workflow.retention import KEPT_RUNS


@dataclass
class House:
    """One data directory; `open` launches an engine on it, `close` stops the open one."""

    home: Path
    keep_runs: int = KEPT_RUNS
    jobs: DurableJobs | None = None
    opened: list[StoredEvents] = field(default_factory=list)

    async def open(self, **workflows: Workflow) -> DurableJobs:
        self.opened.append(StoredEvents(database=open_database(f"sqlite:///{self.home}/events.db")))
        url = f"sqlite:///{self.home}/engine.db"
        self.jobs = DurableJobs(url=url, events=self.events, keep_runs=self.keep_runs)
        for kind, workflow in workflows.items():
            self.jobs.register(kind, workflow)
        await self.jobs.launch()
        return self.jobs

    @property
    def events(self) -> StoredEvents:
        return self.opened[-1]

    def kinds(self, run: str) -> list[str]:
        return [event.kind for event in self.events.read(run)]

    def payloads(self, run: str, kind: str) -> list[Mapping[str, object]]:
        return [event.payload for event in self.events.read(run) if event.kind == kind]

    async def until(self, run: str, kind: str, times: int = 1) -> None:
        async for event in self.events.follow(run):
            times -= event.kind == kind
            if not times:
                return

    async def close(self) -> None:
        if self.jobs is not None:
            await self.jobs.shutdown()
            self.jobs = None
        for events in self.opened:
            events.close()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(home=tmp_path)
    yield house
    await house.close()
