"""One engine, asked over one connection pool: requests and event streams, without looking for another engine when it goes.

`Client` adds that for the command line; the window's link does it in its own way, since it must show it.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import closing
from typing import Any

import httpx

from app.client.answers import check, loss_of
from app.client.model import Event
from app.client.stream import data_of
from app.client.transport import base_url, transport_to
from app.engine_file import EngineFile

CONNECT, REQUEST = 5.0, 120.0
STREAM = httpx.Timeout(45.0, connect=CONNECT)


class Exchange:
    """Safe to use from several threads at once. `patience` is how many seconds an answer may take."""

    def __init__(self, engine: EngineFile, *, patience: float = REQUEST) -> None:
        self.engine = engine
        self._http = httpx.Client(
            base_url=base_url(engine.address),
            transport=transport_to(engine.address),
            headers={"Authorization": f"Bearer {engine.token}"},
            timeout=httpx.Timeout(patience, connect=CONNECT),
            trust_env=False,
        )

    def close(self) -> None:
        self._http.close()

    def response(self, method: str, path: str, body: object, query: Mapping[str, Any] | None) -> httpx.Response:
        """One request and its answer, whatever it says; `Lost` when none came."""
        try:
            return self._http.request(method, path, json=body, params=query)
        except httpx.TransportError as error:
            raise loss_of(error, method, path) from error

    def request(self, method: str, path: str, *, body: object = None, query: Mapping[str, Any] | None = None) -> Any:
        """One request and what its answer holds: JSON, bytes of anything else, or nothing. `Refused` or `Lost`."""
        response = self.response(method, path, body, query)
        check(response)
        return content_of(response)

    def events(self, run: str, after: int = 0) -> Generator[Event, None, None]:
        """The events of a run behind `after`, until it ends or the connection does (then `Lost`)."""
        with closing(self.stream(f"/runs/{run}/events", after=after)) as told:
            for data in told:
                yield Event(**json.loads(data))

    def stream(self, path: str, *, after: int = 0) -> Generator[str, None, None]:
        """The data of each server-sent event of a stream; `Refused` or `Lost`."""
        headers = {"Last-Event-ID": str(after)}
        try:
            with self._http.stream("GET", path, headers=headers, timeout=STREAM) as response:
                if response.is_error:
                    response.read()
                check(response)
                yield from data_of(response.iter_lines())
        except httpx.TransportError as error:
            raise loss_of(error, "GET", path) from error


def content_of(response: httpx.Response) -> Any:
    """What an answer holds: JSON, bytes of anything else, or nothing."""
    if not response.content:
        return None
    return response.json() if "json" in response.headers.get("content-type", "") else response.content
