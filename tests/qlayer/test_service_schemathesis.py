"""Services under requests that schemathesis makes of their document: all of its checks hold."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

import httpx
import pytest

from engines.qlayer import load_blueprint, render
from engines.spec import read_brief
from tests.openapi.collection import folder_of, interface
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


def _checked(url: str, base: str, home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(PROGRAM),
        "run",
        f"{url}/openapi.json",
        "--url",
        f"{url}{base}",
        "--max-examples",
        "15",
        "--seed",
        "1",
    ]
    return subprocess.run(
        [*command, *CHECKS, *more],
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["everyday-sums", "calculator", "badges", "media-shelf"])
def test_an_inferred_service_keeps_to_its_document(name: str, tmp_path: Path) -> None:
    chosen = interface(name)
    document = next(folder_of(name).glob("openapi.*")).read_text("utf-8")
    home = write_tree(
        render(read_brief(chosen.text, interface=document).spec, load_blueprint("python-service")), tmp_path
    )
    with serving(home) as url:
        done = _checked(url, chosen.document.base, tmp_path)
    assert done.returncode == 0, done.stdout[-6000:]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["notes_sharing", "leaderboard", "file_locker"])
def test_a_service_keeps_to_its_document(name: str, tmp_path: Path) -> None:
    home = write_tree(render(service(name), load_blueprint("python-service")), tmp_path)
    with serving(home) as url:
        given = ["-H", _bearer(url)] if name == "notes_sharing" else []
        done = _checked(url, "", tmp_path, "--exclude-path-regex", LEFT_OUT, *given)
    assert done.returncode == 0, done.stdout[-6000:]
