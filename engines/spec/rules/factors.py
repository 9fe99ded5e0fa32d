"""Reads a bound that is a multiple of another value: 'not more than three times the rent', 'at least half the price'. Used by passages."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Check, Entity
from engines.spec.model import Content, RuleClaim
from engines.spec.rules.told import NUMBERS, Told

_TIMES = frozenset({"times", "x", "fold"})
_FEW = {"twice": 2.0, "double": 2.0, "half": 0.5, "triple": 3.0, "thrice": 3.0}
_SKIPPED = frozenset({"the", "its", "their", "of", "a", "an", "as", "much", "that"})
_NEAR = 4


def read_factors(told: Told) -> list[Content]:
    """The conditions of a passage that hold one value against a multiple of another."""
    if told.verdicts.optional:
        return []
    found: list[Content] = []
    for start, end, factor in _factors(told):
        said = next((c for c in told.comparisons if c.end <= start <= c.end + 2), None)
        if said is None:
            continue
        stance = told.verdicts.of(said.at)
        if not (said.bound or stance.normative):
            continue
        for entity in told.ranked():
            if pair := _pair(entity, start, end, told):
                holds = 1 if said.bound else stance.holds
                strict = said.strict == (holds > 0)
                sign = (">" if said.sign * holds > 0 else "<") + ("" if strict else "=")
                condition = f"{pair[0]} {sign} {factor:g} * {pair[1]}"
                found.append(
                    RuleClaim(rule=Check(entity=entity.name, condition=condition, field=pair[0], origin=told.origin))
                )
                break
    return found


def _factors(told: Told) -> Iterator[tuple[int, int, float]]:
    """Where a multiple is spoken of: first and last word, and how many times."""
    for at, word in enumerate(told.words):
        number = told.passage.number(at)
        if number is not None and told.words[at + 1 : at + 2] and told.words[at + 1] in _TIMES:
            yield at, at + 2, number
        elif word in _FEW:
            yield at, at + 1, _FEW[word]


def _pair(entity: Entity, start: int, end: int, told: Told) -> tuple[str, str] | None:
    """The number before the multiple, and the one that it is a multiple of."""
    spots = [n for s in told.spots[entity.name] if (n := told.narrowed(s, NUMBERS))]
    before = [s for s in spots if s.end <= start]
    behind = [s for s in spots if s.start >= end and set(told.words[end : s.start]) <= _SKIPPED]
    if not before or not behind or before[-1].name == behind[0].name or behind[0].start - end > _NEAR:
        return None
    return before[-1].name, behind[0].name
