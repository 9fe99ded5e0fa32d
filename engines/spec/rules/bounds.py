"""Reads the least and the most that a number may be: a value, a constant and how the two compare. Used by passages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engines.kernel.spec import Entity, Field, FieldType
from engines.spec.model import Content, FieldClaim
from engines.spec.rules.comparisons import Comparison
from engines.spec.rules.told import NUMBERS, Told
from engines.spec.rules.values import Spot

_TO = frozenset(
    {
        "to", "-", "–", "—", "and", "through", "until", "till", "up", "or", "..", "...",
    }
)  # fmt: skip
_SPAN = frozenset({"between", "from", "within", "range", "scale"})
_TIME = frozenset(
    {
        "day", "week", "month", "hour", "minute", "year", "night", "second", "o'clock", "am", "pm", "time",
    }
)  # fmt: skip
_LETTERS = frozenset(
    ["character", "letter", "digit", "sign", "word", "figure", "symbol", "char", "line", "decimal", "place"]
)
_LINKS = frozenset(
    {
        "is", "are", "being", "as", "=", ":", "be", "means", "of", "the", "for", "(", "and", "meaning", "stands", ",", "with",
    }
)  # fmt: skip
_AHEAD, _SHORT = 8, 3
_WINDOW = frozenset({"per", "each", "every"})
_VALUES = frozenset({"value", "number", "amount", "figure", "entry", "price", "time", "mark", "point"})
_NEGATIVE = frozenset({"negative", "minus"})
_SMALL = {FieldType.INTEGER: 1.0, FieldType.NUMBER: 0.01, FieldType.MONEY: 0.01}


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A least or most value that a passage gives, and where: words `start` up to `end`."""

    start: int
    end: int
    low: float | None = None
    high: float | None = None
    above: bool = False
    below: bool = False


def read_bounds(told: Told) -> list[Content]:
    """What a passage bounds."""
    if told.verdicts.optional:
        return []
    found: dict[tuple[str, str], Field] = {}
    for bound in _bounds(told):
        if told.tells(bound.start):
            continue
        for entity, name in _whose(bound, told):
            field = found.get((entity.name, name)) or next(f for f in entity.fields if f.name == name)
            found[entity.name, name] = _within(replace(field, origin=told.origin), bound)
    return [FieldClaim(entity=entity, field=field) for (entity, _), field in found.items()]


def _within(field: Field, bound: Bound) -> Field:
    step = _SMALL[field.type]
    low = None if bound.low is None else bound.low + step * bound.above
    high = None if bound.high is None else bound.high - step * bound.below
    return replace(
        field, minimum=field.minimum if low is None else low, maximum=field.maximum if high is None else high
    )


def _bounds(told: Told) -> Iterator[Bound]:
    numbers = [n for n in range(len(told.words)) if told.passage.number(n) is not None]
    used: set[int] = set()
    for one, two in itertools.pairwise(numbers):
        if one not in used and (span := _span(one, two, told)):
            used |= {one, two}
            yield span
    yield from _extremes(told, [n for n in numbers if n not in used])
    for at in numbers:
        if at not in used and (bound := _compared(at, told)):
            yield bound
    yield from _signs(told)


def _span(one: int, two: int, told: Told) -> Bound | None:
    """'Between 8 and 12', '1-5', 'one to five'."""
    inside = [told.words[n] for n in range(one + 1, two) if told.passage.brackets[n] == told.passage.brackets[one]]
    between = [w for w in inside if w not in ("€", "$", "£", "%", "percent")]
    if not between or len(between) > 2 or not set(between) <= _TO:
        return None
    led = told.passage.has(one - 3, one, _SPAN)
    if (between[0] in ("and", "or") or len(between) > 1) and not led:
        return None
    low, high = told.passage.number(one), told.passage.number(two)
    if low is None or high is None or low >= high or told.verdicts.of(one).holds < 0:
        return None
    return Bound(start=one, end=two + 1, low=low, high=high)


def _extremes(told: Told, numbers: list[int]) -> Iterator[Bound]:
    """'1 being the worst and 6 the best': the two ends of a scale."""
    rules = told.context.english.lexicon.values
    ends = rules.lowest | rules.highest
    marked = [n for n in numbers if _marked(n, ends, told)]
    if len(marked) == 2 and marked[1] - marked[0] < 12:
        first, second = sorted(told.passage.number(n) or 0.0 for n in marked)
        if first < second:
            yield Bound(start=marked[0], end=marked[1] + 1, low=first, high=second)


def _marked(at: int, ends: frozenset[str], told: Told) -> bool:
    """Whether a number is said to be an end of the scale."""
    for n in range(at + 1, min(at + 5, len(told.words))):
        if told.words[n] in ends:
            return True
        if told.words[n] not in _LINKS and n > at + 1:
            break
    return any(w in ends for w in told.words[max(0, at - 2) : at] if w != "most")


def _compared(at: int, told: Told) -> Bound | None:
    """'At least 3', 'not over 20', '5 or more', 'no fewer than two'."""
    for said in told.comparisons:
        gap = told.words[said.end : at]
        before = (
            said.end <= at
            and len(gap) <= 2
            and not (set(gap) - {"the", "a", "about", "€", "$", "£", "of", "is", "-", ":", "than", "exactly", "minus"})
        )
        after = told.words[at + 1 : said.at]
        post = (
            said.at > at
            and len(after) <= 2
            and (said.post or told.words[said.at] in ("maximum", "max", "minimum", "min", "tops"))
            and not {",", "and"} & set(after)
        )
        if (
            said.at > at
            and said.bound
            and not said.post
            and told.words[said.at : said.at + 2] in (("at", "most"), ("at", "least"), ("at", "the"), ("at", "maximum"))
        ):
            post = post or len(after) <= 2
        if before or post:
            return _sided(at, said, told)
    return None


