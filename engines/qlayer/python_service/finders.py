"""Records that several operations of a module look for in the same way: found by one function. Called by operations."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engines.qlayer.python_service.names import label

_FOUND = re.compile(r"^(?P<record>\w+) = call\.store\.first\((?P<model>\w+)\b.*\)$")
_CALLER = re.compile(r"\bcaller: (?P<type>[\w |]+)")


@dataclass(frozen=True, kw_only=True)
class Finder:
    """A function that gives a record or raises a fault."""

    name: str
    parameters: str
    gives: str
    doc: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Block:
    """Three lines that find a record, and the type of the caller where they ask who calls."""

    lines: tuple[str, str, str]
    record: str
    model: str
    caller: str

    @property
    def call(self) -> str:
        return f"_{self.record}(call, caller)" if self.caller else f"_{self.record}(call)"


def shared_finders(functions: Sequence[tuple[str, Sequence[str]]], known: set[str]) -> Mapping[str, Finder]:
    """The finders of a module by their first line. `functions`: parameters and lines; `known`: names that it imports."""
    every = [block for parameters, lines in functions for _, block in _blocks(parameters, lines, known)]
    anybody = {block.lines: block for block in every if block.caller.endswith("None")}
    blocks = Counter(anybody.get(block.lines, block) for block in every)
    found: dict[str, Finder] = {}
    taken: set[str] = set()
    for block, times in blocks.items():
        if times > 1 and block.record not in taken:
            taken.add(block.record)
            found[block.lines[0]] = _finder(block)
    return found


def with_finders(
    parameters: str, lines: Sequence[str], finders: Mapping[str, Finder], known: set[str]
) -> tuple[str, ...]:
    """The lines of a function in which finders stand for what they do."""
    made = list(lines)
    for at, block in reversed(list(_blocks(parameters, lines, known))):
        finder = finders.get(block.lines[0])
        if finder is not None and finder.lines[: len(block.lines)] == block.lines:
            rest = "\n".join([*made[:at], *made[at + 3 :]])
            read = any(isinstance(n, ast.Name) and n.id == block.record for n in ast.walk(ast.parse(rest)))
            made[at : at + 3] = [f"{block.record} = {block.call}" if read else block.call]
    return tuple(made)


def _finder(block: _Block) -> Finder:
    seen = ", as far as the caller may know of it" if block.caller else ""
    place = "address" if "call.path" in block.lines[0] else "request"
    return Finder(
        name=f"_{block.record}",
        parameters=f"call: Call, caller: {block.caller}" if block.caller else "call: Call",
        gives=block.model,
        doc=f"The {label(block.record)} that the {place} names{seen}; a fault when there is none.",
        lines=(*block.lines, f"return {block.record}"),
    )


def _blocks(parameters: str, lines: Sequence[str], known: set[str]) -> Iterator[tuple[int, _Block]]:
    """The places of lines that find a record from nothing but the request, the caller and what is imported."""
    whole = ast.parse("\n".join(lines))
    own = {n.id for n in ast.walk(whole) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for at in range(len(lines) - 2):
        match = _FOUND.match(lines[at])
        if match is None or lines[at + 1] != f"if {match['record']} is None:" or "raise " not in lines[at + 2]:
            continue
        three = (lines[at], lines[at + 1], lines[at + 2])
        names = {n.id for n in ast.walk(ast.parse("\n".join(three))) if isinstance(n, ast.Name)}
        if not names <= {"call", "caller", match["record"], *(known - own)} or "caller" in own & names:
            continue
        caller = _CALLER.search(parameters)
        if "caller" in names and caller is None:
            continue
        told = caller["type"] if caller and "caller" in names else ""
        yield at, _Block(three, match["record"], match["model"], told)
