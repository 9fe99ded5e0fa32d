"""Reads which state of a record forbids, or alone allows, that others are made for it. Used by plan."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, Origin, RelatedState
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.rules.mentions import Mentions, mentions
from engines.spec.rules.stated import stated

_FORBIDS = re.compile(
    r"\b(?:not|never|no|nobody|none|nothing|cannot|refuse[sd]?|reject(?:s|ed)?|forbid(?:den|s)?|impossible|blocks?|without|neither|nor|stop(?:s|ped)?|excluded?)\b|n't\b|\b(?:ca|wo|do|does|must|should)nt\b",
    re.IGNORECASE,
)
_ALLOWS = re.compile(
    r"\bonly\b|\bmust\b|\bhas to\b|\bhave to\b|\bunless\b|\buntil\b|\bexclusively\b|\bsolely\b", re.IGNORECASE
)
_CHANGES = re.compile(
    r"\b(?:chang|edit|alter|modif|updat|delet|remov|touch|correct|read[- ]only|froze|immutable)\w*\b|\blocked (?:against|for) chang",
    re.IGNORECASE,
)


def read_gate(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """'Closed campaigns take no donations', 'only published courses can be booked'."""
    forbids, allows = bool(_FORBIDS.search(clause)), bool(_ALLOWS.search(clause))
    if not (forbids or allows) or _CHANGES.search(clause):
        return []
    positive = bool(re.search(r"\b(?:unless|until)\b", clause)) if forbids else allows
    said = mentions(clause, context, text)
    parsed = context.english.parse(clause)
    origin = Origin(sentences=(sentence,))
    for parent in context.entities:
        near = parent.name in said.entities or parent.name == last
        condition = stated(parent, parsed, said, context, near=near, negated=not positive)
        if condition and (made := _made(parent, said, context)):
            child, relation, further = made
            rule = _stepped(condition, further)
            return [RuleClaim(rule=RelatedState(entity=child.name, relation=relation, condition=rule, origin=origin))]
    return []


def _made(parent: Entity, said: Mentions, context: Context) -> tuple[Entity, str, str] | None:
    """The record that would be made for the parent: its entity, the relation, and a further step to the parent."""
    direct = [(child, r.name, "") for child, r in context.children_of(parent.name) if child != parent]
    far = [
        (child, r.name, name)
        for middle, name, _ in direct
        for child, r in context.children_of(middle.name)
        if child.name != parent.name
    ]
    ranked = [
        (4 * (child.name in said.entities) + 3 * (child.name in said.events) - bool(step), (child, name, step))
        for child, name, step in (*direct, *far)
    ]
    best = max(ranked, key=lambda row: row[0], default=None)
    return best[1] if best and best[0] > 1 else None


def _stepped(condition: str, step: str) -> str:
    """The condition as read two steps away."""
    if not step:
        return condition
    return f"not {step}.{condition[4:]}" if condition.startswith("not ") else f"{step}.{condition}"
