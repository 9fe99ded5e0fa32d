"""Rendered projects on disk and as running applications, for tests of this room."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from engines.kernel.spec import Spec
from engines.kernel.tree import SourceTree
from engines.qlayer import load_blueprint, render

ADMIN = {"username": "admin@example.org", "password": "Adm1n-Passw0rd"}


def written(spec: Spec, folder: Path) -> Path:
    """The project of a specification, in a folder."""
    return write_tree(render(spec, load_blueprint("python-fastapi")), folder / spec.name)


def write_tree(tree: SourceTree, home: Path) -> Path:
    """The files of a rendered tree, below a folder."""
    for path, content in tree.files.items():
        place = home / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return home


def environment(home: Path) -> dict[str, str]:
    """What a project's programs are started with."""
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{home}/data.db",
        "UPLOAD_FOLDER": str(home / "uploads"),
        "SECRET_KEY": "a secret that is long enough for the tests alone",
        "PASSWORD_COST": "16",
        "ADMIN_EMAIL": ADMIN["username"],
        "ADMIN_PASSWORD": ADMIN["password"],
        "PYTHONDONTWRITEBYTECODE": "",
    }


@contextmanager
def running(home: Path) -> Iterator[httpx.Client]:
    """The application of a project, served on loopback; where there are accounts, the administrator is signed in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning"]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=home, env=environment(home), stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as client:
            _wait(client, server, home)
            sign_in(client, **ADMIN)
            yield client
    finally:
        server.terminate()
        server.wait(10)


def sign_in(client: httpx.Client, username: str, password: str) -> None:
    """Signs a client in, where the application has accounts."""
    answer = client.post("/api/auth/token", data={"username": username, "password": password})
    if answer.status_code == 200:
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def _wait(client: httpx.Client, server: subprocess.Popen[bytes], home: Path) -> None:
    for _ in range(400):
        if server.poll() is not None:
            break
        try:
            client.get("/healthz")
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError((home / "server.log").read_text())
