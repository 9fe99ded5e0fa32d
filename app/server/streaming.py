"""Server-sent events of a run, as a bare ASGI endpoint: cheap for many followers, resumable by Last-Event-ID."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any, cast

from starlette.datastructures import Headers, QueryParams
from starlette.types import Receive, Scope, Send

from app.server.lifetime import Lifetime
from app.services import Services
from engines.kernel.errors import UserError
from engines.kernel.events import Event

HEARTBEAT = 15.0
HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]


class RunEvents:
    """`GET /runs/{run}/events`: the stored events, then new ones until the run, the client or the engine ends."""

    def __init__(self, *, heartbeat: float = HEARTBEAT) -> None:
        self._heartbeat = heartbeat

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        services = cast(Services, scope["app"].state.services)
        lifetime = cast(Lifetime, scope["app"].state.lifetime)
        run = str(scope["path_params"]["run"])
        await services.jobs.get(run)
        events = services.events.follow(run, _after(scope))
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b": follow\n\n", "more_body": True})
        ends: set[asyncio.Future[None]] = {
            asyncio.ensure_future(_left(receive)),
            asyncio.ensure_future(_stopped(lifetime)),
        }
        try:
            await self._pump(events, ends, send)
        finally:
            for end in ends:
                end.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pump(self, events: AsyncIterator[Event], ends: set[asyncio.Future[None]], send: Send) -> None:
        coming = asyncio.ensure_future(anext(events, None))
        try:
            while not any(end.done() for end in ends):
                waited: set[asyncio.Future[Any]] = {coming, *ends}
                await asyncio.wait(waited, timeout=self._heartbeat, return_when=asyncio.FIRST_COMPLETED)
                body = b": alive\n\n"
                if coming.done():
                    event = coming.result()
                    if event is None:
                        return
                    body = _message(event)
                    coming = asyncio.ensure_future(anext(events, None))
                await send({"type": "http.response.body", "body": body, "more_body": True})
        finally:
            coming.cancel()


def _message(event: Event) -> bytes:
    return f"id: {event.sequence}\nevent: {event.kind}\ndata: {json.dumps(asdict(event))}\n\n".encode()


def _after(scope: Scope) -> int:
    given = Headers(scope=scope).get("last-event-id") or QueryParams(scope["query_string"]).get("after") or "0"
    if not given.isdecimal():
        raise UserError(f"Last-Event-ID is {given!r}.", hint="Give the number of the last event you have seen.")
    return int(given)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _stopped(lifetime: Lifetime) -> None:
    await lifetime.stopping.wait()
