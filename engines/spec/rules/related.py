"""Reads a number that a record's own thing bounds: 'the headcount can't be bigger than the studio's capacity'. Used by reading.

It goes by what is mentioned: a number of a record, a number of what it refers to, and a word for the most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Entity, FieldType, Origin, RelatedBound, Relation
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.forbidding import stance
from engines.spec.rules.spoken import Spoken, speaking, spoken
from engines.spec.rules.stems import stem, text_of

_NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY})
_DAYS = frozenset({FieldType.DATE, FieldType.DATETIME})
_LATER = pattern(r"\b(?:after|later|beyond|past|outlast\w*)\b", re.IGNORECASE)
_EARLIER = pattern(r"\b(?:before|earlier|prior|precedes?)\b", re.IGNORECASE)
_UP = pattern(
    r"\b(?:more|over|above|beyond|exceed\w*|past|surpass\w*|greater|higher|bigger|larger|excess|\w+er (?=than|the))\b|>",
    re.IGNORECASE,
)
_DOWN = pattern(
    r"\b(?:below|under|less|lower|smaller|fewer|cheaper|shorter|lighter|younger|earlier|undercut\w*)\b|<", re.IGNORECASE
)
_MOST = pattern(
    r"≤|<=|\b(?:at most|no more than|not more than|limited (?:by|to)|caps?|capped|ceiling|upper (?:limit|bound)|restricted (?:by|to)|within|(?:is|are|sets?) the (?:limit|most|maximum)|bounded|bounds?|up to|fits?|stays? (?:at or )?(?:under|below))\b",
    re.IGNORECASE,
)
_LEAST = pattern(
    r"≥|>=|\b(?:at least|no less|not less|not below|(?:is|are|sets?) (?:the|a) floor|reach\w*)\b", re.IGNORECASE
)
_OWNS = pattern(r"\b(\w+)'s\b")
_TOGETHER = pattern(r"\b(?:together|sum|total of|all (?:its|the|their)|altogether|in total|combined)\b", re.IGNORECASE)
_TOLD = pattern(r"\b(?:remind\w*|notif\w+|e-?mails?|mails?|alerts?|sorted|dashboard)\b", re.IGNORECASE)
_CONSTANT = pattern(
    r"\b(?:at least|at most|no more than|no less than|not more than|up to|more than|less than)\s+\d[\d.,]*"
)
_MEASURES = {
    "heavi": "weight",
    "long": "length",
    "larg": "size",
    "bigg": "size",
    "tall": "height",
    "wide": "width",
    "deep": "depth",
    "weigh": "weight",
    "cost": "cost",
    "expens": "price",
}
_NAMED = 4
_BOUNDING = frozenset(
    {
        stem(w)
        for w in (
            "max",
            "maximum",
            "limit",
            "upper",
            "highest",
            "most",
            "largest",
            "longest",
            "allowed",
            "capacity",
            "ceiling",
            "cap",
        )
    }
)


@dataclass(frozen=True, kw_only=True)
class _Bound:
    """A record's number and the number that bounds it, with the strength of the evidence."""

    entity: Entity
    relation: Relation
    field: str
    limit: str
    least: bool
    named: bool
    score: int


def read_related(clause: str, sentence: int, context: Context, last: str, *, named: bool) -> list[Content]:
    """The bounds of one clause by what a record refers to; `named`: only those whose both numbers it names."""
    plain = _plain(clause)
    if _TOGETHER.search(plain) or _TOLD.search(plain):
        return []
    sides = context.about(clause, _sides)
    if not sides:
        return []
    things = set(context.mentioned(plain))
    spoken_of = speaking(plain, context)
    found = [
        bound
        for entity, relation, target in context.once(_related)
        if target.name in spoken_of
        for kinds, least in sides.items()
        if kinds is _NUMBERS or {entity.name, target.name} <= things
        for bound in _bounds(entity, relation, target, plain, things, context, last, kinds, least=least)
        if bound.named or not named
    ]
    best = max(found, key=lambda bound: bound.score, default=None)
    if best is None:
        return []
    origin = Origin(sentences=(sentence,))
    words = set(best.limit.split("_"))
    least = (best.least or bool(words & {"min", "minimum", "lowest"})) and not words & {
        "max",
        "maximum",
        "limit",
        "capacity",
    }
    rule = RelatedBound(
        entity=best.entity.name, field=best.field, relation=best.relation.name, related_field=best.limit, at_least=least, origin=origin,
    )  # fmt: skip
    return [RuleClaim(rule=rule)]


