"""In which state a record begins, as sentences say: `starts as a draft`, `with trial_days in the plan it starts as trialing, else as active`. Pure."""

from __future__ import annotations

import re

from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call, snake
from engines.spec.interface.rules import states_of
from engines.spec.interface.schemas import properties, types

_BEGINS = r"(?:(?:starts?|begins?|is created|are created|is made|is opened) (?:out )?(?:as|in|with)|(?:is|are) (?:at )?(?:first|initially)|initially|a new (?:\w+ )?(?:is|has)|new ones are|at first)"
_STATUS = r"(?: (?:an?|the|state|status|empty and))* [\"'`]?"


def began(draft: Draft, choices: list[str], study: Study) -> str:
    """Which of several states sentences say that a record begins in; empty where none does."""
    said = _said(draft.create, study)
    for value in choices:
        word = re.escape(snake(value)).replace("_", "[ _-]")
        if re.search(rf"\b{_BEGINS}{_STATUS}{word}\b", said):
            return value
    return ""


def beginning(draft: Draft, call: Call, study: Study) -> list[tuple[str, str]]:
    """The state of a new record where it depends on what it points to: the field and the term."""
    said, states = _said(call, study), states_of(draft)
    words = "|".join(re.escape(snake(value)).replace("_", "[ _-]") for value in states)
    pattern = rf"\b(?:with|if|when|where) (?:the )?(\w+)(?: (?:in|of) (?:the |its )?(\w+))?[^.]*? (?:starts|begins|is)(?: as)? [\"'`]?({words})[\"'`]?,? (?:else|otherwise)(?: as)? [\"'`]?({words})\b"
    match = re.search(pattern, said) if words else None
    if match is None:
        return []
    spoken = {snake(value).replace("_", " "): value for value in states}
    first, second = (spoken[match[n].replace("_", " ").replace("-", " ")] for n in (3, 4))
    term = _field(draft, match[1], match[2] or "", study)
    return [(states[first], f"{first!r} if {term} else {second!r}")] if term else []


_LEFT = re.compile(r"\b(?:left|remain\w*|not (?:yet )?(?:spent|used|redeemed|paid)|still (?:open|due|owed))\b")
_WHOLE = (
    "value",
    "amount",
    "initial",
    "opening",
    "original",
    "total",
    "credit",
    "quantity",
    "size",
    "budget",
    "capacity",
    "seats",
    "principal",
    "stock",
    "starting",
)


def first_numbers(draft: Draft, call: Call) -> list[tuple[str, str]]:
    """The numbers of a new record that begin with what the request gives: of what is left, all is left."""
    members = body_members(call)
    numbers = [
        n for n, (_, part) in members.items() if types(part) & {"integer", "number"} and set(n.split("_")) & set(_WHOLE)
    ]
    found: list[tuple[str, str]] = []
    for shape in draft.shapes:
        for wire, schema in properties(shape).items():
            name, said = snake(wire), str(schema.get("description", "")).lower()
            stored = draft.fields.get(name)
            if stored is None or stored.made or name in members or stored.type not in ("integer", "number"):
                continue
            if not (
                _LEFT.search(said)
                or set(name.split("_")) & {"remaining", "left", "balance", "available", "outstanding"}
            ):
                continue
            named = [
                n
                for n in numbers
                if any(re.search(rf"\b{word}\b", said) for word in n.split("_") if word not in ("cents", "amount"))
            ]
            same = [n for n in numbers if n.endswith("_cents") == name.endswith("_cents")]
            if chosen := (named or (same if len(same) == 1 else [])):
                found.append((name, members[chosen[0]][0]))
    return list(dict(found).items())


def _field(draft: Draft, name: str, of: str, study: Study) -> str:
    """The term for a field that a sentence names, at the moment at which a record is made."""
    for link in draft.links.values():
        other = study.named(link.to)
        if other and of in (link.name, link.to.removesuffix("_record")) and of:
            return next(
                (f"{link.name}.{f}" for f in other.fields if f in (name, snake(name)) or f.replace("_", "") == name), ""
            )
    return next((f"body.{f}" for f in draft.given if f == name or f.replace("_", "") == name), "") if not of else ""


def _said(call: Call | None, study: Study) -> str:
    return re.sub(r"\s+", " ", study.said(call)) if call else ""
