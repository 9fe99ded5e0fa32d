"""A change by English, from its plan to the commit: hand edits stay, conflicts are shown, failures leave no trace."""

from __future__ import annotations

import json

import pytest

from tests.change.conftest import Shop
from tests.projects.conftest import git

SERVICE = "app/services/game.py"
MINE = "\n\ndef mine() -> int:\n    return 1\n"


async def test_a_field_is_added_beside_hand_edits_and_taken_back(shop: Shop) -> None:
    (shop.folder / SERVICE).write_text((shop.folder / SERVICE).read_text("utf-8") + MINE, "utf-8")
    result = await shop.change("Games also have a shelf.")
    assert result["status"] == "done", result.get("why")
    assert result["tests"]["failed"] == 0
    assert [(fact["verb"], fact["place"]) for fact in result["change"]["facts"]] == [("added", "game.shelf")]
    assert "shelf" in (shop.folder / "app/models/game.py").read_text("utf-8")
    assert (shop.folder / SERVICE).read_text("utf-8").endswith(MINE)
    assert (shop.folder / result["change"]["migration"]).is_file()
    assert git(shop.folder, "status", "--porcelain") == ""
    assert git(shop.folder, "log", "-3", "--first-parent", "--format=%s").splitlines()[:2] == [
        "Games also have a shelf.",
        "Changes by hand",
    ]
    assert "Games also have a shelf." in (shop.folder / "TRACE.md").read_text("utf-8")
    before = shop.files()
    answer = await shop.desk.send("POST", "restore")
    assert answer.status_code == 201, answer.text
    assert "shelf" not in (shop.folder / "app/models/game.py").read_text("utf-8")
    assert (shop.folder / SERVICE).read_text("utf-8").endswith(MINE)
    revisions = sorted(path.name[:4] for path in (shop.folder / "migrations/versions").glob("*.py"))
    assert revisions == ["0001", "0002", "0003"]
    await shop.desk.send("POST", "restore")
    after = shop.files()
    assert {path: after[path] for path in before} == before
    assert git(shop.folder, "status", "--porcelain") == ""


async def test_a_plan_changes_nothing(shop: Shop) -> None:
    before, head = shop.files(), git(shop.folder, "rev-parse", "HEAD")
    result = await shop.change("Games also have a shelf.", only_plan=True)
    assert result["status"] == "planned"
    assert "app/models/game.py" in result["change"]["files"]
    assert shop.files() == before
    assert git(shop.folder, "rev-parse", "HEAD") == head
    assert git(shop.folder, "branch", "--list", "generated") == ""


async def test_what_is_not_understood_is_a_question_and_changes_nothing(shop: Shop) -> None:
    before = shop.files()
    result = await shop.change("Games also have a shelf. Frobnicate the whatever.")
    assert result["status"] == "needs_answers"
    assert "Frobnicate the whatever" in result["questions"][0]["text"]
    assert shop.files() == before


async def test_a_conflict_shows_both_sides_and_leaves_the_project(shop: Shop) -> None:
    shop.edit("app/models/game.py", "publisher: Mapped[str]", "publisher: Mapped[str]  # mine")
    before = shop.files()
    spec = (shop.folder / "spec.yaml").read_text("utf-8")
    assert "publisher: {type: text" in spec
    changed = spec.replace("publisher: {type: text", "publisher: {type: long_text")
    result = await shop.change(spec=changed)
    assert result["status"] == "conflicts"
    (conflict,) = [each for each in result["change"]["conflicts"] if each["path"] == "app/models/game.py"]
    assert "# mine" in conflict["mine"]
    assert "Text" in conflict["generated"]
    assert shop.files() == before
    assert git(shop.folder, "log", "--all", "--format=%s").count("\n") == 1


@pytest.mark.parametrize(("prefer", "mine"), [("mine", True), ("generated", False)])
async def test_a_person_decides_conflicts(shop: Shop, prefer: str, mine: bool) -> None:
    shop.edit("app/models/game.py", "publisher: Mapped[str]", "publisher: Mapped[str]  # mine")
    spec = (shop.folder / "spec.yaml").read_text("utf-8")
    changed = spec.replace("publisher: {type: text", "publisher: {type: long_text")
    result = await shop.change(spec=changed, prefer=prefer, only_plan=True)
    assert result["status"] == "planned"
    text = git(shop.folder, "show", f"{result['change']['new']}:app/models/game.py")
    assert ("# mine" in text) is mine
    assert ("<<<<<<<" in text) is False


async def test_a_person_decides_file_by_file_and_place_by_place(shop: Shop) -> None:
    shop.edit("app/models/game.py", "publisher: Mapped[str]", "publisher: Mapped[str]  # mine")
    spec = (shop.folder / "spec.yaml").read_text("utf-8")
    changed = spec.replace("publisher: {type: text", "publisher: {type: long_text")
    (conflict,) = (await shop.change(spec=changed, only_plan=True))["change"]["conflicts"]
    path = conflict["path"]
    for place, side in ((path, "mine"), (f"{path}:{conflict['line']}", "generated"), (f"{path}:1", "")):
        result = await shop.change(spec=changed, sides={place: side or "mine"}, only_plan=True)
        assert result["status"] == ("planned" if side else "conflicts")
        if side:
            text = git(shop.folder, "show", f"{result['change']['new']}:{path}")
            assert ("# mine" in text) is (side == "mine")


async def test_locked_files_and_protected_lines_stay(shop: Shop) -> None:
    manifest = json.loads((shop.folder / "quantumlayer.json").read_text("utf-8"))
    manifest["locked"] = ["app/web/*"]
    (shop.folder / "quantumlayer.json").write_text(json.dumps(manifest, indent=2), "utf-8")
    line = next(n for n in (shop.folder / "app/models/game.py").read_text("utf-8").splitlines() if "publisher:" in n)
    kept = f"    # keep: begin\n{line}  # my own\n    # keep: end"
    shop.edit("app/models/game.py", line, kept)
    spec = (shop.folder / "spec.yaml").read_text("utf-8")
    result = await shop.change(
        spec=spec.replace("publisher: {type: text", "publisher: {type: long_text"), only_plan=True
    )
    why = {each["path"]: each["why"] for each in result["change"]["kept"]}
    assert why["app/models/game.py"] == "protected"
    assert not result["change"]["conflicts"]
    assert not [path for path in result["change"]["files"] if path.startswith("app/web/") and path.count("/") == 2]


async def test_a_change_that_waits_goes_on_when_it_is_approved(shop: Shop) -> None:
    body = {"project": str(shop.folder), "text": "Games also have a shelf."}
    run = (await shop.desk.browser.post("/projects/changes", json=body)).json()["run"]
    async for event in shop.services.events.follow(run):
        if event.kind == "checkpoint.opened":
            assert event.payload["risk"] == "low"
            assert event.payload["undo"].startswith("ql undo")
            break
    before = shop.files()
    answer = await shop.desk.browser.post(f"/runs/{run}/answers/change", json={"decision": "reject", "comment": "No."})
    assert answer.status_code == 204, answer.text
    record = await shop.services.jobs.result(run)
    assert record.result["status"] == "refused"
    assert shop.files() == before
