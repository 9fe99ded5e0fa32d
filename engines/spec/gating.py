"""Reads which state of a record forbids, or alone allows, that others are made for it. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Entity, Origin, RelatedState
from engines.spec.conditions import state_condition
from engines.spec.context import Context
from engines.spec.grammar import Clause
from engines.spec.mentions import Mentions, mentions
from engines.spec.model import Content, RuleClaim

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
_WHILE = frozenset(
    {
        "when",
        "once",
        "if",
        "while",
        "which",
        "that",
        "who",
        "whose",
        "after",
        "unless",
        "until",
        "where",
        "whenever",
        "as",
    }
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
        condition = _condition(parent, parsed, said, last, context, positive)
        if condition and (made := _made(parent, said, context)):
            child, relation, further = made
            rule = _stepped(condition, further)
            return [RuleClaim(rule=RelatedState(entity=child.name, relation=relation, condition=rule, origin=origin))]
    return []


def _condition(
    parent: Entity, parsed: tuple[Clause, ...], said: Mentions, last: str, context: Context, positive: bool
) -> str:
    """What the clause says of the parent's state, as an expression; '' when it says nothing."""
    near = parent.name in said.entities or parent.name == last
    for word in (*_beside(parent, said, context), *(_within(parsed) if near else ())):
        if found := state_condition(word, parent, context, negated=not positive):
            return found
    return ""


def _beside(parent: Entity, said: Mentions, context: Context) -> Iterator[str]:
    """The words before the parent's name: 'closed' of 'a closed campaign'."""
    size = len(parent.name.split("_"))
    for phrase in said.phrases:
        words = phrase.words[: -size or None]
        if words and context.named(" ".join(phrase.words)) == parent.name:
            yield " ".join(words)
            yield words[-1]


def _within(parsed: tuple[Clause, ...]) -> Iterator[str]:
    """What subordinate clauses say: 'that is locked', 'once it is open', 'which has ended'."""
    for clause in parsed:
        for inner in clause.under:
            if inner.marker in _WHILE:
                yield from _said_of(inner)
            yield from _within((inner,))
        for name, phrases in clause.preps:
            if name in ("under", "in", "on", "out", "as"):
                yield from (f"{name} {p.text}" for p in phrases)
                yield from (f"{name} {' '.join(p.words)}" for p in phrases)
                yield from (" ".join(p.words) for p in phrases)


def _said_of(clause: Clause) -> Iterator[str]:
    yield from (" ".join(p.words) for p in clause.objects)
    yield from clause.state
    for name, phrases in clause.preps:
        yield from (f"{name} {p.text}" for p in phrases)
        yield from (f"{name} {' '.join(p.words)}" for p in phrases)
    yield from reversed(re.findall(r"[a-z]+", clause.text.lower()))


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
