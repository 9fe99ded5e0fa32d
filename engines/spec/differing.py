"""Reads what may not be the same: two people of one record, the source and the target. Used by plan."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, FieldsDiffer, Origin
from engines.spec.context import Context
from engines.spec.mentions import links, mentions
from engines.spec.model import Content, RuleClaim

_DIFFERENT = re.compile(
    r"\b(?:differ(?:s|ent|ing)?|distinct|not (?:be |both be |ever be )?(?:the )?(?:same|identical|equal)|(?:never|can't|cannot|n't|must not|may not|no) (?:\w+ ){0,4}?(?:the )?(?:same|identical|equal)|two different|other than)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"(?:\bnot\b|n't\b|\bnever\b|\bno\b|\bnobody\b|\bno one\b|\b(?:ca|wo|do|does|must|should)nt\b).*\b(?:himself|herself|itself|themsel(?:f|ves)|oneself|yourself|ourselves|own)\b",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"\bsame (?:time|day|date|hour|slot|period|week|month|night)s?\b|\btwice\b|\boverlap", re.IGNORECASE
)


def read_difference(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The pair of a record that a clause wants to differ."""
    itself = bool(_ITSELF.search(clause))
    if _TIMED.search(clause) or not (itself or _DIFFERENT.search(clause)):
        return []
    said = mentions(clause, context, text)
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
        named = _named_pair(entity, links(entity, said, context))
        near = itself or entity.name in (*said.entities, *said.events, last)
        pair = named or (_twins(entity) if near else ())
        if pair:
            return [RuleClaim(rule=FieldsDiffer(entity=entity.name, fields=(pair[0], pair[1]), origin=origin))]
    return []


def _targets(entity: Entity) -> dict[str, str]:
    return {r.name: r.target for r in entity.relations if not r.many}


def _named_pair(entity: Entity, names: tuple[str, ...]) -> tuple[str, ...]:
    """Two relations to one kind of thing, or two fields of one type, that the clause names."""
    targets = _targets(entity)
    kinds = {f.name: f.type for f in entity.fields}
    for one in names:
        for two in names:
            if one < two and (
                (one in targets and targets.get(two) == targets[one]) or (one in kinds and kinds.get(two) is kinds[one])
            ):
                return tuple(name for name in names if name in (one, two))
    return ()


def _twins(entity: Entity) -> tuple[str, ...]:
    """The only two relations of an entity that lead to one kind of thing."""
    targets = _targets(entity)
    for target in dict.fromkeys(targets.values()):
        same = tuple(name for name, goal in targets.items() if goal == target)
        if len(same) == 2:
            return same
    return ()
