"""What making a record takes from another's number, and what undoing it gives back: one from the shelf, three seats. Pure."""

from __future__ import annotations

import re

from engines.kernel.spec.service import Change, ForEach, Require, ServiceStep, Set
from engines.spec.interface.drafts import Draft, Study
from engines.spec.interface.envelopes import body_members
from engines.spec.interface.ledger import AMOUNTS, movement, refused_below
from engines.spec.interface.lines import QUANTITIES
from engines.spec.interface.model import Call, snake
from engines.spec.interface.reaching import Way
from engines.spec.interface.rules import sentences
from engines.spec.interface.schemas import types
from engines.spec.patterns import pattern

_TAKES = pattern(
    r"\b(?:takes?|taken|uses? up|reserves?|removes?|deducts?|subtracts?|decreases?|reduces?|reduced|lowers?|holds?|comes? (?:off|from)|one (?:less|fewer))\b"
)
_BACK = pattern(
    r"\b(?:back (?:on|in|to|into|again)?|restocks?|restores?|restored|frees?|free again|releases?|released|returns? (?:it|them|the \w+) (?:to|into))\b"
)
_SMALL = frozenset(("on", "in", "of", "at", "the", "left", "count", "quantity", "available", "level"))


def held(other: Draft, sentence: str, study: Study) -> str:
    """The number of a record that a sentence speaks of."""
    numbers = [
        f.name
        for f in other.fields.values()
        if f.type == "integer" and not f.made and not f.name.startswith(("max_", "capacity"))
    ]
    for name in numbers:
        telling = [word for word in name.split("_") if word not in _SMALL] or [name]
        if any(re.search(rf"\b{word}s?\b", sentence) for word in telling):
            return name
    spoken = re.search(r"\b(?:stock|inventory|shelf|shelves|warehouse|availability)\b", sentence)
    return next((n for n in numbers if study.words.is_a("holdings", n)), "") if spoken else ""


def taken(draft: Draft, call: Call, way: Way, study: Study) -> list[ServiceStep]:
    """The steps that take from what a new record refers to, refused where there is not enough."""
    members = body_members(call)
    quantity = next((n for n in QUANTITIES if n in members and "integer" in types(members[n][1])), "")
    term = members[quantity][0] if quantity else "1"
    for record, other in _others(draft, way, study):
        for sentence in sentences(call, study):
            kept = held(other, sentence, study) if _TAKES.search(sentence) and not _BACK.search(sentence) else ""
            if kept:
                left = f"{record}.{kept}"
                fault = refused_below(call, study)
                enough = (
                    [
                        Require(
                            that=f"{left} >= {term}",
                            otherwise=fault,
                            says="There is not enough of it.",
                            field=quantity,
                            code="out_of_stock",
                        )
                    ]
                    if fault
                    else []
                )
                return [*enough, Change(record=record, values=((kept, f"{left} - {term}"),))]
    return []


def _others(draft: Draft, way: Way, study: Study) -> list[tuple[str, Draft]]:
    """What a new record refers to, by the names of the records: by its body, then by its path."""
    found = [
        (link, study.named(draft.links[link].to)) for link in draft.referring.values() if not draft.links[link].optional
    ]
    found += list(way.records.items())
    return [(record, other) for record, other in found if other is not None]


def _moved_back(draft: Draft, study: Study) -> list[ServiceStep]:
    """What an entry moved is moved back."""
    amount = next((n for n in AMOUNTS if n in draft.fields and draft.fields[n].type in ("integer", "number")), "")
    parent, create = draft.parent, draft.create
    move = movement(create, parent.name, parent, study) if parent and create and amount else None
    if move is None or parent is None:
        return []
    sign = "+" if move.signed.startswith("-") else "-"
    link = draft.link_to(parent)
    back = Change(record=link, values=((move.field, f"{link}.{move.field} {sign} {draft.name}.{amount}"),))
    return [Set(name=link, to=f"{draft.name}.{link}"), back]


def given_back(draft: Draft, call: Call, study: Study) -> list[ServiceStep]:
    """The steps that put back what a record took, where sentences say so."""
    for sentence in sentences(call, study):
        if not _BACK.search(sentence):
            continue
        if lines := study.lines.get(draft.name):
            kept = held(lines.to, sentence, study)
            if kept and lines.quantity:
                own, to = lines.draft, lines.to.name
                rows = f"rows({own.name}, {own.link_to(draft)}={draft.name})"
                back = Change(record=to, values=((kept, f"{to}.{kept} + {own.name}.{snake(lines.quantity)}"),))
                return [ForEach(item=own.name, of=rows, steps=(Set(name=to, to=f"{own.name}.{lines.link}"), back))]
        if moved := _moved_back(draft, study):
            return moved
        for link in draft.links.values():
            other = study.named(link.to)
            kept = held(other, sentence, study) if other and not link.optional else ""
            if kept:
                quantity = next((n for n in QUANTITIES if n in draft.fields and draft.fields[n].type == "integer"), "")
                more = f"{draft.name}.{quantity}" if quantity else "1"
                return [
                    Set(name=link.name, to=f"{draft.name}.{link.name}"),
                    Change(record=link.name, values=((kept, f"{link.name}.{kept} + {more}"),)),
                ]
    return []
