"""Starts the build of the draft, new or anew. Used by Home, Spec and Run."""

from __future__ import annotations

from typing import Any

from ui.desk import Desk

FOLDER, GATES = "projects/folder", "runs/checkpoints"


def gates(desk: Desk) -> list[str]:
    """The checkpoints at which a person wants to be asked; none unless set."""
    return [gate for gate in desk.preferences.texts(GATES) if gate in ("architecture", "security")]


async def start_draft(desk: Desk, *, accept: bool, out: str = "") -> str:
    """Begins to build the draft and returns the run; `accept` takes the suggested answers to what is open.

    `out` is the project's folder where it is not to be a new one in the folder of projects; an engine elsewhere has a
    folder of projects of its own.
    """
    folder = desk.preferences.text(FOLDER) if desk.link.here else ""
    wish: dict[str, Any] = {
        **desk.workspace.draft.build_wish(folder),
        "accept": accept,
        "checkpoints": gates(desk),
        **({"out": out} if out else {}),
    }
    run = str((await desk.link.ask("POST", "/projects", body=wish))["run"])
    desk.runs.follow(run)
    return run
