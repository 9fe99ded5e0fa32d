"""Services behind interfaces of tests/openapi, written by hand: what inference has to come to, as far as it can."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import yaml

from engines.kernel.spec import Spec
from engines.spec import load_spec

HOME = Path(__file__).parent
COLLECTION = Path(__file__).parents[2] / "openapi" / "collection"
ALL = tuple(sorted(path.stem for path in HOME.glob("*.yaml")))
ADMIN = ("admin@example.org", "Adm1n-Passw0rd")


def interface_of(name: str) -> str:
    """The name of the interface that a service stands behind."""
    return name.replace("_", "-")


def service(name: str) -> Spec:
    """A specification with the document of its interface."""
    said = yaml.safe_load(HOME.joinpath(f"{name}.yaml").read_text("utf-8"))
    document = next((COLLECTION / interface_of(name)).glob("openapi.*")).read_text("utf-8")
    said["service"]["document"] = json.dumps(yaml.safe_load(document))
    return load_spec(yaml.safe_dump(said, sort_keys=False))


@contextmanager
def serving(home: Path, database: str = "") -> Iterator[str]:
    """The address of a rendered service, which answers for as long as a `with` lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database or f"sqlite:///{home}/data.db",
        "ADMIN_EMAIL": ADMIN[0],
        "ADMIN_PASSWORD": ADMIN[1],
        "PASSWORD_COST": "1024",
    }
    command = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port), "--log-level", "warning"]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}", server, home)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait(url: str, server: subprocess.Popen[bytes], home: Path) -> None:
    for _ in range(400):
        if server.poll() is not None:
            break
        try:
            httpx.get(f"{url}/healthz", trust_env=False)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError((home / "server.log").read_text())
