"""With a language model: sentences are read that the rules could not read, and built that no blueprint has."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from app.services import Services
from engines.edges.git import GitRepository
from engines.kernel.errors import Unavailable
from engines.kernel.llm import LanguageModels
from tests.language_models import SHOUTING, Scripted, ScriptedModels

HOARD = "Nobody ought to be hoarding more than a handful of loans, five tops."
SHOUT = "Titles are shouted at the front desk."
BRIEF = f"Members have a name. A loan has a member, a book and a due date. Books have a title. {HOARD} {SHOUT}"
NOTHING = {"sentences": []}
FINE = {"approve": True, "findings": []}


@pytest.fixture
def script() -> ScriptedModels:
    return ScriptedModels([], review=FINE)


@pytest.fixture
def models(script: ScriptedModels) -> LanguageModels:
    return script


async def _run(browser: httpx.AsyncClient, services: Services, path: str, wish: dict[str, Any]) -> dict[str, Any]:
    answer = await browser.post(path, json=wish)
    assert answer.status_code == 201, answer.text
    record = await services.jobs.result(answer.json()["run"])
    if record.status != "done":
        return {"status": record.status, "why": record.error, "run": record.id}
    result: Any = record.result
    return {**result, "run": record.id}


async def _build(browser: httpx.AsyncClient, services: Services, out: Path, **more: Any) -> dict[str, Any]:
    wish = {"brief": BRIEF, "out": str(out), "accept": True, "preview": False, **more}
    return await _run(browser, services, "/projects", wish)


def _statuses(result: dict[str, Any]) -> dict[str, str]:
    return {row["text"]: row["status"] for row in result["requirements"]}


async def test_a_sentence_is_said_again_read_and_built(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, tmp_path: Path
) -> None:
    script.answers = [
        Scripted(value={"sentences": ["A member can't have more than 5 loans."]}),
        Scripted(value={"sentences": ["A book has a shout with a volume."]}),
        Scripted(value={"findings": [{"severity": "high", "title": "t", "place": "Loans", "advice": "a"}]}),
    ]
    result = await _build(browser, services, tmp_path / "library")
    assert result["status"] == "done", result
    assert _statuses(result)[HOARD] == "built"
    assert _statuses(result)[SHOUT] == "not_understood"
    spec = yaml.safe_load((tmp_path / "library/spec.yaml").read_text())
    (rule,) = spec["rules"]
    assert rule["quota"]["by"] == "model"
    told = [e.payload["text"] for e in services.events.read(result["run"]) if e.kind == "agent.message"]
    assert any(text == "read: A member can't have more than 5 loans." for text in told)
    assert any(str(text).startswith("not taken: it speaks of volume") for text in told)
    assert any("a model advises on 1 points" in str(text) for text in told)
    assert [(call, outcome.worth) for call, outcome in script.learned] == [(1, 1.0), (2, 0.0)]


async def test_a_build_goes_on_to_what_no_blueprint_has(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, tmp_path: Path
) -> None:
    brief = BRIEF.replace(f" {HOARD}", "")
    script.answers = [Scripted(value=NOTHING), Scripted(value={"findings": []}), Scripted(text=SHOUTING)]
    result = await _build(browser, services, tmp_path / "library", brief=brief)
    assert result["status"] == "done", result
    assert _statuses(result)[SHOUT] == "built"
    assert [row["ended"] for row in result["built"]] == ["built"]
    project = (await browser.get("/projects")).json()["items"][0]
    assert project["tests"]["passed"] == result["tests"]["passed"]


async def test_a_build_stands_when_nothing_more_could_be_built(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, tmp_path: Path
) -> None:
    result = await _build(browser, services, tmp_path / "library", brief=BRIEF)
    assert result["status"] == "done", result
    assert {row["ended"] for row in result["built"]} == {"no_model"}, result["why"]
    assert _statuses(result)[SHOUT] == "not_understood"


async def test_offline_asks_no_model(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, tmp_path: Path
) -> None:
    result = await _build(browser, services, tmp_path / "library", offline=True)
    assert result["status"] == "done"
    assert script.asked == []


async def test_a_model_that_fails_in_the_middle_leaves_the_build_as_it_was(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, tmp_path: Path
) -> None:
    script.answers = [Unavailable("the line is down"), Unavailable("the line is down")]
    result = await _build(browser, services, tmp_path / "library")
    assert result["status"] == "done"
    assert _statuses(result)[HOARD] == "not_understood"
    told = [str(e.payload["text"]) for e in services.events.read(result["run"]) if e.kind == "agent.message"]
    assert any("no model could be asked: the line is down" in text for text in told)


@pytest.fixture
async def library(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, tmp_path: Path
) -> dict[str, Any]:
    """A project with one sentence that is built no further."""
    return await _build(browser, services, tmp_path / "library", offline=True)


def _number(library: dict[str, Any], text: str) -> int:
    return next(int(row["number"]) for row in library["requirements"] if row["text"] == text)


async def test_what_no_blueprint_has_is_built_proven_and_traced(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, library: dict[str, Any], tmp_path: Path
) -> None:
    project = tmp_path / "library"
    script.answers = [Scripted(text=SHOUTING)]
    wish = {"project": str(project), "requirements": [_number(library, SHOUT)], "accept": True}
    result = await _run(browser, services, "/projects/implementations", wish)
    assert result["status"] == "done", result
    (row,) = [each for each in result["requirements"] if each["text"] == SHOUT]
    assert row["status"] == "built"
    assert row["code"] == ["app/shouting.py:4"]
    test = "tests/test_titles_are_shouted_at_the_front_desk.py::test_titles_are_called_out_loud"
    assert row["tests"] == [test]
    assert "EMMA!" in (project / test.split("::")[0]).read_text()
    assert f"- `{test}`" in (project / "TRACE.md").read_text()
    assert GitRepository().is_clean(project)
    assert GitRepository().log(project)[0].message.startswith(f"Build what the brief says: {SHOUT}")
    kinds = [event.kind for event in services.events.read(result["run"])]
    assert kinds.count("agent.vote") == 3
    assert "agent.tool" in kinds


async def test_later_changes_leave_it_alone_and_undo_takes_it_back(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, library: dict[str, Any], tmp_path: Path
) -> None:
    project = tmp_path / "library"
    script.answers = [Scripted(text=SHOUTING)]
    wish = {"project": str(project), "requirements": [_number(library, SHOUT)], "accept": True}
    await _run(browser, services, "/projects/implementations", wish)
    change = {"project": str(project), "text": "Members also have a phone number.", "accept": True}
    changed = await _run(browser, services, "/projects/changes", change)
    assert changed["status"] == "done", changed
    assert (project / "app/shouting.py").exists()
    assert {row["text"]: row["status"] for row in changed["requirements"]}[SHOUT] == "built"
    commits = (await browser.get("/projects/commits", params={"path": str(project)})).json()["items"]
    undone = await browser.post("/projects/restore", json={"path": str(project), "commit": commits[2]["id"]})
    assert undone.status_code == 201, undone.text
    assert not (project / "app/shouting.py").exists()
    assert "extensions" not in (project / "spec.yaml").read_text()


async def test_reviewers_can_keep_it_out(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, library: dict[str, Any], tmp_path: Path
) -> None:
    script.answers = [Scripted(text=SHOUTING.replace("title.upper()", "eval(repr(title)).upper()"))]
    before = GitRepository().log(tmp_path / "library")[0].id
    wish = {"project": str(tmp_path / "library"), "requirements": [_number(library, SHOUT)], "accept": True}
    result = await _run(browser, services, "/projects/implementations", wish)
    assert result["status"] == "failed"
    assert "the reviewers reject it: critical: eval runs text as code" in result["why"]
    assert GitRepository().log(tmp_path / "library")[0].id == before
    assert GitRepository().is_clean(tmp_path / "library")


async def test_a_person_decides_when_nobody_said_yes(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, library: dict[str, Any], tmp_path: Path
) -> None:
    script.answers = [Scripted(text=SHOUTING)]
    wish = {"project": str(tmp_path / "library"), "requirements": [_number(library, SHOUT)]}
    run = (await browser.post("/projects/implementations", json=wish)).json()["run"]
    async for event in services.events.follow(run):
        if event.kind == "checkpoint.opened":
            facts: Any = event.payload["facts"]
            (code, proof) = facts["changes"]
            assert (code["path"], code["before"]) == ("app/shouting.py", "")
            assert "def shouted(title: str) -> str:" in code["after"]
            assert proof["path"].startswith("tests/")
            answer = {"decision": "reject", "comment": "not this way"}
            await browser.post(f"/runs/{run}/answers/{event.payload['checkpoint']}", json=answer)
            break
    record = await services.jobs.result(run)
    ended: Any = record.result
    assert (ended["status"], ended["why"]) == ("refused", "not this way")
    assert [(o.shown_by, o.worth) for _, o in script.learned] == [("tests", 1.0), ("kept", 0.0)]
    assert not await asyncio.to_thread((tmp_path / "library/app/shouting.py").exists)


async def test_an_agent_asks_what_only_a_person_can_decide(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, library: dict[str, Any], tmp_path: Path
) -> None:
    script.answers = [Scripted(text="ASK In capitals, or just loud?"), Scripted(text=SHOUTING)]
    wish = {"project": str(tmp_path / "library"), "requirements": [_number(library, SHOUT)]}
    run = (await browser.post("/projects/implementations", json=wish)).json()["run"]
    said = {"clarification": "In capitals.", "implementation": "fine"}
    async for event in services.events.follow(run):
        if event.kind == "checkpoint.opened":
            answer = {"decision": "approve", "comment": said[str(event.payload["kind"])]}
            await browser.post(f"/runs/{run}/answers/{event.payload['checkpoint']}", json=answer)
    record = await services.jobs.result(run)
    ended: Any = record.result
    assert ended["status"] == "done", ended
    assert "In capitals." in script.asked[1].turns[-1].text


async def test_it_says_what_can_not_be_built(
    browser: httpx.AsyncClient, services: Services, script: ScriptedModels, library: dict[str, Any], tmp_path: Path
) -> None:
    wish: dict[str, Any] = {"project": str(tmp_path / "library"), "requirements": [99]}
    assert "the brief has no sentence 99" in (await _run(browser, services, "/projects/implementations", wish))["why"]
    wish["requirements"] = [1]
    assert "sentence 1 is built already" in (await _run(browser, services, "/projects/implementations", wish))["why"]
    script.foreseen = None
    wish["requirements"] = []
    assert "No language model is set up" in (await _run(browser, services, "/projects/implementations", wish))["why"]
