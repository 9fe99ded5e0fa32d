"""Services under requests that schemathesis makes of their document: all of its checks hold."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

import httpx
import pytest

from engines.qlayer import load_blueprint, render
from tests.qlayer.running import write_tree
from tests.qlayer.services import service, serving

PROGRAM = Path(sysconfig.get_path("scripts")) / "schemathesis"
CHECKS = ("--checks", "all", "--exclude-checks", "positive_data_acceptance")
"""All but that valid values are accepted: an address of nothing is as valid as one of something."""

LEFT_OUT = "logout|login|unpack"
"""Logging out ends the session, for logging in no refusal of an unreadable body is declared, and zips cannot be made."""


def _bearer(url: str) -> str:
    said = {"username": "anna", "password": "correct horse"}
    httpx.post(f"{url}/auth/signup", json=said, trust_env=False).raise_for_status()
    token = httpx.post(f"{url}/auth/login", json=said, trust_env=False).json()["accessToken"]
    return f"Authorization: Bearer {token}"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["notes_sharing", "leaderboard", "file_locker"])
def test_a_service_keeps_to_its_document(name: str, tmp_path: Path) -> None:
    home = write_tree(render(service(name), load_blueprint("python-service")), tmp_path)
    with serving(home) as url:
        given = ["-H", _bearer(url)] if name == "notes_sharing" else []
        command = [str(PROGRAM), "run", f"{url}/openapi.json", "--url", url, "--max-examples", "15", "--seed", "1"]
        done = subprocess.run(
            [*command, *CHECKS, "--exclude-path-regex", LEFT_OUT, *given],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6000:]
