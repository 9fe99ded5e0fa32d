"""Reads the order of two values of one record: two comparable values and a comparison, however it is put. Used by reading."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, FieldOrder, FieldType
from engines.spec.arithmetic import ordered_pair
from engines.spec.model import Content, RuleClaim
from engines.spec.rules.comparisons import Comparison
from engines.spec.rules.told import DATES, NUMBERS, Told
from engines.spec.rules.values import Spot

_BACK = frozenset(
    {
        "it", "that", "this", "they", "them", "he", "she", "you", "we", "i", "one", "nobody", "somebody", "someone",
    }
)  # fmt: skip
_FORMER, _LATTER = frozenset({"former", "first"}), frozenset({"latter", "second"})
_NOW = frozenset({"today", "now", "tomorrow", "yesterday", "current", "past", "future"})
_MORE, _CUTS = frozenset({"more", "less", "fewer"}), frozenset({":", "("})
_OTHER_TIMES = frozenset({"last", "previous", "prior", "preceding", "next", "following"})
_PHRASED = 2
_ORDERED = frozenset({*DATES, *NUMBERS, FieldType.TIME})


def read_orders(told: Told) -> list[Content]:
    """The orders that a passage tells."""
    if told.verdicts.optional:
        return []
    found: dict[tuple[str, frozenset[str]], Content] = {}
    for said in told.comparisons:
        if _counted(said, told) or told.tells(said.at):
            continue
        for entity in told.ranked():
            if rule := _order(entity, said, told):
                found.setdefault((entity.name, frozenset((rule.earlier, rule.later))), RuleClaim(rule=rule))
                break
    return list(found.values())


def _counted(said: Comparison, told: Told) -> bool:
    """Whether it compares with a number, or bounds one."""
    if any(told.passage.number(n) is not None for n in (said.end, said.end + 1)):
        return True
    return said.bound and not said.post and said.end - said.at < _PHRASED


def _order(entity: Entity, said: Comparison, told: Told) -> FieldOrder | None:
    spots = [c for s in told.spots[entity.name] if (c := told.narrowed(s, _ORDERED))]
    if any(s.start <= said.at < s.end for s in spots):
        return None  # the comparison is part of a value's name
    for left, right in _pairs(entity, said, spots, told):
        if left == right or not alike(told.values.types[entity.name, left], told.values.types[entity.name, right]):
            continue
        stance = told.verdicts.of(said.at)
        sign = said.sign * stance.holds
        early, late = (right, left) if sign > 0 else (left, right)
        one, two, words = set(early.split("_")), set(late.split("_")), set(told.words)
        said_so = stance.holds > 0 and bool((one - two) & words and (two - one) & words)
        if ordered_pair(entity, told.context) == (late, early) and not said_so:
            return None  # nothing ends before it starts: the passage says something else
        return FieldOrder(
            entity=entity.name, earlier=early, later=late, strict=said.strict == (stance.holds > 0), origin=told.origin
        )
    return None


def alike(one: FieldType, two: FieldType) -> bool:
    """Whether two values can be compared."""
    return one is two is FieldType.TIME or any({one, two} <= kinds for kinds in (DATES, NUMBERS))


def _pairs(entity: Entity, said: Comparison, spots: list[Spot], told: Told) -> Iterator[tuple[str, str]]:
    """What may stand left and right of the comparison, the likeliest first."""
    start, end = told.passage.part(said.at)
    inside = [s for s in spots if said.at < s.start < said.end - 1]
    before = [s for s in spots if s.end <= said.at and s.start >= start]
    left = inside or ([] if said.end - said.at > _PHRASED and told.words[said.at] in _MORE else before)
    right = [s for s in spots if said.end <= s.start < end and not _CUTS & set(told.words[said.end : s.start])]
    right = [s for s in right if told.words[s.start - 1] not in _OTHER_TIMES]
    for spot in reversed(left) if right else ():
        if len(spot.names) == len(right[0].names) == 1 and spot.name != right[0].name:
            yield spot.name, right[0].name
    rest = told.words[said.end : end]
    turned = [n for n in range(start, end) if told.words[n] in (_FORMER | _LATTER) and abs(n - said.at) < 6]
    if len(before) > 1 and turned:
        first, second = before[-2].name, before[-1].name
        yield (second, first) if any(told.words[n] in _LATTER for n in turned if n < said.at) else (first, second)
    if not right and said.post and len(before) > 1:
        yield before[-2].name, before[-1].name
    if right or not left or _NOW & set(rest) or not told.verdicts.of(said.at).normative:
        return
    one = left[-1].name
    pair = ordered_pair(entity, told.context)
    if _BACK & set(rest):
        twins = pair if pair and one in pair else _only(entity, one, told)
        yield from ((one, other) for other in twins if other != one)


def _only(entity: Entity, one: str, told: Told) -> tuple[str, ...]:
    """The only other value that could be compared with this one."""
    kind = told.values.types[entity.name, one]
    others = tuple(f.name for f in entity.fields if f.name != one and kind in DATES and alike(f.type, kind))
    return others if len(others) == 1 else ()
