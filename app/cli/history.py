"""`ql history`, `ql diff` and `ql undo`: the recorded states of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from app.cli.changing import carry_out
from app.cli.engine import reach_engine
from app.cli.output import JsonFlag, emit_json, people
from app.cli.projects import Place, absolute

if TYPE_CHECKING:
    from app.client.client import Client

COLOURS = {"+": "green", "-": "red", " ": "default"}
CHANGES = {"A": "new", "M": "changed", "D": "removed"}


def history(
    place: Place = ".",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000, help="How many of the newest.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """List the recorded states of a project, the newest first."""
    client, path = _known(place, as_json=as_json)
    rows = client.request("GET", "/projects/commits", query={"path": path, "limit": limit})["items"]
    if as_json:
        emit_json({"commits": rows})
        return
    table = Table("Commit", "Time", "What", box=None)
    for row in rows:
        table.add_row(row["id"][:8], row["time"][:16].replace("T", " "), escape(_subject(row)))
    people.print(table)


def diff(
    place: Place = ".",
    old: Annotated[str, typer.Argument(help="A commit, by the first letters of its id; the newest if missing.")] = "",
    new: Annotated[str, typer.Argument(help="A commit; the files on disk if missing.")] = "",
    file: Annotated[str, typer.Option(help="Only this file.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Show what changed since the newest recorded state, since OLD, or from OLD to NEW."""
    client, path = _known(place, as_json=as_json)
    query = {"path": path, "old": old or _newest(client, path), "new": new, "file": file}
    found = client.request("GET", "/projects/diff", query=query)
    if as_json:
        emit_json(found)
    elif not found["files"]:
        people.print("Nothing changed.")
    for each in [] if as_json else found["files"]:
        _show(each)


def undo(
    place: Place = ".",
    commit: Annotated[str, typer.Argument(help="The state to bring back; the one before the newest if missing.")] = "",
    change: Annotated[
        str,
        typer.Option(
            help="Take back this change alone and keep those after it: its commit, or 1 for the newest, 2 ..."
        ),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --change: approve the plan.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --change: show the plan alone.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring an older state back, as a new commit; what is not recorded is never lost. Undoing twice changes nothing.

    With --change, one change alone goes, and what followed stays: ql undo my-shop --change 3
    """
    client, path = _known(place, as_json=as_json)
    if change:
        if commit:
            raise typer.BadParameter("Give a state to bring back, or --change.")
        carry_out(client, {"project": path, "take_back": change, "accept": yes, "only_plan": dry_run}, as_json=as_json)
    made = client.request("POST", "/projects/restore", body={"path": path, "commit": commit})
    if as_json:
        emit_json(made)
    else:
        people.print(f"[green]●[/] {escape(_subject(made))} (now {made['id'][:8]})", soft_wrap=True)


def _known(place: str, *, as_json: bool) -> tuple[Client, str]:
    """The engine, and the project's folder, which it knows from now on."""
    client = reach_engine(as_json=as_json)
    return client, str(client.request("POST", "/projects/open", body={"path": absolute(place)})["path"])


def _newest(client: Client, path: str) -> str:
    """`HEAD`, or the empty project where nothing is recorded yet."""
    rows = client.request("GET", "/projects/commits", query={"path": path, "limit": 1})["items"]
    return "HEAD" if rows else ""


def _subject(commit: dict[str, Any]) -> str:
    return next((line for line in commit["message"].splitlines() if line.strip()), "")


def _show(changed: dict[str, Any]) -> None:
    counts = f"[green]+{changed['added']}[/] [red]-{changed['removed']}[/]"
    note = " (binary)" if changed["binary"] else " (too long to show)" if changed["too_long"] else ""
    people.print(f"[bold]{escape(changed['file'])}[/]  {CHANGES[changed['change']]}{note}  {counts}", soft_wrap=True)
    for hunk in changed["hunks"]:
        people.print(f"[cyan]{escape(hunk['header'])}[/]")
        for line in hunk["lines"]:
            people.print(f"{line['kind']}{line['text']}", style=COLOURS[line["kind"]], markup=False, soft_wrap=True)
