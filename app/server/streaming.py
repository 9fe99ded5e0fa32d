"""Server-sent events as bare ASGI endpoints: cheap for many followers, with signs of life, ended with the engine."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import asdict
from typing import Any, cast

from starlette.datastructures import Headers, QueryParams
from starlette.types import Receive, Scope, Send

from app.server.lifetime import Lifetime
from app.services import Services
from engines.kernel.errors import UserError

HEARTBEAT = 15.0
HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
LINES_AT_FIRST = 100

Messages = AsyncGenerator[bytes, None]
Open = Callable[[Services, Scope], Awaitable[Messages]]


class EventStream:
    """An endpoint that streams what `open` finds until that, the client or the engine ends."""

    def __init__(self, open: Open, *, heartbeat: float = HEARTBEAT) -> None:  # noqa: A002 (what it does)
        self._open = open
        self._heartbeat = heartbeat

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        services = cast(Services, scope["app"].state.services)
        lifetime = cast(Lifetime, scope["app"].state.lifetime)
        messages = await self._open(services, scope)
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b": follow\n\n", "more_body": True})
        ends: set[asyncio.Future[None]] = {
            asyncio.ensure_future(_left(receive)),
            asyncio.ensure_future(_stopped(lifetime)),
        }
        try:
            await self._pump(messages, ends, send)
        finally:
            for end in ends:
                end.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pump(self, messages: Messages, ends: set[asyncio.Future[None]], send: Send) -> None:
        coming = asyncio.ensure_future(anext(messages, None))
        try:
            while not any(end.done() for end in ends):
                waited: set[asyncio.Future[Any]] = {coming, *ends}
                await asyncio.wait(waited, timeout=self._heartbeat, return_when=asyncio.FIRST_COMPLETED)
                body: bytes | None = b": alive\n\n"
                if coming.done():
                    body = coming.result()
                    if body is None:
                        return
                    coming = asyncio.ensure_future(anext(messages, None))
                await send({"type": "http.response.body", "body": body, "more_body": True})
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
            await messages.aclose()


async def run_events(services: Services, scope: Scope) -> Messages:
    """`GET /runs/{run}/events`: the stored events behind the last one seen, then new ones until the run ends."""
    run = str(scope["path_params"]["run"])
    await services.jobs.get(run)
    after = _after(scope)

    async def messages() -> Messages:
        async for event in services.events.follow(run, after):
            yield f"id: {event.sequence}\nevent: {event.kind}\ndata: {json.dumps(asdict(event))}\n\n".encode()

    return messages()


async def terminal_output(services: Services, scope: Scope) -> Messages:
    """`GET /terminals/{terminal}/output`: what the shell prints, in base64; the ids are places in its output."""
    output = services.terminals.follow(str(scope["path_params"]["terminal"]), _after(scope))

    async def messages() -> Messages:
        async for end, printed in output:
            yield f"id: {end}\ndata: {base64.b64encode(printed).decode()}\n\n".encode()

    return messages()


async def log_lines(services: Services, scope: Scope) -> Messages:
    """`GET /previews/{preview}/log/stream`: the last `lines` of the log, then new ones until the preview is removed."""
    lines = _number(QueryParams(scope["query_string"]).get("lines"), "lines", LINES_AT_FIRST)
    log = services.previews.follow_logs(str(scope["path_params"]["preview"]), lines)

    async def messages() -> Messages:
        async for line in log:
            yield f"data: {json.dumps({'line': line})}\n\n".encode()

    return messages()


def _after(scope: Scope) -> int:
    given = Headers(scope=scope).get("last-event-id") or QueryParams(scope["query_string"]).get("after")
    return _number(given, "Last-Event-ID", 0)


def _number(given: str | None, name: str, default: int) -> int:
    if not given:
        return default
    if not given.isdecimal():
        raise UserError(f"{name} is {given!r}.", hint="Give a whole number, like that of the last event you have seen.")
    return int(given)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _stopped(lifetime: Lifetime) -> None:
    await lifetime.stopping.wait()
