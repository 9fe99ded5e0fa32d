"""Runs outlive their engine, wait for people across restarts, and end when somebody cancels them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import pytest

from engines.kernel.errors import Conflict
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext, Workflow
from engines.workflow import StepFailed
from engines.workflow.service import RESUMPTIONS
from tests.workflow.conftest import House


def _counting(calls: list[str], begun: asyncio.Event, hold: asyncio.Event) -> Workflow:
    def work(name: str) -> Callable[[], Awaitable[Json]]:
        async def carry_out() -> Json:
            calls.append(name)
            if name == "slow":
                begun.set()
                await hold.wait()
            return name

        return carry_out

    async def workflow(context: RunContext, _: Mapping[str, Json]) -> Json:
        first = await context.step("first", work("first"))
        middle = await context.gather([("quick", work("quick")), ("slow", work("slow"))])
        return [first, *middle]

    return workflow


async def test_a_stopped_run_goes_on_behind_its_last_finished_step(house: House) -> None:
    calls: list[str] = []
    begun, hold = asyncio.Event(), asyncio.Event()
    jobs = await house.open(count=_counting(calls, begun, hold))
    run = await jobs.start("count", {})
    await begun.wait()
    await house.until(run, "step.finished", times=2)
    await jobs.shutdown()
    hold.set()
    jobs = await house.open(count=_counting(calls, begun, hold))
    record = await jobs.result(run)
    assert record.result == ["first", "quick", "slow"]
    assert sorted(calls) == ["first", "quick", "slow", "slow"]
    kinds = house.kinds(run)
    assert kinds.count("run.resumed") == 1
    assert kinds.count("step.finished") == kinds.count("step.started") == 3
    repeated = {row["step"]: row["repeated"] for row in house.payloads(run, "step.finished")}
    assert repeated == {"first": False, "quick": False, "slow": True}


async def test_a_failed_step_fails_alike_after_a_restart(house: House) -> None:
    calls: list[str] = []
    hold = asyncio.Event()

    async def workflow(context: RunContext, _: Mapping[str, Json]) -> Json:
        async def fail() -> Json:
            calls.append("fail")
            raise KeyError("x")

        async def wait() -> Json:
            await hold.wait()
            return None

        try:
            await context.step("fail", fail)
        except StepFailed as error:
            reason = f"{type(error).__name__} {error}"
        await context.step("wait", wait)
        return reason

    jobs = await house.open(w=workflow)
    run = await jobs.start("w", {})
    await house.until(run, "step.failed")
    await jobs.shutdown()
    hold.set()
    jobs = await house.open(w=workflow)
    assert (await jobs.result(run)).result == "StepFailed KeyError: 'x'"
    assert calls == ["fail"]


async def _ask(context: RunContext, _: Mapping[str, Json]) -> Json:
    return dict(await context.wait_for("size", {"text": "How big?"}))


async def test_a_checkpoint_waits_for_its_answer(house: House) -> None:
    jobs = await house.open(ask=_ask)
    run = await jobs.start("ask", {})
    await house.until(run, "checkpoint.opened")
    assert (await jobs.get(run)).status == "waiting"
    assert house.payloads(run, "checkpoint.opened") == [{"checkpoint": "size", "text": "How big?"}]
    await jobs.answer(run, "size", {"metres": 3})
    assert (await jobs.result(run)).result == {"metres": 3}


async def test_a_checkpoint_waits_across_a_restart(house: House) -> None:
    jobs = await house.open(ask=_ask)
    run = await jobs.start("ask", {})
    await house.until(run, "checkpoint.opened")
    await jobs.shutdown()
    jobs = await house.open(ask=_ask)
    assert (await jobs.get(run)).status == "waiting"
    await jobs.answer(run, "size", {"metres": 4})
    assert (await jobs.result(run)).result == {"metres": 4}
    assert house.kinds(run).count("checkpoint.opened") == 1


async def test_the_first_answer_counts(house: House) -> None:
    jobs = await house.open(ask=_ask)
    run = await jobs.start("ask", {})
    await house.until(run, "checkpoint.opened")
    await jobs.answer(run, "size", {"metres": 1})
    with pytest.raises(Conflict, match="answered already"):
        await jobs.answer(run, "size", {"metres": 2})
    with pytest.raises(Conflict, match="asks nothing named colour"):
        await jobs.answer(run, "colour", {})
    assert (await jobs.result(run)).result == {"metres": 1}


async def test_cancelling_ends_the_step_in_hand(house: House) -> None:
    seen: list[str] = []

    async def sleep(context: RunContext, _: Mapping[str, Json]) -> Json:
        async def long() -> Json:
            try:
                await asyncio.sleep(60)
            finally:
                seen.append("cleaned up")
            return None

        await context.step("long", long)
        seen.append("went on")
        return None

    jobs = await house.open(sleep=sleep)
    run = await jobs.start("sleep", {})
    await house.until(run, "step.started")
    await jobs.cancel(run)
    assert (await jobs.get(run)).status == "cancelled"
    assert seen == ["cleaned up"]
    assert house.kinds(run) == ["run.started", "step.started", "run.cancelled"]


async def test_cancelling_ends_a_wait_and_holds_after_a_restart(house: House) -> None:
    jobs = await house.open(ask=_ask)
    run = await jobs.start("ask", {})
    await house.until(run, "checkpoint.opened")
    await jobs.cancel(run)
    await jobs.shutdown()
    jobs = await house.open(ask=_ask)
    assert (await jobs.result(run)).status == "cancelled"
    assert house.kinds(run)[-1] == "run.cancelled"
    with pytest.raises(Conflict, match="has ended"):
        await jobs.answer(run, "size", {})


async def test_an_ended_run_cannot_be_cancelled(house: House) -> None:
    async def nothing(context: RunContext, _: Mapping[str, Json]) -> Json:
        return None

    jobs = await house.open(nothing=nothing)
    run = await jobs.start("nothing", {})
    await jobs.result(run)
    await jobs.cancel(run)
    assert (await jobs.get(run)).status == "done"


async def test_a_run_that_is_interrupted_again_and_again_is_given_up(house: House) -> None:
    jobs = await house.open(ask=_ask)
    run = await jobs.start("ask", {})
    await house.until(run, "checkpoint.opened")
    await jobs.shutdown()
    for n in range(RESUMPTIONS):
        house.events.emit(run, "run.resumed", {}, key=f"run:resumed:{n}")
    record = await (await house.open(ask=_ask)).result(run)
    assert (record.status, record.error) == ("failed", "The run was interrupted 101 times.")


async def test_a_run_of_a_forgotten_kind_fails_with_a_hint(house: House) -> None:
    jobs = await house.open(ask=_ask)
    run = await jobs.start("ask", {})
    await house.until(run, "checkpoint.opened")
    await jobs.shutdown()
    jobs = await house.open()
    record = await jobs.result(run)
    assert (record.status, record.error) == ("failed", "This release has no workflow named ask.")
