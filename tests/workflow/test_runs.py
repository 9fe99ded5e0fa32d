"""A run carries out its steps, tells about them in order and ends with a result or a failure that says why."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from engines.kernel.errors import Denied, NotFound, Retryable, UserError
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext
from tests.workflow.conftest import House


async def _value(value: Json) -> Json:
    return value


async def test_a_run_returns_its_result_and_tells_each_step(house: House) -> None:
    async def add(context: RunContext, arguments: Mapping[str, Json]) -> Json:
        one = await context.step("one", lambda: _value(arguments["n"]))
        two = await context.step("two", lambda: _value([one, 2]))
        return {"two": two}

    jobs = await house.open(add=add)
    record = await jobs.result(await jobs.start("add", {"n": 1}))
    assert (record.status, record.result) == ("done", {"two": [1, 2]})
    assert house.kinds(record.id) == [
        "run.started",
        "step.started",
        "step.finished",
        "step.started",
        "step.finished",
        "run.finished",
    ]
    assert [event.sequence for event in house.events.read(record.id)] == [1, 2, 3, 4, 5, 6]


async def test_steps_of_a_gather_run_side_by_side_and_answer_in_order(house: House) -> None:
    async def meet(context: RunContext, _: Mapping[str, Json]) -> Json:
        barrier = asyncio.Barrier(3)

        async def arrive(place: int) -> Json:
            await barrier.wait()
            return place

        return await context.gather([(f"place {n}", lambda n=n: arrive(n)) for n in range(3)])

    jobs = await house.open(meet=meet)
    assert (await jobs.result(await jobs.start("meet", {}))).result == [0, 1, 2]


async def test_a_failed_step_lets_its_neighbours_end_and_fails_the_run(house: House) -> None:
    done: list[str] = []

    async def both(context: RunContext, _: Mapping[str, Json]) -> Json:
        async def bad() -> Json:
            raise Denied("No entry.", hint="Ask an administrator.")

        async def good() -> Json:
            await asyncio.sleep(0.01)
            done.append("good")
            return None

        return await context.gather([("bad", bad), ("good", good)])

    jobs = await house.open(both=both)
    record = await jobs.result(await jobs.start("both", {}))
    assert (record.status, record.error, done) == ("failed", "No entry.", ["good"])
    assert house.payloads(record.id, "run.failed") == [{"error": "No entry.", "hint": "Ask an administrator."}]
    assert house.payloads(record.id, "step.failed")[0]["type"] == "Denied"


@pytest.mark.parametrize("error", [UserError("u", hint="h"), NotFound("n"), Retryable("r", delay=2.5)])
async def test_a_workflow_can_catch_the_error_of_a_step(house: House, error: Exception) -> None:
    async def careful(context: RunContext, _: Mapping[str, Json]) -> Json:
        async def fail() -> Json:
            raise error

        try:
            return await context.step("fail", fail)
        except type(error) as caught:
            return [str(caught), getattr(caught, "hint", ""), getattr(caught, "delay", None)]

    jobs = await house.open(careful=careful)
    record = await jobs.result(await jobs.start("careful", {}))
    assert record.result == [str(error), getattr(error, "hint", ""), getattr(error, "delay", None)]


async def test_a_fault_of_the_program_fails_the_run_with_its_type_and_text(house: House) -> None:
    async def broken(context: RunContext, _: Mapping[str, Json]) -> Json:
        async def divide() -> Json:
            return 1 / 0

        return await context.step("divide", divide)

    jobs = await house.open(broken=broken)
    record = await jobs.result(await jobs.start("broken", {}))
    assert (record.status, record.error) == ("failed", "ZeroDivisionError: division by zero")


async def test_a_step_must_return_json(house: House) -> None:
    async def odd(context: RunContext, _: Mapping[str, Json]) -> Json:
        async def give() -> Json:
            return object()  # type: ignore[return-value]

        return await context.step("give", give)

    jobs = await house.open(odd=odd)
    record = await jobs.result(await jobs.start("odd", {}))
    assert record.status == "failed"
    assert "Step give gave something that JSON cannot hold" in record.error


async def test_a_step_name_may_come_twice(house: House) -> None:
    async def twice(context: RunContext, _: Mapping[str, Json]) -> Json:
        return [await context.step("again", lambda n=n: _value(n)) for n in range(2)]

    jobs = await house.open(twice=twice)
    record = await jobs.result(await jobs.start("twice", {}))
    assert record.result == [0, 1]
    assert [each["step"] for each in house.payloads(record.id, "step.finished")] == ["again", "again#2"]


async def test_starting_a_named_run_twice_starts_it_once(house: House) -> None:
    calls: list[int] = []

    async def count(context: RunContext, _: Mapping[str, Json]) -> Json:
        calls.append(1)
        return None

    jobs = await house.open(count=count)
    for _ in range(2):
        await jobs.result(await jobs.start("count", {}, run="same"))
    assert calls == [1]
    assert [run.id for run in await jobs.list()] == ["same"]


async def test_an_unknown_kind_and_an_unknown_run_are_named(house: House) -> None:
    jobs = await house.open()
    with pytest.raises(UserError, match="no workflow named nothing"):
        await jobs.start("nothing", {})
    with pytest.raises(NotFound, match="no run lost"):
        await jobs.get("lost")
