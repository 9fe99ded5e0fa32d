"""Where a brief on the command line comes from: a file, standard input, or an example that ships with the product."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

import typer

LIMIT = 2_000_000


def read_file(name: str) -> str:
    """The text of a file, or of standard input for '-'; says which value is wrong and what to do."""
    if name == "-":
        return _decode(sys.stdin.buffer.read(LIMIT + 1), "standard input")
    path = Path(name).expanduser()
    if not path.is_file():
        there = f"'{name}' is a folder" if path.is_dir() else f"There is no file '{name}'"
        raise typer.BadParameter(f"{there}. Give a text file with the brief, or '-' for standard input.")
    if path.stat().st_size > LIMIT:
        raise typer.BadParameter(f"'{name}' has {path.stat().st_size:,} bytes; a brief has at most {LIMIT:,}.")
    return _decode(path.read_bytes(), f"'{name}'")


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(
            f"{name} is not text in UTF-8 (byte {error.start + 1}). Save the brief as plain text."
        ) from error


def examples() -> list[str]:
    """The names of the example briefs."""
    folder = files("resources").joinpath("examples")
    return sorted(path.name.removesuffix(".md") for path in folder.iterdir() if path.name.endswith(".md"))


def example_brief(name: str) -> str:
    """The text of an example; an unknown name lists the known ones."""
    if name not in examples():
        raise typer.BadParameter(f"There is no example '{name}'. Known: {', '.join(examples())}.")
    return files("resources").joinpath("examples", f"{name}.md").read_text(encoding="utf-8")
