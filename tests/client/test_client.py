"""The client is light to import, reads event streams, and agrees with the project on its version."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from app.client.stream import data_of
from app.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("httpx", "pydantic", "fastapi", "dbos", "sqlalchemy", "engines", "app.server")


def test_importing_the_client_imports_nothing_heavy() -> None:
    program = f"import app.client, sys; print([name for name in {HEAVY} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_version_is_the_project_s() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION


def test_a_stream_is_read_without_comments_and_half_events() -> None:
    data = '{"run": "r", "sequence": 1, "time": "t", "kind": "run.started", "payload": {}, "version": 1}'
    lines = [": follow", "", "id: 1", "event: run.started", f"data: {data}", "", ": alive", "", "data: {half"]
    events = [json.loads(data) for data in data_of(lines)]
    assert [(event["sequence"], event["kind"]) for event in events] == [(1, "run.started")]
