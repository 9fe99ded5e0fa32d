"""Tests run over HTTP: all or some, at once or as a run; their outcomes are remembered and judged anew."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.services import Services
from tests.projects.conftest import Desk

MODELS = "tests/test_games.py"


async def run(desk: Desk, how: str, *only: str, project: Path | None = None) -> Any:
    answer = await desk.browser.post(f"/tests/{how}", json={"project": str(project or desk.project), "only": only})
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


@pytest.fixture
def few(desk: Desk) -> Path:
    """The project with the tests of one thing alone, so that running all of them takes a second."""
    for path in (desk.project / "tests").glob("test_*.py"):
        if path.name != Path(MODELS).name:
            path.unlink()
    return desk.project


async def test_a_report_is_remembered_with_what_it_proves(desk: Desk, few: Path) -> None:
    report = await run(desk, "run")
    assert report["failed"] == 0
    assert report["passed"] > 5
    detail = await desk.told("detail")
    assert detail["report"] == report
    assert detail["tests"] == {"passed": report["passed"], "failed": 0, "coverage": report["coverage"]}
    [games] = [row for row in detail["requirements"] if "article number" in row["text"]]
    assert games["status"] in ("built", "partial")
    assert any(name.startswith(MODELS) for name in games["tests"])
    items = (await desk.told("trace", file=MODELS))["items"]
    assert {row["status"] for row in items if row["sentence"] == games["number"]} == {games["status"]}


async def test_a_report_names_its_commit_and_the_files_that_changed_since(desk: Desk, few: Path) -> None:
    report = await run(desk, "run")
    newest = (await desk.told("commits"))["items"][0]["id"]
    assert report["commit"] == newest
    assert report["texts"]["app/main.py"] == (await desk.told("file", file="app/main.py"))["digest"]
    assert (await desk.told("detail"))["stale"] == []
    place = few / "app/main.py"
    text = place.read_text()
    place.write_text(text + "\n")
    (few / "app/models/game.py").unlink()
    assert (await desk.told("detail"))["stale"] == ["app/main.py", "app/models/game.py"]
    place.write_text(text)
    assert (await desk.told("detail"))["stale"] == ["app/models/game.py"]


async def test_some_tests_change_their_own_outcome_alone(desk: Desk, few: Path) -> None:
    whole = await run(desk, "run")
    name = next(row["id"] for row in whole["cases"] if "unique" in row["id"] or "twice" in row["id"])
    place = few / MODELS
    text = place.read_text()
    test = name.split("::")[1].split("[")[0]
    place.write_text(
        text.replace(f"def {test}(", f"def {test}_gone():\n    ...\n\n\ndef {test}(", 1)
        + f"\n\ndef {test}():\n    raise RuntimeError\n"
    )
    part = await run(desk, "run", name.split("[")[0])
    assert (part["passed"], part["failed"]) == (0, 1)
    detail = await desk.told("detail")
    assert (detail["state"], detail["tests"]["failed"]) == ("failed", 1)
    assert detail["tests"]["coverage"] == whole["coverage"]
    assert len(detail["report"]["cases"]) == len(whole["cases"])
    place.write_text(text)
    await run(desk, "run", name)
    assert (await desk.told("detail"))["state"] == "ready"


async def test_a_run_tells_of_each_test_and_returns_the_report(desk: Desk, few: Path, services: Services) -> None:
    number = (await run(desk, "start", MODELS))["run"]
    record = await services.jobs.result(number)
    assert (record.kind, record.status) == ("project.test", "done")
    stream = await desk.browser.get(f"/runs/{number}/events")
    events = [json.loads(line[5:]) for line in stream.text.splitlines() if line.startswith("data:")]
    told = {event["payload"]["test"] for event in events if event["kind"] == "test.passed"}
    result: Any = record.result
    assert told == {row["id"] for row in result["cases"]}
    assert (await desk.told("detail"))["report"] == result


async def test_a_test_that_is_not_there_fails_its_run(desk: Desk, services: Services) -> None:
    number = (await run(desk, "start", "tests/test_nothing.py"))["run"]
    record = await services.jobs.result(number)
    assert (record.status, "no test" in record.error) == ("failed", True)
    wish = {"project": str(desk.project), "only": ["--help"]}
    assert (await desk.browser.post("/tests/run", json=wish)).status_code == 404
    assert (await desk.browser.post("/tests/start", json={"project": "/no/folder"})).status_code == 404


async def test_tests_of_a_folder_that_nobody_opened_leave_no_trace(desk: Desk, few: Path, tmp_path: Path) -> None:
    other = shutil.copytree(few, tmp_path / "other")
    assert (await run(desk, "run", MODELS, project=other))["failed"] == 0
    items = (await desk.browser.get("/projects")).json()["items"]
    assert [(row["path"], row["tests"]) for row in items] == [(str(desk.project), None)]
