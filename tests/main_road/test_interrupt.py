"""Ctrl-C in `ql new` ends the run in the engine too."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

from app.client import connect
from tests.main_road.conftest import PROGRAM, READING_ROOM, Ql


def test_ctrl_c_cancels_the_run(ql: Ql, tmp_path: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "new", READING_ROOM, "--out", str(tmp_path / "room"), "--yes", "--no-preview", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "QL_HOME": str(ql.home)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as program:
        assert program.stdout is not None
        events = (json.loads(line)["event"] for line in program.stdout)
        testing = next(event for event in events if event["payload"].get("step") == "test")
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=30)
    assert (program.returncode, said.splitlines()[-1]) == (130, f"Cancelled run {testing['run']}.")
    with connect(ql.home) as client:
        assert client.run(testing["run"]).status == "cancelled"
