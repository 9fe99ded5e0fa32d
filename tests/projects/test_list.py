"""The list of projects: opened, forgotten, vanished, and kept across a restart."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.server import create_app
from app.services import Services
from app.services.projects import state_of
from app.services.registry import Begun
from engines.kernel.errors import NotFound
from engines.kernel.jobs import RunStatus
from engines.kernel.projects import ProjectPapers, ProjectRecord, TestCounts
from engines.kernel.spec import Spec
from engines.workflow import StoredEvents, StoredProjects, open_database
from tests.projects.conftest import BRIEF, Desk


async def test_an_opened_project_is_listed_with_what_its_files_tell(desk: Desk) -> None:
    [item] = (await desk.browser.get("/projects")).json()["items"]
    assert item | {"changed": ""} == {
        "path": str(desk.project),
        "name": "reading-room",
        "title": "Reading room",
        "summary": "A reading room lends board games to its guests.",
        "stack": "python-fastapi",
        "state": "ready",
        "tests": None,
        "changed": "",
        "run": "",
        "preview": None,
        "questions": 0,
    }


async def test_the_detail_tells_brief_specification_and_sentences(desk: Desk) -> None:
    detail = await desk.told("detail")
    assert detail["brief"] == BRIEF
    assert detail["spec"] == (desk.project / "spec.yaml").read_text()
    assert [row["number"] for row in detail["sentences"]] == list(range(1, len(detail["sentences"]) + 1))
    assert "article number" in detail["sentences"][1]["text"]
    assert (detail["requirements"], detail["report"]) == ([], None)


async def test_a_folder_that_is_no_project_is_refused_with_a_hint(browser: httpx.AsyncClient, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    for folder, status in (("notes", 422), ("nowhere", 404)):
        answer = await browser.post("/projects/open", json={"path": str(tmp_path / folder)})
        assert answer.status_code == status
        assert "ql new" in answer.json()["hint"]
    assert (await browser.get("/projects")).json()["items"] == []


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"blueprint": 3}', "\xff", "{" * 200_000, "[" * 90_000])
async def test_a_manifest_that_says_nothing_makes_no_project(
    browser: httpx.AsyncClient, tmp_path: Path, content: str
) -> None:
    (tmp_path / "quantumlayer.json").write_text(content, encoding="latin-1")
    assert (await browser.post("/projects/open", json={"path": str(tmp_path)})).status_code == 422


async def test_a_manifest_behind_a_link_makes_no_project(
    browser: httpx.AsyncClient, tmp_path: Path, project: Path
) -> None:
    (tmp_path / "bait").mkdir()
    (tmp_path / "bait" / "quantumlayer.json").symlink_to(project / "quantumlayer.json")
    assert (await browser.post("/projects/open", json={"path": str(tmp_path / "bait")})).status_code == 403


async def test_forgetting_leaves_the_files_and_closes_the_door(desk: Desk) -> None:
    assert (await desk.send("POST", "forget")).status_code == 204
    assert (desk.project / "spec.yaml").is_file()
    assert (await desk.browser.get("/projects")).json()["items"] == []
    for what in ("detail", "facts", "files", "commits", "diff", "trace"):
        assert (await desk.get(what)).status_code == 404
    assert (await desk.send("POST", "forget")).status_code == 404


async def test_a_folder_that_vanished_is_told_as_missing(desk: Desk) -> None:
    desk.project.rename(desk.project.with_name("elsewhere"))
    [item] = (await desk.browser.get("/projects")).json()["items"]
    assert item["state"] == "missing"
    answer = await desk.get("files")
    assert (answer.status_code, "vanished" in answer.json()["detail"]) == (404, True)
    assert (await desk.told("detail"))["spec"] == ""
    assert (await desk.write("a.txt", "a")).status_code == 404


async def test_two_ways_to_one_folder_are_one_project(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(desk.project.parent)
    opened = await desk.browser.post("/projects/open", json={"path": str(tmp_path / "way" / "reading-room")})
    assert opened.json()["path"] == str(desk.project)
    assert len((await desk.browser.get("/projects")).json()["items"]) == 1


async def test_links_in_a_circle_are_no_project(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    opened = await desk.browser.post("/projects/open", json={"path": str(tmp_path / "circle" / "project")})
    assert opened.status_code == 404
    shutil.rmtree(desk.project / "app")
    (desk.project / "app").symlink_to("app")
    rows = {row["file"]: row["change"] for row in (await desk.told("files"))["items"]}
    assert (rows["app"], rows["app/main.py"]) == ("A", "D")


@pytest.mark.parametrize("path", ["relative", "/a\0b", "", "/" + "x" * 5000])
async def test_a_path_that_is_none_is_refused(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.post("/projects/open", json={"path": path})).status_code == 422
    assert (await browser.get("/projects/files", params={"path": path})).status_code == 422


async def test_a_specification_that_nobody_can_read_keeps_the_project_reachable(desk: Desk) -> None:
    before = await desk.told("detail")
    (desk.project / "spec.yaml").write_text("entities: [")
    detail = await desk.told("detail")
    assert (detail["title"], detail["sentences"]) == (before["title"], [])
    assert (await desk.get("facts")).status_code == 422
    assert (await desk.told("files"))["items"]


async def test_the_facts_are_drawn_with_their_sentences(desk: Desk) -> None:
    facts = await desk.told("facts")
    assert [entity["name"] for entity in facts["entities"]] == ["game", "lending", "guest"]
    number = next(field for field in facts["entities"][0]["fields"] if field["name"] == "article_number")
    assert (number["unique"], number["required"], number["sentences"]) == (True, True, [2])
    assert {(row["from"], row["to"], row["kind"]) for row in facts["relations"]} >= {("lending", "game", "many_to_one")}
    assert any(
        rule["text"].startswith("the number of lending records per guest is at most 2") for rule in facts["rules"]
    )
    assert {"GET", "POST"} <= {row["method"] for row in facts["endpoints"] if row["path"] == "/api/games"}
    text = (desk.project / "spec.yaml").read_text()
    assert (await desk.browser.post("/specs/facts", json={"spec": text})).json() == facts


async def test_a_run_is_told_from_its_folder_to_its_end(services: Services, desk: Desk) -> None:
    run = await _asking(services)
    begun = _begun(run, desk.project)
    services.registry.began(begun)
    assert (await desk.told("detail"))["state"] == "waiting"
    assert (await desk.write("new.txt", "text")).status_code == 409
    assert (await desk.send("POST", "forget")).status_code == 409
    await services.jobs.answer(run, "size", {})
    await services.jobs.result(run)
    assert (await desk.told("detail"))["state"] == "failed"  # it ended without a word
    rows = [{"number": 1, "text": "B", "status": "built"}]
    result = {"path": str(desk.project), "status": "done", "requirements": rows, "questions": [{"text": "?"}]}
    services.registry.ended("another", result | {"status": "failed"})
    services.registry.ended(run, result)
    detail = await desk.told("detail")
    assert (detail["state"], detail["questions"], detail["requirements"]) == ("ready", 1, rows)
    services.registry.began(begun)  # again after a kill
    assert (await desk.told("detail"))["requirements"] == rows


async def test_a_build_that_a_person_rejects_leaves_no_new_project(services: Services, desk: Desk) -> None:
    new = desk.project.with_name("new")
    for project in (new, desk.project):
        services.registry.began(_begun("r", project))
        services.registry.ended("r", {"path": str(project), "status": "refused"})
    [item] = (await desk.browser.get("/projects")).json()["items"]
    assert (item["path"], item["title"], item["state"]) == (str(desk.project), "Reading room", "ready")


async def test_a_cancelled_build_says_so_after_its_run_is_forgotten_too(
    services: Services, desk: Desk, tmp_path: Path
) -> None:
    (empty := tmp_path / "empty").mkdir()  # taken by its run, which has written nothing yet
    for project in (desk.project, empty):
        run = await _asking(services)
        services.registry.began(_begun(run, project))
        assert (await desk.browser.post(f"/runs/{run}/cancel")).json()["status"] == "cancelled"
        assert services.registry.record(project).outcome == "cancelled"  # what outlives the run
        items = {item["path"]: item for item in (await desk.browser.get("/projects")).json()["items"]}
        assert items[str(project)]["state"] == "cancelled"
    assert (await desk.write("new.txt", "text")).status_code == 200
    services.registry.began(_begun("next", desk.project))
    services.registry.ended("next", {"path": str(desk.project), "status": "done"})
    assert (await desk.told("detail"))["state"] == "ready"


async def test_cancelling_what_has_ended_changes_nothing(services: Services, desk: Desk) -> None:
    run = await _asking(services)
    await services.jobs.answer(run, "size", {})
    services.registry.began(_begun(run, desk.project))
    await services.jobs.result(run)
    await desk.browser.post(f"/runs/{run}/cancel")
    assert (await desk.told("detail"))["state"] == "failed"


async def _asking(services: Services) -> str:
    """A run that waits for a person."""
    run = await services.jobs.start("ask", {})
    await anext(event async for event in services.events.follow(run) if event.kind == "checkpoint.opened")
    return run


def _begun(run: str, project: Path) -> Begun:
    return Begun(run=run, project=project, spec=Spec(name="a", title="A"), stack="python-fastapi", brief="B")


RECORD = ProjectRecord(path="/p", name="p", title="P", outcome="done", run="r")


@pytest.mark.parametrize(
    ("record", "run", "there", "state"),
    [
        (RECORD, None, True, "ready"),
        (RECORD, None, False, "missing"),
        (replace(RECORD, outcome=""), "running", False, "building"),
        (replace(RECORD, outcome=""), "queued", True, "building"),
        (replace(RECORD, outcome=""), "waiting", True, "waiting"),
        (replace(RECORD, outcome=""), "cancelled", True, "cancelled"),
        (replace(RECORD, outcome=""), "cancelled", False, "missing"),
        (replace(RECORD, outcome="cancelled"), None, True, "cancelled"),
        (
            replace(RECORD, outcome="cancelled", tests=TestCounts(passed=1, failed=0, coverage=1.0)),
            None,
            True,
            "cancelled",
        ),
        (replace(RECORD, outcome=""), "failed", True, "failed"),
        (replace(RECORD, outcome=""), None, True, "failed"),
        (replace(RECORD, outcome="failed"), None, True, "failed"),
        (replace(RECORD, outcome="refused"), None, True, "failed"),
        (replace(RECORD, tests=TestCounts(passed=1, failed=1, coverage=1.0)), None, True, "failed"),
        (replace(RECORD, outcome="failed", tests=TestCounts(passed=1, failed=0, coverage=1.0)), None, True, "ready"),
    ],
)
def test_the_state_follows_run_tests_and_folder(
    record: ProjectRecord, run: RunStatus | None, there: bool, state: str
) -> None:
    assert state_of(record, run=run, there=there) == state


def test_the_book_outlives_the_engine_and_its_runs(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/events.db"
    papers = ProjectPapers(brief="B", requirements=({"number": 1},), report={"passed": 2})
    record = replace(RECORD, tests=TestCounts(passed=2, failed=0, coverage=91.5), changed="2026-01-01T00:00:00+00:00")
    events = StoredEvents(database=open_database(url))
    StoredProjects(database=events.database).keep(record, papers)
    events.forget(["r"])
    events.close()
    database = open_database(url)
    book = StoredProjects(database=database)
    assert (book.list(), book.get("/p"), book.papers("/p")) == ([record], record, papers)
    book.keep(replace(record, title="Q"))
    assert (book.get("/p").title, book.papers("/p")) == ("Q", papers)
    book.forget("/p")
    with pytest.raises(NotFound):
        book.papers("/p")
    database.dispose()


async def test_the_routes_are_described(services: Services) -> None:
    paths = create_app(services, "t", "1").openapi()["paths"]
    assert {"/projects", "/projects/open", "/projects/file", "/projects/diff"} <= set(paths)
    assert json.dumps(paths)
