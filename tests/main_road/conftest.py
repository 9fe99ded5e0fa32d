"""The real program on a data directory of its own: every test here runs `ql` as a person would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROGRAM = (sys.executable, "-c", "from app.cli.main import main; main()")

READING_ROOM = """
A reading room lends board games to its guests. Every game has a title, a publisher, an article number (unique) and a number of copies.
Guests have a name, an email address and a phone number. A lending records which guest took which game, when it was
taken, when it is due and when it came back. A guest can't have more than two open lendings at the same time.
"""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        """The last line of JSON."""
        return dict(json.loads(self.out.strip().splitlines()[-1]))


@dataclass(frozen=True, kw_only=True)
class Ql:
    """The program, with its data directory."""

    home: Path

    def __call__(self, *arguments: str, stdin: str | None = None, timeout: float = 120, **environment: str) -> Said:
        done = subprocess.run(
            [*PROGRAM, *arguments],
            input=stdin,
            stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            env={**os.environ, "QL_HOME": str(self.home), **environment},
            check=False,
        )
        return Said(code=done.returncode, out=done.stdout, err=done.stderr)


@pytest.fixture(scope="session")
def ql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ql]:
    program = Ql(home=tmp_path_factory.mktemp("ql"))
    yield program
    program("engine", "stop")


@pytest.fixture(scope="session")
def built(ql: Ql, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The result of one whole road, with its preview running."""
    out = tmp_path_factory.mktemp("projects") / "reading-room"
    said = ql("new", READING_ROOM, "--out", str(out), "--yes", "--json")
    assert said.code == 0, said.out + said.err
    yield said.result
    ql("preview", "stop", said.result["preview"]["id"])
