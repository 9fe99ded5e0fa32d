"""The log numbers events without gaps, keeps one per key, and hands new ones to all followers, even slow ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engines.kernel.errors import Conflict
from engines.workflow import StoredEvents, open_database
from engines.workflow.broadcast import CAPACITY
from engines.workflow.tables import formats


@pytest.fixture
def log(tmp_path: Path) -> Iterator[StoredEvents]:
    log = StoredEvents(
        database=open_database(f"sqlite:///{tmp_path}/events.db"), clock=lambda: datetime(2026, 1, 2, tzinfo=UTC)
    )
    yield log
    log.close()


def test_one_key_gives_one_event(log: StoredEvents) -> None:
    first = log.emit("r", "file.written", {"path": "a"}, key="a")
    assert log.emit("r", "file.written", {"path": "b"}, key="a") == first
    assert log.read("r") == [first]
    assert first.time == "2026-01-02T00:00:00.000+00:00"


def test_events_of_some_kinds_are_found_in_all_runs_or_in_some(log: StoredEvents) -> None:
    for run in ("a", "b"):
        log.emit(run, "run.started", {}, key="s")
        log.emit(run, "test.passed", {}, key="t")
        log.emit(run, "run.finished", {}, key="e")
    assert [(event.run, event.kind) for event in log.find("run.started", "run.finished", of=["b"])] == [
        ("b", "run.started"),
        ("b", "run.finished"),
    ]
    assert [event.run for event in log.find("test.passed")] == ["a", "b"]
    assert log.find("test.passed", of=[]) == []
    assert log.find("test.failed") == []


def test_reading_starts_behind_a_number(log: StoredEvents) -> None:
    for n in range(5):
        log.emit("r", "test.passed", {"n": n}, key=str(n))
    assert [event.sequence for event in log.read("r", after=3)] == [4, 5]


def test_threads_leave_no_gaps(log: StoredEvents) -> None:
    with ThreadPoolExecutor(8) as pool:
        for n in range(200):
            pool.submit(log.emit, "r", "test.passed", {}, key=str(n))
    assert [event.sequence for event in log.read("r")] == list(range(1, 201))


async def test_a_follower_gets_old_and_new_events_until_the_end(log: StoredEvents) -> None:
    log.emit("r", "run.started", {}, key="a")

    async def collect() -> list[str]:
        return [event.kind async for event in log.follow("r")]

    following = asyncio.ensure_future(collect())
    await asyncio.sleep(0)
    log.emit("other", "run.started", {}, key="a")
    await asyncio.to_thread(log.emit, "r", "step.started", {}, key="b")
    log.emit("r", "run.finished", {}, key="c")
    assert await following == ["run.started", "step.started", "run.finished"]


async def test_a_slow_follower_misses_nothing(log: StoredEvents) -> None:
    seen: list[int] = []
    async with aclosing(log.follow("r")) as events:
        log.emit("r", "run.started", {}, key="start")
        seen.append((await anext(events)).sequence)
        for n in range(2 * CAPACITY):
            log.emit("r", "test.passed", {}, key=str(n))
        await asyncio.sleep(0)
        log.emit("r", "run.finished", {}, key="end")
        seen.extend([event.sequence async for event in events])
    assert seen == list(range(1, 2 * CAPACITY + 3))


async def test_the_stream_of_all_runs_shows_new_events(log: StoredEvents) -> None:
    async with aclosing(log.stream_all()) as events:
        coming = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0)
        event = log.emit("any", "run.started", {}, key="a")
        assert await coming == event


def test_a_history_of_a_newer_format_is_refused(tmp_path: Path, log: StoredEvents) -> None:
    with log.database.begin() as connection:
        connection.execute(formats.update().values(version=99))
    other = open_database(f"sqlite:///{tmp_path}/events.db")
    with pytest.raises(Conflict, match="has format 99"):
        StoredEvents(database=other)
    other.dispose()
