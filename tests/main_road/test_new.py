"""From English to a running, tested, signed application, as a person meets it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.main_road.conftest import READING_ROOM, Ql


def test_the_application_answers_at_its_address(built: dict[str, Any]) -> None:
    assert httpx.get(built["preview"]["url"] + "/healthz", trust_env=False).status_code == 200


def test_its_own_tests_pass_and_cover_more_than_nine_lines_in_ten(built: dict[str, Any]) -> None:
    assert (built["tests"]["failed"], built["tests"]["passed"] > 20, built["tests"]["coverage"] > 90) == (0, True, True)


def test_every_sentence_of_the_brief_is_accounted_for(built: dict[str, Any]) -> None:
    said = " ".join(" ".join(row["text"] for row in built["requirements"]).split())
    assert [word for word in READING_ROOM.replace(".", " ").split() if word not in said] == []


def test_what_counts_as_built_has_code_and_a_test(built: dict[str, Any]) -> None:
    rows = [row for row in built["requirements"] if row["status"] == "built"]
    assert rows
    assert all(row["code"] and row["tests"] for row in rows)


def test_lines_named_in_the_trace_exist(built: dict[str, Any]) -> None:
    for path, line in {tuple(place.rsplit(":", 1)) for row in built["requirements"] for place in row["code"]}:
        assert len((Path(built["path"]) / path).read_text().splitlines()) >= int(line)


def test_the_project_is_a_clean_git_repository(built: dict[str, Any]) -> None:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=built["path"], capture_output=True, text=True, check=True).stdout

    assert git("status", "--porcelain") == ""
    assert git("log", "--format=%B").split() == READING_ROOM.split()


def test_the_specification_lies_in_the_project(built: dict[str, Any]) -> None:
    spec = yaml.safe_load((Path(built["path"]) / "spec.yaml").read_text())
    assert {"game", "guest", "lending"} <= set(spec["entities"])


def test_the_capsule_is_genuine_and_a_changed_one_is_not(ql: Ql, built: dict[str, Any], tmp_path: Path) -> None:
    changed = tmp_path / "changed.capsule"
    content = bytearray(Path(built["capsule"]).read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    assert [ql("capsule", "verify", str(path)).code for path in (built["capsule"], changed)] == [0, 1]


def test_a_second_build_of_the_capsule_gives_the_same_bytes(ql: Ql, built: dict[str, Any], tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.capsule", "b.capsule")]
    for path in paths:
        assert ql("capsule", "build", built["path"], "--out", str(path)).code == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_folder_with_something_in_it_is_left_alone(ql: Ql, built: dict[str, Any]) -> None:
    said = ql("new", READING_ROOM, "--out", built["path"], "--yes", "--json", "--no-preview")
    assert said.code == 1
    assert "not empty" in said.result["why"]


def test_the_same_brief_gives_the_same_files(ql: Ql, built: dict[str, Any], tmp_path: Path) -> None:
    said = ql("new", READING_ROOM, "--out", str(tmp_path / "reading-room"), "--yes", "--json", "--no-preview")
    assert said.code == 0

    def tracked(root: str) -> dict[str, bytes]:
        names = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout
        return {name: (Path(root) / name).read_bytes() for name in names.split()}

    assert tracked(said.result["path"]) == tracked(built["path"])


def test_a_password_given_for_the_preview_is_not_kept_with_the_run(ql: Ql, tmp_path: Path) -> None:
    secret = "never-written-with-a-run-7391"
    said = ql("new", "A book has a title.", "--out", str(tmp_path / "b"), "--yes", "--json", ADMIN_PASSWORD=secret)
    assert said.code == 0, said.err
    ql("preview", "stop", said.result["preview"]["id"])
    kept = [path for path in ql.home.glob("*.db*") if secret.encode() in path.read_bytes()]
    assert kept == []
