"""`ql prompts`: which versions there are, how they did, what differs between them, and which one is always used."""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table

from app.cli.building import started
from app.cli.engine import reach_engine
from app.cli.output import STATUS_EXITS, JsonFlag, emit_json, people

app = typer.Typer(no_args_is_help=True, help="Prompts for language models: versions, outcomes, and which one is used.")
Name = Annotated[str, typer.Argument(metavar="PROMPT", help="As `ql prompts list` names it.")]


@app.command("list")
def every(as_json: JsonFlag = False) -> None:
    """List the prompts with the task that each is for."""
    found = reach_engine(as_json=as_json).request("GET", "/prompts")
    if as_json:
        emit_json(found)
        return
    table = Table("Prompt", "Task", "Versions", "For", box=None)
    for row in found["items"]:
        table.add_row(row["name"], row["task"].replace("_", " "), str(len(row["versions"])), escape(row["purpose"]))
    people.print(table)


@app.command()
def stats(prompt: Name, as_json: JsonFlag = False) -> None:
    """Show how each version of a prompt did: how often it was tried, and how often that was good."""
    found = reach_engine(as_json=as_json).request("GET", f"/prompts/{prompt}")
    if as_json:
        emit_json(found)
        return
    table = Table("Version", "Stands", "Made for", "Tried", "Good", "Wants", box=None)
    for row in found["versions"]:
        table.add_row(*_cells(row))
    people.print(table)


@app.command()
def diff(
    prompt: Name,
    old: Annotated[int, typer.Argument(help="A version's number.")],
    new: Annotated[int, typer.Argument(help="Another one.")],
    as_json: JsonFlag = False,
) -> None:
    """Show what differs between two versions of a prompt."""
    found = reach_engine(as_json=as_json).request("GET", f"/prompts/{prompt}/diff", query={"old": old, "new": new})
    if as_json:
        emit_json(found)
        return
    text = found["diff"]
    people.print(Syntax(text, "diff") if text else "[dim]Nothing differs.[/]")


@app.command()
def pin(
    prompt: Name,
    version: Annotated[int, typer.Argument(help="The version to use always; 0 lets outcomes decide.")],
    as_json: JsonFlag = False,
) -> None:
    """Use one version of a prompt always, or let outcomes decide again."""
    reach_engine(as_json=as_json).request("PUT", f"/prompts/{prompt}/pin", body={"version": version})
    if as_json:
        emit_json({"prompt": prompt, "pinned": version})
    else:
        told = f"Version {version} of {prompt} is always used now." if version else f"Outcomes decide for {prompt}."
        people.print(f"[green]✓[/] {escape(told)}")


@app.command()
def improve(prompt: Name, as_json: JsonFlag = False) -> None:
    """Have a model propose a better version; it comes into use only if it does better on the prompt's benchmark."""
    client, began = reach_engine(as_json=as_json), time.monotonic()
    result = started(client, f"/prompts/{prompt}/improvements", {}, began=began, as_json=as_json)
    if as_json:
        emit_json(result)
    elif result["status"] == "done":
        mark = "[green]✓[/]" if result.get("passed") else "[dim]•[/]"
        people.print(f"{mark} {escape(result['why'])}", soft_wrap=True)
    else:
        people.print(f"[red]✕[/] {escape(result['why'])} {escape(result.get('hint', ''))}", soft_wrap=True)
    raise typer.Exit(STATUS_EXITS.get(result["status"], 1))


def _cells(row: dict[str, Any]) -> list[str]:
    stand = "pinned" if row["pinned"] else row["stand"]
    made_for = "; ".join(f"{name}: {', '.join(allowed)}" for name, allowed in row["when"].items()) or "any"
    good = f"{row['worth'] / row['tried']:.0%}" if row["tried"] else "–"
    return [str(row["number"]), stand, escape(made_for), str(row["tried"]), good, escape(row["why"])]
