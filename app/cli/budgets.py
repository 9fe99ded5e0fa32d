"""`ql models budget`: what may be spent on language models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer
from rich.markup import escape
from rich.table import Table

from app.cli.engine import reach_engine
from app.cli.model_words import dollars as shown
from app.cli.output import JsonFlag, emit_json, people

app = typer.Typer(no_args_is_help=True, help="What may be spent on language models.")
Scope = Literal["everything", "project", "person"]
Period = Literal["day", "month", "ever"]


@app.command("list")
def every(as_json: JsonFlag = False) -> None:
    """List the budgets."""
    found = reach_engine(as_json=as_json).request("GET", "/models/budgets")
    if as_json:
        emit_json(found)
        return
    table = Table("For", "Name", "May cost", "Per", box=None)
    for row in found["items"]:
        table.add_row(row["scope"], escape(row["name"]), shown(row["amount"]), row["period"])
    people.print(table)


@app.command("set")
def set_budget(
    dollars: Annotated[float, typer.Argument(min=0, help="Dollars.")],
    scope: Annotated[Scope, typer.Option("--for", help="Whom it binds.")] = "everything",
    name: Annotated[str, typer.Option(help="The project's folder, or the person.")] = "",
    period: Annotated[Period, typer.Option("--per", help="How long it lasts, in UTC.")] = "month",
    as_json: JsonFlag = False,
) -> None:
    """Set what may be spent; a call that could pass it is not made."""
    body = {"scope": scope, "name": name, "dollars": dollars, "period": period}
    reach_engine(as_json=as_json).request("PUT", "/models/budgets", body=body)
    _tell("The budget is set.", {**body, "status": "set"}, as_json=as_json)


@app.command("remove")
def remove_budget(
    scope: Annotated[Scope, typer.Option("--for", help="Whom it binds.")] = "everything",
    name: Annotated[str, typer.Option(help="The project's folder, or the person.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Remove a budget."""
    reach_engine(as_json=as_json).request("DELETE", "/models/budgets", query={"scope": scope, "name": name})
    _tell("The budget is removed.", {"scope": scope, "name": name, "status": "removed"}, as_json=as_json)


def _tell(words: str, value: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        emit_json(value)
    else:
        people.print(f"[green]✓[/] {words}")
