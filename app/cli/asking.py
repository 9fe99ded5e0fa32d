"""Asks a person to approve or reject what a run is about to do. Used by `ql new` and `ql approvals`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import typer
from rich.markup import escape

from app.cli.output import progress

Decide = Callable[[Mapping[str, Any]], Mapping[str, str] | None]
TONES = {"low": "green", "medium": "yellow", "high": "red"}
FINDINGS_SHOWN = 10


class Checkpoint(StrEnum):
    """Where a build can wait."""

    ARCHITECTURE = "architecture"
    SECURITY = "security"


def nobody(_: Mapping[str, Any]) -> None:
    """Leaves the run waiting."""


def suggested(asked: Mapping[str, Any]) -> Mapping[str, str]:
    """The answer that the engine suggests, for --yes."""
    return {"decision": str(asked["suggestion"]), "comment": "the suggested answer"}


def person(asked: Mapping[str, Any]) -> Mapping[str, str]:
    """What a person at this terminal decides."""
    show_question(asked)
    if asked.get("kind") == "clarification":
        said = str(typer.prompt("  Your answer (empty: let it decide)", default="", show_default=False))
        return {"decision": "approve" if said else "reject", "comment": said}
    decision = str(typer.prompt("  approve or reject", value_proc=_decision, default=asked["suggestion"]))
    comment = str(typer.prompt("  Why", default="", show_default=False)) if decision == "reject" else ""
    return {"decision": decision, "comment": comment}


def _decision(said: str) -> str:
    """The decision whose beginning was typed."""
    found = [name for name in ("approve", "reject") if said.strip() and name.startswith(said.strip().lower())]
    if not found:
        raise typer.BadParameter(f"{said!r} is neither approve nor reject")
    return found[0]


def show_question(asked: Mapping[str, Any]) -> None:
    """What is asked, what approving does, how it is undone, and what was found."""
    risk = str(asked["risk"])
    progress.print(f"\n[bold]{escape(asked['title'])}[/]  [{TONES[risk]}]{risk} risk[/]", soft_wrap=True)
    progress.print(f"  {escape(asked['effect'])}", soft_wrap=True)
    progress.print(f"  [dim]To undo it: {escape(asked['undo'])}[/]", soft_wrap=True)
    findings = list(asked["findings"])
    for finding in findings[:FINDINGS_SHOWN]:
        place = f"{finding['severity']:<8} {finding['title']}  ({finding['place']})"
        progress.print(f"  • {escape(place)}", soft_wrap=True)
    if len(findings) > FINDINGS_SHOWN:
        progress.print(f"  and {len(findings) - FINDINGS_SHOWN} more findings")
