"""An engine stops when nobody asks anything and nothing is at work; open requests and busy services keep it awake."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from app.engine.process import stop_when_idle
from app.server import Lifetime
from app.services import Services


async def test_it_stops_after_the_limit(services: Services) -> None:
    lifetime = Lifetime()
    await asyncio.wait_for(stop_when_idle(lifetime, services, 0.05), 5)
    assert lifetime.stopping.is_set()


async def test_an_open_request_and_a_busy_service_keep_it_awake(services: Services) -> None:
    asked: list[str] = []

    def busy() -> bool:
        asked.append("busy?")
        return len(asked) < 3

    lifetime = Lifetime()
    watching = asyncio.ensure_future(stop_when_idle(lifetime, replace(services, busy=[busy]), 0.05))
    with lifetime.request():
        await asyncio.sleep(0.2)
        assert asked == []
    await asyncio.wait_for(watching, 5)
    assert len(asked) == 3


async def test_a_waiting_run_does_not_keep_it_awake(services: Services) -> None:
    run = await services.jobs.start("ask", {})
    assert await services.at_work()
    await anext(event async for event in services.events.follow(run) if event.kind == "checkpoint.opened")
    assert not await services.at_work()


async def test_zero_means_never(services: Services) -> None:
    lifetime = Lifetime()
    await asyncio.wait_for(stop_when_idle(lifetime, services, 0), 5)
    assert not lifetime.stopping.is_set()
