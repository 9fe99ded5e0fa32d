"""A text that a regular expression accepts, with a counter in its longest run of digits or letters. Called by values."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]  # the standard library's own reading of a pattern
import string
from collections.abc import Iterable
from typing import Any

from engines.qlayer.samples.model import Coded, Text

DIGIT = "\0"
_SIGNS = {DIGIT: string.digits, "\1": string.ascii_uppercase, "\2": string.ascii_lowercase}
"""Marks that stand for any digit, capital or small letter."""
POOL = string.ascii_uppercase + string.ascii_lowercase + string.digits + " -_."
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def fitting(pattern: str, counted: bool) -> str | Text | Coded | None:
    """A text that the pattern accepts, if asked another one each time; None when none is found."""
    try:
        parts = _parts(parser.parse(pattern))
    except (re.error, RecursionError):
        return None
    runs = [at for at, part in enumerate(parts) if part[0] in _SIGNS and set(part) == {part[0]}]
    best = max(runs, key=lambda at: len(_SIGNS[parts[at][0]]) ** len(parts[at]), default=None) if counted else None
    before, after = (
        "".join(map(_said, some)) for some in (parts[:best], parts[best + 1 :] if best is not None else ())
    )
    if best is None:
        return before if re.search(pattern, before) else None
    run = parts[best]
    if run[0] == DIGIT and len(run) > 3 and re.search(pattern, before + "1" * len(run) + after):
        braced = [text.replace("{", "{{").replace("}", "}}") for text in (before, after)]
        return Text(f"{braced[0]}{{n:0{len(run)}d}}{braced[1]}")
    code = Coded(before, len(run), after, _SIGNS[run[0]])
    return code if re.search(pattern, code.text(1)) else None


def _said(part: str) -> str:
    return "".join(_SIGNS[sign][min(1, len(_SIGNS[sign]) - 1)] if sign in _SIGNS else sign for sign in part)


def _parts(parsed: Iterable[tuple[Any, Any]]) -> list[str]:
    """Literal pieces; a run of any digits or letters is one piece of their mark."""
    return [piece for operator, argument in parsed for piece in _piece(str(operator), argument) if piece]


def _piece(operator: str, argument: Any) -> list[str]:
    match operator:
        case "LITERAL":
            return [chr(argument)]
        case "NOT_LITERAL" | "ANY":
            return ["x" if argument is not None and chr(argument).isdigit() else DIGIT]
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
    return next((mark for mark, signs in _SIGNS.items() if set(signs) <= set(fitting)), next(iter(fitting), ""))


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
