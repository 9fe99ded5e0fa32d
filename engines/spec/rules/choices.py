"""Reads which of a few numbers a value may have: 'takes 20, 40 or 60 minutes', 'a rate of 7 or 19 percent'. Used by passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Check, Entity
from engines.spec.model import Content, RuleClaim
from engines.spec.rules.told import NUMBERS, Told

_VAGUE = frozenset(
    {
        "usually", "normally", "mostly", "often", "about", "around", "roughly", "say", "e.g", "example", "typically", "sometimes", "maybe", "perhaps",
        "generally", "approximately", "like", "within", "after", "before", "until", "than", "least", "most", "every", "per", "if", "when", "between",
    }
)  # fmt: skip
_SPANS = frozenset({"minute", "hour", "day", "week", "month", "year"})
_LASTING = frozenset({"duration", "length"})
_GLUE = frozenset({",", "or", "and", "/", "either", "exactly", "€", "$", "£"})
_REACH = 6


@dataclass(frozen=True, kw_only=True)
class _Run:
    """Numbers `start` up to `end` of which one is chosen."""

    start: int
    end: int
    numbers: tuple[float, ...]


def read_choices(told: Told) -> list[Content]:
    """The values that numbers of a passage are limited to."""
    found: list[Content] = []
    for run in _runs(told):
        before = told.words[max(0, run.start - 3) : run.start]
        if _VAGUE.isdisjoint(before) and (place := _whose(run, told)):
            entity, name = place
            values = ", ".join(f"{number:g}" for number in run.numbers)
            rule = Check(entity=entity.name, condition=f"{name} in ({values})", field=name, origin=told.origin)
            found.append(RuleClaim(rule=rule))
    return found


def _runs(told: Told) -> Iterator[_Run]:
    """'20, 40 or 60': numbers with commas between them and an 'or' before the last."""
    words, at = told.words, 0
    while at < len(words):
        first = told.passage.number(at) if words[at][:1].isdigit() else None
        if first is None:
            at += 1
            continue
        numbers, end, joined = [first], at + 1, False
        while end + 1 < len(words) and words[end] in ("or", ",") and words[end + 1][:1].isdigit():
            number = told.passage.number(end + 1)
            if number is None:
                break
            joined = joined or words[end] == "or"
            numbers.append(number)
            end += 2
        if joined and numbers == sorted(set(numbers)):
            yield _Run(start=at, end=end, numbers=tuple(numbers))
        at = end


def _whose(run: _Run, told: Told) -> tuple[Entity, str] | None:
    """The number that is named right before, else how long what is spoken of lasts."""
    unit = told.passage.forms[run.end] if run.end < len(told.words) else frozenset()
    if not _SPANS.isdisjoint(unit):
        for name in dict.fromkeys((*told.named, told.topic)):
            entity = told.context.entity(name)
            for field in entity.fields if entity else ():
                if entity and field.type in NUMBERS and not _LASTING.isdisjoint(field.name.split("_")):
                    return entity, field.name
    start = told.passage.part(run.start)[0]
    near = [
        (entity, spot)
        for entity in told.ranked()
        for each in told.spots[entity.name]
        if (spot := told.narrowed(each, NUMBERS)) and start <= spot.start and spot.end <= run.start <= spot.end + _REACH
    ]
    near = [(e, s) for e, s in near if any(f.name == s.name for f in e.fields)]
    if not near:
        return None
    entity, spot = max(near, key=lambda pair: (pair[1].end, pair[1].surety))
    between = [w for w in told.words[spot.end : run.start] if w in ("and", ",", ";")]
    return None if between else (entity, spot.name)
