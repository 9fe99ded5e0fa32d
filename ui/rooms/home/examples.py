"""The example briefs of the product: pills that fill the composer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True)
class Example:
    """A brief to start from; `shows` tells what it is about."""

    name: str
    title: str
    shows: str
    text: str


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """All of them in their order; reads a handful of small files once."""
    import yaml

    folder = files("resources").joinpath("examples")
    rows = yaml.safe_load(folder.joinpath("index.yaml").read_text("utf-8"))
    return tuple(
        Example(
            name=row["file"].partition(".")[0],
            title=row["title"],
            shows=row["shows"],
            text=folder.joinpath(row["file"]).read_text("utf-8").strip(),
        )
        for row in rows
    )
