"""Workflows for the tests' engine: one that leaves traces of its steps in a file, one that asks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from app.bootstrap import furnish
from app.services import Services
from app.settings import Settings
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from engines.workflow import DurableJobs, StoredEvents, open_database


def _append(path: Path, number: int) -> None:
    with path.open("a") as file:
        file.write(f"{number}\n")


async def append(context: RunContext, arguments: Mapping[str, Json]) -> Json:
    """Appends one line to a file in each of its steps."""
    path = Path(str(arguments["file"]))
    pause = float(str(arguments.get("pause", 0)))

    async def line(number: int) -> Json:
        await asyncio.sleep(pause)
        await asyncio.to_thread(_append, path, number)
        return number

    return [await context.step(f"line {n}", lambda n=n: line(n)) for n in range(int(str(arguments["steps"])))]


async def ask(context: RunContext, _: Mapping[str, Json]) -> Json:
    """Returns the answer to its only question."""
    return dict(await context.wait_for("size", {"text": "How big?"}))


async def build(settings: Settings) -> Services:
    events = StoredEvents(database=open_database(settings.event_url))
    jobs = DurableJobs(url=settings.machine_url, events=events)
    jobs.register("append", append)
    jobs.register("ask", ask)
    services = furnish(settings, jobs=jobs, events=events)
    await services.previews.launch()
    await jobs.launch()
    return services
