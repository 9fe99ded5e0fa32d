"""`ql keys`: the keys of providers of models, in the system's keyring. A key is read hidden or from a pipe, and never shown."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.table import Table

from app.cli.engine import reach_engine
from app.cli.output import JsonFlag, emit_json, people

app = typer.Typer(no_args_is_help=True, help="Keys of providers of models, kept in the system's keyring.")
Provider = Annotated[str, typer.Argument(help="As `ql keys list` names it.")]
FROM = {"environment": "environment, {variable}", "keyring": "keyring"}


@app.command("list")
def every(as_json: JsonFlag = False) -> None:
    """List the providers and where the key of each comes from."""
    found = reach_engine(as_json=as_json).request("GET", "/keys")
    if as_json:
        emit_json(found)
        return
    table = Table("Provider", "Name", "Key", "Variable", box=None)
    for row in found["items"]:
        sources = " and ".join(FROM[source].format(**row) for source in row["sources"])
        table.add_row(row["provider"], row["title"], sources or "[dim]none[/]", row["variable"])
    people.print(table)
    match found["keyring"]["state"]:
        case "missing":
            people.print(
                "There is no keyring here: set a key's variable in the environment of the engine, and start it again."
            )
        case "silent":
            people.print(f"{found['keyring']['fault']}.", markup=False)


@app.command("set")
def set_key(provider: Provider, as_json: JsonFlag = False) -> None:
    """Keep a provider's key; it is asked for without being shown, or read from standard input."""
    client = reach_engine(as_json=as_json)
    value = typer.prompt("Key", hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.read()
    client.request("PUT", f"/keys/{provider}", body={"value": value})
    _tell(provider, "set", as_json=as_json)


@app.command()
def remove(provider: Provider, as_json: JsonFlag = False) -> None:
    """Forget a provider's key."""
    reach_engine(as_json=as_json).request("DELETE", f"/keys/{provider}")
    _tell(provider, "removed", as_json=as_json)


def _tell(provider: str, did: str, *, as_json: bool) -> None:
    if as_json:
        emit_json({"provider": provider, "status": did})
    else:
        people.print(f"[green]✓[/] The key of {provider} is {did}.")
