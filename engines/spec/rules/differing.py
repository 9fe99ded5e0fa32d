"""Reads what may not be the same: two people of one record, the source and the target. Used by plan."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, FieldsDiffer, FieldType, Origin
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.rules.mentions import links, mentions

_DIFFERENT = re.compile(
    r"\b(?:differ(?:s|ent|ing)?|distinct|not (?:be |both be |ever be )?(?:the )?(?:same|identical|equal)|(?:never|can't|cannot|n't|must not|may not|no) (?:\w+ ){0,4}?(?:the )?(?:same|identical|equal)|two different|other than)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"(?:\bnot\b|n't\b|\bnever\b|\bno\b|\bnobody\b|\bno one\b|\b(?:ca|wo|do|does|must|should)nt\b).*\b(?:himself|herself|itself|themsel(?:f|ves)|oneself|yourself|ourselves|own)\b",
    re.IGNORECASE,
)
_NO_TWO = re.compile(r"\bno two\b|\bnever two\b", re.IGNORECASE)
_SAME = re.compile(r"\bsame \w+\b", re.IGNORECASE)
_NEVER_PAIRED = frozenset(
    {FieldType.DATE, FieldType.DATETIME, FieldType.TIME, FieldType.BOOLEAN, FieldType.MONEY, FieldType.LONG_TEXT}
)
_TIMED = re.compile(
    r"\bsame (?:time|day|date|hour|slot|period|week|month|night)s?\b|\btwice\b|\boverlap", re.IGNORECASE
)


def read_difference(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The pair of a record that a clause wants to differ."""
    itself = bool(_ITSELF.search(clause))
    if _TIMED.search(clause) or not (itself or _DIFFERENT.search(clause)):
        return []
    if _NO_TWO.search(clause):
        return []
    said = mentions(clause, context, text)
    cue = _DIFFERENT.search(clause)
    before = mentions(clause[: cue.start()], context, text) if cue else said
    about = {*context.mentioned(_SAME.sub(" ", clause)), *said.events, last}
    origin = Origin(sentences=(sentence,))
    ranked = sorted(
        context.entities,
        key=lambda e: (
            -(
                3 * (e.name in said.entities)
                + 3 * (e.name in said.events)
                + 2 * len(links(e, said, context))
                + (e.name == last)
            )
        ),
    )
    for entity in ranked:
        named = _named_pair(entity, links(entity, before, context)) or _named_pair(entity, links(entity, said, context))
        pair = named or _unnamed(entity, clause, about, context, itself=itself)
        if pair:
            return [RuleClaim(rule=FieldsDiffer(entity=entity.name, fields=(pair[0], pair[1]), origin=origin))]
    return []


def _unnamed(entity: Entity, clause: str, about: set[str], context: Context, *, itself: bool) -> tuple[str, ...]:
    """The pair that a clause means without naming it: 'a depot sends nothing to itself', 'they must differ'."""
    pair = _twins(entity)
    if not pair or not itself:
        return pair if entity.name in about else ()
    target = _targets(entity)[pair[0]]
    person = target == "user" or target in context.roles
    return (
        pair if target in about or (person and re.search(r"sel(?:f|ves)\b", clause) and "itself" not in clause) else ()
    )


def _targets(entity: Entity) -> dict[str, str]:
    return {r.name: r.target for r in entity.relations if not r.many}


def _named_pair(entity: Entity, names: tuple[str, ...]) -> tuple[str, ...]:
    """Two relations to one kind of thing, or two fields of one type, that the clause names."""
    targets = _targets(entity)
    kinds = {f.name: f.type for f in entity.fields if f.type not in _NEVER_PAIRED}
    for at in range(len(names) - 1, 0, -1):
        two = names[at]
        for one in reversed(names[:at]):
            if (one in targets and targets.get(two) == targets[one]) or (one in kinds and kinds.get(two) is kinds[one]):
                return (one, two)
    return ()


def _twins(entity: Entity) -> tuple[str, ...]:
    """The only two relations of an entity that lead to one kind of thing."""
    targets = _targets(entity)
    for target in dict.fromkeys(targets.values()):
        same = tuple(name for name, goal in targets.items() if goal == target)
        if len(same) == 2:
            return same
    return ()
