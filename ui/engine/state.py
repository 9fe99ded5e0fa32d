"""How the engine stands, as the status bar shows it, and what a request gets while it is away."""

from __future__ import annotations

from enum import StrEnum

from app.client import EngineError


class EngineState(StrEnum):
    """STOPPED is every end that does not mend itself at once; the link's `problem` says which."""

    STARTING = "starting"
    RUNNING = "running"
    RECONNECTING = "reconnecting"
    STOPPED = "stopped"


class EngineAway(EngineError):
    """There is no engine to ask just now, or another one than before."""
