"""A plan tells what a build would do and how long it takes, and changes nothing; the run tells its own plan."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from app.services import Services
from app.services.plans import longest_way

CLUB = "A club keeps members. A member has a name (required) and a town."
LIBRARY = (
    "A library lends books to members. A book has a title and an ISBN (unique). A member has a name and an email. "
    "A loan records which member took which book, and when it is due."
)


OWN = ("read", "render", "prepare", "test", "record")


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


async def _plan(browser: httpx.AsyncClient, **wanted: Any) -> dict[str, Any]:
    answer = await browser.post("/plans", json=wanted)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_plan_tells_the_team_its_tasks_and_the_time(browser: httpx.AsyncClient, tmp_path: Path) -> None:
    before = _files(tmp_path)
    plan = await _plan(browser, brief=LIBRARY)
    assert (plan["stack"], plan["cost"], plan["checkpoints"]) == ("python-fastapi", 0.0, ["architecture", "security"])
    tasks = {task["name"]: task for row in plan["team"] for task in row["tasks"]}
    assert set(tasks) >= {"design", "build-backend", "build-frontend", "review-security"}
    assert tasks["build-backend"]["after"] == ["design"]
    assert {row["role"] for row in plan["team"]} >= {"architect", "backend", "qa", "project_manager"}
    assert all(step["seconds"] > 0 for step in plan["steps"])
    assert plan["tests"] > 50
    assert plan["files"] > 50
    assert _files(tmp_path) == before
    assert (await browser.get("/runs")).json()["items"] == []


async def test_a_larger_brief_takes_longer(browser: httpx.AsyncClient) -> None:
    small, large = await _plan(browser, brief=CLUB), await _plan(browser, brief=LIBRARY)
    assert small["files"] < large["files"]
    assert small["seconds"] < large["seconds"]


async def test_steps_side_by_side_are_counted_once(browser: httpx.AsyncClient) -> None:
    plan = await _plan(browser, brief=CLUB)
    named = {step["name"]: step["seconds"] for step in plan["steps"]}
    assert plan["seconds"] < sum(named.values())
    assert plan["seconds"] >= named["read"] + named["render"] + named["test"] + named["record"]
    assert longest_way([]) == 0


async def test_a_specification_is_planned_too(browser: httpx.AsyncClient) -> None:
    spec = (await browser.post("/specs/read", json={"brief": CLUB})).json()["spec"]
    plan, same = await _plan(browser, spec=spec), await _plan(browser, brief=CLUB)
    assert (plan["files"], plan["tests"], plan["steps"]) == (same["files"], same["tests"], same["steps"])


async def test_what_cannot_be_built_is_refused_with_a_way_out(browser: httpx.AsyncClient) -> None:
    nothing = await browser.post("/plans", json={"brief": "Please be nice."})
    assert nothing.status_code == 422
    assert nothing.json()["hint"]
    neither = await browser.post("/plans", json={})
    assert neither.status_code == 422
    wrong = await browser.post("/plans", json={"brief": CLUB, "stack": "cobol"})
    assert wrong.status_code == 404


async def test_a_run_tells_its_plan_and_who_does_what(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    wish = {"brief": CLUB, "out": str(tmp_path / "club"), "preview": False}
    run = (await browser.post("/projects", json=wish)).json()["run"]
    record = await services.jobs.result(run)
    assert record.status == "done", record.error
    events = services.events.read(run)
    told: dict[str, Any] = next(dict(event.payload) for event in events if event.kind == "plan.made")
    started = {str(event.payload["step"]): event.payload for event in events if event.kind == "step.started"}
    finished = {str(event.payload["step"]): event.payload for event in events if event.kind == "step.finished"}
    assert {step["name"] for step in told["steps"]} == set(started) == set(finished)
    assert started["task:build-backend"]["role"] == finished["task:build-backend"]["role"] == "backend"
    assert started["task:build-backend"]["role_title"] == "Backend developer"
    assert not any(payload["repeated"] for payload in finished.values())
    result: Any = record.result
    assert told["tests"] == result["tests"]["passed"]
    generated = [path for path in _files(tmp_path / "club") if not {".git", "__pycache__", "TRACE.md"} & {*path.parts}]
    assert told["files"] == len(generated)
    again = {step["name"]: step["seconds"] for step in (await _plan(browser, brief=CLUB))["steps"]}
    learned = {name: abs(again[name] - payload["seconds"]) < 0.01 for name, payload in finished.items() if name in OWN}
    assert learned == dict.fromkeys(OWN, True)  # one run alone says how fast this machine is


async def test_the_machine_is_told(browser: httpx.AsyncClient) -> None:
    machine = (await browser.get("/machine")).json()
    assert machine["cores"] >= 1
    assert 0 < machine["memory_free"] <= machine["memory_total"]
    assert machine["disk_free"] > 0
    assert machine["isolation"] in ("bubblewrap", "limits")
    before = machine["engine_uptime"]
    await asyncio.sleep(0.15)
    assert (await browser.get("/machine")).json()["engine_uptime"] > before
    assert isinstance(machine["docker"], bool)
    assert machine["models"] == []
