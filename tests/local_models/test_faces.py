"""`ql models local`, as a person uses it: the real program, its engine, and a source on the loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.client.exchange import Exchange
from app.engine_file import EngineFile
from app.paths import Paths
from tests.local_models.source import Source, serving
from tests.local_models.tiny import random_model
from tests.main_road.conftest import PROGRAM, Ql, Said

NAME = "smollm2-1.7b:q4_k_m"


@dataclass(frozen=True, kw_only=True)
class House:
    """A data directory whose models come from a source that a test can make slow or have break off."""

    ql: Ql
    source: Source

    def __call__(self, *arguments: str) -> Said:
        return self.ql("models", "local", *arguments, QL_MODELS_SOURCE=self.source.address, OLLAMA_HOST="127.0.0.1:9")

    @property
    def folder(self) -> Path:
        return self.ql.home / "models"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = random_model(tmp_path_factory.mktemp("source") / "m.gguf", layers=8, width=256).read_bytes()
    with serving(Source(data)) as source:
        made = House(ql=Ql(home=tmp_path_factory.mktemp("home") / "data"), source=source)
        yield made
        made.ql("engine", "stop")


def test_a_model_is_fetched_listed_and_removed(house: House) -> None:
    house.source.cuts = [1_000_000]
    done = house("download", "smollm2-1.7b", "--json")
    assert (done.code, done.result["name"], done.result["checked"]) == (0, NAME, False)
    assert done.result["sha256"] == house.source.digest
    assert Path(done.result["path"]).read_bytes() == house.source.data
    (model,) = house("list", "--json").result["models"]
    assert (model["name"], model["verdict"], model["checked"]) == (NAME, "fits", False)
    assert NAME in house("list").out
    assert house("remove", NAME, "--json").result["freed"] == len(house.source.data)
    assert not Path(done.result["path"]).exists()
    assert house("list", "--json").result["models"] == []


def test_a_digest_that_could_not_be_checked_is_said_to_people(house: House) -> None:
    said = house("download", "smollm2-1.7b")
    assert "could only be recorded" in said.out
    house.source.beside = house.source.digest
    said = house("download", "smollm2-1.7b")
    house.source.beside = ""
    assert "digest is the source's" in said.out


def test_a_file_that_is_no_model_is_not_kept(house: House) -> None:
    whole, house.source.data = house.source.data, b"<html>Please sign in</html>" * 1000
    said = house("download", "qwen2.5-coder-0.5b:q4_k_m", "--json")
    house.source.data = whole
    assert (said.code, said.result["status"]) == (1, "failed")
    assert "is no GGUF file" in said.result["error"]
    assert list(house.folder.glob("qwen2.5-coder-0.5b/*")) == []


def test_a_file_is_added_by_its_path_and_stays(house: House, tmp_path: Path) -> None:
    mine = random_model(tmp_path / "Mine.gguf")
    added = house("add", str(mine), "--json").result
    assert (added["name"], added["quantisation"], added["context"]) == ("mine", "F32", 2048)
    assert house("fit", "mine", "--json").result["verdict"] == "fits"
    assert "mine" in _machine(house)["models"]
    said = house("remove", "mine")
    assert (said.code, "its file stays" in said.out, mine.exists()) == (0, True, True)


def test_what_does_not_fit_ends_with_1_and_names_what_does(house: House, tmp_path: Path) -> None:
    huge = random_model(tmp_path / "huge.gguf", **{"llama.block_count": 4000, "llama.context_length": 1_000_000})
    said = house("fit", str(huge), "--context", "1000000", "--json")
    assert (said.code, said.result["verdict"]) == (1, "does_not_fit")
    assert 0 < said.result["longest"] < 1_000_000
    assert "does not fit" in house("fit", str(huge), "--context", "1000000").out


def _machine(house: House) -> dict[str, Any]:
    """What the window's status bar is told."""
    engine = EngineFile.read(Paths(home=house.ql.home).engine_file)
    assert engine is not None
    exchange = Exchange(engine)
    try:
        return dict(exchange.request("GET", "/machine"))
    finally:
        exchange.close()


@pytest.mark.parametrize(
    "arguments", [["download", "nothing"], ["add", "/nowhere.gguf"], ["remove", "nobody"], ["fit", "nothing"]]
)
def test_what_is_not_there_is_told_by_its_name(house: House, arguments: list[str]) -> None:
    said = house(*arguments, "--json")
    assert (said.code, said.result["status"]) == (1, "failed")
    assert arguments[1] in said.result["error"]
    assert said.result["hint"]


@pytest.mark.slow
def test_a_download_goes_on_after_a_kill_of_the_engine(house: House) -> None:
    house.source.asked.clear()
    house.source.slow = 0.4
    command = [*PROGRAM, "models", "local", "download", "phi-3-mini-4k:q4", "--json"]
    environment = {**os.environ, "QL_HOME": str(house.ql.home), "QL_MODELS_SOURCE": house.source.address}
    person = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    part = house.folder / "phi-3-mini-4k" / "Phi-3-mini-4k-instruct-q4.gguf.part"
    deadline = time.monotonic() + 30
    while not (part.exists() and part.stat().st_size > 2_000_000) and time.monotonic() < deadline:
        time.sleep(0.05)
    engine = EngineFile.read(Paths(home=house.ql.home).engine_file)
    assert engine is not None
    os.kill(engine.pid, signal.SIGKILL)
    house.source.slow = 0.0
    out, _ = person.communicate(timeout=60)
    assert person.returncode == 0
    assert '"status": "done"' in out.splitlines()[-1]
    assert house.source.asked[0] == "all"
    assert any(asked != "all" for asked in house.source.asked[1:])
