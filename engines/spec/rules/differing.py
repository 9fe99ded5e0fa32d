"""Reads what may not be the same: two things of one kind in a record, and sameness denied or difference demanded. Used by passages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from engines.kernel.spec import Entity, FieldsDiffer, FieldType
from engines.spec.model import Content, RuleClaim
from engines.spec.rules.told import Told
from engines.spec.rules.values import Spot

_SAME = frozenset(
    {
        ("one", "and", "the", "same"),
        ("same",),
        ("identical",),
        ("identically",),
        ("equal",),
        ("equals",),
        ("coincide*",),
        ("one", "person"),
        ("one", "man"),
        ("alike",),
    }
)
_OTHER = frozenset(
    {
        ("different",),
        ("distinct",),
        ("differ*",),
        ("other", "than"),
        ("unlike",),
        ("somebody", "else"),
        ("someone", "else"),
        ("be", "two", "people"),
        ("be", "two", "persons"),
        ("are", "two", "people"),
    }
)
_SELF = frozenset(
    {("himself",), ("herself",), ("itself",), ("themselves",), ("themself",), ("oneself",), ("yourself",), ("own",)}
)
_ALIKE = _SAME | _SELF
_IS = frozenset(
    {
        "is", "are", "be", "being", "also", "as", "the", "its", "a", "an", "n't", "not", "their", "his", "her", "can", "never", "may", "must",
        "both", "he", "she", "at", "once", "same", "time", "=",
    }
)  # fmt: skip
_TIMES = frozenset(
    {
        "time", "day", "date", "hour", "slot", "period", "week", "month", "night", "moment", "twice", "overlap",
    }
)  # fmt: skip
_PAIRED = frozenset({FieldType.TEXT, FieldType.ENUM, FieldType.INTEGER, FieldType.EMAIL})
_BEING = frozenset({"is", "be", "are"})
_AHEAD, _BACK = 3, 9


def read_differing(told: Told) -> list[Content]:
    """The pairs of a passage that must differ."""
    for at in _denials(told):
        for entity in _ranked(told):
            if pair := _pair(entity, at, told):
                return [RuleClaim(rule=FieldsDiffer(entity=entity.name, fields=pair, origin=told.origin))]
    return []


def _denials(told: Told) -> Iterator[int]:
    """Where sameness is denied, or difference told."""
    alike, others = told.passage.places(_ALIKE), told.passage.places(_OTHER)
    for at, word in enumerate(told.words):
        same, other = at in alike, at in others
        if not (same or other or word in _BEING) or told.passage.has(at, at + _AHEAD, _TIMES):
            continue
        holds = told.verdicts.of(at).holds
        same = holds < 0 and (same or (word in _BEING and _identified(at, told)))
        if (same or (other and holds > 0)) and not (_no_two(at, told) or _of_several(at, told)):
            yield at


def _of_several(at: int, told: Told) -> bool:
    """'The same member', 'same row': what several records share."""
    size = told.passage.phrase(at, _SAME)
    shared = [s for spots in told.links.values() for s in spots if size and s.start == at + size and s.surety == 1.0]
    several = told.words.count("same") > 1 or told.passage.has(0, len(told.words), ("two", "twice", "again", "once"))
    return several and bool(shared) and all(len(s.names) == 1 for s in shared)


def _no_two(at: int, told: Told) -> bool:
    """'No two rooms share the same name'."""
    before = told.words[max(0, at - _BACK) : at]
    return any(before[n : n + 2] == ("no", "two") for n in range(len(before)))


def _identified(at: int, told: Told) -> bool:
    """'The giver is also the taker': two things with nothing but being between them."""
    for spots in told.links.values():
        for one, two in itertools.pairwise(spots):
            if one.end <= at < two.start and set(told.words[one.end : two.start]) <= _IS:
                return True
    return False


def _ranked(told: Told) -> list[Entity]:
    """The records that a passage may be about, the likeliest first."""

    def rank(entity: Entity) -> float:
        linked = len({n for s in told.links.get(entity.name, ()) for n in s.names})
        return (
            3.0 * (entity.name in told.named)
            + 3.0 * (entity.name in told.said.events)
            + 2.0 * linked
            + (entity.name == told.topic)
        )

    names = {*told.links, *told.named, *told.said.events, told.topic}
    return sorted((e for e in told.context.entities if e.name in names), key=lambda e: -rank(e))


def _pair(entity: Entity, at: int, told: Told) -> tuple[str, str] | None:
    """The two that are named nearest to the cue, else the only two of one kind that the record has."""
    start, end = told.passage.part(at)
    targets = {r.name: r.target for r in entity.relations if not r.many}
    kinds: dict[str, str] = {f.name: f.type.value for f in entity.fields if f.type in _PAIRED} | targets
    near = told.words[start:end].count(",") <= _AHEAD
    spots = [
        s for s in told.links.get(entity.name, ())
        if start <= s.start < end and (near or s.name in targets or abs(s.start - at) < _BACK + _AHEAD)
    ]  # fmt: skip
    spots = [s for s in spots if len(s.names) == 1 or not told.passage.has(s.start, s.end, told.context.names)]
    names = _names([s for s in spots if s.end <= at]) or _names(spots)
    every = _names(spots)
    for found in (names, every):
        for n in range(len(found) - 1, 0, -1):
            for one in reversed(found[:n]):
                if (
                    kinds.get(one)
                    and kinds.get(one) == kinds.get(found[n])
                    and (one in targets) == (found[n] in targets)
                ):
                    return one, found[n]
    twins = _twins(targets)
    if not twins:
        return None
    itself = told.passage.phrase(at, _SELF) > 0
    about = {*told.named, *told.said.events, told.topic}
    person = targets[twins[0]] == "user" or targets[twins[0]] in told.context.roles
    if itself:
        known = targets[twins[0]] in told.named or any(n in twins for s in spots for n in s.names)
        return twins if known or (person and told.words[at] not in ("itself", "own") and entity.name in about) else None
    return twins if entity.name in about else None


def _names(spots: list[Spot]) -> list[str]:
    """What they name, in order; 'the two examiners' name both."""
    sure = list(dict.fromkeys(spot.name for spot in spots if len(spot.names) == 1))
    return (
        sure
        if len(sure) > 1
        else list(dict.fromkeys(name for spot in spots if len(spot.names) <= 2 for name in spot.names))
    )


def _twins(targets: dict[str, str]) -> tuple[str, str] | None:
    """The only two relations of an entity that lead to one kind of thing."""
    for target in dict.fromkeys(targets.values()):
        same = [name for name, goal in targets.items() if goal == target]
        if len(same) == 2:
            return same[0], same[1]
    return None
