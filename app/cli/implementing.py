"""`ql implement`: has a language model build the sentences of a brief that no blueprint has, and shows what it did."""

from __future__ import annotations

import difflib
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.syntax import Syntax

from app.cli.asking import nobody, person
from app.cli.building import present, started
from app.cli.engine import reach_engine
from app.cli.output import STATUS_EXITS, JsonFlag, emit_json, people, progress
from app.cli.projects import absolute

DOLLAR = 1_000_000
_LINES = 200


def implement(
    place: Annotated[str, typer.Argument(metavar="PROJECT", help="A project's folder.")],
    sentences: Annotated[
        list[int] | None,
        typer.Argument(metavar="SENTENCE", help="Numbers of sentences, as TRACE.md has them; all that are not built."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Put the code in without asking.")] = False,
    private: Annotated[
        bool, typer.Option("--private", help="Only a model on this machine may see the project.")
    ] = False,
    budget: Annotated[
        float, typer.Option(min=0, max=100, help="The most that one sentence may cost, in dollars.")
    ] = 0.5,
    as_json: JsonFlag = False,
) -> None:
    """Have a language model build what is not built yet, each sentence with a test that fails without it.

    The code is written and tested on a copy, read by reviewers, and shown to you before it goes into the project.

    ql implement my-shop 12 --budget 0.20
    """
    client, began = reach_engine(as_json=as_json), time.monotonic()
    path = str(client.request("POST", "/projects/open", body={"path": absolute(place)})["path"])
    wish = {
        "project": path,
        "requirements": sentences or [],
        "accept": yes,
        "private": private,
        "cost": round(budget * DOLLAR),
    }
    decide = _person if sys.stdin.isatty() and not as_json else nobody
    result = started(client, "/projects/implementations", wish, began=began, as_json=as_json, decide=decide)
    if as_json:
        emit_json(result)
    else:
        for row in result.get("built", []):
            _show(row)
        present(client, {**result, "requirements": []}, as_json=False)
    raise typer.Exit(STATUS_EXITS.get(result["status"], 1))


def _person(asked: Mapping[str, Any]) -> Mapping[str, str]:
    """A person's decision, after the change itself was shown."""
    lines = list(_diff(asked.get("facts", {}).get("changes", [])))
    if lines:
        progress.print(Syntax("\n".join(lines[:_LINES]), "diff"))
        if len(lines) > _LINES:
            progress.print(f"  and {len(lines) - _LINES} more lines")
    return person(asked)


def _diff(changes: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """The changed files as unified text."""
    for change in changes:
        sides = (change["before"].splitlines(), change["after"].splitlines())
        yield from difflib.unified_diff(*sides, f"a/{change['path']}", f"b/{change['path']}", lineterm="")


def _show(row: Mapping[str, Any]) -> None:
    mark = "[green]✓[/]" if row["ended"] == "built" else "[red]✕[/]"
    cost = f", {row['cost'] / DOLLAR:.4f} $" if row["cost"] else ""
    people.print(f"{mark} {row['number']}. {escape(row['text'])}", soft_wrap=True)
    people.print(f"    [dim]{escape(row['why'])} ({escape(row['model'] or 'no model')}{cost})[/]", soft_wrap=True)
    for test in row["tests"]:
        people.print(f"    [dim]proven by {escape(test)}[/]", soft_wrap=True)
