"""`ql engine`: the process behind every face; and how every other command reaches it."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from app.cli.output import EXIT_FAILED, JsonFlag, emit_json, people, progress
from app.client import NoEngine, connect
from app.client import stop as stop_engine
from app.paths import Paths, default_home

if TYPE_CHECKING:
    from app.client.client import Client

app = typer.Typer(no_args_is_help=True, help="The engine: one process per data directory, started when needed.")


def reach_engine(*, as_json: bool = False, start: bool = True) -> Client:
    """The engine of QL_HOME; says on standard error when it has to be started first."""
    said = False

    def waiting(_: float) -> None:
        nonlocal said
        if not said and not as_json:
            progress.print("[dim]Starting the engine ...[/]")
        said = True

    return connect(start=start, waiting=waiting)


@app.command()
def start(as_json: JsonFlag = False) -> None:
    """Start the engine if it does not run."""
    _tell(reach_engine(as_json=as_json), as_json=as_json)


@app.command()
def status(as_json: JsonFlag = False) -> None:
    """Show whether the engine runs, and what it does."""
    try:
        _tell(reach_engine(as_json=as_json, start=False), as_json=as_json)
    except NoEngine as error:
        if as_json:
            emit_json({"status": "stopped"})
        else:
            people.print(f"Stopped. {escape(str(error))}")
        raise typer.Exit(EXIT_FAILED) from error


@app.command()
def stop(as_json: JsonFlag = False) -> None:
    """Stop the engine, of whatever version; open runs go on when it starts again."""
    said = "stopped" if stop_engine() else "not running"
    if as_json:
        emit_json({"status": said})
    else:
        people.print(f"The engine is {said}.")


@app.command()
def logs(
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, help="How many of the last lines.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """Show the end of the engine's log."""
    path = Paths(home=default_home()).log
    if not path.exists():
        raise NoEngine(f"There is no log at {path} yet.", hint="Start the engine with `ql engine start`.")
    with path.open(encoding="utf-8", errors="replace") as log:
        last = [line.rstrip("\n") for line in deque(log, maxlen=lines)]
    if as_json:
        emit_json({"path": str(path), "lines": last})
    else:
        people.print(escape("\n".join(last)), soft_wrap=True)


def _tell(client: Client, *, as_json: bool) -> None:
    status = client.status()
    if as_json:
        emit_json({"status": "running", **asdict(status)})
        return
    people.print(
        f"[green]●[/] The engine {status.version} runs as process {status.pid} on {escape(str(default_home()))}."
    )
    for name, count in status.runs.items():
        people.print(f"  {count} runs {name}")
