"""A project whose rebuilding was stopped can be built again: until its plan is approved and tested nothing is written."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from app.services import Services

CLUB = "A club keeps members. A member has a name (required) and a town."


async def _start(browser: httpx.AsyncClient, out: Path, **more: Any) -> str:
    answer = await browser.post("/projects", json={"out": str(out), "preview": False, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["run"])


async def _stopped(browser: httpx.AsyncClient, services: Services, out: Path, spec: str) -> None:
    """A build anew that is cancelled while its plan waits."""
    run = await _start(browser, out, spec=spec, renew=True, checkpoints=["security"])
    await anext(event async for event in services.events.follow(run) if event.kind == "checkpoint.opened")
    await browser.post(f"/runs/{run}/cancel")


async def test_a_project_is_built_again_after_its_build_was_stopped_with_what_people_wrote(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    out = tmp_path / "club"
    await services.jobs.result(await _start(browser, out, brief=CLUB))
    spec = await asyncio.to_thread((out / "spec.yaml").read_text)
    await _stopped(browser, services, out, spec.replace("town", "city"))
    assert "town" in await asyncio.to_thread((out / "app/models/member.py").read_text)
    place = out / "app/services/member.py"
    text = await asyncio.to_thread(place.read_text) + "\n\ndef mine() -> int:\n    return 1\n"
    await asyncio.to_thread(place.write_text, text)
    result = await services.jobs.result(await _start(browser, out, spec=spec.replace("town", "land"), renew=True))
    assert result.status == "done", result.error
    assert isinstance(result.result, dict)
    assert result.result["status"] == "done", result.result
    assert "land" in await asyncio.to_thread((out / "app/models/member.py").read_text)
    assert "def mine()" in await asyncio.to_thread(place.read_text)
    assert await asyncio.to_thread(lambda: len(list((out / "migrations/versions").glob("0*.py")))) == 2
    files = (await browser.get("/projects/files", params={"path": str(out)})).json()["items"]
    assert [row["file"] for row in files if row["change"]] == []
