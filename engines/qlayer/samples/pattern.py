"""A text that a regular expression accepts, with a counter in its longest run of digits where it has one."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]  # the standard library's own reading of a pattern
import string
from collections.abc import Iterable
from typing import Any

POOL = string.ascii_uppercase + string.ascii_lowercase + string.digits + " -_."
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def template(pattern: str) -> str:
    """A format template whose `{n:0kd}` counts; without a run of digits, a constant text. Empty when none is found."""
    try:
        parts = _parts(parser.parse(pattern))
    except (re.error, RecursionError):
        return ""
    digits = [part for part in parts if part.isdigit() and len(part) > 1 and part[0] == "1"]
    counted = max(digits, key=len, default="")
    said, done = "", False
    for part in parts:
        if part == counted and counted and not done:
            said, done = said + f"{{n:0{len(part)}d}}", True
        else:
            said += part.replace("{", "{{").replace("}", "}}")
    return said if re.search(pattern, said.format(n=1)) else ""


def _parts(parsed: Iterable[tuple[Any, Any]]) -> list[str]:
    """Literal pieces; a run of any digits is one piece of ones."""
    return [piece for operator, argument in parsed for piece in _piece(str(operator), argument)]


def _piece(operator: str, argument: Any) -> list[str]:
    match operator:
        case "LITERAL":
            return [chr(argument)]
        case "NOT_LITERAL" | "ANY":
            return ["x" if argument != ord("x") else "y"]
        case "IN":
            return [_one_of(argument)]
        case "SUBPATTERN" | "ATOMIC_GROUP":
            return _parts(argument[-1] if operator == "SUBPATTERN" else argument)
        case "BRANCH":
            return _parts(argument[1][0])
        case _ if operator in REPEATS:
            return _repeat(*argument)
    return []


def _repeat(low: int, high: int, inner: Iterable[tuple[Any, Any]]) -> list[str]:
    once = _parts(inner)
    times = min(int(high), max(int(low), 4)) if int(high) > 4 else max(int(low), 1)
    if len(once) == 1 and len(once[0]) == 1:
        return [once[0] * times]
    return once * times


def _one_of(choices: Iterable[tuple[Any, Any]]) -> str:
    listed = [(str(kind), value) for kind, value in choices]
    negated = any(kind == "NEGATE" for kind, _ in listed)
    inside = [(kind, value) for kind, value in listed if kind != "NEGATE"]
    fitting = [c for c in POOL if any(_belongs(c, kind, value) for kind, value in inside) != negated]
    return "1" if fitting and all(c.isdigit() for c in fitting) and "1" in fitting else next(iter(fitting), "")


def _belongs(character: str, kind: str, value: Any) -> bool:
    if kind == "LITERAL":
        return ord(character) == int(value)
    if kind == "RANGE":
        return int(value[0]) <= ord(character) <= int(value[1])
    name = str(value)
    if "DIGIT" in name:
        hit = character.isdigit()
    elif "SPACE" in name:
        hit = character.isspace()
    else:
        hit = character.isalnum() or character == "_"
    return hit != ("_NOT_" in name)
