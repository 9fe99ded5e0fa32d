"""`ql models` over a real engine: set up, tried, explained, counted, removed, for people and for programs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.model_server import ModelServer, Reply

QL = [sys.executable, "-c", "from app.cli.main import main; main()"]
PLANTED = "sk-planted-0123456789"


@pytest.fixture
def home() -> Iterator[Path]:
    """A data directory with a short path, whose engine is ended at the end."""
    made = Path(tempfile.mkdtemp(prefix="qlm-"))
    yield made
    ql(made, "engine", "stop")
    shutil.rmtree(made)


def ql(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    outside = {**os.environ, "QL_HOME": str(home), "COLUMNS": "200", "OPENAI_LIKE_API_KEY": PLANTED}
    return subprocess.run([*QL, *arguments], capture_output=True, text=True, env=outside, check=False)


def said(done: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(done.stdout.splitlines()[-1])


def test_a_model_from_being_set_up_to_being_removed(home: Path) -> None:
    with ModelServer() as server:
        server.script("m", Reply(text="ready", read=1000, written=100))
        assert "No language model is set up" in ql(home, "models", "list").stdout
        given = ["--base", f"{server.url}/v1", "--price-read", "2", "--price-written", "10"]
        added = ql(home, "models", "add", "compatible/m", *given)
        assert added.returncode == 0, added.stderr
        tried = ql(home, "models", "test", "compatible/m")
        assert (tried.returncode, "answers: ready" in tried.stdout, "$0.003" in tried.stdout) == (0, True, True)
        server.script("m", Reply(status=401, message=f"bad key {PLANTED}"))
        failed = ql(home, "models", "test", "compatible/m", "--json")
        assert (failed.returncode, said(failed)["status"]) == (1, "failed")
    explained = ql(home, "models", "explain", "explain")
    assert "it failed or was limited" in explained.stdout
    assert said(ql(home, "models", "usage", "--json"))["items"][0]["calls"] == 2
    assert ql(home, "models", "remove", "compatible/m").returncode == 0
    refused = ql(home, "models", "add", "acme/m")
    assert (refused.returncode, "names no provider" in refused.stderr) == (1, True)
    log = (home / "logs" / "engine.log").read_text()
    assert PLANTED not in log + tried.stdout + failed.stdout + explained.stdout
