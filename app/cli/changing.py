"""`ql change`: changes a project by English, shows what will happen, and does it once a person agrees."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import click
import typer
from rich.markup import escape

from app.cli.asking import TONES, nobody, person
from app.cli.briefs import read_file
from app.cli.building import present, started
from app.cli.engine import reach_engine
from app.cli.output import STATUS_EXITS, JsonFlag, emit_json, people, progress
from app.cli.projects import absolute

if TYPE_CHECKING:
    from app.client.client import Client

_SHOWN = 12


class Side(StrEnum):
    """Whose lines stand where both people and the generator changed them."""

    MINE = "mine"
    GENERATED = "generated"


def change(
    place: Annotated[str, typer.Argument(metavar="PROJECT", help="A project's folder.")],
    text: Annotated[
        str, typer.Argument(metavar="ENGLISH", help="What shall be different; without it, spec.yaml.")
    ] = "",
    openapi: Annotated[
        str, typer.Option(help="The OpenAPI document that a service stands behind from now on; English may go with it.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take the suggested answers and approve the plan.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and change nothing.")] = False,
    conflicts: Annotated[Side | None, typer.Option(help="Whose lines stand where both sides changed them.")] = None,
    mine: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="Your lines stand in this file, or at PATH:LINE. May be repeated."),
    ] = None,
    generated: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="The generated lines stand there. May be repeated.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Change a project: specification, code, tests and database, with everything that people wrote by hand.

    ql change my-shop "Customers also have a phone number. Rename tickets to cases."
    ql change my-service --openapi shop-2.yaml
    """
    client = reach_engine(as_json=as_json)
    path = str(client.request("POST", "/projects/open", body={"path": absolute(place)})["path"])
    wish = {
        "project": path,
        "text": text,
        "interface": read_file(openapi) if openapi else "",
        "accept": yes,
        "only_plan": dry_run,
        "prefer": conflicts and str(conflicts),
        "sides": {**dict.fromkeys(mine or [], "mine"), **dict.fromkeys(generated or [], "generated")},
    }
    carry_out(client, wish, as_json=as_json)


def carry_out(client: Client, wish: dict[str, Any], *, as_json: bool) -> NoReturn:
    """Shows the plan of a change and its result, and ends with the exit code of that."""
    result = changed(client, wish, as_json=as_json)
    if as_json:
        emit_json(result)
    else:
        show_plan(result.get("change") or {})
        present(client, {**result, "requirements": []}, as_json=False)
    raise typer.Exit(STATUS_EXITS.get(result["status"], 1))


def changed(client: Client, wish: dict[str, Any], *, as_json: bool) -> dict[str, Any]:
    """The result of a change; on a terminal its questions are asked, and its plan waits for a person's yes."""
    began, answers, sides = time.monotonic(), dict[str, str](), dict(wish.get("sides") or {})
    at_terminal = sys.stdin.isatty() and not as_json
    while True:
        body = {**wish, "answers": answers, "sides": sides}
        decide = person if at_terminal else nobody
        result = started(client, "/projects/changes", body, began=began, as_json=as_json, decide=decide)
        if result["status"] == "conflicts" and at_terminal and not wish.get("only_plan"):
            sides |= {_place(each): _decided(each) for each in result["change"]["conflicts"]}
            continue
        asked = [each for each in result.get("questions", []) if each["suggestion"] and each["text"] not in answers]
        if result["status"] != "needs_answers" or not at_terminal or not asked:
            return result
        for question in asked:
            progress.print(f"[yellow]?[/] {escape(question['text'])}", soft_wrap=True)
            answers[question["text"]] = str(typer.prompt("  Answer", default=question["suggestion"]))


def _decided(conflict: Mapping[str, Any]) -> str:
    """A person's side of one conflict, both shown."""
    _show_conflict(conflict)
    sides = click.Choice([str(side) for side in Side])
    return str(typer.prompt("  Whose lines stand", type=sides, default=str(Side.MINE)))


def _place(conflict: Mapping[str, Any]) -> str:
    return f"{conflict['path']}:{conflict['line']}" if conflict["line"] else str(conflict["path"])


def show_plan(planned: Mapping[str, Any]) -> None:
    """The facts that change, the files and the migration, and what stands against it."""
    for fact in planned.get("facts", []):
        tone = TONES[fact["risk"]]
        turned = " → ".join(filter(None, (fact["before"], fact["after"])))
        why = f"  [dim]{escape(fact['why'])}[/]" if fact["why"] else ""
        people.print(
            f"[{tone}]●[/] {fact['what']} {fact['verb']}: {escape(fact['place'])}  {escape(turned)}{why}",
            soft_wrap=True,
        )
    files = planned.get("files", [])
    if files:
        more = f" and {len(files) - _SHOWN} more" if len(files) > _SHOWN else ""
        people.print(f"  {len(files)} files: {escape(', '.join(files[:_SHOWN]))}{more}", soft_wrap=True)
    if planned.get("migration"):
        people.print(f"  Migration: {escape(planned['migration'])}", soft_wrap=True)
    if planned.get("renamed"):
        people.print(
            f"  [yellow]new names in your own code:[/] {escape(', '.join(planned['renamed']))}", soft_wrap=True
        )
    for kept in planned.get("kept", []):
        people.print(f"  [yellow]kept as it is[/] ({kept['why']}): {escape(kept['path'])}", soft_wrap=True)
    for conflict in planned.get("conflicts", []):
        _show_conflict(conflict)


def _show_conflict(conflict: Mapping[str, Any]) -> None:
    why = f" ({conflict['why']})" if conflict["why"] else ""
    people.print(f"[red]conflict[/] {escape(conflict['path'])}:{conflict['line']}{why}", soft_wrap=True)
    for side, tone in (("mine", "green"), ("generated", "blue")):
        people.print(f"  [bold {tone}]{side}[/]")
        people.print(conflict[side].rstrip("\n"), markup=False, soft_wrap=True)
