"""Projects that other people and programs had in their hands: odd repositories, odd names, damage, and a race for a link."""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path

import pytest

from engines.edges.source_files import FolderFiles
from engines.kernel.errors import QuantumLayerError
from engines.kernel.sources import digest
from tests.projects.conftest import Desk, git


def _all(desk: Desk) -> tuple[str, ...]:
    return ("files", "commits", "diff", "trace", "detail")


async def test_names_that_are_no_text_are_shown_and_recorded(desk: Desk) -> None:
    odd = desk.project / os.fsdecode(b"\xff.txt")
    odd.write_text("x")
    assert "\\xff.txt" in {row["file"] for row in (await desk.told("files"))["items"]}
    assert "\\xff.txt" in {row["file"] for row in (await desk.told("diff", old="HEAD"))["files"]}
    assert (await desk.send("POST", "commit", message="Odd")).status_code == 201
    odd.write_text("mine")
    answer = await desk.send("POST", "restore")
    assert (answer.status_code, "\\xff.txt" in answer.json()["detail"]) == (409, True)


async def test_a_shallow_clone_shows_what_it_has(desk: Desk) -> None:
    for n in range(3):
        (desk.project / "README.md").write_text(str(n))
        await desk.send("POST", "commit", message=f"Number {n}")
    clone = desk.project.with_name("clone")
    git(desk.project.parent, "clone", "-q", "--depth", "2", f"file://{desk.project}", "clone")
    other = Desk(browser=desk.browser, project=clone)
    assert (await other.send("POST", "open")).status_code == 200
    assert [row["message"] for row in (await other.told("commits"))["items"]] == ["Number 2", "Number 1"]
    assert (await other.send("POST", "restore")).status_code == 201
    assert (clone / "README.md").read_text() == "1"
    assert git(clone, "status", "--porcelain") == ""


async def test_packed_branches_merges_and_a_detached_head_are_read(desk: Desk) -> None:
    git(desk.project, "checkout", "-q", "-b", "side")
    (desk.project / "side.txt").write_text("s")
    await desk.send("POST", "commit", message="Side")
    assert (await desk.told("files"))["branch"] == "side"
    git(desk.project, "checkout", "-q", "main")
    (desk.project / "main.txt").write_text("m")
    await desk.send("POST", "commit", message="Main")
    git(desk.project, "merge", "-q", "side", "-m", "Both")
    git(desk.project, "gc", "-q")
    assert [row["message"] for row in (await desk.told("commits"))["items"]][:2] == ["Both", "Main"]
    side = git(desk.project, "rev-parse", "side").strip()
    assert {row["file"] for row in (await desk.told("diff", old=side, new="HEAD"))["files"]} == {"main.txt"}
    git(desk.project, "checkout", "-q", "--detach")
    listing = await desk.told("files")
    assert (listing["branch"], listing["commit"]) == ("", git(desk.project, "rev-parse", "HEAD").strip())
    (desk.project / "more.txt").write_text("x")
    assert (await desk.send("POST", "commit", message="Detached")).status_code == 201
    assert git(desk.project, "log", "-1", "--format=%s").strip() == "Detached"


async def test_a_submodule_is_left_alone(desk: Desk) -> None:
    git(desk.project.parent, "init", "-q", "library")
    (desk.project.parent / "library/a.txt").write_text("a")
    git(desk.project.parent / "library", "add", ".")
    git(desk.project.parent / "library", "commit", "-qm", "A")
    place = str(desk.project.parent / "library")
    git(desk.project, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", place, "vendored")
    git(desk.project, "commit", "-qm", "Vendor it")
    for what in _all(desk):
        assert (await desk.get(what)).status_code == 200
    for file in ("vendored", "vendored/a.txt"):
        assert (await desk.get("file", file=file, commit="HEAD")).status_code == 404
    answer = await desk.send("POST", "restore")
    assert answer.status_code in (201, 409)
    assert (desk.project / "vendored/a.txt").read_text() == "a"


@pytest.mark.parametrize("damage", ["objects", "commit", "head", "index", "ref"])
async def test_a_damaged_repository_is_told_and_nothing_breaks(desk: Desk, damage: str) -> None:
    (desk.project / "README.md").write_text("x")
    await desk.send("POST", "commit", message="Change")
    folder = desk.project / ".git"
    head = git(desk.project, "rev-parse", "HEAD").strip()
    match damage:
        case "objects":
            for path in (folder / "objects").rglob("*"):
                if path.is_file() and path.parent.name + path.name != head:
                    path.chmod(0o644)
                    path.write_bytes(b"garbage")
        case "commit":
            (folder / "objects" / head[:2] / head[2:]).unlink()
        case "head":
            (folder / "HEAD").write_bytes(b"\xff\0 nonsense")
        case "index":
            (folder / "index").write_bytes(b"DIRC nonsense")
        case _:
            (folder / "refs/heads/main").write_text("z" * 40)
    for what in ("files", "commits", "diff"):
        answer = await desk.get(what, **({"new": "HEAD"} if what == "diff" else {}))
        assert answer.status_code != 500, answer.text
    assert (await desk.told("file", file="README.md"))["text"] == "x"
    restored = await desk.send("POST", "restore")
    assert restored.status_code != 500
    assert ((desk.project / "README.md").read_text() == "x") == (restored.status_code != 201)
    assert (await desk.send("POST", "commit", message="Again")).status_code != 500
    assert (await desk.browser.get("/projects")).status_code == 200


def test_a_program_that_swaps_a_folder_for_a_link_gains_nothing(tmp_path: Path) -> None:
    """What runs in the sandbox may write into the project at any moment."""
    project, outside = tmp_path / "project", tmp_path / "outside"
    for folder in (project / "now", outside):
        folder.mkdir(parents=True)
        (folder / "read.txt").write_text(folder.name)
        (folder / "written.txt").write_text("same")
    (project / "link").symlink_to(outside)
    before = (outside / "written.txt").stat()
    ended = threading.Event()

    def swap() -> None:
        while not ended.is_set():
            for first, second in (("now", "real"), ("link", "now"), ("now", "link"), ("real", "now")):
                (project / first).rename(project / second)

    swapping = threading.Thread(target=swap)
    swapping.start()
    files, seen = FolderFiles(), Counter[str]()
    try:
        for _ in range(3000):
            try:
                seen[(files.read(project, "now/read.txt", limit=100).content or b"").decode()] += 1
                files.write(project, "now/written.txt", b"same", expected=digest(b"same"))
            except QuantumLayerError as refused:
                seen[type(refused).__name__] += 1
    finally:
        ended.set()
        swapping.join()
    assert seen["outside"] == 0
    assert (outside / "written.txt").stat() == before
    assert sorted(path.name for path in outside.iterdir()) == ["read.txt", "written.txt"]
    assert min(seen["now"], seen["Denied"]) > 0, seen
