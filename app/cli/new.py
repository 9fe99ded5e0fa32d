"""`ql new`: from a brief to a running application."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from app.cli.asking import Checkpoint, nobody, person, suggested
from app.cli.briefs import example_brief, read_file
from app.cli.building import administrator, build, present
from app.cli.engine import reach_engine
from app.cli.output import STATUS_EXITS, JsonFlag, people, progress
from app.client.client import Client


def new(
    brief: Annotated[str, typer.Argument(help="What to build, in plain English.")] = "",
    file: Annotated[
        str,
        typer.Option(
            help="Read the brief from this file ('-' for standard input); a .yaml is taken as a specification."
        ),
    ] = "",
    example: Annotated[str, typer.Option(help="Use an example brief: " + "library, bike-workshop, ...")] = "",
    openapi: Annotated[
        str,
        typer.Option(
            help="Build what this OpenAPI document (3.0 or 3.1, YAML or JSON) describes, to the letter; a brief may go with it."
        ),
    ] = "",
    out: Annotated[str, typer.Option(help="Folder of the project; made if missing.")] = "",
    stack: Annotated[str, typer.Option(help="The blueprint; chosen by the kind of application.")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="No language model, no network.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take the suggested answer to every question.")] = False,
    no_preview: Annotated[bool, typer.Option("--no-preview", help="Build and test, but start nothing.")] = False,
    checkpoint: Annotated[
        list[Checkpoint] | None,
        typer.Option(
            help="Wait for approval there: before anything is written, or before the code runs. May be repeated.",
        ),
    ] = None,
    serve: Annotated[bool, typer.Option("--serve", help="Stay until Ctrl-C, then stop the preview.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Build an application from a brief: specification, code, tests, signed capsule, preview.

    ql new "A library lends books to members. A book has a title and an ISBN (unique)."
    ql new --openapi shop.yaml --file notes.md
    """
    began = time.monotonic()
    interface = read_file(openapi) if openapi else ""
    text = _brief(brief, file, example, alone=not interface)
    client = reach_engine(as_json=as_json)
    written = file.endswith((".yaml", ".yml"))
    asked = not (written or yes or as_json) and sys.stdin.isatty()
    answers = _ask(client, text, interface) if asked else {}
    wish = {
        "spec" if written else "brief": text,
        "interface": interface,
        "out": str(Path(out).expanduser().absolute()) if out else "",
        "folder": str(Path.cwd()),
        "stack": stack,
        "accept": yes,
        "answers": answers,
        "preview": not no_preview,
        "offline": offline,
        "checkpoints": [str(name) for name in checkpoint or []],
        "environment": administrator(),
    }
    at_terminal = sys.stdin.isatty() and not as_json
    decide = suggested if yes else person if at_terminal else nobody
    result = build(client, wish, began=began, as_json=as_json, decide=decide)
    present(client, result, as_json=as_json)
    if serve and result.get("preview"):
        _serve(client, result["preview"]["id"])
    raise typer.Exit(STATUS_EXITS.get(result["status"], 1))


def _brief(brief: str, file: str, example: str, *, alone: bool) -> str:
    given = [bool(brief), bool(file), bool(example)]
    if not any(given) and not alone:
        return ""
    if sum(given) != 1:
        raise typer.BadParameter(
            'Give one brief: ql new "A library lends books ...", --file BRIEF.md, --example library or --openapi FILE.'
        )
    if example:
        return example_brief(example)
    return read_file(file) if file else brief


def _ask(client: Client, text: str, interface: str) -> dict[str, str]:
    """Asks what the brief leaves open until nothing is; an answer may raise a further question."""
    answers: dict[str, str] = {}
    wish = {"brief": text, "interface": interface}
    while questions := client.request("POST", "/specs/read", body={**wish, "answers": answers})["questions"]:
        for question in questions:
            if question["text"] in answers:
                return answers
            answers[question["text"]] = _answer(question)
    return answers


def _answer(question: Mapping[str, Any]) -> str:
    """One answer: free text, or the number of a sentence where two contradict each other."""
    choices = list(question["choices"])
    progress.print(f"[yellow]?[/] {escape(question['text'])}", soft_wrap=True)
    for number, choice in enumerate(choices, 1):
        progress.print(f"    {number}  {escape(choice)}", soft_wrap=True)
    if question["blocking"]:
        progress.print(f"  [dim]For example: {escape(question['suggestion'])}[/]", soft_wrap=True)
        return str(typer.prompt("  Answer"))
    said = str(typer.prompt("  Answer", default="1" if choices else question["suggestion"]))
    return choices[int(said) - 1] if choices and said.isdigit() and 0 < int(said) <= len(choices) else said


def _serve(client: Client, preview: str) -> None:
    people.print("\n  Serving until Ctrl-C.")
    try:
        while client.request("GET", f"/previews/{preview}")["state"] in ("running", "asleep"):
            time.sleep(2)
    except KeyboardInterrupt:
        people.print("\n  Stopping the preview.")
        client.request("POST", f"/previews/{preview}/stop")