def _sided(at: int, said: Comparison, told: Told) -> Bound | None:
    if told.words[at + 1 : at + 3] in (("times", "the"), ("times", "its"), ("times", "their"), ("x", "the")):
        return None
    value = told.passage.number(at)
    stance = told.verdicts.of(said.at)
    if value is None or not (said.bound or stance.normative or value == 0):
        return None
    if at and told.words[at - 1] in ("minus", "-") and said.end < at:
        value = -value
    holds = 1 if said.bound and not said.post else stance.holds
    sign, strict = said.sign * holds, said.strict == (holds > 0)
    start, end = min(at, said.at), max(at + 1, said.end)
    if sign > 0:
        return Bound(start=start, end=end, low=value, above=strict)
    return Bound(start=start, end=end, high=value, below=strict)


def _signs(told: Told) -> Iterator[Bound]:
    """'A negative price is nonsense', 'must be positive'."""
    for n, word in enumerate(told.words):
        if word not in (*_NEGATIVE, "positive") or told.passage.number(n + 1) is not None:
            continue
        stance = told.verdicts.of(n)
        if word in _NEGATIVE and stance.normative and stance.holds < 0:
            yield Bound(start=n, end=n + 1, low=0.0)
        elif word == "positive" and stance.holds > 0:
            yield Bound(start=n, end=n + 1, low=0.0, above=True)


def _whose(bound: Bound, told: Told) -> list[tuple[Entity, str]]:
    """The values that a bound is for: what is counted right behind it, else what was last named before it, else what follows."""
    after = bound.end
    while after < len(told.words) and told.words[after] in ("%", "€", "$", "£", "different", "full", "whole", "single"):
        after += 1
    forms = told.passage.forms[after] if after < len(told.words) else frozenset()
    if _LETTERS & forms or {"o'clock", "am", "pm"} & forms or _windowed(after, told):
        return []
    choices = [
        (e, n)
        for e in told.ranked()
        for s in told.spots[e.name]
        if (n := told.narrowed(s, NUMBERS)) and _is_field(e, n)
    ]
    if _aged(after, told):
        choices = [(e, s) for e, s in choices if "age" in s.name.split("_")]
    counted = [(e, s) for e, s in choices if s.start == after]
    if counted:
        return _named(max(counted, key=lambda pair: (pair[1].surety, -choices.index(pair))))
    if _counts_things(after, forms, told) or "/" in told.words[after : after + 2]:
        return []
    start, end = told.passage.part(bound.start)
    timed = bool(_TIME & forms)
    for near in (
        [(e, s) for e, s in choices if start <= s.start < bound.start or s.start <= bound.start < s.end],
        [(e, s) for e, s in choices if bound.end <= s.start < end and s.start - bound.end < _AHEAD],
        [(e, s) for e, s in choices if s.start < bound.start],
    ):
        if near:
            best = max(
                near, key=lambda pair: (pair[0].name == told.topic, pair[1].end, pair[1].surety, -choices.index(pair))
            )
            return [] if timed and not _lasts(best[1]) else _named(best)
    return _earlier(told, timed)


def _aged(at: int, told: Told) -> bool:
    """'6 years old', '18 years of age': no other number of years is meant."""
    return told.words[at + 1 : at + 2] == ("old",) or told.words[at + 1 : at + 3] == ("of", "age")


def _is_field(entity: Entity, spot: Spot) -> bool:
    return all(any(f.name == name for f in entity.fields) for name in spot.names)


def _named(pair: tuple[Entity, Spot]) -> list[tuple[Entity, str]]:
    return [(pair[0], name) for name in pair[1].names]


def _windowed(at: int, told: Told) -> bool:
    """'Three per day' counts records."""
    for n in range(at, min(at + 4, len(told.words))):
        if told.words[n] in (",", ";", ".", ")"):
            return False
        if told.words[n] in _WINDOW or (told.words[n] == "a" and told.passage.has(n + 1, n + 2, _TIME)):
            return True
    return False


def _counts_things(at: int, forms: frozenset[str], told: Told) -> bool:
    """Whether what is counted are records of a kind."""
    if at >= len(told.words):
        return False
    known = set(told.context.names) | {name.split("_")[-1] for name in told.context.names}
    spoken = {n for spots in told.spots.values() for s in spots for n in range(s.start, s.end)}
    grammar, word = told.context.english.lexicon.grammar, told.words[at]
    unknown = at not in spoken and not forms & _VALUES and grammar.is_plural(word) and "noun" in grammar.classes(word)
    measured = bool(forms & _TIME) or not forms.isdisjoint(told.context.english.lexicon.units)
    return (not known.isdisjoint(forms) or (unknown and len(word) > _SHORT)) and not measured


def _lasts(spot: Spot) -> bool:
    """Whether a value can be a span of time."""
    words = {w for name in spot.names for w in name.split("_")}
    return bool(
        words
        & {
            "duration",
            "length",
            "minutes",
            "hours",
            "days",
            "weeks",
            "months",
            "years",
            "age",
            "time",
            "year",
            "term",
            "period",
            "minute",
            "hour",
            "runtime",
            "notice",
        }
    ) or any("minute" in w or "hour" in w or "day" in w for w in words)


def _earlier(told: Told, timed: bool) -> list[tuple[Entity, str]]:
    """What was spoken of just before, when nothing else is named here."""
    spot = told.earlier
    entity = told.context.entity(spot.entity) if spot else None
    if (
        spot is None
        or entity is None
        or any(told.spots.values())
        or (told.named and spot.entity not in told.named)
        or (timed and not _lasts(spot))
        or not _is_field(entity, spot)
    ):
        return []
    return _named((entity, spot))
