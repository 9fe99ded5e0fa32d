"""`ql capsule`: build, verify, inspect and unpack signed packages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from app.cli.engine import reach_engine
from app.cli.output import JsonFlag, emit_json, people

app = typer.Typer(no_args_is_help=True, help="Signed, self-contained packages of projects.")
CapsulePath = Annotated[str, typer.Argument(help="A .capsule file.")]
Key = Annotated[str, typer.Option(help="Trust this public key (PEM file) instead of the own ones.")]


@app.command()
def build(
    project: Annotated[str, typer.Argument(help="Folder of a project.")] = ".",
    out: Annotated[str, typer.Option(help="Path of the capsule; beside the project if missing.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Pack a project and sign it; the same project gives the same bytes."""
    wish = {"project": _absolute(project), "out": _absolute(out) if out else ""}
    _show(reach_engine(as_json=as_json).request("POST", "/capsules/build", body=wish), "Built", as_json=as_json)


@app.command()
def verify(capsule: CapsulePath, key: Key = "", as_json: JsonFlag = False) -> None:
    """Check every byte and the signature, offline."""
    wish = {"path": _absolute(capsule), "key": _absolute(key) if key else ""}
    verdict = reach_engine(as_json=as_json).request("POST", "/capsules/verify", body=wish)
    _show(verdict, f"Genuine, signed by {verdict['key_id'][:16]}", as_json=as_json)


@app.command()
def inspect(capsule: CapsulePath, as_json: JsonFlag = False) -> None:
    """Show what a capsule says of itself, without trusting it."""
    _show(
        reach_engine(as_json=as_json).request("POST", "/capsules/inspect", body={"path": _absolute(capsule)}),
        "Says",
        as_json=as_json,
    )


@app.command()
def unpack(
    capsule: CapsulePath,
    into: Annotated[str, typer.Argument(help="A new or empty folder.")],
    key: Key = "",
    as_json: JsonFlag = False,
) -> None:
    """Verify a capsule, then write its files."""
    wish = {"path": _absolute(capsule), "into": _absolute(into), "key": _absolute(key) if key else ""}
    _show(
        reach_engine(as_json=as_json).request("POST", "/capsules/unpack", body=wish),
        f"Unpacked into {into}",
        as_json=as_json,
    )


def _show(result: dict[str, Any], headline: str, *, as_json: bool) -> None:
    if as_json:
        emit_json(result)
        return
    capsule = result.get("capsule", result)
    people.print(f"[green]✓[/] {escape(headline)}: {escape(str(capsule['path']))}", soft_wrap=True)
    people.print(
        f"  {escape(capsule['project'])} {capsule['version']}, {capsule['size']:,} bytes, {capsule['digest'][:23]}"
    )
    for part in capsule["parts"]:
        people.print(f"  {part['name']:<15} {part['files']:>4} files {part['size']:>10,} bytes")


def _absolute(path: str) -> str:
    return str(Path(path).expanduser().absolute())