def _related(context: Context) -> tuple[tuple[Entity, Relation, Entity], ...]:
    """Every record with what it refers to."""
    return tuple(
        (entity, relation, target)
        for entity in context.entities
        for relation in entity.relations
        if not relation.many and relation.target != entity.name and (target := context.entity(relation.target))
    )


def _plain(clause: str) -> str:
    """Without what is bounded by a plain number, '(at least 1)', which says nothing of two values."""
    clause = _CONSTANT.sub(" ", clause)
    return _OWNS.sub(r"\1", clause.replace("’", "'")).replace("can't", "can not")


def _sides(clause: str, context: Context) -> dict[frozenset[FieldType], bool]:
    """Whether a clause demands at least so much, of numbers and of days, where it demands anything."""
    found = {kinds: _at_least(clause, _plain(clause), kinds, context) for kinds in (_NUMBERS, _DAYS)}
    return {kinds: least for kinds, least in found.items() if least is not None}


def _at_least(clause: str, plain: str, kinds: frozenset[FieldType], context: Context) -> bool | None:
    """Whether a clause demands at least so much (or at most); None when it demands neither."""
    if kinds is _NUMBERS and (_MOST.search(plain) or _LEAST.search(plain)):
        return not _MOST.search(plain)
    up, down = (_UP, _DOWN) if kinds is _NUMBERS else (_LATER, _EARLIER)
    above = bool(up.search(plain))
    if not (above or down.search(plain)):
        return None
    view = stance(text_of(clause, context), context)
    if not (view.denied or view.confined or "<" in plain or ">" in plain):
        return None
    return above != bool(view.denied)


def _bounds(
    entity: Entity,
    relation: Relation,
    target: Entity,
    plain: str,
    named: set[str],
    context: Context,
    last: str,
    kinds: frozenset[FieldType],
    *,
    least: bool,
) -> Iterator[_Bound]:
    about = entity.name in named or entity.name == last
    limits = [s for s in _values(target, plain, kinds, context) if target.name in named or s.end - s.start > 1]
    if kinds is _DAYS and len(limits) > 1:
        return
    for limit in limits:
        for own, sure in _own(entity, limit, plain, kinds, context, about=about):
            score = sure + 2 * (target.name in named) + 2 * about + (limit.end - limit.start)
            yield _Bound(
                entity=entity,
                relation=relation,
                field=own,
                limit=limit.name,
                least=least,
                named=sure == _NAMED,
                score=score,
            )


def _values(entity: Entity, plain: str, kinds: frozenset[FieldType], context: Context) -> list[Spoken]:
    said = [s for s in spoken(entity, plain, context) if not s.loose]
    known = {f.name: f.type for f in entity.fields} if said else {}
    return [s for s in said if known.get(s.name) in kinds]


def _own(
    entity: Entity, limit: Spoken, plain: str, kinds: frozenset[FieldType], context: Context, *, about: bool
) -> list[tuple[str, int]]:
    """The record's number: named elsewhere, meant by a measure, of the limit's name, or its only one."""
    apart = [s for s in _values(entity, plain, kinds, context) if s.end <= limit.start or s.start >= limit.end]
    if apart:
        return [(s.name, _NAMED) for s in apart]
    if kinds is _DAYS:
        return []
    able = [f.name for f in entity.fields if f.type in _NUMBERS]
    measures = {word for root, word in _MEASURES.items() if re.search(rf"\b{root}", plain.lower())}
    if about and (meant := [name for name in able if measures & set(name.split("_"))]):
        return [(meant[0], 3)]
    goal = {stem(word) for word in limit.name.split("_")}
    if goal & _BOUNDING and (same := [n for n in able if {stem(w) for w in n.split("_")} & (goal - _BOUNDING)]):
        return [(same[0], 2)]
    return [(able[0], 1)] if about and len(able) == 1 else []
