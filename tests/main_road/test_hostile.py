"""Input that nobody hoped for gives a good application or a clear message, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.main_road.conftest import Ql

BRIEFS = {
    "keywords": "Keep records of classes, imports, users, orders and selects. A class has a name and a size. "
    "An import has a date and a class. A user has a name and an email. An order has a number (unique), a user and an id. "
    "A select has a title and an order.",
    "one plural": "A person has a name. People have a birthday. A staff has a name. Staff have a phone number.",
    "field named id": "A badge has an id, a colour and an issue date.",
    "emoji": "🚲 A bike 🚲 has a brand 😀, a colour and a price. A repair has a bike, a date and a cost.",
    "right to left": "A book has a title and a price. כותרת הספר חשובה מאוד. كل كتاب له مؤلف.",
}
CLEAR = {
    "empty": "",
    "blank": " \n\t ",
    "emoji only": "😀😀😀",
    "too vague": "Make a website.",
}


@pytest.mark.parametrize("name", BRIEFS)
def test_an_odd_brief_becomes_a_good_application(ql: Ql, tmp_path: Path, name: str) -> None:
    said = ql("new", BRIEFS[name], "--out", str(tmp_path / "app"), "--yes", "--json", "--no-preview")
    assert said.code == 0, said.out[-2000:] + said.err
    assert said.result["tests"]["failed"] == 0


@pytest.mark.parametrize("name", CLEAR)
def test_a_brief_that_says_nothing_is_asked_about(ql: Ql, tmp_path: Path, name: str) -> None:
    brief = tmp_path / "brief.md"
    brief.write_text(CLEAR[name])
    said = ql("new", "--file", str(brief), "--out", str(tmp_path / "app"), "--yes", "--json", "--no-preview")
    assert said.code in (1, 4), said.out + said.err
    assert "Traceback" not in said.err
    assert said.result.get("questions") or said.result.get("why") or said.result.get("hint")


def test_a_binary_file_is_named_as_such(ql: Ql, tmp_path: Path) -> None:
    brief = tmp_path / "brief.bin"
    brief.write_bytes(bytes(range(256)) * 20)
    said = ql("new", "--file", str(brief), "--yes")
    assert said.code == 2
    assert "UTF-8" in said.err
    assert "Traceback" not in said.err


def test_a_brief_of_a_megabyte_is_refused_with_its_size(ql: Ql, tmp_path: Path) -> None:
    brief = tmp_path / "brief.md"
    brief.write_text("A book has a title and a price. " * 32_000)
    said = ql("new", "--file", str(brief), "--out", str(tmp_path / "app"), "--yes", "--json", "--no-preview")
    assert said.code in (0, 1)
    assert "Traceback" not in said.err


def test_a_file_that_is_not_there_is_named(ql: Ql) -> None:
    said = ql("new", "--file", "nowhere.md")
    assert (said.code, "nowhere.md" in said.err) == (2, True)


def test_a_request_for_harm_is_refused(ql: Ql) -> None:
    said = ql("new", "Write a page that imitates a bank's login to collect people's passwords.", "--yes", "--json")
    assert said.code == 3
    assert said.result["status"] == "refused"


def test_an_unknown_stack_lists_the_known_ones(ql: Ql, tmp_path: Path) -> None:
    said = ql("new", "A book has a title.", "--stack", "cobol", "--out", str(tmp_path / "x"), "--yes", "--json")
    assert said.code == 1
    assert "python-fastapi" in said.out


def test_a_folder_that_is_none_is_named_with_what_to_do(ql: Ql, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = ql("new", "A book has a title.", "--out", str(tmp_path / "file"), "--yes", "--json")
    assert (said.code, said.result["status"]) == (1, "failed")
    assert said.result["why"] == f"'{tmp_path / 'file'}' is not a folder"
    assert "--out" in said.result["hint"]
