"""Prompts over HTTP, and a prompt that is improved: only what does better on the benchmark comes into use."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.services import Services
from app.services.improving import is_right
from engines.kernel.llm import Answer, Ask, LanguageModels
from engines.prompts.benchmark import load_benchmark
from engines.spec import read_brief
from tests.language_models import Scripted, ScriptedModels

CASES = load_benchmark("read-requirement")
GOOD, BAD = "MARK-GOOD", "MARK-BAD"


class Pupil(ScriptedModels):
    """Solves a third of the cases, or with a prompt that bears a mark nearly all or none; proposes what it is told to."""

    proposal = GOOD

    async def ask(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        if ask.task == "explain":
            user = "{{ things }} {{ roles }} {{ before }} {{ sentence }}"
            return self._answer(Scripted(value={"why": "shorter", "system": self.proposal, "user": user}))
        said = ask.turns[-1].text
        number, case = next((n, case) for n, case in enumerate(CASES) if case.sentence in said)
        system = ask.turns[0].text
        solved = number != 0 if GOOD in system else number % 3 == 0 and BAD not in system
        return self._answer(Scripted(value={"sentences": [case.said] if solved else ["Nothing has a thing."]}))


@pytest.fixture
def pupil() -> Pupil:
    return Pupil([])


@pytest.fixture
def models(pupil: Pupil) -> LanguageModels:
    return pupil


def test_every_case_can_be_solved_and_none_is_solved_by_silence() -> None:
    assert len(CASES) >= 30
    for case in CASES:
        before = read_brief(case.brief).spec
        assert is_right(case, case.said, before), case.sentence
        assert not is_right(case, "Thanks a lot.", before), case.sentence


async def _improve(browser: httpx.AsyncClient, services: Services) -> Any:
    answer = await browser.post("/prompts/read-requirement/improvements")
    assert answer.status_code == 201, answer.text
    record = await services.jobs.result(answer.json()["run"])
    assert record.status == "done", record.error
    return record.result


async def test_a_proposal_that_does_better_comes_into_use(
    browser: httpx.AsyncClient, services: Services, pupil: Pupil
) -> None:
    result = await _improve(browser, services)
    assert (result["passed"], result["version"]) == (True, 2), result
    shown = (await browser.get("/prompts/read-requirement")).json()
    assert [(row["number"], row["stand"], row["own"]) for row in shown["versions"]] == [
        (1, "active", False),
        (2, "active", True),
    ]
    assert GOOD in shown["versions"][1]["system"]


async def test_a_proposal_that_does_not_is_never_used(
    browser: httpx.AsyncClient, services: Services, pupil: Pupil
) -> None:
    pupil.proposal = BAD
    result = await _improve(browser, services)
    assert (result["passed"], result["version"]) == (False, 2)
    shown = (await browser.get("/prompts/read-requirement")).json()
    assert [row["stand"] for row in shown["versions"]] == ["active", "retired"]


async def test_what_has_no_benchmark_is_not_improved(browser: httpx.AsyncClient, services: Services) -> None:
    run = (await browser.post("/prompts/write-code/improvements")).json()["run"]
    assert "has no benchmark" in (await services.jobs.result(run)).error
    assert (await browser.post("/prompts/nobody/improvements")).status_code == 404


async def test_versions_are_listed_compared_and_pinned(browser: httpx.AsyncClient) -> None:
    names = [row["name"] for row in (await browser.get("/prompts")).json()["items"]]
    assert "write-code" in names
    text = (await browser.get("/prompts/write-code/diff", params={"old": 1, "new": 2})).json()["diff"]
    assert text.startswith("--- write-code/1")
    assert (await browser.put("/prompts/write-code/pin", json={"version": 2})).status_code == 204
    shown = (await browser.get("/prompts/write-code")).json()
    assert [row["pinned"] for row in shown["versions"]] == [False, True]
    assert (await browser.put("/prompts/write-code/pin", json={"version": 7})).status_code == 404
    acts = (await browser.get("/audit")).json()["items"]
    assert [(row["act"], row["subject"]) for row in acts] == [("prompt.pinned", "write-code 2")]
