"""Of ended runs the latest are kept, with all that is stored of them; open runs are kept whatever their age."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa

from engines.kernel.errors import NotFound
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from engines.workflow import DurableJobs, open_database
from engines.workflow.machine import Machine
from engines.workflow.retention import BATCH, Retention
from engines.workflow.runs import StoredRuns
from tests.workflow.conftest import House


async def _count(context: RunContext, arguments: Mapping[str, Json]) -> Json:
    async def number() -> Json:
        return arguments["n"]

    return await context.step("number", number)


async def _ask(context: RunContext, _: Mapping[str, Json]) -> Json:
    return dict(await context.wait_for("size", {}))


async def _history(house: House) -> list[str]:
    """An open run, then five ended ones, oldest first."""
    jobs = await house.open(count=_count, ask=_ask)
    names = [await jobs.start("ask", {}, run="open")]
    await house.until("open", "checkpoint.opened")
    for n in range(5):
        names.append(await jobs.start("count", {"n": n}, run=f"run-{n}"))
        await jobs.result(names[-1])
        await asyncio.sleep(0.002)  # so that no two runs were created in the same millisecond
    await house.close()
    return names


def _stored(path: Path) -> dict[str, set[str]]:
    """By each table of a database that knows runs: the ids of those it still tells of."""
    database = open_database(f"sqlite:///{path}")
    tables = sa.MetaData()
    tables.reflect(database)
    names = ("run", "id", "workflow_uuid")
    with database.connect() as connection:
        found = {
            table.name: {str(each) for each in connection.scalars(sa.select(table.c[column]))}
            for table in tables.sorted_tables
            if (column := next((name for name in names if name in table.c), None))
        }
    database.dispose()
    return {table: ids for table, ids in found.items() if ids}


async def _kept(jobs: DurableJobs, most: int) -> set[str]:
    """The ids of the runs that are kept, once there are no more than `most`."""
    async with asyncio.timeout(20):
        while True:
            kept = {run.id for run in await jobs.list(limit=1000)}
            if len(kept) <= most:
                return kept
            await asyncio.sleep(0.01)


async def test_a_start_forgets_all_but_the_latest_ended_runs_and_every_open_one(house: House) -> None:
    names = set(await _history(house))
    before = _stored(house.home / "engine.db")
    assert {"workflow_status", "operation_outputs"} <= {
        table for table, ids in before.items() if ids >= names - {"open"}
    }
    house.keep_runs = 2
    jobs = await house.open(count=_count, ask=_ask)
    kept = await _kept(jobs, 3)
    assert kept == {"open", "run-3", "run-4"}
    await jobs.answer("open", "size", {"metres": 2})
    assert (await jobs.result("open")).result == {"metres": 2}
    assert (await jobs.get("run-3")).result == 3
    with pytest.raises(NotFound, match="no run run-2"):
        await jobs.get("run-2")
    assert house.events.read("run-2") == []
    await house.close()
    for file in ("engine.db", "events.db"):
        assert {each for ids in _stored(house.home / file).values() for each in ids} & names == kept


async def test_zero_keeps_all(house: House) -> None:
    names = await _history(house)
    house.keep_runs = 0
    jobs = await house.open(count=_count, ask=_ask)
    await asyncio.sleep(0.1)
    assert {run.id for run in await jobs.list()} == set(names)


async def test_it_forgets_again_while_the_engine_lives(house: House) -> None:
    jobs = await house.open(count=_count)
    runs = StoredRuns(database=house.events.database, clock=lambda: pytest.fail("nothing is started here"))
    machine = Machine(url=f"sqlite:///{house.home}/engine.db", body=lambda: pytest.fail("nor run"), version="1")
    retention = Retention(runs=runs, events=house.events, machine=machine, keep=1, pause=0.05)
    retention.begin()
    for n in range(3):
        await jobs.result(await jobs.start("count", {"n": n}))
    (kept,) = await _kept(jobs, 1)
    assert (await jobs.get(kept)).result == 2
    await retention.end()


async def test_many_runs_are_forgotten_batch_by_batch(house: House) -> None:
    jobs = await house.open(count=_count)
    for run in [await jobs.start("count", {"n": n}) for n in range(2 * BATCH + 20)]:
        await jobs.result(run)
    await house.close()
    house.keep_runs = 10
    jobs = await house.open(count=_count)
    assert len(await _kept(jobs, 10)) == 10
