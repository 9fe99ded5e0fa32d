"""The values that a clause allows, one by one: 'one of a, b or c', 'low, normal (default), high', 'own|shared|all'. Pure."""

from __future__ import annotations

import re

_VALUE = r"(?:`[^`\s]+`|\"[^\"\s]*\"|'[^'\s]+'|-?[A-Za-z][\w\-]*)"
_BARE_NOTE = r"(?:\s*\([^()]*\))?"
_PIPED = re.compile(rf"(?<![\w|/]){_VALUE}(?:\s*\|\s*{_VALUE})+(?![\w|/])")
_SLASHED = re.compile(rf"(?<![\w|/`\"]){_VALUE}(?:/{_VALUE})+(?![\w|/])")
_CUED = re.compile(
    rf"(?:\b(?:one of(?: these)?|either|any of|allowed(?: values)?(?: are|:)?|possible values(?: are|:)?|values(?: are)?:?|must be|can be|may be)\s*:?\s*\(?)(?P<list>{_VALUE}{_BARE_NOTE}(?:\s*(?:,\s*(?:or|and)?|or|and|/)\s*{_VALUE}{_BARE_NOTE})+)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"^\s*(?:(?:is|are|=|:|:=)\s*(?:(?:either|one of|always)\s+)?|\()?\s*(?P<list>{_VALUE}{_BARE_NOTE}(?:\s*(?:,\s*(?:or|and)?|or|and)\s*{_VALUE}{_BARE_NOTE})+)(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_COLON = re.compile(rf":\s*(?P<list>{_VALUE}(?:\s*(?:,\s*(?:or|and)?|or|and)\s*{_VALUE})+)\s*\.?\s*$")
_BRACKETED = re.compile(rf"\(\s*(?P<list>{_VALUE}(?:\s*(?:,\s*(?:or|and)?|or|and)\s*{_VALUE}){{2,}})\s*[;)]")
_MARKED = r"(?:`-?[A-Za-z][\w\-]*`|\"-?[A-Za-z][\w\-]*\")"
_QUOTED = re.compile(rf"{_MARKED}{_BARE_NOTE}(?:\s*(?:,\s*(?:or|and)?|or|and|/)\s*{_MARKED}{_BARE_NOTE})+")
_ONE = re.compile(rf"(?P<value>{_VALUE})(?:\s*\([^()]*\))?")
_STOP = frozenset(
    "optional required unique string text number integer boolean date and or the a an is are must may can be of to in if not at most least up characters letters digits missing "  # noqa: SIM905
    "default defaults null true false empty anything given left out there with without only also each every any all else otherwise than max min email url uuid list array object "
    "whole shown set kept case exact exactly inclusive exclusive ascending descending it they this that everything nothing both float int bool datetime timestamp http https public".split()
)
_MAY_BE = frozenset(
    {"all", "none", "default", "any", "date", "name", "text", "email", "number", "string", "url", "true", "false"}
)


def choices(clause: str) -> tuple[str, ...]:
    """The values that a clause lists; empty where it lists none."""
    if match := _PIPED.search(clause):
        return _values(match[0], piped=True)
    if (match := _CUED.search(clause)) and (found := _values(match["list"])):
        return found
    if match := _OPENING.match(clause):
        listed, rest = match["list"], match["rest"]
        quoted = listed.count("`") + listed.count('"') >= 4
        ends = re.match(r"\s*(?:$|[.;,)(:\-–]|by\b|else\b|and (?:it )?defaults|are\b|is\b)", rest)
        if (quoted or ends or "(" in listed) and (found := _values(listed)):
            return found
    if (match := _COLON.search(clause)) and (found := _values(match["list"])):
        return found
    if (match := _QUOTED.search(clause)) and (found := _values(match[0])):
        return found
    match = _BRACKETED.search(clause)
    if match and not re.match(r"[^().;,]*\)?\s*or\b", clause[match.end() :]) and (found := _values(match["list"])):
        return found
    if (match := _SLASHED.search(clause)) and (match[0].count("/") > 1 or "one of" in clause):
        return _values(match[0], piped=True)
    return ()


def _values(listed: str, *, piped: bool = False) -> tuple[str, ...]:
    found: list[str] = []
    for match in _ONE.finditer(listed):
        value = match["value"]
        bare = value.strip("`\"'")
        if value == bare and bare.lower() in ("or", "and", "either"):
            continue
        if value == bare and bare.lower() in _STOP and not ((piped or found) and bare.lower() in _MAY_BE):
            if len(found) > 1:
                break
            return ()
        found.append(bare)
    return tuple(dict.fromkeys(found)) if len(found) > 1 else ()
