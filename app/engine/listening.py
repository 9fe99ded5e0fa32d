"""The socket on which the engine listens: Unix where the path is short enough, else loopback."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from app.paths import Paths

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Listening:
    """A bound socket and its address as engine.json tells it."""

    socket: socket.socket
    address: str


def listen(paths: Paths, port: int) -> Listening:
    """Binds the engine's socket; a chosen port always means loopback TCP."""
    path = None if port else paths.socket
    if path is None:
        bound = socket.create_server((LOOPBACK, port))
        return Listening(socket=bound, address=f"http://{LOOPBACK}:{bound.getsockname()[1]}")
    path.unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    bound.bind(str(path))
    bound.listen(128)
    return Listening(socket=bound, address=f"unix:{path}")
