"""`ql models`: set models up, try and remove them; see who would be asked and why, and what they cost."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer
from rich.markup import escape
from rich.table import Table

from app.cli import budgets, local_models
from app.cli.engine import reach_engine
from app.cli.model_words import REASONS, dollars, share
from app.cli.output import EXIT_FAILED, JsonFlag, emit_json, people

app = typer.Typer(no_args_is_help=True, help="Language models: which there are, who is asked and why, what they cost.")
app.add_typer(budgets.app, name="budget")
app.add_typer(local_models.app, name="local")
Model = Annotated[str, typer.Argument(help="As `ql models list` names it.")]
Task = Literal["read_requirement", "design", "write_code", "fix_test", "review", "explain", "complete"]
Effort = Literal["cheapest", "fastest", "best"]
By = Literal["model", "task", "project", "run", "agent", "person", "prompt", "day"]
Tier = Literal["tiny", "small", "medium", "large", "frontier"]


@app.command("list")
def every(as_json: JsonFlag = False) -> None:
    """List the models that are set up or found on this machine."""
    found = reach_engine(as_json=as_json).request("GET", "/models")
    if as_json:
        emit_json(found)
        return
    if not found["items"]:
        people.print("No language model is set up. Add one: [bold]ql models add anthropic/claude-haiku-4-5[/]")
        return
    table = Table("Model", "Address", "Context", "Can", "$ a million", "Stays here", box=None)
    for row in found["items"]:
        table.add_row(
            escape(row["name"]),
            escape(row["address"]) or f"[dim]{row['provider']}[/]",
            f"{row['facts']['context']:,}",
            ", ".join(name for name in ("tools", "json", "images", "embeds") if row["facts"][name]) or "[dim]text[/]",
            _price(row["facts"]["price"]),
            "yes" if row["here"] else "no",
        )
    people.print(table)


@app.command()
def add(
    model: Annotated[str, typer.Argument(help="provider/model, such as anthropic/claude-haiku-4-5 or ollama/qwen3.")],
    name: Annotated[str, typer.Option(help="What it is called here; as it stands if not given.")] = "",
    base: Annotated[str, typer.Option(help="The address of its server; the provider's own if not given.")] = "",
    region: Annotated[str, typer.Option(help="Bedrock: the region. Vertex: project/location.")] = "",
    version: Annotated[str, typer.Option(help="Azure: the version of the API.")] = "",
    equal: Annotated[
        str, typer.Option(help="Name of a group of deployments that answer alike and share the calls.")
    ] = "",
    weight: Annotated[int, typer.Option(min=0, max=1000, help="Its share within that group.")] = 1,
    like: Annotated[str, typer.Option(help="provider/model whose facts it has.")] = "",
    context: Annotated[int | None, typer.Option(min=1, help="Tokens that it reads and writes at most.")] = None,
    longest: Annotated[int | None, typer.Option(min=1, help="Tokens of its longest answer.")] = None,
    tools: Annotated[bool | None, typer.Option(help="Whether it can call tools.")] = None,
    json_answers: Annotated[bool | None, typer.Option(help="Whether it can be held to a JSON schema.")] = None,
    images: Annotated[bool | None, typer.Option(help="Whether it sees images.")] = None,
    price_read: Annotated[float | None, typer.Option(min=0, help="Dollars for a million tokens read.")] = None,
    price_written: Annotated[float | None, typer.Option(min=0, help="Dollars for a million tokens written.")] = None,
    tier: Annotated[Tier | None, typer.Option(help="How good it is believed to be until its outcomes tell.")] = None,
    requests_a_minute: Annotated[int, typer.Option(min=0, help="Its provider's limit, 0: none known.")] = 0,
    tokens_a_minute: Annotated[int, typer.Option(min=0, help="Its provider's limit, 0: none known.")] = 0,
    away: Annotated[
        bool, typer.Option(help="What it is asked leaves this machine, although its address does not.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Set a model up. Its key, if it needs one, is set with `ql keys set`."""
    body = {name: value for name, value in locals().items() if name != "as_json"}
    made = reach_engine(as_json=as_json).request("POST", "/models", body=body)
    if as_json:
        emit_json(made)
        return
    people.print(f"[green]✓[/] {escape(made['name'])} is set up; try it: ql models test {escape(made['name'])}")
    if not made["facts"]["as_of"] and not like:
        people.print(
            f"Nothing is known of it but what you said: {made['facts']['context']} tokens of context are assumed, "
            f"{'tools' if made['facts']['tools'] else 'no tools'}, {_price(made['facts']['price'])} dollars a million tokens.",
            markup=False,
        )


