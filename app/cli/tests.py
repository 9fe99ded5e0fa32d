"""`ql test`: run a project's tests in the sandbox, with coverage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from app.cli.engine import reach_engine
from app.cli.output import EXIT_DONE, EXIT_FAILED, JsonFlag, emit_json, people

app = typer.Typer(no_args_is_help=True, help="Tests of projects, run in the sandbox.")
Place = Annotated[str, typer.Argument(help="A project's folder.")]


@app.command()
def run(
    place: Place = ".",
    only: Annotated[
        list[str] | None, typer.Option(help="Only this file, test or variant, by pytest's id; may be repeated.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Run the tests; exit code 1 when one fails."""
    wish = {"project": str(Path(place).expanduser().absolute()), "only": only or []}
    report = reach_engine(as_json=as_json).request("POST", "/tests/run", body=wish)
    if as_json:
        emit_json(report)
    else:
        for case in report["cases"]:
            if case["outcome"] != "passed":
                people.print(f"[red]✗[/] {escape(case['id'])}\n{escape(case['message'])}", soft_wrap=True)
        people.print(
            f"{report['passed']} passed, {report['failed']} failed, {report['coverage']:.1f} % of lines covered"
        )
    raise typer.Exit(EXIT_FAILED if report["failed"] else EXIT_DONE)


@app.command()
def coverage(place: Place = ".", as_json: JsonFlag = False) -> None:
    """Run the tests and show the lines that none of them reached."""
    wish = {"project": str(Path(place).expanduser().absolute())}
    report = reach_engine(as_json=as_json).request("POST", "/tests/run", body=wish)
    if as_json:
        emit_json({"coverage": report["coverage"], "missed": report["missed"]})
        return
    for path, lines in report["missed"].items():
        if lines:
            people.print(f"  {escape(path):<40} {', '.join(map(str, lines))}", soft_wrap=True)
    people.print(f"{report['coverage']:.1f} % of lines covered")
