"""`ql projects`: the projects that the engine knows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from app.cli.engine import reach_engine
from app.cli.output import JsonFlag, emit_json, people

app = typer.Typer(no_args_is_help=True, help="The projects that are known here, wherever their folders lie.")
Place = Annotated[str, typer.Argument(metavar="PROJECT", help="A project's folder.")]

MARKS = {
    "ready": "[green]●[/] ready",
    "building": "[cyan]◌[/] being built",
    "waiting": "[yellow]‖[/] waits for approval",
    "failed": "[red]✗[/] failed",
    "cancelled": "[yellow]■[/] cancelled",
    "missing": "[dim]– folder vanished[/]",
}


def absolute(place: str) -> str:
    """A project's folder as the engine knows it."""
    return str(Path(place).expanduser().absolute())


@app.command("list")
def every(as_json: JsonFlag = False) -> None:
    """List the projects with their state, tests and preview, those changed last first."""
    rows = reach_engine(as_json=as_json).request("GET", "/projects")["items"]
    if as_json:
        emit_json({"projects": rows})
    elif not rows:
        people.print("No projects yet. Build one with `ql new`, or add one with `ql projects open DIR`.")
    else:
        table = Table("Project", "State", "Tests", "Changed", "Folder", "Preview", box=None)
        for row in rows:
            table.add_row(
                escape(row["title"]),
                MARKS[row["state"]],
                _tests(row["tests"]),
                row["changed"][:16].replace("T", " "),
                escape(row["path"]),
                row["preview"]["url"] if row["preview"] else "",
            )
        people.print(table)


@app.command("open")
def open_project(place: Place = ".", as_json: JsonFlag = False) -> None:
    """Add a project that was built elsewhere, or forgotten."""
    found = reach_engine(as_json=as_json).request("POST", "/projects/open", body={"path": absolute(place)})
    if as_json:
        emit_json(found)
    else:
        people.print(f"{MARKS[found['state']]}  {escape(found['title'])} in {escape(found['path'])}", soft_wrap=True)


@app.command()
def forget(place: Place = ".", as_json: JsonFlag = False) -> None:
    """Take a project off the list; its files stay."""
    path = absolute(place)
    reach_engine(as_json=as_json).request("POST", "/projects/forget", body={"path": path})
    if as_json:
        emit_json({"path": path, "state": "forgotten"})
    else:
        people.print(f"Forgot {escape(path)}; its files stay.", soft_wrap=True)


def _tests(counts: dict[str, Any] | None) -> str:
    if counts is None:
        return ""
    failed = f", [red]{counts['failed']} failed[/]" if counts["failed"] else ""
    return f"{counts['passed']} passed{failed}"
