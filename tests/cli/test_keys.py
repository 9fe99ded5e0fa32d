"""`ql keys` over a real engine and a real keyring: a key is piped in or typed unseen, and shown nowhere."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.secret_service import needs_keyring

PLANTED = "sk-planted-0123456789"
QL = [sys.executable, "-c", "from app.cli.main import main; main()"]


@pytest.fixture
def home() -> Iterator[Path]:
    """A data directory with a short path, whose engine is ended at the end."""
    made = Path(tempfile.mkdtemp(prefix="qlk-"))
    yield made
    ql(made, "engine", "stop")
    shutil.rmtree(made)


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "QL_HOME": str(home), "DISPLAY": ":0", "COLUMNS": "120", "GROQ_API_KEY": "from-outside"}


def ql(home: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*QL, *arguments], capture_output=True, text=True, input=given, env=environment(home), check=False
    )


def typed(home: Path, *arguments: str, keys: str) -> str:
    """What a terminal shows while somebody types these keys at the prompt."""
    outer, inner = pty.openpty()
    with subprocess.Popen([*QL, *arguments], stdin=inner, stdout=inner, stderr=inner, env=environment(home)) as process:
        os.close(inner)
        deadline = time.monotonic() + 30
        while termios.tcgetattr(outer)[3] & termios.ECHO:  # what comes before it is switched off is thrown away
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.write(outer, keys.encode())
        shown = b""
        while True:
            try:
                shown += os.read(outer, 1024)
            except OSError:  # the terminal is closed with its last user
                break
        assert process.wait() == 0, shown
    os.close(outer)
    return shown.decode()


def rows(home: Path) -> dict[str, list[str]]:
    listed = json.loads(ql(home, "keys", "list", "--json").stdout.splitlines()[-1])
    return {row["provider"]: row["sources"] for row in listed["items"] if row["sources"]}


@needs_keyring
def test_keys_are_set_listed_and_removed(home: Path, secret_service: None) -> None:
    piped = ql(home, "keys", "set", "openai", given=f"{PLANTED}\n")
    assert piped.returncode == 0, piped.stderr
    shown = typed(home, "keys", "set", "anthropic", keys=f"{PLANTED}\n")
    assert rows(home) == {"openai": ["keyring"], "anthropic": ["keyring"], "groq": ["environment"]}
    table = ql(home, "keys", "list")
    assert "environment, GROQ_API_KEY" in table.stdout
    assert ql(home, "keys", "remove", "openai").returncode == 0
    again = ql(home, "keys", "remove", "openai")
    assert (again.returncode, "holds no key of OpenAI" in again.stderr) == (1, True)
    assert "groq" in rows(home)
    log = (home / "logs" / "engine.log").read_text()
    for said in (piped.stdout, piped.stderr, shown, table.stdout, log):
        assert PLANTED not in said
        assert "from-outside" not in said


def test_a_key_is_no_argument(home: Path) -> None:
    said = ql(home, "keys", "set", "openai", PLANTED)
    assert said.returncode == 2
