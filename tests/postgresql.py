"""A PostgreSQL server of its own for tests, as installed by the system's packages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOOLS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@contextmanager
def serving() -> Iterator[str]:
    """The server's address without a database, `postgresql://ql@127.0.0.1:PORT`, as long as a `with` lasts."""
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


def _tool(name: str, *arguments: str) -> None:
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run([f"{TOOLS}/{name}", *arguments], check=True, stdout=subprocess.DEVNULL, user=user, cwd="/")
