"""`ql spec`: look at a specification, edit it, check it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from app.cli.building import present
from app.cli.changing import changed, show_plan
from app.cli.editing import edited, replace_text
from app.cli.engine import reach_engine
from app.cli.output import EXIT_FAILED, STATUS_EXITS, JsonFlag, emit_json, people
from app.client.client import Client

app = typer.Typer(no_args_is_help=True, help="The specification of a project: readable, versioned YAML.")
Place = Annotated[str, typer.Argument(help="A project, a spec.yaml, or a brief (.md, .txt) to be read.")]


@app.command()
def show(place: Place = ".", as_json: JsonFlag = False) -> None:
    """Print a specification; of a brief, the one that would be built."""
    text = _text(place, as_json=as_json)
    if as_json:
        emit_json({"spec": text})
    else:
        people.print(escape(text), soft_wrap=True)


@app.command()
def check(place: Place = ".", as_json: JsonFlag = False) -> None:
    """Find what does not fit together; errors name the line."""
    found = _check(_text(place, as_json=as_json), as_json=as_json)
    raise typer.Exit(EXIT_FAILED if any(f["severity"] == "critical" for f in found["findings"]) else 0)


@app.command()
def edit(
    place: Place = ".",
    rebuild: Annotated[
        bool | None, typer.Option("--rebuild/--no-rebuild", help="Build the project anew; asked on a terminal.")
    ] = None,
) -> None:
    """Open a project's specification in $EDITOR and keep it once it fits together; then build the project anew."""
    path = _file(place)
    client = reach_engine()
    text = edited(client, path)
    if text is None:
        people.print("Nothing changed.")
        return
    replace_text(path, text)
    people.print(f"Saved {escape(str(path))}.")
    if not (path.parent / "quantumlayer.json").is_file():
        return
    if rebuild is None:
        rebuild = sys.stdin.isatty() and typer.confirm("Build the project anew?", default=True)
    if rebuild:
        _rebuild(client, path, text)


def _rebuild(client: Client, path: Path, text: str) -> None:
    folder = str(client.request("POST", "/projects/open", body={"path": str(path.parent.absolute())})["path"])
    wish = {"project": folder, "spec": text, "accept": not sys.stdin.isatty()}
    result = changed(client, wish, as_json=False)
    show_plan(result.get("change") or {})
    present(client, {**result, "requirements": []}, as_json=False)
    raise typer.Exit(STATUS_EXITS.get(result["status"], EXIT_FAILED))


def _check(text: str, *, as_json: bool) -> dict[str, Any]:
    found: dict[str, Any] = reach_engine(as_json=as_json).request("POST", "/specs/check", body={"spec": text})
    if as_json:
        emit_json(found)
        return found
    for finding in found["findings"]:
        people.print(f"[yellow]{finding['severity']}[/] line {finding['line']}: {escape(finding['title'])}")
        people.print(f"  {escape(finding['advice'])}")
    people.print(f"{found['name']}: {len(found['findings'])} findings.")
    return found


def _file(place: str) -> Path:
    path = Path(place).expanduser()
    path = path / "spec.yaml" if path.is_dir() else path
    if not path.is_file():
        raise typer.BadParameter(f"There is no '{path}'. Give a project's folder, a spec.yaml or a brief.")
    return path


def _text(place: str, *, as_json: bool) -> str:
    path = _file(place)
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix in (".yaml", ".yml"):
        return text
    reading = reach_engine(as_json=as_json).request("POST", "/specs/read", body={"brief": text})
    return str(reading["spec"])
