"""Keys over HTTP: kept in the desktop's real keyring, and told by no answer."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from app.services.keys import load_providers
from tests.secret_service import needs_keyring

PLANTED = "sk-planted-0123456789"


@pytest.fixture
def desk(secret_service: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop session for the engine that is made after it, without keys in its environment."""
    monkeypatch.setenv("DISPLAY", ":0")
    for provider in load_providers().values():
        for variable in provider.variables:
            monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def headless(monkeypatch: pytest.MonkeyPatch) -> None:
    """No desktop for the engine that is made after it."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def _sources(answer: httpx.Response) -> dict[str, list[str]]:
    return {row["provider"]: row["sources"] for row in answer.json()["items"] if row["sources"]}


@needs_keyring
async def test_a_key_goes_into_the_keyring_and_comes_back_in_no_answer(
    desk: None, browser: httpx.AsyncClient, tmp_path: Path
) -> None:
    put = await browser.put("/keys/openai", json={"value": PLANTED})
    assert (put.status_code, put.content) == (204, b"")
    listed = await browser.get("/keys")
    assert listed.json()["keyring"]["state"] == "ready"
    assert _sources(listed) == {"openai": ["keyring"]}
    acts = await browser.get("/audit")
    assert [(row["act"], row["subject"]) for row in acts.json()["items"]] == [("key.set", "openai")]
    assert PLANTED not in listed.text + acts.text
    assert (await browser.delete("/keys/openai")).status_code == 204
    assert _sources(await browser.get("/keys")) == {}
    assert (await browser.delete("/keys/openai")).status_code == 404
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file() and PLANTED.encode() in path.read_bytes()]
    assert kept == []


async def test_a_refusal_does_not_repeat_what_was_given(browser: httpx.AsyncClient) -> None:
    for body in ({"value": f"{PLANTED} {PLANTED}"}, {"value": [PLANTED]}, {"key": PLANTED}, {"value": PLANTED, "x": 1}):
        answer = await browser.put("/keys/openai", json=body)
        assert answer.status_code == 422, answer.text
        assert PLANTED not in answer.text


async def test_an_unknown_provider_is_not_found(browser: httpx.AsyncClient) -> None:
    assert (await browser.put("/keys/acme", json={"value": "x"})).status_code == 404


async def test_without_a_keyring_the_answer_names_the_variable(headless: None, browser: httpx.AsyncClient) -> None:
    answer = await browser.put("/keys/openai", json={"value": PLANTED})
    assert answer.status_code == 503
    assert "OPENAI_API_KEY" in answer.json()["hint"]
