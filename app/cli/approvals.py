"""`ql approvals`: what runs are about to do and wait for a person to approve."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from app.cli.asking import nobody, show_question
from app.cli.building import carry_through, present
from app.cli.engine import reach_engine
from app.cli.output import STATUS_EXITS, JsonFlag, emit_json, people
from app.client import EngineError

if TYPE_CHECKING:
    from app.client.client import Client

app = typer.Typer(no_args_is_help=True, help="What waits for a person before it goes on, and what was decided.")
Run = Annotated[str, typer.Argument(help="The id of a run, as `ql approvals list` shows it.")]
Checkpoint = Annotated[str, typer.Argument(help="architecture or security; the one that waits if missing.")]
Comment = Annotated[str, typer.Option(help="Why; kept with the decision.")]
Follow = Annotated[bool, typer.Option("--follow", "-f", help="Stay until the run ends, and show its result.")]


@app.command("list")
def every(as_json: JsonFlag = False) -> None:
    """List what waits, then what was decided, newest first."""
    rows = reach_engine(as_json=as_json).request("GET", "/approvals")["items"]
    if as_json:
        emit_json({"approvals": rows})
    elif not rows:
        people.print("Nothing waits. `ql new --checkpoint architecture` lets a run wait for you.")
    else:
        table = Table("Run", "Checkpoint", "Risk", "Decision", "Opened", "Project", box=None)
        for row in rows:
            decision = row["decided"]["decision"] if row["decided"] else "[bold yellow]waits[/]"
            table.add_row(
                row["run"], row["checkpoint"], row.get("risk", ""), decision, row["opened"][:16], escape(row["project"])
            )
        people.print(table)


@app.command()
def approve(
    run: Run, checkpoint: Checkpoint = "", comment: Comment = "", follow: Follow = False, as_json: JsonFlag = False
) -> None:
    """Let a run go on."""
    _decide("approve", run, checkpoint, comment, follow=follow, as_json=as_json)


@app.command()
def reject(
    run: Run, checkpoint: Checkpoint = "", comment: Comment = "", follow: Follow = False, as_json: JsonFlag = False
) -> None:
    """End a run; the folder is left as it was before."""
    _decide("reject", run, checkpoint, comment, follow=follow, as_json=as_json)


def _decide(decision: str, run: str, checkpoint: str, comment: str, *, follow: bool, as_json: bool) -> None:
    began = time.monotonic()
    client = reach_engine(as_json=as_json)
    asked = _asked(client, run, checkpoint)
    client.answer(run, asked["checkpoint"], {"decision": decision, "comment": comment})
    if follow:
        _follow(client, run, began, as_json=as_json)
    if as_json:
        emit_json({"run": run, "checkpoint": asked["checkpoint"], "decision": decision, "comment": comment})
        return
    show_question(asked)
    people.print(f"[green]✓[/] {decision}: {asked['checkpoint']} of run {run}")


def _asked(client: Client, run: str, checkpoint: str) -> dict[str, Any]:
    """The checkpoint that is meant; EngineError when none of this run waits."""
    rows = [row for row in client.request("GET", "/approvals")["items"] if row["run"] == run]
    waiting = [row for row in rows if not row["decided"] and checkpoint in ("", row["checkpoint"])]
    if not waiting:
        known = ", ".join(f"{row['checkpoint']}: {(row['decided'] or {}).get('decision', 'waits')}" for row in rows)
        raise EngineError(
            f"Run {run} waits at no checkpoint{f' {checkpoint!r}' if checkpoint else ''}.",
            hint=f"It asked {known}." if known else "`ql approvals list` shows what waits.",
        )
    return dict(waiting[0])


def _follow(client: Client, run: str, began: float, *, as_json: bool) -> None:
    rows = client.request("GET", "/approvals")["items"]
    settled = {row["checkpoint"] for row in rows if row["run"] == run and row["decided"]}
    result = carry_through(client, run, began=began, as_json=as_json, decide=nobody, settled=settled)
    present(client, result, as_json=as_json)
    raise typer.Exit(STATUS_EXITS.get(result["status"], 1))
