"""Starts builds: of the draft, or of a project in hand with a corrected specification. Used by Home, Spec and Run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.desk import Desk

FOLDER, GATES = "projects/folder", "runs/checkpoints"


def gates(desk: Desk) -> list[str]:
    """The checkpoints at which a person wants to be asked; none unless set."""
    return [gate for gate in desk.preferences.texts(GATES) if gate in ("architecture", "security")]


async def start_draft(desk: Desk, *, accept: bool, checkpoints: Sequence[str] | None = None) -> str:
    """Begins to build the draft and returns the run; `accept` takes the suggested answers to what is open."""
    wish: dict[str, Any] = {
        **desk.workspace.draft.wish(),
        "accept": accept,
        "folder": desk.preferences.text(FOLDER),
        "checkpoints": list(gates(desk) if checkpoints is None else checkpoints),
    }
    return await _begin(desk, wish)


async def start_renewal(desk: Desk, path: str, spec: str, *, checkpoints: Sequence[str] | None = None) -> str:
    """Begins to build a project anew from its corrected specification."""
    wish = {
        "spec": spec,
        "out": path,
        "renew": True,
        "checkpoints": list(gates(desk) if checkpoints is None else checkpoints),
    }
    return await _begin(desk, wish)


async def _begin(desk: Desk, wish: dict[str, Any]) -> str:
    run = str((await desk.link.ask("POST", "/projects", body=wish))["run"])
    desk.runs.follow(run)
    return run
