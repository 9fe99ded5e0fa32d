"""The synchronous client: one method per use case. A lost connection is made again; a restarted engine is found again.

Imported by `connect` alone, so that a face pays for httpx only when it asks something.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from contextlib import closing
from types import TracebackType
from typing import Any, Self

import httpx

from app.client.answers import check
from app.client.connection import Finder
from app.client.errors import Lost, Refused
from app.client.exchange import Exchange, content_of
from app.client.model import Event, Run, Status
from app.engine_file import EngineFile

RETRY_PAUSE = 0.2
RETRIES = 3
UNAUTHORIZED = 401


class Client:
    """Asks one engine. Use as a context manager, or call `close`."""

    def __init__(self, *, finder: Finder, engine: EngineFile) -> None:
        self._finder = finder
        self.engine = engine
        self._exchange = Exchange(engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._exchange.close()

    def request(self, method: str, path: str, *, body: object = None, query: Mapping[str, Any] | None = None) -> Any:
        """One request and its JSON answer; raises `Refused` for a problem document, `Lost` when no answer came."""
        response = self._answer(method, path, body, query)
        check(response)
        return content_of(response)

    def status(self) -> Status:
        return Status(**self.request("GET", "/status"))

    def stop_engine(self) -> None:
        """Asks the engine to end; open runs go on when it starts again."""
        self.request("POST", "/shutdown")

    def start_run(self, kind: str, arguments: Mapping[str, Any], *, run: str | None = None) -> Run:
        """Starts a run; naming it makes it safe to ask twice."""
        return Run(**self.request("POST", "/runs", body={"kind": kind, "arguments": dict(arguments), "run": run}))

    def runs(self, limit: int = 50) -> list[Run]:
        return [Run(**each) for each in self.request("GET", "/runs", query={"limit": limit})["items"]]

    def run(self, run: str) -> Run:
        return Run(**self.request("GET", f"/runs/{run}"))

    def cancel(self, run: str) -> Run:
        return Run(**self.request("POST", f"/runs/{run}/cancel"))

    def answer(self, run: str, checkpoint: str, answer: Mapping[str, Any]) -> None:
        self.request("POST", f"/runs/{run}/answers/{checkpoint}", body=dict(answer))

    def result(self, run: str) -> Run:
        """Waits for the end of a run."""
        for _ in self.follow(run):
            pass
        return self.run(run)

    def follow(self, run: str, after: int = 0) -> Generator[Event, None, None]:
        """Each event behind `after` once and in order until the run ends, across lost connections and restarts."""
        turned_away_by: EngineFile | None = None
        while True:
            try:
                with closing(self._exchange.events(run, after)) as events:
                    for event in events:
                        after = event.sequence
                        yield event
                        if event.ends_run:
                            return
            except Lost:
                pass
            except Refused as refusal:
                if refusal.status != UNAUTHORIZED or self.engine == turned_away_by:
                    raise
                turned_away_by = self.engine
            time.sleep(RETRY_PAUSE)
            self._reconnect()

    def _answer(self, method: str, path: str, body: object, query: Mapping[str, Any] | None) -> httpx.Response:
        """Asks again while nothing was done, for another engine may be there by now; a dying one may still be connected."""
        for _ in range(RETRIES):
            try:
                response = self._exchange.response(method, path, body, query)
            except Lost as loss:
                if not loss.repeatable:
                    raise
            else:
                if response.status_code != UNAUTHORIZED:
                    return response
            time.sleep(RETRY_PAUSE)
            self._reconnect()
        return self._exchange.response(method, path, body, query)

    def _reconnect(self) -> None:
        engine = self._finder.find()
        self._exchange.close()
        self.engine, self._exchange = engine, Exchange(engine)
