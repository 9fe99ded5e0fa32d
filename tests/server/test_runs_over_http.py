"""Runs over HTTP: started, listed, answered, cancelled and followed; every error is a problem document."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from app.services import Services


async def test_a_run_is_started_and_looked_at(browser: httpx.AsyncClient, services: Services) -> None:
    started = await browser.post("/runs", json={"kind": "echo", "arguments": {"a": [1]}, "run": "mine"})
    assert (started.status_code, started.json()["id"]) == (201, "mine")
    await services.jobs.result("mine")
    run = (await browser.get("/runs/mine")).json()
    assert (run["status"], run["result"], run["arguments"]) == ("done", {"a": [1]}, {"a": [1]})
    assert [each["id"] for each in (await browser.get("/runs")).json()["items"]] == ["mine"]


async def test_a_waiting_run_is_answered(browser: httpx.AsyncClient, services: Services) -> None:
    run = (await browser.post("/runs", json={"kind": "ask"})).json()["id"]
    await anext(event async for event in services.events.follow(run) if event.kind == "checkpoint.opened")
    assert (await browser.post(f"/runs/{run}/answers/size", json={"metres": 1})).status_code == 204
    assert (await services.jobs.result(run)).result == {"metres": 1}
    again = await browser.post(f"/runs/{run}/answers/size", json={"metres": 1})
    assert (again.status_code, again.json()["detail"]) == (409, f"Run {run} has ended.")


async def test_a_run_is_cancelled(browser: httpx.AsyncClient) -> None:
    run = (await browser.post("/runs", json={"kind": "ask"})).json()["id"]
    assert (await browser.post(f"/runs/{run}/cancel")).json()["status"] == "cancelled"


async def test_events_are_streamed_from_the_last_one_seen(browser: httpx.AsyncClient, services: Services) -> None:
    await services.jobs.result(await services.jobs.start("echo", {}, run="r"))
    whole = await browser.get("/runs/r/events")
    rest = await browser.get("/runs/r/events", headers={"Last-Event-ID": "1"})
    assert whole.headers["content-type"].startswith("text/event-stream")
    assert [line for line in whole.text.splitlines() if line.startswith("id:")] == ["id: 1", "id: 2"]
    data = [line for line in rest.text.splitlines() if line.startswith("data:")]
    assert [json.loads(line[5:])["kind"] for line in data] == ["run.finished"]


async def test_a_stream_follows_a_run_until_its_end(browser: httpx.AsyncClient, services: Services) -> None:
    run = await services.jobs.start("ask", {})
    reading = asyncio.ensure_future(browser.get(f"/runs/{run}/events"))
    await anext(event async for event in services.events.follow(run) if event.kind == "checkpoint.opened")
    await services.jobs.answer(run, "size", {})
    kinds = [line[7:] for line in (await reading).text.splitlines() if line.startswith("event: ")]
    assert kinds == ["run.started", "checkpoint.opened", "checkpoint.answered", "run.finished"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("UserError", 422),
        ("NotFound", 404),
        ("Conflict", 409),
        ("Denied", 403),
        ("Unavailable", 503),
        ("Retryable", 503),
        ("QuantumLayerError", 500),
    ],
)
async def test_each_error_has_its_status(browser: httpx.AsyncClient, name: str, status: int) -> None:
    response = await browser.get(f"/errors/{name}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["detail"], problem["hint"]) == (status, "It failed.", "Try.")


@pytest.mark.parametrize("path", ["/runs/lost", "/runs/lost/events", "/nowhere"])
async def test_what_is_not_there_is_a_problem_too(browser: httpx.AsyncClient, path: str) -> None:
    response = await browser.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_bad_request_names_its_fields(browser: httpx.AsyncClient) -> None:
    response = await browser.post("/runs", json={"kind": 3, "run": "no spaces"})
    assert response.status_code == 422
    assert {each["field"] for each in response.json()["errors"]} == {"kind", "run"}


async def test_a_bad_last_event_id_is_named(browser: httpx.AsyncClient, services: Services) -> None:
    await services.jobs.start("echo", {}, run="r")
    response = await browser.get("/runs/r/events", headers={"Last-Event-ID": "x"})
    assert (response.status_code, response.json()["detail"]) == (422, "Last-Event-ID is 'x'.")


async def test_without_the_token_only_health_answers(browser: httpx.AsyncClient) -> None:
    del browser.headers["Authorization"]
    assert (await browser.get("/healthz")).json() == {"status": "ok", "version": "1.2.3"}
    for path in ("/runs", "/status", "/openapi.json", "/runs/r/events", "/nowhere"):
        assert (await browser.get(path)).status_code == 401


async def test_the_status_counts_runs(browser: httpx.AsyncClient, services: Services) -> None:
    await services.jobs.result(await services.jobs.start("echo", {}))
    status = (await browser.get("/status")).json()
    assert (status["version"], status["at_work"], status["runs"]) == ("1.2.3", False, {"done": 1})
