"""The same engine for a face with an event loop: requests and streams that never block it. Used by the window.

It never starts or looks for an engine: that takes time, so the window's link does it in a thread and makes a new client.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import httpx

from app.client.answers import check, loss_of
from app.client.model import Event
from app.client.transport import UNIX, base_url
from app.engine_file import EngineFile

REQUEST = httpx.Timeout(120.0, connect=5.0)
STREAM = httpx.Timeout(45.0, connect=5.0)


class AsyncClient:
    """Asks one engine. Errors are those of `Client`: `Refused`, `Lost`."""

    def __init__(self, engine: EngineFile) -> None:
        self.engine = engine
        path = engine.address.removeprefix(UNIX)
        self._http = httpx.AsyncClient(
            base_url=base_url(engine.address),
            transport=httpx.AsyncHTTPTransport(uds=path if path != engine.address else None),
            headers={"Authorization": f"Bearer {engine.token}"},
            timeout=REQUEST,
            trust_env=False,
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def request(
        self, method: str, path: str, *, body: object = None, query: Mapping[str, Any] | None = None
    ) -> Any:
        """One request and its JSON answer; bytes for what is not JSON."""
        try:
            response = await self._http.request(method, path, json=body, params=query)
        except httpx.TransportError as error:
            raise loss_of(error, method, path) from error
        check(response)
        if not response.content:
            return None
        return response.json() if "json" in response.headers.get("content-type", "") else response.content

    async def events(self, run: str, after: int = 0) -> AsyncGenerator[Event, None]:
        """The events of a run behind `after`, until it ends or the connection does (then `Lost`)."""
        async for data in self.stream(f"/runs/{run}/events", after=after):
            yield Event(**json.loads(data))

    async def stream(self, path: str, *, after: int = 0) -> AsyncGenerator[str, None]:
        """The data of each server-sent event; comments, the engine's signs of life, are dropped."""
        headers = {"Last-Event-ID": str(after)} if after else {}
        data: list[str] = []
        try:
            async with self._http.stream("GET", path, headers=headers, timeout=STREAM) as response:
                if response.is_error:
                    await response.aread()
                check(response)
                async for line in response.aiter_lines():
                    if line.startswith("data:"):
                        data.append(line.removeprefix("data:").removeprefix(" "))
                    elif not line and data:
                        yield "\n".join(data)
                        data.clear()
        except httpx.TransportError as error:
            raise loss_of(error, "GET", path) from error
