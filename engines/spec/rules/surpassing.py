"""Reads which number of a record may not surpass one of its thing, by what is said before and behind 'than' or a denied verb. Used by related.

'Never hand out more packets than are in stock': the record's number stands before, what tells the limit apart stands behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from engines.kernel.spec import Entity, FieldType, Origin, Quota, RelatedBound, Relation
from engines.spec.conditions import alive_condition
from engines.spec.context import Context
from engines.spec.rules.forbidding import stance
from engines.spec.rules.spoken import root
from engines.spec.rules.stems import Text, text_of

_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
_LIGHT = frozenset(
    {
        "number",
        "of",
        "the",
        "amount",
        "total",
        "in",
        "for",
        "per",
        "maximum",
        "max",
        "limit",
        "largest",
        "highest",
        "greatest",
    }
)
_BOUNDING = frozenset({"maximum", "max", "limit", "largest", "highest", "greatest", "capacity", "allowed"})
_DOWN = frozenset({"less", "fewer", "below", "under", "before", "lower", "smaller", "undercut", "fall", "at"})
_TOGETHER = frozenset({"together", "altogether", "combined", "sum", "overall"})
_MEASURES = {"heavi": "weight", "heavy": "weight", "weigh": "weight", "larg": "size", "bigg": "size", "long": "length", "tall": "height", "wide": "width",
             "deep": "depth", "expensiv": "price", "dear": "price", "cost": "cost"}  # fmt: skip
_FEW = 3


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """A record's number, the relation to what bounds it, the bounding number, and the strength of the evidence."""

    entity: Entity
    own: str
    relation: Relation
    limit: str
    score: int


def read_surpassing(clause: str, sentence: int, context: Context, last: str) -> Quota | RelatedBound | None:
    """The bound that a clause sets without naming both numbers in full; None when it sets none."""
    words = text_of(clause, context)
    cut = _cut(words, context)
    if cut is None:
        return None
    before, after = words.low[:cut], words.low[cut + 1 :]
    sure = words.low[cut] == "than"
    named = set(context.mentioned(" ".join(after)))
    pairs = [
        pair
        for entity in context.entities
        for relation in entity.relations
        if not relation.many and relation.target != entity.name and (target := context.entity(relation.target))
        for pair in _pairs(entity, relation, target, before, after, named, context, sure=sure)
    ]
    said = {*context.mentioned(clause), last}
    best = max(pairs, key=lambda p: p.score + (p.entity.name in said), default=None)
    if best is None:
        return None
    origin = Origin(sentences=(sentence,))
    if _TOGETHER & set(words.low):
        where = alive_condition(best.entity, context)
        return Quota(
            entity=best.entity.name,
            per=best.relation.name,
            limit=best.limit,
            amount=best.own,
            where=where,
            origin=origin,
        )
    return RelatedBound(
        entity=best.entity.name, field=best.own, relation=best.relation.name, related_field=best.limit, origin=origin
    )


def _cut(words: Text, context: Context) -> int | None:
    """Where what is said of the record ends: at 'than' behind a denied more, else at the verb that is denied."""
    denied = stance(words, context).denied
    if not denied:
        return None
    if "than" in words.low:
        than = words.low.index("than")
        down = _DOWN.intersection(words.low[max(0, than - _FEW) : than])
        return None if down or min(denied) > than else than
    at = next((n for n in range(denied[-1] + 1, len(words.low)) if words.low[n] not in ("be", "ever", "also")), None)
    return None if at is None or at + _FEW > len(words.low) or _DOWN & {words.low[at], words.lemmas[at]} else at


@lru_cache(maxsize=256)
def _roots(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(root, words))


@lru_cache(maxsize=256)
def _measured(words: tuple[str, ...]) -> frozenset[str]:
    """What the words for measuring are about: 'heavier' the weight."""
    return frozenset(noun for start, noun in _MEASURES.items() for w in words if w.startswith(start))


def _pairs(
    entity: Entity,
    relation: Relation,
    target: Entity,
    before: tuple[str, ...],
    after: tuple[str, ...],
    named: set[str],
    context: Context,
    *,
    sure: bool,
) -> Iterable[_Pair]:
    roots, behind, measured = _roots(before), _roots(after), _measured(before)
    for own in context.of_type(entity, *_NUMBERS):
        heads = _heavy(own.name)
        met = {root(w) for w in heads} & roots
        if not met and not (sure and measured & set(heads)):
            continue
        for limit in context.of_type(target, *_NUMBERS):
            names = _heavy(limit.name)
            shared = set(names) & set(heads)
            apart = {root(w) for w in names if w not in heads} & behind
            whole = len(apart) == len([w for w in names if w not in heads])
            if not (apart or (shared and (target.name in named or _BOUNDING & set(limit.name.split("_"))))):
                continue
            if not sure and not (whole and apart):
                continue
            bounding = bool(_BOUNDING & set(limit.name.split("_")))
            score = 2 * len(apart) + 2 * len(shared) + (target.name in named) + bounding + len(met)
            yield _Pair(entity=entity, own=own.name, relation=relation, limit=limit.name, score=score)


def _heavy(name: str) -> list[str]:
    words = name.split("_")
    return [w for w in words if w not in _LIGHT] or words
