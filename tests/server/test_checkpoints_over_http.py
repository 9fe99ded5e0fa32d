"""A build waits where it was asked to, tells what it is about to do, and does what the person decides."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from app.services import Services

CLUB = "A club keeps members. A member has a name (required) and a town."


async def _start(browser: httpx.AsyncClient, out: Path, *checkpoints: str, **more: Any) -> str:
    wish = {"out": str(out), "preview": False, "checkpoints": list(checkpoints), "brief": CLUB, **more}
    answer = await browser.post("/projects", json=wish)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["run"])


async def _opened(services: Services, run: str, checkpoint: str) -> dict[str, Any]:
    async for event in services.events.follow(run):
        if event.kind == "checkpoint.opened" and event.payload["checkpoint"] == checkpoint:
            return dict(event.payload)
    raise AssertionError((await services.jobs.get(run)).result)


async def _answer(browser: httpx.AsyncClient, run: str, checkpoint: str, **given: str) -> httpx.Response:
    return await browser.post(f"/runs/{run}/answers/{checkpoint}", json=given)


async def _result(services: Services, run: str) -> dict[str, Any]:
    record = await services.jobs.result(run)
    assert record.status == "done", record.error
    result: Any = record.result
    return dict(result)


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not {".git", "__pycache__"} & {*path.parts}
    }


async def test_a_build_waits_at_both_checkpoints_and_goes_on(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    out = tmp_path / "club"
    run = await _start(browser, out, "architecture", "security")
    asked = await _opened(services, run, "architecture")
    assert not await asyncio.to_thread(out.exists)
    assert (asked["kind"], asked["risk"], asked["suggestion"]) == ("architecture", "low", "approve")
    assert (asked["renew"], asked["preview"]) == (False, False)
    assert str(out) in asked["effect"]
    assert str(out) in asked["undo"]
    assert (asked["facts"]["entities"], asked["facts"]["fields"]) == (1, 2)
    assert "member" in asked["facts"]["spec"]
    assert (await browser.get(f"/runs/{run}")).json()["status"] == "waiting"
    assert (await _answer(browser, run, "architecture", decision="approve")).status_code == 204
    asked = await _opened(services, run, "security")
    assert asked["facts"]["verdict"] == "approved"
    assert await asyncio.to_thread((out / "app" / "main.py").is_file)
    assert not any(event.kind.startswith("test.") for event in services.events.read(run))
    assert (await _answer(browser, run, "security", decision="approve", comment="Looks good.")).status_code == 204
    result = await _result(services, run)
    assert (result["status"], result["tests"]["failed"]) == ("done", 0)
    detail = (await browser.get("/projects/detail", params={"path": str(out)})).json()
    [commit] = (await browser.get("/projects/commits", params={"path": str(out)})).json()["items"]
    assert (detail["report"]["commit"], detail["stale"]) == (commit["id"], [])


async def test_without_checkpoints_nobody_is_asked(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    run = await _start(browser, tmp_path / "club")
    await services.jobs.result(run)
    assert not any(event.kind.startswith("checkpoint.") for event in services.events.read(run))


async def test_a_rejected_architecture_leaves_nothing_behind(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    run = await _start(browser, tmp_path / "club", "architecture")
    await _opened(services, run, "architecture")
    await _answer(browser, run, "architecture", decision="reject", comment="We need a phone number too.")
    result = await _result(services, run)
    assert (result["status"], result["why"]) == ("refused", "We need a phone number too.")
    assert not await asyncio.to_thread((tmp_path / "club").exists)


async def test_a_corrected_specification_is_what_is_built(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    run = await _start(browser, tmp_path / "club", "architecture")
    spec = (await _opened(services, run, "architecture"))["facts"]["spec"]
    lines = spec.splitlines()
    town = next(number for number, line in enumerate(lines) if line.strip().startswith("town:"))
    lines.insert(town + 1, lines[town].replace("town:", "shoe_size:").replace("type: text", "type: integer"))
    wrong = await _answer(browser, run, "architecture", decision="modify", spec=spec.replace("type: text", "type: tx"))
    assert wrong.status_code == 422
    assert "line" in wrong.json()["detail"]
    right = await _answer(browser, run, "architecture", decision="modify", spec="\n".join(lines) + "\n")
    assert right.status_code == 204
    result = await _result(services, run)
    assert result["status"] == "done"
    written = await asyncio.to_thread(_files, tmp_path / "club")
    assert b"shoe_size" in written["app/models/member.py"]
    assert b"shoe_size" in written["spec.yaml"]
    plans = [event for event in services.events.read(run) if event.kind == "plan.made"]
    assert len(plans) == 2


async def test_rejected_code_is_taken_back(browser: httpx.AsyncClient, services: Services, tmp_path: Path) -> None:
    run = await _start(browser, tmp_path / "club", "security")
    await _opened(services, run, "security")
    await _answer(browser, run, "security", decision="reject")
    assert (await _result(services, run))["status"] == "refused"
    assert not await asyncio.to_thread((tmp_path / "club").exists)


async def test_a_project_built_anew_is_changed_once_its_plan_is_approved(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    out = tmp_path / "club"
    await services.jobs.result(await _start(browser, out))
    before = await asyncio.to_thread(_files, out)
    spec = before["spec.yaml"].decode().replace("town", "city")
    for decision, same in (("reject", True), ("approve", False)):
        run = await _start(browser, out, "security", "architecture", brief="", spec=spec, renew=True)
        asked = await _opened(services, run, "change")
        assert (asked["renew"], asked["facts"]["spec"]) == (True, spec)
        assert [finding["place"] for finding in asked["findings"]] == ["member.city"]
        assert await asyncio.to_thread(_files, out) == before
        await _answer(browser, run, "change", decision=decision, comment="No.")
        result = await _result(services, run)
        assert result["status"] == ("refused" if same else "done"), result
        assert (await asyncio.to_thread(_files, out) == before) is same


async def test_an_answer_that_makes_no_sense_is_refused_and_the_run_still_waits(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    run = await _start(browser, tmp_path / "club", "security")
    await _opened(services, run, "security")
    for given in (
        {"decision": "perhaps"},
        {},
        {"decision": "modify", "spec": "x"},
        {"decision": "approve", "spec": "x"},
        {"decision": "approve", "colour": "red"},
    ):
        answer = await browser.post(f"/runs/{run}/answers/security", json=given)
        assert (answer.status_code, bool(answer.json()["hint"])) == (422, True), given
    assert (await _answer(browser, run, "deployment", decision="approve")).status_code == 409
    assert (await _answer(browser, "nowhere", "security", decision="approve")).status_code == 404
    assert (await browser.get(f"/runs/{run}")).json()["status"] == "waiting"
    await browser.post(f"/runs/{run}/cancel")


async def test_approvals_list_what_waits_and_then_what_was_decided(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    runs = [await _start(browser, tmp_path / str(n), "architecture") for n in range(3)]
    for run in runs:
        await _opened(services, run, "architecture")
    await _answer(browser, runs[1], "architecture", decision="reject", comment="Too small.")
    await services.jobs.result(runs[1])
    await browser.post(f"/runs/{runs[2]}/cancel")
    items = (await browser.get("/approvals")).json()["items"]
    assert [item["run"] for item in items] == [runs[0], runs[2], runs[1]]
    waiting, cancelled, rejected = items
    assert (waiting["decided"], waiting["checkpoint"], waiting["project"]) == (
        None,
        "architecture",
        str(tmp_path / "0"),
    )
    assert "member" in waiting["facts"]["spec"]
    assert (rejected["decided"]["decision"], rejected["decided"]["comment"]) == ("reject", "Too small.")
    assert "spec" not in rejected["facts"]
    assert cancelled["decided"]["decision"] == "cancelled"
    await browser.post(f"/runs/{runs[0]}/cancel")


async def test_what_was_not_understood_stands_among_the_findings(
    browser: httpx.AsyncClient, services: Services, tmp_path: Path
) -> None:
    run = await _start(browser, tmp_path / "shop", "architecture", brief=f"{CLUB} Xyzzy plugh frotz the grue at noon.")
    asked = await _opened(services, run, "architecture")
    assert any("grue" in finding["title"] for finding in asked["findings"])
    await browser.post(f"/runs/{run}/cancel")


async def test_an_unknown_checkpoint_cannot_be_asked_for(browser: httpx.AsyncClient, tmp_path: Path) -> None:
    answer = await browser.post("/projects", json={"brief": CLUB, "out": str(tmp_path / "x"), "checkpoints": ["tea"]})
    assert answer.status_code == 422
