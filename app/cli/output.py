"""What a command says: JSON lines on standard output for programs, prose for people; progress goes to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from rich.console import Console

JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON object per line; the last line is the result.")]

people = Console(stderr=False, highlight=False)
progress = Console(stderr=True, highlight=False)

EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_REFUSED, EXIT_WAITING = range(5)
STATUS_EXITS = {
    "done": EXIT_DONE,
    "failed": EXIT_FAILED,
    "refused": EXIT_REFUSED,
    "needs_answers": EXIT_WAITING,
    "waiting": EXIT_WAITING,
    "conflicts": EXIT_WAITING,
    "planned": EXIT_DONE,
}


def speak(*, as_json: bool) -> None:
    """Makes no character a reason to fail: JSON is always UTF-8, prose has a question mark for what a terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if as_json else None, errors="replace")


def emit_json(value: Mapping[str, Any] | list[Any]) -> None:
    """Prints one line of JSON at once, so that a reader at the other end of a pipe sees it."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def show_error(message: str, hint: str, *, as_json: bool, kind: str = "failed") -> None:
    """An error as the last JSON line, or in words on standard error."""
    if as_json:
        emit_json({"status": kind, "error": message, "hint": hint})
        return
    progress.print(f"[bold red]Error:[/] {_plain(message)}", soft_wrap=True)
    if hint:
        progress.print(f"  {_plain(hint)}", soft_wrap=True)


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
