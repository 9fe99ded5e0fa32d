"""The same runs on PostgreSQL, as a team has it; skipped where no server can be started."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

import pytest

from engines.kernel.errors import Conflict
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from engines.workflow import DurableJobs, StoredEvents, open_database
from tests import postgresql

pytestmark = [pytest.mark.slow, pytest.mark.skipif(postgresql.TOOLS is None, reason="PostgreSQL is not installed")]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with postgresql.serving() as address:
        yield f"{address}/postgres"


async def _ask(context: RunContext, _: Mapping[str, Json]) -> Json:
    async def one() -> Json:
        return 1

    first = await context.gather([("a", one), ("b", one)])
    return [*first, dict(await context.wait_for("size", {}))]


async def test_a_run_waits_across_a_restart_and_only_one_engine_works(url: str) -> None:
    events = StoredEvents(database=open_database(url))
    jobs = DurableJobs(url=url, events=events)
    jobs.register("ask", _ask)
    await jobs.launch()
    run = await jobs.start("ask", {})
    await anext(event async for event in events.follow(run) if event.kind == "checkpoint.opened")
    with pytest.raises(Conflict, match="Another engine works on"):
        await DurableJobs(url=url, events=events).launch()
    await jobs.shutdown()
    jobs = DurableJobs(url=url, events=events)
    jobs.register("ask", _ask)
    await jobs.launch()
    await jobs.answer(run, "size", {"metres": 1})
    assert (await jobs.result(run)).result == [1, 1, {"metres": 1}]
    dropped = await jobs.start("ask", {})
    await jobs.cancel(dropped)
    await jobs.shutdown()
    jobs = DurableJobs(url=url, events=events, keep_runs=1)
    await jobs.launch()
    async with asyncio.timeout(10):
        while [each.id for each in await jobs.list()] != [dropped]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await jobs.shutdown()
    events.close()
