"""Reads comparisons of a value with one of a record that it refers to. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Entity, FieldType, Origin, RelatedBound
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.rules.spoken import Spoken, clause_words, spoken

_UP = frozenset(
    {
        "after",
        "later",
        "greater",
        "higher",
        "larger",
        "bigger",
        "above",
        "over",
        "exceed",
        "exceeds",
        "exceeding",
        "more",
        "beyond",
        "longer",
        "follows",
        "follow",
        "past",
        "heavier",
        "older",
    }
)
_DOWN = frozenset(
    {
        "before",
        "earlier",
        "less",
        "lower",
        "smaller",
        "below",
        "under",
        "fewer",
        "precede",
        "precedes",
        "shorter",
        "sooner",
        "cheaper",
        "younger",
    }
)
_SIGNS = {
    ">": (1, True),
    "<": (-1, True),
    ">=": (1, False),
    "<=": (-1, False),
    "=>": (1, False),
    "=<": (-1, False),
    "≥": (1, False),
    "≤": (-1, False),
}
_NOT = frozenset(
    {
        "not",
        "never",
        "cannot",
        "can't",
        "cant",
        "mustn't",
        "shouldn't",
        "isn't",
        "aren't",
        "mustnt",
        "no",
        "nobody",
        "nor",
        "neither",
        "won't",
        "don't",
        "doesn't",
        "nothing",
    }
)
_TIMES = frozenset({FieldType.DATE, FieldType.DATETIME})
_NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY})
_PROMISES = re.compile(
    r"\b(?:reminder|remind|notif\w+|e-?mail|mail|alert|report|show|list|sorted|search)\b", re.IGNORECASE
)
_NOTICE = re.compile(
    r"\b(?:\d+|an?|one|two|three|four|five|six|seven|ten|twelve|[\w\-]*teen|[\w\-]*ty) (?:minutes?|hours?|days?|nights?|weeks?|months?) (?:before|after|ahead|prior)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class _Comparison:
    """Where a comparison stands, its direction (1: the left is greater) and whether equality is excluded."""

    at: int
    end: int
    sign: int
    strict: bool


def read_comparison(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The bounds of one clause."""
    words = clause_words(clause)
    said = _comparison(words)
    if said is None or _PROMISES.search(clause) or _NOTICE.search(clause):
        return []
    origin = Origin(sentences=(sentence,))
    for entity in _candidates(clause, context, last):
        if found := list(_across(entity, clause, said, words, origin, context)):
            return found
    return []


def _comparison(words: list[str]) -> _Comparison | None:
    for at, word in enumerate(words):
        if word in _SIGNS:
            sign, strict = _SIGNS[word]
            return _Comparison(at=at, end=at + 1, sign=sign, strict=strict)
        if word in _UP or word in _DOWN:
            sign = 1 if word in _UP else -1
            negated = any(w in _NOT or w.endswith("n't") for w in words[max(0, at - 6) : at])
            than = next((n for n in range(at + 1, min(len(words), at + 8)) if words[n] == "than"), at)
            end = than + 1
            equal = words[end : end + 3] == ["or", "equal", "to"] or words[at + 1 : at + 3] == ["or", "on"]
            if words[max(0, at - 2) : at] == ["on", "or"] or words[max(0, at - 2) : at] == ["at", "or"]:
                equal = True
            return _Comparison(at=at, end=end, sign=-sign if negated else sign, strict=not (negated or equal))
    return None


def _candidates(clause: str, context: Context, last: str) -> list[Entity]:
    named = [e for name in context.mentioned(clause) if (e := context.entity(name))]
    spoken_of = [e for e in context.entities if e.name == last]
    near = list(dict.fromkeys([*named, *spoken_of, *context.entities]))
    return sorted(near, key=lambda e: -sum(not s.loose for s in spoken(e, clause, context)))


def _sides(found: tuple[Spoken, ...], said: _Comparison) -> tuple[str, str]:
    """The names left and right of a comparison; 'more A than B' has its left side within."""
    inside = [s for s in found if said.at < s.start < said.end - 1]
    left = inside or [s for s in found if s.end <= said.at]
    right = [s for s in found if s.start >= said.end]
    return (left[-1].name if left else ""), (right[0].name if right else "")


def _alike(one: FieldType, two: FieldType) -> bool:
    return one is two is FieldType.TIME or any({one, two} <= kinds for kinds in (_TIMES, _NUMBERS))


def _across(
    entity: Entity, clause: str, said: _Comparison, words: list[str], origin: Origin, context: Context
) -> Iterator[Content]:
    """A value bounded by one of a record that it refers to."""
    own, _ = _sides(spoken(entity, clause, context), said)
    types = {f.name: f.type for f in entity.fields}
    if own not in types:
        return
    for relation in entity.relations:
        target = context.entity(relation.target)
        if target is None or relation.many or target == entity:
            continue
        _, bound = _sides(spoken(target, clause, context), said)
        kinds = {f.name: f.type for f in target.fields}
        if bound in kinds and _alike(types[own], kinds[bound]):
            yield RuleClaim(
                rule=RelatedBound(
                    entity=entity.name, field=own, relation=relation.name, related_field=bound,
                    at_least=said.sign > 0, origin=origin,
                )
            )  # fmt: skip
            return
