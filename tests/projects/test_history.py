"""The history of a project over HTTP: compared, recorded and brought back, and read again by git itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dulwich.objects import Blob, Tree
from dulwich.repo import Repo

from tests.projects.conftest import BRIEF, Desk, git


def shas(project: Path) -> list[str]:
    return git(project, "log", "--format=%H").split()


async def test_the_commits_are_told_newest_first(desk: Desk) -> None:
    (desk.project / "README.md").write_text("new")
    made = await desk.send("POST", "commit", message="Write it anew")
    assert made.status_code == 201
    items = (await desk.told("commits"))["items"]
    assert [item["id"] for item in items] == shas(desk.project)
    assert items[0] == made.json()
    assert [item["message"] for item in items] == ["Write it anew", BRIEF]
    assert items[1]["time"] == "2023-11-14T22:13:20+00:00"
    assert git(desk.project, "status", "--porcelain") == ""
    assert len((await desk.told("commits", limit=1))["items"]) == 1


async def test_nothing_to_record_is_said(desk: Desk) -> None:
    answer = await desk.send("POST", "commit", message="Nothing")
    assert (answer.status_code, len(shas(desk.project))) == (409, 1)
    assert (await desk.send("POST", "commit", message=" \n")).status_code == 422


async def test_the_diff_says_what_git_says(desk: Desk) -> None:
    page = desk.project / "README.md"
    page.write_text(page.read_text().replace("\n", "\nA line more.\n", 1) + "\nno end")
    (desk.project / "notes.txt").write_text("one\ntwo\n")
    (desk.project / "Makefile").unlink()
    (desk.project / "picture.png").write_bytes(b"\0\1")
    files = {row["file"]: row for row in (await desk.told("diff", old="HEAD"))["files"]}
    assert {name: row["change"] for name, row in files.items()} == {
        "Makefile": "D",
        "README.md": "M",
        "notes.txt": "A",
        "picture.png": "A",
    }
    git(desk.project, "add", "-A")
    counted = [line.split("\t") for line in git(desk.project, "diff", "--cached", "--numstat").splitlines()]
    assert {name: (int(row["added"]), int(row["removed"])) for name, row in files.items()} == {
        name: (int(added), int(removed)) if added != "-" else (0, 0) for added, removed, name in counted
    }
    headers = [line for line in git(desk.project, "diff", "--cached", "README.md").splitlines() if line[:2] == "@@"]
    assert [hunk["header"] for hunk in files["README.md"]["hunks"]] == [
        f"@@{line.split('@@')[1]}@@" for line in headers
    ]
    assert files["notes.txt"]["hunks"] == [
        {
            "header": "@@ -0,0 +1,2 @@",
            "old_start": 0,
            "new_start": 1,
            "lines": [
                {"kind": "+", "old": None, "new": 1, "text": "one"},
                {"kind": "+", "old": None, "new": 2, "text": "two"},
            ],
        }
    ]
    assert (files["picture.png"]["binary"], files["picture.png"]["hunks"]) == (True, [])


async def test_commits_are_compared_by_their_first_letters_too(desk: Desk) -> None:
    (desk.project / "notes.txt").write_text("one\n")
    await desk.send("POST", "commit", message="Add notes")
    newest, oldest = shas(desk.project)
    whole = (await desk.told("diff", old=oldest, new=newest))["files"]
    assert [row["file"] for row in whole] == ["notes.txt"]
    assert (await desk.told("diff", old=oldest[:6], new="HEAD"))["files"] == whole
    assert [row["change"] for row in (await desk.told("diff", old=newest, new=oldest))["files"]] == ["D"]
    everything = (await desk.told("diff", new="HEAD"))["files"]
    assert {row["file"] for row in everything} == set(git(desk.project, "ls-files").splitlines())
    assert (await desk.told("diff", new="HEAD", file="notes.txt"))["files"] == whole


@pytest.mark.parametrize("name", ["0" * 40, "zz", "", "HEAD~1", "--help", "main"])
async def test_a_commit_that_is_not_there_is_named(desk: Desk, name: str) -> None:
    answer = (
        await desk.get("diff", old="HEAD", new=name) if name else await desk.get("file", file="README.md", commit=" ")
    )
    assert answer.status_code == 404


async def test_an_older_state_comes_back_as_a_new_commit(desk: Desk) -> None:
    first = shas(desk.project)[0]
    before = (desk.project / "README.md").read_bytes()
    (desk.project / "README.md").write_text("new")
    (desk.project / "extra").mkdir()
    (desk.project / "extra/one.txt").write_text("1")
    (desk.project / "Makefile").unlink()
    await desk.send("POST", "commit", message="Change much")
    (desk.project / "mine.txt").write_text("never recorded")
    restored = await desk.send("POST", "restore", commit=first)
    assert restored.status_code == 201
    assert restored.json()["message"].startswith(f"Bring back {first[:8]}: A reading room lends")
    assert shas(desk.project) == [restored.json()["id"], *shas(desk.project)[1:]]
    assert len(shas(desk.project)) == 3
    assert git(desk.project, "diff", first, "HEAD") == ""
    assert git(desk.project, "status", "--porcelain") == "?? mine.txt\n"
    assert (desk.project / "README.md").read_bytes() == before
    assert not (desk.project / "extra").exists()
    assert (desk.project / "mine.txt").read_text() == "never recorded"
    git(desk.project, "fsck", "--strict")


async def test_undo_brings_back_what_was_before_and_again_what_was_undone(desk: Desk) -> None:
    answer = await desk.send("POST", "restore")
    assert (answer.status_code, "nothing to undo" in answer.json()["detail"]) == (409, True)
    (desk.project / "README.md").write_text("new")
    await desk.send("POST", "commit", message="Write it anew")
    assert (await desk.send("POST", "restore")).status_code == 201
    assert (desk.project / "README.md").read_text() != "new"
    assert (await desk.send("POST", "restore")).status_code == 201
    assert (desk.project / "README.md").read_text() == "new"


async def test_what_is_not_recorded_is_never_lost(desk: Desk) -> None:
    first = shas(desk.project)[0]
    (desk.project / "README.md").write_text("recorded")
    await desk.send("POST", "commit", message="Change it")
    (desk.project / "README.md").write_text("not recorded")
    answer = await desk.send("POST", "restore", commit=first)
    assert answer.status_code == 409
    assert "README.md" in answer.json()["detail"]
    assert (desk.project / "README.md").read_text() == "not recorded"
    assert len(shas(desk.project)) == 2


async def test_an_ignored_file_in_the_place_of_an_old_one_is_not_lost(desk: Desk) -> None:
    (desk.project / "data.txt").write_text("recorded")
    await desk.send("POST", "commit", message="Record data")
    (desk.project / "data.txt").unlink()
    with (desk.project / ".gitignore").open("a") as rules:
        rules.write("data.txt\n")
    await desk.send("POST", "commit", message="Ignore data")
    (desk.project / "data.txt").write_text("mine, ignored")
    answer = await desk.send("POST", "restore")
    assert (answer.status_code, (desk.project / "data.txt").read_text()) == (409, "mine, ignored")


async def test_a_folder_in_the_place_of_a_file_is_not_lost(desk: Desk) -> None:
    first = shas(desk.project)[0]
    (desk.project / "Makefile").unlink()
    await desk.send("POST", "commit", message="No make")
    (desk.project / "Makefile").mkdir()
    (desk.project / "Makefile/mine.txt").write_text("mine")
    answer = await desk.send("POST", "restore", commit=first)
    assert (answer.status_code, (desk.project / "Makefile/mine.txt").read_text()) == (409, "mine")
    (desk.project / "Makefile/mine.txt").unlink()
    (desk.project / "Makefile/empty/deep").mkdir(parents=True)
    assert (await desk.send("POST", "restore", commit=first)).status_code == 201
    assert (desk.project / "Makefile").is_file()


async def test_a_file_that_became_a_folder_comes_back(desk: Desk) -> None:
    first = shas(desk.project)[0]
    (desk.project / "Makefile").unlink()
    (desk.project / "Makefile").mkdir()
    (desk.project / "Makefile/all.mk").write_text("all:\n")
    await desk.send("POST", "commit", message="Split it")
    assert (await desk.send("POST", "restore", commit=first)).status_code == 201
    assert (desk.project / "Makefile").is_file()
    assert (await desk.send("POST", "restore")).status_code == 201
    assert (desk.project / "Makefile/all.mk").read_text() == "all:\n"
    assert git(desk.project, "status", "--porcelain") == ""


async def test_no_file_is_brought_back_through_a_link(desk: Desk, tmp_path: Path) -> None:
    first = shas(desk.project)[0]
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.rmtree(desk.project / "app")
    await desk.send("POST", "commit", message="No app")
    (desk.project / "app").symlink_to(outside)
    answer = await desk.send("POST", "restore", commit=first)
    assert answer.status_code == 409
    assert list(outside.iterdir()) == []


async def test_a_restore_that_a_kill_interrupted_is_done_again(desk: Desk) -> None:
    first = shas(desk.project)[0]
    before = (desk.project / "README.md").read_bytes()
    (desk.project / "README.md").write_text("new")
    (desk.project / "Makefile").unlink()
    await desk.send("POST", "commit", message="Change")
    (desk.project / "README.md").write_bytes(before)  # as far as it came
    assert (await desk.send("POST", "restore", commit=first)).status_code == 201
    assert git(desk.project, "diff", first, "HEAD") == ""
    assert git(desk.project, "status", "--porcelain") == ""


async def test_links_modes_and_odd_names_come_back(desk: Desk) -> None:
    (desk.project / "run.sh").write_text("#!/bin/sh\n")
    (desk.project / "run.sh").chmod(0o755)
    (desk.project / "link").symlink_to("README.md")
    (desk.project / "ein Äpfel\n.txt").write_text("x")
    await desk.send("POST", "commit", message="Add odd things")
    for name in ("run.sh", "link", "ein Äpfel\n.txt"):
        (desk.project / name).unlink()
    await desk.send("POST", "commit", message="Remove them")
    assert (await desk.send("POST", "restore")).status_code == 201
    assert (desk.project / "run.sh").stat().st_mode & 0o111
    assert (desk.project / "link").readlink() == Path("README.md")
    assert git(desk.project, "status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["..", ".git"])
async def test_a_history_that_leads_out_is_refused(desk: Desk, name: str) -> None:
    """A repository made elsewhere may hold names that git itself would not check out."""
    before = shas(desk.project)[0]
    with Repo(str(desk.project)) as repo:
        blob, inner, tree = Blob.from_string(b"evil"), Tree(), Tree()
        inner.add(b"hooks", 0o100755, blob.id)
        tree.add(name.encode(), 0o040000, inner.id)
        for each in (blob, inner, tree):
            repo.object_store.add_object(each)
    evil = git(desk.project, "commit-tree", tree.id.decode(), "-p", before, "-m", "Evil").strip()
    git(desk.project, "update-ref", "HEAD", evil)
    git(
        desk.project,
        "update-ref",
        "HEAD",
        git(desk.project, "commit-tree", f"{before}^{{tree}}", "-p", evil, "-m", "x").strip(),
    )
    answer = await desk.send("POST", "restore", commit=evil)
    assert answer.status_code == 403, answer.text
    assert not (desk.project.parent / "hooks").exists()
    assert (desk.project / ".git/hooks").is_dir() or not (desk.project / ".git/hooks").exists()
    assert (desk.project / "README.md").is_file()


async def test_a_project_without_a_history_is_still_shown(desk: Desk) -> None:
    shutil.rmtree(desk.project / ".git")
    assert (await desk.told("commits"))["items"] == []
    listing = await desk.told("files")
    assert (listing["branch"], listing["commit"]) == ("", "")
    assert {row["change"] for row in listing["items"]} == {"A"}
    assert len((await desk.told("diff"))["files"]) == len(listing["items"])
    assert (await desk.send("POST", "restore")).status_code == 409
    assert (await desk.send("POST", "commit", message="Begin")).status_code == 201
    assert len(shas(desk.project)) == 1


async def test_a_repository_that_leads_elsewhere_is_refused(desk: Desk, tmp_path: Path) -> None:
    (desk.project / ".git").rename(tmp_path / "elsewhere.git")
    (desk.project / ".git").symlink_to(tmp_path / "elsewhere.git")
    answer = await desk.send("POST", "commit", message="No")
    assert (answer.status_code, "leads elsewhere" in answer.json()["detail"]) == (422, True)
