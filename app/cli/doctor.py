"""`ql doctor`: what a newcomer's machine may lack, and how to get it. Looks only; works without an engine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer
from rich.markup import escape

from app.cli.checks import Check, all_of_its_own, all_of_the_system
from app.cli.output import EXIT_DONE, EXIT_FAILED, JsonFlag, emit_json, people

ENGINE_S_LOOK = (sys.executable, "-m", "app.engine.machine")
PATIENCE_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]
MARKS = {"ok": "[green]✓[/]", "weak": "[yellow]![/]", "missing": "[red]✗[/]"}


def doctor(as_json: JsonFlag = False) -> None:
    """Check everything a newcomer could lack, and say how to get it."""
    found, fault = _engine_s()
    checks = [*all_of_the_system(found), *all_of_its_own(found), *_unloadable(fault)]
    if as_json:
        emit_json({"checks": [asdict(check) for check in checks]})
    else:
        _show(checks)
    raise typer.Exit(EXIT_FAILED if any(check.state == "missing" for check in checks) else EXIT_DONE)


def _engine_s() -> tuple[Mapping[str, Any], str]:
    """What the engine finds on this machine, else why it could not look; its parts are not imported here."""
    try:
        said = subprocess.run(
            ENGINE_S_LOOK, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired:
        return {}, f"it did not answer within {PATIENCE_SECONDS} seconds"
    if said.returncode:
        return {}, (said.stderr.strip().splitlines() or [f"it ended with code {said.returncode}"])[-1]
    return dict(json.loads(said.stdout)), ""


def _unloadable(fault: str) -> Iterator[Check]:
    if fault:
        remedy = "Install QuantumLayer again with its dependencies; from its source: `make setup`."
        yield Check(name="Engine's look", state="missing", found=fault, remedy=remedy)


def _show(checks: list[Check]) -> None:
    for check in checks:
        people.print(f"{MARKS[check.state]} {check.name:<16} {escape(check.found)}", soft_wrap=True)
        if check.remedy:
            people.print(f"  {'':<16} [bold]→[/] {escape(check.remedy)}", soft_wrap=True)
    missing, weak = (sum(check.state == state for check in checks) for state in ("missing", "weak"))
    if missing:
        people.print(f"\n{missing} of {len(checks)} must be mended before everything works.")
    elif weak:
        people.print(f"\nEverything works; {weak} of {len(checks)} could be better.")
    else:
        people.print("\nNothing is missing. Start with:  ql new --example library")
