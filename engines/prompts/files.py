"""Reads the versions of prompts from files and keeps new ones beside them: `<folder>/<prompt>/<number>.yaml`.

Those of the product lie under resources/prompts, those made here in the data directory; the latter's numbers go on behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from engines.kernel.errors import NotFound, UserError
from engines.prompts.model import Standing, Version

_STANDINGS = "standing.yaml"
T = TypeVar("T")


class PromptFiles:
    """The prompts of the product and those of one data directory. Calls block."""

    def __init__(self, *, home: Path) -> None:
        self._home = home

    def names(self) -> Sequence[str]:
        """Every prompt there is, sorted."""
        shipped = [folder.name for folder in files("resources").joinpath("prompts").iterdir() if folder.is_dir()]
        own = [folder.name for folder in self._home.glob("*") if folder.is_dir()]
        return sorted({*shipped, *own})

    def versions(self, prompt: str) -> Sequence[Version]:
        """The versions of a prompt by their number; NotFound when there is no such prompt."""
        shipped = _read(files("resources").joinpath("prompts", prompt), prompt, own=False) if _is_name(prompt) else []
        own = _read(self._home / prompt, prompt, own=True) if _is_name(prompt) else []
        found = sorted([*shipped, *own], key=lambda version: version.number)
        if not found:
            raise NotFound(f"there is no prompt '{prompt}'", hint=f"Known: {', '.join(self.names())}.")
        return found

    def add(self, version: Version) -> None:
        """Keeps a version made here."""
        row = {
            "task": version.task,
            "purpose": version.purpose,
            "why": version.why,
            "inputs": dict(version.inputs),
            "when": {name: list(allowed) for name, allowed in version.when.items()},
            "system": version.system,
            "user": version.user,
        }
        text = yaml.safe_dump(row, sort_keys=False, allow_unicode=True)
        _write(self._home / version.prompt / f"{version.number}.yaml", text)

    def standings(self) -> Mapping[str, Standing]:
        """What was decided here, by prompt."""
        file = self._home / _STANDINGS
        rows = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
        return {name: _parsed(Standing, row, f"{file}, {name}") for name, row in (rows or {}).items()}

    def decide(self, prompt: str, standing: Standing) -> None:
        """Keeps what was decided of a prompt."""
        rows = {**self.standings(), prompt: standing}
        _write(self._home / _STANDINGS, yaml.safe_dump({name: _row(each) for name, each in sorted(rows.items())}))


def _is_name(prompt: str) -> bool:
    return bool(prompt) and all(c.isalnum() or c == "-" for c in prompt)


def _row(standing: Standing) -> dict[str, Any]:
    return {
        "pinned": standing.pinned,
        "retired": list(standing.retired),
        "candidates": list(standing.candidates),
    }


def _read(folder: Traversable, prompt: str, *, own: bool) -> Sequence[Version]:
    return list(_versions(folder, prompt, own=own)) if folder.is_dir() else []


def _versions(folder: Traversable, prompt: str, *, own: bool) -> Iterator[Version]:
    for file in folder.iterdir():
        number, _, ending = file.name.partition(".")
        if ending != "yaml":
            continue
        if not number.isdecimal():
            raise UserError(
                f"'{file}' is no version of a prompt", hint="Its name is a number and .yaml, for example 2.yaml."
            )
        content = file.read_bytes()
        row = {**_mapping(content, str(file)), "prompt": prompt, "number": int(number), "own": own}
        yield _parsed(Version, {**row, "digest": hashlib.sha256(content).hexdigest()}, str(file))


def _mapping(content: bytes, place: str) -> dict[str, Any]:
    try:
        row = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"'{place}' can't be read: {error}", hint="Mend the YAML, or take the file away.") from error
    return row if isinstance(row, dict) else {}


def _parsed(kind: type[T], row: object, place: str) -> T:
    try:
        return TypeAdapter(kind).validate_python(row)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UserError(
            f"'{place}' does not fit at '{where}': {first['msg']}", hint="Mend the file, or take it away."
        ) from error


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
