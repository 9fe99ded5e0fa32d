"""A model of this machine answers through the router of the real program, survives a kill, and ends with the engine."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local_models.conftest import CHATTER, alive
from tests.local_models.tiny import planted_model
from tests.main_road.conftest import Ql

pytestmark = pytest.mark.heavy


@pytest.fixture
def ql(runtime: object, tmp_path: Path) -> Iterator[Ql]:
    program = Ql(home=tmp_path / "home")
    planted_model(tmp_path / "chatter.gguf", CHATTER)
    assert program("models", "local", "add", str(tmp_path / "chatter.gguf")).code == 0
    yield program
    program("engine", "stop")


def loaded(ql: Ql) -> int:
    """The process of the one model that is in memory."""
    (one,) = ql("models", "local", "list", "--json").result["loaded"]
    assert one["name"] == "chatter"
    return int(one["pid"])


def test_it_is_chosen_and_answers_without_costing_anything(ql: Ql) -> None:
    (model,) = ql("models", "list", "--json").result["items"]
    assert (model["name"], model["here"]) == ("local/chatter", True)
    said = ql("models", "test", "local/chatter", "--json")
    assert said.code == 0, said.out + said.err
    assert "Pl" in said.out


def test_a_killed_model_is_back_at_the_next_question(ql: Ql) -> None:
    assert ql("models", "test", "local/chatter", "--json").code == 0
    first = loaded(ql)
    os.kill(first, signal.SIGKILL)
    assert ql("models", "test", "local/chatter", "--json").code == 0
    assert loaded(ql) != first


def test_it_leaves_the_memory_when_it_is_told_to_and_with_the_engine(ql: Ql) -> None:
    ql("models", "test", "local/chatter", "--json")
    first = loaded(ql)
    assert ql("models", "local", "unload", "chatter").code == 0
    assert not alive(first)
    ql("models", "test", "local/chatter", "--json")
    second = loaded(ql)
    ql("engine", "stop")
    deadline = time.monotonic() + 5
    while alive(second) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(second)
