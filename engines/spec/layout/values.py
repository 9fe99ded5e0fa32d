"""Joins the values of a property that commas cut apart, and finds them behind its name: 'kind hot | fixed'. Used by listing."""

from __future__ import annotations

import re

from engines.spec.layout.remarks import is_kind, is_note
from engines.spec.patterns import pattern

_SUCH = re.compile(r"\b(?:such as|one of|either|namely|for example)\b", re.IGNORECASE)
_KEYED = re.compile(r"^(?P<name>[A-Za-z][\w\- ]{1,30}): ?(?P<first>[\w\-][\w\- ]*)$")
_VALUE = re.compile(r"^(?:or )?[\w\-]+(?: [\w\-]+){0,3}$", re.IGNORECASE)
_LAST = pattern(r"(?:^| )or ", re.IGNORECASE)
_BARRED = pattern(
    r"^(?P<name>[A-Za-z][\w\- ]*?) (?P<values>[\w\-]+(?: [|] [\w\-]+(?: [\w\-]+)?)+|[\w\-]+(?: / [\w\-]+(?: [\w\-]+)?){2,})$"
)


def whole(parts: list[str]) -> list[str]:
    """'trade such as electrician' 'plumber or painter', 'status: draft' 'on sale or withdrawn' joined again."""
    for position, part in enumerate(parts):
        name, first = _opened(part)
        ends = [
            n
            for n in range(position + 1, len(parts))
            if _LAST.search(parts[n]) or (_SUCH.search(part) and " and " in parts[n])
        ]
        if name and ends and all(_VALUE.match(value) for value in parts[position + 1 : ends[0] + 1]):
            joined = ", ".join([first, *parts[position + 1 : ends[0] + 1]])
            return [*parts[:position], f"{name} ({joined})", *whole(parts[ends[0] + 1 :])]
    return parts


def valued(name: str) -> tuple[str, str] | None:
    """'kind hot | fixed | standing' as the property and its values."""
    match = _BARRED.match(name)
    return (match["name"], re.sub(r" [|/] ", " | ", match["values"])) if match else None


def _opened(part: str) -> tuple[str, str]:
    """The property and the first of its values, where a part begins to enumerate them."""
    if _SUCH.search(part) and "(" not in part:
        name, first = _SUCH.split(part, maxsplit=1)
        return name.strip(" :"), first.strip()
    match = _KEYED.match(part)
    if not match or is_kind(match["first"]) or is_note(match["first"]):
        return "", ""
    return match["name"], match["first"]
