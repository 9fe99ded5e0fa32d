"""Models over HTTP: set up, tried against a server that speaks the protocol, chosen, counted and removed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.services import Services
from tests.model_server import ModelServer, Reply

PLANTED = "sk-planted-0123456789"


@pytest.fixture
async def stub(services: Services, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ModelServer]:
    monkeypatch.setenv("OPENAI_LIKE_API_KEY", PLANTED)
    with ModelServer() as server:
        yield server
        await services.models.close()


async def add(browser: httpx.AsyncClient, **wish: Any) -> httpx.Response:
    return await browser.post("/models", json=wish)


async def test_a_model_is_set_up_tried_counted_and_removed(browser: httpx.AsyncClient, stub: ModelServer) -> None:
    stub.script("m", Reply(text="ready", read=1000, written=100))
    made = await add(browser, model="compatible/m", base=f"{stub.url}/v1", price_read=2, price_written=10, tier="large")
    assert made.status_code == 201, made.text
    assert (made.json()["name"], made.json()["here"]) == ("compatible/m", True)
    assert (await add(browser, model="compatible/m", base=stub.url)).status_code == 409
    tried = (await browser.post("/models/test", json={"name": "compatible/m"})).json()
    assert (tried["status"], tried["answer"], tried["usage"]["cost"]) == ("done", "ready", 3000)
    assert stub.seen[0].headers["authorization"] == f"Bearer {PLANTED}"
    route = (await browser.get("/models/route", params={"task": "explain", "private": True})).json()
    assert [(each["name"], each["why"]) for each in route["order"]] == [("compatible/m", "cheapest")]
    usage = (await browser.get("/models/usage", params={"by": "task"})).json()
    assert [(each["name"], each["calls"], each["cost"]) for each in usage["items"]] == [("explain", 1, 3000)]
    calls = (await browser.get("/models/calls")).json()["items"]
    assert [(each["end"], each["model"]) for each in calls] == [("done", "compatible/m")]
    assert (await browser.delete("/models", params={"name": "compatible/m"})).status_code == 204
    assert (await browser.delete("/models", params={"name": "compatible/m"})).status_code == 404
    acts = (await browser.get("/audit")).json()["items"]
    assert [row["act"] for row in acts] == ["model.removed", "model.added"]
    for answer in (made, await browser.get("/models"), await browser.get("/models/calls")):
        assert PLANTED not in answer.text


async def test_a_trial_that_fails_says_why(browser: httpx.AsyncClient, stub: ModelServer) -> None:
    stub.script("m", Reply(status=401, message=f"Incorrect API key provided: {PLANTED}"))
    await add(browser, model="compatible/m", base=f"{stub.url}/v1")
    tried = await browser.post("/models/test", json={"name": "compatible/m"})
    assert (tried.status_code, tried.json()["status"]) == (200, "failed")
    assert "refuses the key" in tried.json()["error"]
    assert PLANTED not in tried.text
    assert (await browser.post("/models/test", json={"name": "other"})).status_code == 404


async def test_budgets_are_set_listed_shown_in_routes_and_removed(browser: httpx.AsyncClient) -> None:
    await add(browser, model="compatible/m", base="http://127.0.0.1:1/v1")
    put = await browser.put("/models/budgets", json={"scope": "everything", "dollars": 2.5, "period": "day"})
    assert put.status_code == 204
    listed = (await browser.get("/models/budgets")).json()["items"]
    assert listed == [{"scope": "everything", "name": "", "amount": 2_500_000, "period": "day"}]
    route = (await browser.get("/models/route", params={"task": "explain"})).json()
    assert [each["why"] for each in route["passed"]] == ["price_unknown"]
    assert (await browser.delete("/models/budgets", params={"scope": "everything"})).status_code == 204
    assert (await browser.delete("/models/budgets", params={"scope": "everything"})).status_code == 404


@pytest.mark.parametrize(
    "wish",
    [
        {"model": "acme/m"},
        {"model": "compatible/m"},
        {"model": "compatible/m", "base": "http://models.example.com"},
        {"model": "openai/gpt-5", "context": 0},
        {"model": "openai/gpt-5", "weight": -1},
        {"model": "openai/gpt-5", "price_read": -1},
        {"model": "openai/gpt-5", "key": PLANTED},
        {"model": "openai/gpt-5", "name": "two words"},
    ],
)
async def test_what_can_be_no_model_is_refused(browser: httpx.AsyncClient, wish: dict[str, Any]) -> None:
    answer = await add(browser, **wish)
    assert answer.status_code == 422, answer.text
    assert PLANTED not in answer.text
    assert (await browser.get("/models")).json() == {"items": []}


async def test_the_catalogue_is_told_without_asking_anybody(browser: httpx.AsyncClient) -> None:
    known = (await browser.get("/models/catalogue")).json()
    assert known["anthropic"]["claude-haiku-4-5"]["context"] > 100_000
