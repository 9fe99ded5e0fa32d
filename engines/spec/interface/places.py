"""What a path says: the collections whose members it passes, and the word at its end. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engines.spec.interface.model import Call, snake

_PARAMETER = re.compile(r"\{([^{}]+)\}(.*)")


@dataclass(frozen=True)
class Passed:
    """A member of a collection that a path passes: `/games/{gameId}` in `/games/{gameId}/top`."""

    collection: str
    parameter: str

    @property
    def term(self) -> str:
        return f"path.{snake(self.parameter)}"


@dataclass(frozen=True)
class Place:
    """`passed`: from the outside inwards; `tail`: the literal behind the last of them, empty where the path ends in one.

    `collection`: the path up to the tail. `suffix`: what follows a parameter in its segment (`.svg`).
    """

    passed: tuple[Passed, ...]
    tail: str
    collection: str
    suffix: str = ""

    @property
    def word(self) -> str:
        """The tail as a name, without an ending such as `.csv`."""
        return snake(self.tail.partition(".")[0]).rstrip("_") if self.tail else ""

    @property
    def ending(self) -> str:
        """`csv` of `export.csv`; empty where there is none."""
        return (self.tail or self.suffix).rpartition(".")[2] if "." in (self.tail or self.suffix) else ""


def place_of(call: Call) -> Place:
    """The place of an operation."""
    passed: list[Passed] = []
    before, tail, suffix = "", "", ""
    for segment in call.segments:
        if match := _PARAMETER.fullmatch(segment):
            passed.append(Passed(before, match[1]))
            tail, suffix = "", match[2]
        else:
            tail, suffix = segment, ""
        before = f"{before}/{segment}"
    return Place(tuple(passed), tail, before, suffix)
