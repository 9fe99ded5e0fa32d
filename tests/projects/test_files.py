"""Files of a project over HTTP: listed, read and written; and every way out of the project is closed."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import socket
from hashlib import sha256
from pathlib import Path

import pytest

from engines.edges.source_files import FolderFiles
from engines.kernel.errors import UserError
from engines.kernel.sources import TEXT_LIMIT
from tests.projects.conftest import Desk, git


async def test_files_are_listed_with_what_happened_to_them(desk: Desk) -> None:
    (desk.project / "notes.md").write_text("mine")
    (desk.project / "README.md").write_text("other")
    (desk.project / "Makefile").unlink()
    listing = await desk.told("files")
    rows = {row["file"]: row for row in listing["items"]}
    assert (listing["branch"], listing["commit"]) == ("main", git(desk.project, "rev-parse", "HEAD").strip())
    assert rows["notes.md"] == {"file": "notes.md", "size": 4, "change": "A", "generated": False}
    assert rows["README.md"] == {"file": "README.md", "size": 5, "change": "M", "generated": True}
    assert rows["Makefile"] == {"file": "Makefile", "size": 0, "change": "D", "generated": True}
    assert rows["app/main.py"]["change"] == ""
    tracked = set(git(desk.project, "ls-files").splitlines())
    assert set(rows) == tracked | {"notes.md"}


async def test_what_git_ignores_is_not_listed(desk: Desk) -> None:
    (desk.project / ".gitignore").write_text("secret.txt\n")
    (desk.project / "secret.txt").write_text("x")
    assert "secret.txt" not in {row["file"] for row in (await desk.told("files"))["items"]}


async def test_a_file_is_read_and_written_by_its_digest(desk: Desk) -> None:
    found = await desk.told("file", file="app/main.py")
    content = (desk.project / "app/main.py").read_bytes()
    assert found == {
        "text": content.decode(),
        "size": len(content),
        "digest": sha256(content).hexdigest(),
        "binary": False,
    }
    written = await desk.write("app/main.py", "# é\r\nx = 1", found["digest"])
    assert written.status_code == 200
    assert (desk.project / "app/main.py").read_bytes() == "# é\r\nx = 1".encode()
    assert (await desk.told("file", file="app/main.py"))["digest"] == written.json()["digest"]
    assert (await desk.told("file", file="app/main.py", commit="HEAD"))["text"] == content.decode()
    head = git(desk.project, "rev-parse", "HEAD")[:7]
    assert (await desk.told("file", file="app/main.py", commit=head))["text"] == content.decode()
    assert (await desk.get("file", file="app/nothing.py", commit=head)).status_code == 404


async def test_a_file_that_somebody_changed_meanwhile_is_kept(desk: Desk) -> None:
    digest = (await desk.told("file", file="README.md"))["digest"]
    (desk.project / "README.md").write_text("by somebody else")
    answer = await desk.write("README.md", "by me", digest)
    assert (answer.status_code, (desk.project / "README.md").read_text()) == (409, "by somebody else")
    (desk.project / "README.md").unlink()
    assert (await desk.write("README.md", "by me", digest)).status_code == 409
    assert not (desk.project / "README.md").exists()


async def test_of_two_writers_at_once_one_wins(desk: Desk) -> None:
    digest = (await desk.told("file", file="README.md"))["digest"]
    answers = await asyncio.gather(*(desk.write("README.md", f"by {n}", digest) for n in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]


async def test_a_new_file_needs_no_digest_and_replaces_nothing(desk: Desk) -> None:
    assert (await desk.write("app/extra/deep/one.py", "ONE = 1\n")).status_code == 200
    assert (desk.project / "app/extra/deep/one.py").read_text() == "ONE = 1\n"
    assert (await desk.write("app/extra/deep/one.py", "TWO = 2\n")).status_code == 409
    assert (desk.project / "app/extra/deep/one.py").read_text() == "ONE = 1\n"


async def test_a_written_file_keeps_its_permissions_and_leaves_no_draft(desk: Desk) -> None:
    script = desk.project / "run.sh"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o750)
    digest = (await desk.told("file", file="run.sh"))["digest"]
    assert (await desk.write("run.sh", "#!/bin/sh\ntrue\n", digest)).status_code == 200
    assert script.stat().st_mode & 0o777 == 0o750
    assert [path.name for path in desk.project.iterdir() if path.name.endswith(".draft")] == []


OUT = ["../outside.txt", "app/../../outside.txt", "/etc/passwd", "./README.md", "app//main.py", "app/", ".", ".."]
HISTORY = [".git/config", ".git/hooks/post-commit", ".GIT/config", "app/.git/config", ".git. /config", "git~1/config"]


@pytest.mark.parametrize("file", [*OUT, *HISTORY])
async def test_no_path_leads_out_or_into_the_history(desk: Desk, file: str) -> None:
    (desk.project.parent / "outside.txt").write_text("secret")
    before = git(desk.project, "status", "--porcelain")
    for answer in (await desk.get("file", file=file), await desk.write(file, "x")):
        assert answer.status_code == 403, answer.text
        assert answer.json()["hint"]
    assert (desk.project.parent / "outside.txt").read_text() == "secret"
    assert not (desk.project / ".git/hooks/post-commit").exists()
    assert git(desk.project, "status", "--porcelain") == before


@pytest.mark.parametrize("file", ["", "a\0b", "x" * 5000])
async def test_what_is_no_path_is_refused(desk: Desk, file: str) -> None:
    assert (await desk.get("file", file=file)).status_code == 422
    assert (await desk.write(file, "x")).status_code == 422


async def test_no_link_is_followed(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    (desk.project / "link.txt").symlink_to(outside / "secret.txt")
    (desk.project / "folder").symlink_to(outside)
    (desk.project / "dangling.txt").symlink_to(outside / "new.txt")
    for file in ("link.txt", "folder/secret.txt", "folder/new.txt", "dangling.txt"):
        for answer in (
            await desk.get("file", file=file),
            await desk.write(file, "x"),
            await desk.write(file, "x", "0" * 64),
        ):
            assert answer.status_code == 403, (file, answer.text)
    assert sorted(path.name for path in outside.iterdir()) == ["secret.txt"]
    assert (outside / "secret.txt").read_text() == "secret"
    changed = (await desk.told("diff", old="HEAD"))["files"]
    assert "secret" not in str(changed)


async def test_what_is_no_file_is_named_so(desk: Desk) -> None:
    os.mkfifo(desk.project / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(desk.project)
        listening.bind("plug")
        os.chdir(here)
        answers = [await desk.get("file", file=file) for file in ("pipe", "app", "plug", "nothing.txt", "README.md/x")]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 404, 403]
    assert {"pipe", "plug"} & {row["file"] for row in (await desk.told("files"))["items"]} == set()


async def test_binary_and_very_long_files_have_no_text(desk: Desk) -> None:
    (desk.project / "picture.png").write_bytes(b"\x89PNG\0\1")
    (desk.project / "latin.txt").write_bytes("é".encode("latin-1"))
    with (desk.project / "huge.txt").open("wb") as file:
        file.truncate(3 * 1024**3)  # sparse: it would not fit into the memory of a small machine
    picture, latin, huge = [await desk.told("file", file=name) for name in ("picture.png", "latin.txt", "huge.txt")]
    assert (picture["text"], picture["binary"], picture["size"]) == ("", True, 6)
    assert (latin["text"], latin["binary"]) == ("", True)
    assert huge == {"text": "", "size": 3 * 1024**3, "digest": "", "binary": False}
    assert (await desk.write("huge.txt", "x", "0" * 64)).status_code == 409
    (desk.project / "huge.txt").unlink()
    assert (await desk.write("big.txt", "é" * (TEXT_LIMIT // 2 + 1))).status_code == 422


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is refused to root")
async def test_a_write_that_the_system_refuses_says_so(desk: Desk) -> None:
    (desk.project / "app").chmod(0o500)
    answer = await desk.write("app/new.py", "x")
    (desk.project / "app").chmod(0o700)
    assert (answer.status_code, "Permission denied" in answer.json()["detail"]) == (403, True)


async def test_a_file_that_is_read_only_is_not_replaced(desk: Desk) -> None:
    digest = (await desk.told("file", file="README.md"))["digest"]
    (desk.project / "README.md").chmod(0o444)
    answer = await desk.write("README.md", "x", digest)
    assert (answer.status_code, "Permission denied" in answer.json()["detail"]) == (403, True)
    assert (await desk.told("file", file="README.md"))["digest"] == digest


def test_a_write_that_fails_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limit[1]))
    try:
        with pytest.raises(UserError, match="too large"):
            FolderFiles().write(tmp_path, "a", b"n" * 10_000, expected=sha256(b"old").hexdigest())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "old")]


async def test_only_known_projects_are_read(desk: Desk, tmp_path: Path) -> None:
    other = shutil.copytree(desk.project, tmp_path / "other")
    query = {"path": str(other), "file": "README.md"}
    assert (await desk.browser.get("/projects/file", params=query)).status_code == 404
    body = {"path": str(other), "file": "new.txt", "text": "x", "digest": ""}
    assert (await desk.browser.put("/projects/file", json=body)).status_code == 404
    inside = {"path": str(desk.project / "app"), "file": "main.py"}
    assert (await desk.browser.get("/projects/file", params=inside)).status_code == 404


async def test_writing_the_specification_renames_the_project(desk: Desk) -> None:
    found = await desk.told("file", file="spec.yaml")
    text = found["text"].replace("title: Reading room", "title: Games to lend")
    assert (await desk.write("spec.yaml", text, found["digest"])).status_code == 200
    [item] = (await desk.browser.get("/projects")).json()["items"]
    assert item["title"] == "Games to lend"


async def test_each_line_is_traced_to_its_sentence(desk: Desk) -> None:
    items = (await desk.told("trace"))["items"]
    assert items == sorted(items, key=lambda row: (row["file"], row["line"], row["sentence"]))
    lines = {name: (desk.project / name).read_text().splitlines() for name in {row["file"] for row in items}}
    number = next(
        row for row in items if row["facts"] == ["field:game.article_number"] and row["file"].startswith("app/")
    )
    assert number["sentence"] == 2
    assert "article number" in number["text"]
    assert "article_number" in lines[number["file"]][number["line"] - 1]
    assert number["status"] == ""
    assert all(test.startswith("tests/") for row in items for test in row["tests"])
    assert (await desk.told("trace", file=number["file"]))["items"] == [r for r in items if r["file"] == number["file"]]


async def test_the_trace_follows_lines_that_moved(desk: Desk) -> None:
    before = (await desk.told("trace"))["items"]
    row = next(
        row for row in before if row["facts"] == ["field:game.article_number"] and row["file"].startswith("app/")
    )
    place = desk.project / row["file"]
    lines = place.read_text().splitlines(keepends=True)
    at = row["line"] - 1
    place.write_text("".join(["# mine\n", "# mine too\n", *lines]))
    assert row | {"line": row["line"] + 2} in (await desk.told("trace", file=row["file"]))["items"]
    place.write_text("".join([*lines[:at], *lines[at + 1 :]]))
    left = (await desk.told("trace", file=row["file"]))["items"]
    assert not any(row["facts"] == left_row["facts"] for left_row in left)
