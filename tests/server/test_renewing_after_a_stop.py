"""A project whose rebuilding was stopped can be built again: what the stopped run had written is nobody's handwork."""

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
    """A build anew that is cancelled when all is written and nothing recorded."""
    run = await _start(browser, out, spec=spec, renew=True, checkpoints=["security"])
    await anext(event async for event in services.events.follow(run) if event.kind == "checkpoint.opened")
    await browser.post(f"/runs/{run}/cancel")
    [item] = (await browser.get("/projects")).json()["items"]
    assert item["state"] == "cancelled"


async def _spec_of(browser: httpx.AsyncClient, services: Services, brief: str, folder: Path) -> str:
    """What a brief is read as."""
    run = await _start(browser, folder / "other", brief=brief, checkpoints=["architecture"])
    opened = await anext(event async for event in services.events.follow(run) if event.kind == "checkpoint.opened")
    await browser.post(f"/runs/{run}/cancel")
    facts: Any = opened.payload["facts"]
    return str(facts["spec"])


async def test_a_project_is_built_again_after_its_build_was_stopped(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    out = tmp_path / "club"
    await services.jobs.result(await _start(browser, out, brief=CLUB))
    spec = await asyncio.to_thread((out / "spec.yaml").read_text)
    await _stopped(browser, services, out, await _spec_of(browser, services, f"{CLUB} A boat has a name.", tmp_path))
    assert await asyncio.to_thread((out / "app/models/boat.py").is_file)
    run = await _start(browser, out, spec=spec.replace("town", "land"), renew=True)
    result = await services.jobs.result(run)
    assert result.status == "done", result.error
    assert "land" in await asyncio.to_thread((out / "app/models/member.py").read_text)
    assert not await asyncio.to_thread((out / "app/models/boat.py").exists)
    files = (await browser.get("/projects/files", params={"path": str(out)})).json()["items"]
    assert [row["file"] for row in files if row["change"] or "boat" in row["file"]] == []


async def test_what_a_person_wrote_after_the_stop_is_still_safe(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    out = tmp_path / "club"
    await services.jobs.result(await _start(browser, out, brief=CLUB))
    spec = await asyncio.to_thread((out / "spec.yaml").read_text)
    await _stopped(browser, services, out, spec.replace("town", "city"))
    place = out / "app/models/member.py"
    text = await asyncio.to_thread(place.read_text) + "# mine\n"
    await asyncio.to_thread(place.write_text, text)
    result = await services.jobs.result(await _start(browser, out, spec=spec, renew=True))
    assert result.status == "failed"
    assert "app/models/member.py" in result.error
    assert "schemas" not in result.error  # written by the run that was stopped, and nobody's since
    assert await asyncio.to_thread(place.read_text) == text
