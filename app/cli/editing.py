"""A person edits a specification until it fits together; faults come back into the editor, above the text. Used by `ql spec`."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from app.client import EngineError, Refused
from app.client.client import Client

MARK = "#! "
_LINE = re.compile(r"line (?P<line>\d+)(?: at |: )")
_GRAVE = ("critical", "high")


@dataclass(frozen=True)
class Fault:
    """What does not fit together, and its line in the text, from 1."""

    line: int
    message: str


def faults(client: Client, text: str) -> list[Fault]:
    """What keeps a specification from being built, in the order of its lines."""
    try:
        found: dict[str, Any] = client.request("POST", "/specs/check", body={"spec": text})
    except Refused as error:
        named = _LINE.match(str(error))
        message = ". ".join(filter(None, (str(error)[named.end() :] if named else str(error), error.hint)))
        return [Fault(int(named["line"]) if named else 1, message)]
    return [
        Fault(row["line"], f"{row['title']}. {row['advice']}") for row in found["findings"] if row["severity"] in _GRAVE
    ]


def edited(client: Client, path: Path) -> str | None:
    """The text of a specification once it fits together; None when nothing was changed.

    Raises EngineError when the person gives up on faults; what was written is kept beside the file.
    """
    before = path.read_text(encoding="utf-8")
    text, wrong = before, list[Fault]()
    while True:
        shown = _header(wrong) + text
        saved = _opened(shown)
        if saved is None or saved == shown:
            if wrong:
                raise _given_up(path, text, wrong[0])
            return None
        text = _bare(saved)
        if text == before:
            return None
        wrong = faults(client, text)
        if not wrong:
            return text


def replace_text(path: Path, text: str) -> None:
    """Writes a file whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _opened(text: str) -> str | None:
    try:
        return click.edit(text, extension=".yaml")
    except click.ClickException as error:
        raise EngineError(
            f"the editor failed: {error.message}",
            hint="Set EDITOR to a program that waits, like 'vim' or 'code --wait'.",
        ) from error


def _header(wrong: list[Fault]) -> str:
    """The faults as comments above the text; the lines they name are those of the file below them."""
    if not wrong:
        return ""
    above = len(wrong) + 2  # what this header itself takes
    lines = [f"line {fault.line + above}: {fault.message}" for fault in wrong]
    told = ["This does not fit together yet. Lines count from the top, these included.", *lines]
    return "".join(f"{MARK}{line}\n" for line in [*told, "Save without a change to give up; your text is kept."])


def _bare(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(MARK.strip()))


def _given_up(path: Path, text: str, first: Fault) -> EngineError:
    kept = path.with_name(f"{path.stem}.rejected{path.suffix}")
    replace_text(kept, text)
    return EngineError(
        f"{path.name} is left as it was: line {first.line}: {first.message}",
        hint=f"What you wrote is kept in {kept}.",
    )