@app.command("test")
def try_out(model: Model, as_json: JsonFlag = False) -> None:
    """Ask a model one short question and show what it takes."""
    said = reach_engine(as_json=as_json).request("POST", "/models/test", body={"name": model})
    if as_json:
        emit_json(said)
    elif said["status"] == "done":
        used = said["usage"]
        people.print(f"[green]✓[/] {escape(said['model'])} answers: {escape(said['answer'].strip())}")
        people.print(
            f"  {used['seconds']:.2f} s, {used['read']} tokens read, {used['written']} written, {dollars(used['cost'])}"
        )
    else:
        people.print(f"[red]✗[/] {escape(said['error'])}\n  {escape(said['hint'])}")
    if said["status"] != "done":
        raise typer.Exit(EXIT_FAILED)


@app.command()
def remove(model: Model, as_json: JsonFlag = False) -> None:
    """Forget a model; what it did stays in the ledger."""
    reach_engine(as_json=as_json).request("DELETE", "/models", query={"name": model})
    _tell(f"{model} is removed.", {"name": model, "status": "removed"}, as_json=as_json)


@app.command()
def explain(
    task: Annotated[Task, typer.Argument(help="The kind of task.")],
    private: Annotated[bool, typer.Option("--private", help="What is asked may not leave this machine.")] = False,
    effort: Annotated[Effort | None, typer.Option(help="What counts most; as the task has it if not given.")] = None,
    model: Annotated[str, typer.Option(help="Only this one.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Show who would be asked now, who not, and why."""
    query = {"task": task, "private": str(private).lower(), "model": model, **({"effort": effort} if effort else {})}
    route = reach_engine(as_json=as_json).request("GET", "/models/route", query=query)
    if as_json:
        emit_json(route)
        return
    people.print(f"{task}: {route['effort']}; good enough from {share(route['bar'])}.")
    table = Table("", "Model", "Good answers", "Shown by", "A call", "Seconds", "Why", box=None)
    for place, row in enumerate([*route["order"], *route["passed"]], 1):
        asked = place <= len(route["order"])
        good = row["quality"]
        table.add_row(
            str(place) if asked else "-",
            escape(row["name"]),
            f"{share(good['mean'])} ({share(good['low'])} to {share(good['high'])})",
            f"{good['judged']} outcomes" if good["judged"] else "its tier",
            "?" if row["cost"] is None else dollars(row["cost"]),
            f"{row['seconds']:.1f}",
            REASONS[row["why"]].format(wait=f"{row['wait']:.0f} s"),
            style="" if asked else "dim",
        )
    people.print(table)
    if not route["order"]:
        people.print("Nobody can be asked.")


@app.command()
def usage(
    by: Annotated[By, typer.Option(help="What is summed by.")] = "model",
    since: Annotated[str, typer.Option(help="From this day on, such as 2026-11-01.")] = "",
    project: Annotated[str, typer.Option(help="Only this project.")] = "",
    run: Annotated[str, typer.Option(help="Only this run.")] = "",
    person: Annotated[str, typer.Option(help="Only this person.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Show calls, tokens and costs."""
    query = {"by": by, "since": since, "project": project, "run": run, "person": person}
    found = reach_engine(as_json=as_json).request("GET", "/models/usage", query=query)
    if as_json:
        emit_json(found)
        return
    table = Table(by.capitalize(), "Calls", "Failed", "Kept", "Read", "Written", "Cost", "Seconds", "Good", box=None)
    for row in found["items"]:
        table.add_row(
            escape(row["name"]) or "[dim]none[/]",
            *(f"{row[name]:,}" for name in ("calls", "failed", "kept", "read", "written")),
            dollars(row["cost"]) + (f" + {row['unpriced']} of unknown price" if row["unpriced"] else ""),
            f"{row['seconds']:.1f}",
            f"{share(row['worth'] / row['judged'])} of {row['judged']}" if row["judged"] else "",
        )
    people.print(table)


def _price(price: dict[str, Any] | None) -> str:
    return (
        "unknown"
        if price is None
        else f"{price['read']:g} in, {price['written']:g} out"
        if price["written"]
        else "free"
    )


def _tell(words: str, value: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        emit_json(value)
    else:
        people.print(f"[green]✓[/] {escape(words)}")
