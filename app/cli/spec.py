"""`ql spec`: look at a specification, edit it, check it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import click
import typer
from rich.markup import escape

from app.cli.engine import reach_engine
from app.cli.output import EXIT_FAILED, JsonFlag, emit_json, people

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
def edit(place: Place = ".") -> None:
    """Open a project's specification in $EDITOR and keep it once it fits together."""
    path = _file(place)
    before = path.read_text(encoding="utf-8")
    after = click.edit(before, extension=".yaml")
    if after is None or after == before:
        people.print("Nothing changed.")
        return
    _check(after, as_json=False)
    path.write_text(after, encoding="utf-8")
    people.print(f"Saved {escape(str(path))}.")


def _check(text: str, *, as_json: bool) -> dict[str, Any]:
    found: dict[str, Any] = reach_engine(as_json=as_json).request("POST", "/specs/check", body={"spec": text})
    if as_json:
        emit_json(found)
        return found
    for finding in found["findings"]:
        people.print(f"[yellow]{finding['severity']}[/] {escape(finding['place'])}: {escape(finding['title'])}")
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
