"""Services on PostgreSQL, as a team has them; skipped where no server can be started."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from engines.qlayer import load_blueprint, render
from tests.openapi.collection import interface
from tests.openapi.play import play
from tests.qlayer.running import write_tree
from tests.qlayer.services import ALL, interface_of, service, serving

TOOLS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(TOOLS is None, reason="PostgreSQL is not installed")]


def _tool(name: str, *arguments: str) -> None:
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run([f"{TOOLS}/{name}", *arguments], check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    folder = tempfile.mkdtemp()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    _tool("initdb", "-A", "trust", "-U", "ql", "-D", f"{folder}/data")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    _tool("pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "-o", options, "start")
    yield f"postgresql://ql@127.0.0.1:{port}"
    _tool("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", ALL)
def test_a_service_does_and_withstands_the_same_on_postgresql(name: str, server: str, tmp_path: Path) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    home = write_tree(render(service(name), load_blueprint("python-service")), tmp_path)
    chosen = interface(interface_of(name))
    with serving(home, f"{server}/{name}") as url:
        outcomes = [*play(chosen, url, attacks=False), *play(chosen, url, attacks=True)]
    assert [outcome for outcome in outcomes if not outcome.passed] == []
