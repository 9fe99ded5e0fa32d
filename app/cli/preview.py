"""`ql preview`: run a project in the sandbox under an address of its own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from app.cli.building import administrator
from app.cli.engine import reach_engine
from app.cli.output import JsonFlag, emit_json, people

if TYPE_CHECKING:
    from app.client.client import Client

app = typer.Typer(
    no_args_is_help=True, help="Running instances of projects: sandboxed, limited, removed after a while."
)
Place = Annotated[str, typer.Argument(metavar="DIR_OR_ID", help="A project's folder or a preview's id.")]


@app.command()
def start(place: Place = ".", as_json: JsonFlag = False) -> None:
    """Start a project; ends once the application answers. ADMIN_EMAIL and ADMIN_PASSWORD are passed on."""
    client = reach_engine(as_json=as_json)
    wish = {"project": str(Path(place).expanduser().absolute()), "environment": administrator()}
    preview = client.request("POST", "/previews", body=wish)
    if as_json:
        emit_json(preview)
        return
    login = client.request("GET", f"/previews/{preview['id']}")["login"]
    people.print(
        f"[green]●[/] {preview['name']} runs at [bold blue]{preview['url']}[/] until {preview['expires'][:16]}"
    )
    if login:
        people.print(f"  Sign in as [bold]{escape(login['email'])}[/] with [bold]{escape(login['password'])}[/]")


@app.command()
def stop(place: Place = ".", as_json: JsonFlag = False) -> None:
    """Stop a preview and remove what it kept."""
    client, preview = _find(place, as_json=as_json)
    client.request("DELETE", f"/previews/{preview['id']}")
    if as_json:
        emit_json({"id": preview["id"], "state": "removed"})
    else:
        people.print(f"Stopped and removed {preview['id']}.")


@app.command("list")
def every(as_json: JsonFlag = False) -> None:
    """List the previews with their state and address."""
    rows = reach_engine(as_json=as_json).request("GET", "/previews")["items"]
    if as_json:
        emit_json({"previews": rows})
    elif not rows:
        people.print("No previews. Start one with `ql preview start DIR`.")
    else:
        table = Table("Id", "State", "Address", "Until", "Project", box=None)
        for row in rows:
            table.add_row(row["id"], row["state"], row["url"], row["expires"][:16], escape(str(row["project"])))
        people.print(table)


@app.command()
def logs(
    place: Place = ".",
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, help="How many of the last lines.")] = 100,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with new lines until Ctrl-C.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Show what the application printed."""
    client, preview = _find(place, as_json=as_json)
    seen = _lines(client, preview, lines)
    _print_lines(seen, as_json=as_json)
    while follow:
        time.sleep(0.5)
        now = _lines(client, preview, 1000)
        _print_lines(_new(seen, now), as_json=as_json)
        seen = now


@app.command()
def metrics(place: Place = ".", as_json: JsonFlag = False) -> None:
    """Show memory, processor time, requests and answer times."""
    client, preview = _find(place, as_json=as_json)
    found = client.request("GET", f"/previews/{preview['id']}/metrics")
    if as_json:
        emit_json(found)
        return
    for name, value in found.items():
        people.print(f"  {name.replace('_', ' '):<22} {escape(str(value))}")


@app.command()
def share(place: Place = ".", as_json: JsonFlag = False) -> None:
    """Make a link that nobody can guess."""
    client, preview = _find(place, as_json=as_json)
    found = client.request("POST", f"/previews/{preview['id']}/share")
    if as_json:
        emit_json(found)
    else:
        people.print(found["url"], soft_wrap=True)


@app.command()
def shell(
    place: Place = ".",
    command: Annotated[str, typer.Option("--command", "-c", help="Run one command and end with its exit code.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Run commands inside the application's sandbox: its files, its environment, no network."""
    client, preview = _find(place, as_json=as_json)
    if command:
        raise typer.Exit(_run(client, preview, command, as_json=as_json))
    people.print(f"[dim]Each line runs in the sandbox of {preview['id']}; `exit` or Ctrl-D ends.[/]")
    while (line := _prompt()) not in ("exit", None):
        if line:
            _run(client, preview, line, as_json=False)


def _prompt() -> str | None:
    try:
        return input("sandbox$ ").strip()
    except EOFError:
        return None


def _run(client: Client, preview: dict[str, Any], command: str, *, as_json: bool) -> int:
    done = client.request("POST", f"/previews/{preview['id']}/shell", body={"command": command})
    if as_json:
        emit_json(done)
    else:
        people.print(escape(done["output"].rstrip("\n")), soft_wrap=True)
    return int(done["code"])


def _find(place: str, *, as_json: bool) -> tuple[Client, dict[str, Any]]:
    client = reach_engine(as_json=as_json)
    path = Path(place).expanduser()
    wanted = str(path.absolute()) if path.is_dir() else place
    return client, client.request("GET", "/previews/find", query={"place": wanted})


def _lines(client: Client, preview: dict[str, Any], lines: int) -> list[str]:
    return list(client.request("GET", f"/previews/{preview['id']}/logs", query={"lines": lines})["lines"])


def _new(seen: list[str], now: list[str]) -> list[str]:
    """The lines of `now` behind those that were seen: the longest overlap of an end with a beginning."""
    size = min(len(seen), len(now))
    same = next((n for n in range(size, 0, -1) if seen[-n:] == now[:n]), 0)
    return now[same:]


def _print_lines(lines: list[str], *, as_json: bool) -> None:
    for line in lines:
        if as_json:
            emit_json({"line": line})
        else:
            people.print(escape(line), soft_wrap=True)
