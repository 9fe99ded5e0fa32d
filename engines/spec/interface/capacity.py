"""How many a record takes of what is made below it: places of an event, seats of a course. Pure."""

from __future__ import annotations

import re

from engines.kernel.spec.service import FaultName, Require
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.model import Call
from engines.spec.interface.rules import sentences
from engines.spec.patterns import pattern

_FULL = pattern(
    r"\b(?:full|as many|no (?:more|free|further|places?|seats?|room)|sold out|run out|capacity|limit|fully booked|taken|left|maximum)\b"
)
_YES = ("yes", "going", "attending", "accepted", "confirmed", "joining", "coming", "in")


def room(call: Call, child: Draft, parent: Draft, link: str, study: Study) -> list[Require]:
    """That there is room for one more. Where what is made may say several things, only one of them takes a place."""
    field = capacity_of(parent, study)
    faults: tuple[tuple[FaultName, int], ...] = (
        ("conflict", 409),
        ("unprocessable", 422),
        ("gone", 410),
        ("forbidden", 403),
    )
    fault = next((name for name, status in faults if status in call.statuses()), None)
    told = [
        s
        for s in sentences(call, study)
        if _FULL.search(s) and re.search(r"\b(?:4\d\d|refuse|conflict|full|cannot|can't|no )", s)
    ]
    if not field or fault is None or not (told or 409 in call.statuses()):
        return []
    limit = f"{parent.name}.{field}"
    taking = _taking(call, child, " ".join(told))
    counted, free = f"{child.name}, {link}={parent.name}", []
    if taking:
        member, term, value = taking
        counted += f", {member}={value!r}"
        free = [f"{term} != {value!r}", f"{child.name} is not None and {child.name}.{member} == {value!r}"]
    elif child.own:
        free = [f"{child.name} is not None"]
    if parent.fields[field].nullable:
        free.insert(0, f"{limit} is None")
    that = " or ".join([*free, f"count({counted}) < {limit}"])
    return [Require(that=that, otherwise=fault, says="There is no place left.")]


def capacity_of(parent: Draft, study: Study) -> str:
    """The field that says how many a record takes."""
    return next((n for n, f in parent.fields.items() if f.type == "integer" and study.words.is_a("capacity", n)), "")


def _taking(call: Call, child: Draft, said: str) -> tuple[str, str, str] | None:
    """The member and the value by which what is made takes a place."""
    for name, (term, schema) in body_members(call).items():
        choices = [value for value in schema.get("enum", ()) if isinstance(value, str)]
        if name in child.fields and len(choices) > 1:
            named = next((c for c in choices if re.search(rf"[`\"']{re.escape(c)}[`\"']", said)), "")
            return name, term, named or next((c for c in choices if c in _YES), choices[0])
    return None
