"""The real program with a language model behind the real library: read in other words, built, proven; and no key anywhere.

The model is a stub server that speaks the provider's protocol. What it says is scripted by what it is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.client import connect
from tests.language_models import SHOUTING
from tests.main_road.conftest import Ql
from tests.main_road.test_kill import House
from tests.model_server import ModelServer, Reply

KEY = "sk-planted-8c1f0e5d7b"
HOARD = "Nobody ought to be hoarding more than a handful of lendings, five tops."
SHOUT = "Titles are shouted at the front desk."
BRIEF = f"Guests have a name. A lending has a guest, a game and a due date. Games have a title. {HOARD} {SHOUT}"
MENDED = """app/shouting.py
<<<<<<< SEARCH
    return f"{title.lower()}!"
=======
    return f"{title.upper()}!"
>>>>>>> REPLACE
"""


def said(body: Mapping[str, Any]) -> str:
    """What the model says to a request: it understands one sentence, writes code with a fault, and mends it."""
    system, *_, last = (str(turn["content"]) for turn in body["messages"])
    if "restate one requirement" in system:
        fits = HOARD in last
        return json.dumps({"sentences": ["A guest can't have more than 5 lendings."] if fits else []})
    if "You are the architect" in system:
        return json.dumps({"findings": []})
    if "You review a change" in system:
        return json.dumps({"approve": True, "findings": []})
    return MENDED if "did not do" in last else SHOUTING.replace("upper", "lower")


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        running.script("", Reply(text=said))
        yield running


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, server: ModelServer) -> Iterator[Ql]:
    """A program with one model set up."""
    program = Ql(home=tmp_path_factory.mktemp("modelled"))
    added = program("models", "add", "compatible/builder", "--base", f"{server.url}/v1", "--context", "64000",
                    "--longest", "8000", "--tier", "large", "--price-read", "1", "--price-written", "2",
                    OPENAI_LIKE_API_KEY=KEY)  # fmt: skip
    assert added.code == 0, added.out + added.err
    yield program
    program("engine", "stop")


@pytest.fixture(scope="module")
def built(program: Ql, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("projects") / "games"
    done = program("new", BRIEF, "--out", str(out), "--yes", "--no-preview", "--json")
    assert done.code == 0, done.out[-2000:] + done.err
    return done.result


def test_every_sentence_is_built(built: dict[str, Any]) -> None:
    assert {row["text"]: row["status"] for row in built["requirements"]} == {
        row["text"]: "built" for row in built["requirements"]
    }
    (row,) = built["built"]
    assert (row["ended"], row["rounds"], row["model"]) == ("built", 2, "compatible/builder")
    assert row["cost"] > 0
    assert built["tests"]["failed"] == 0


def test_the_key_was_used_and_lies_nowhere(built: dict[str, Any], program: Ql, server: ModelServer) -> None:
    assert {seen.headers.get("authorization") for seen in server.questions} == {f"Bearer {KEY}"}
    places = (program.home, Path(built["path"]))
    kept = [p for place in places for p in place.rglob("*") if p.is_file() and KEY.encode() in p.read_bytes()]
    assert kept == []
    assert not any(KEY in json.dumps(seen.body) for seen in server.seen)


def test_what_it_cost_is_told_by_project_and_agent(built: dict[str, Any], program: Ql) -> None:
    usage = program("models", "usage", "--by", "agent", "--json").result
    assert {row["name"] for row in usage["items"]} >= {"architect", "backend"}
    stats = program("prompts", "stats", "fix-tests", "--json").result
    assert (stats["versions"][0]["tried"], stats["versions"][0]["worth"]) == (1, 1.0)
    stats = program("prompts", "stats", "write-code", "--json").result
    assert (stats["versions"][0]["tried"], stats["versions"][0]["worth"]) == (1, 0.0)


def test_a_private_project_is_shown_to_no_hosted_model(program: Ql, built: dict[str, Any], server: ModelServer) -> None:
    before = len(server.seen)
    done = program("implement", built["path"], "--private", "--json")
    assert done.code == 1
    assert len(server.seen) == before


def test_offline_asks_nobody(program: Ql, server: ModelServer, tmp_path: Path) -> None:
    before = len(server.seen)
    done = program("new", BRIEF, "--out", str(tmp_path / "o"), "--yes", "--no-preview", "--offline", "--json")
    assert done.code == 0
    assert len(server.seen) == before


def test_undo_takes_the_code_back_and_a_kill_in_the_middle_loses_nothing(
    built: dict[str, Any], program: Ql, server: ModelServer
) -> None:
    project = Path(built["path"])
    assert program("undo", str(project)).code == 0
    assert not (project / "app/shouting.py").exists()
    number = next(str(row["number"]) for row in built["requirements"] if row["text"] == SHOUT)
    server.script("", Reply(text=lambda body: said(body).replace("EMMA", "OTTO").replace("Emma", "Otto"), late=1.5))
    house = House(client=connect(program.home), home=program.home)
    asked = len(server.questions)
    with house.killed_after(4.0):
        done = program("implement", str(project), number, "--yes", "--json")
    assert done.result["status"] == "done", done.out[-2000:] + done.err
    assert "OTTO!" in (project / "tests/test_titles_are_shouted_at_the_front_desk.py").read_text()
    assert len(server.questions) - asked <= 2 + 3 + 2, "what was answered before the kill is not asked again"
