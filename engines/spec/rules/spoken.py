"""Finds where a clause speaks of an entity's values, by the roots of their names. Used by the rules that compare values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from engines.kernel.spec import Entity
from engines.spec.arithmetic import ordered_pair
from engines.spec.context import Context

_LIGHT = frozenset({"date", "time", "at", "on", "number", "of", "the", "a", "an", "day", "amount", "value", "is"})
_STARTS = frozenset({"start", "begin", "beginn", "from", "open", "first", "former"})
_ENDS = frozenset({"end", "finish", "until", "till", "clos", "last", "latt", "latter", "over"})


_EITHER = _STARTS | _ENDS
_MEASURES = {"weigh": "weight", "weighs": "weight", "weighing": "weight", "costs": "cost"}
_WORDS = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|>=|<=|=>|=<|[<>≥≤]")
_ENDINGS = re.compile(r"(?:ations?|ings?|ions?|ed|es|s|e|d)$")


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A field or computed value and the words, counted from 0, by which a clause names it.

    `loose`: only by what it is to the record, as 'the end' or 'it begins'.
    """

    name: str
    start: int
    end: int
    loose: bool = False


@lru_cache(maxsize=1024)
def clause_words(clause: str) -> tuple[str, ...]:
    """The words and signs of comparison of a clause, in lower case."""
    return tuple(_WORDS.findall(clause.lower().replace("’", "'")))


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """What remains of a word without its endings: 'starts', 'started' and 'start' agree."""
    return _ENDINGS.sub("", word) if len(word) > 4 else word.removesuffix("s")


@dataclass(frozen=True, kw_only=True)
class _Ways:
    """How the values of an entity are called, the longest names first; `begin`: the roots with which any of that begins."""

    names: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    begin: frozenset[str]


def _named(entity: Entity, context: Context) -> _Ways:
    names = [*(f.name for f in entity.fields), *(c.name for c in entity.computed)]
    ranked = sorted(names, key=lambda n: -len(n.split("_")))
    ways = tuple((name, _ways(name, entity.name)) for name in ranked)
    return _Ways(names=ways, begin=frozenset(goal[0] for _, goals in ways for goal in goals))


def speaking(clause: str, context: Context) -> frozenset[str]:
    """The entities of whose values a clause may speak by their names: it has the first word of one."""
    return context.about(clause, _speaking)


def _speaking(clause: str, context: Context) -> frozenset[str]:
    begun = context.once(_by_beginning)
    return frozenset(name for root in frozenset(_roots(clause)) for name in begun.get(root, ()))


def loosely(clause: str) -> bool:
    """Whether a clause may mean a value by what it is to the record: 'the end', 'it begins'."""
    return not _EITHER.isdisjoint(_roots(clause))


def _by_beginning(context: Context) -> dict[str, list[str]]:
    """The entities by the roots with which names of their values begin."""
    found: dict[str, list[str]] = {}
    for entity in context.entities:
        for root in context.of(entity, _named).begin:
            found.setdefault(root, []).append(entity.name)
    return found


def spoken(entity: Entity, clause: str, context: Context) -> tuple[Spoken, ...]:
    """Every mention of the entity's values in a clause, in its order; longer names win."""
    roots, within = _roots(clause), _within(clause)
    ways = context.of(entity, _named)
    if ways.begin.isdisjoint(within) and _EITHER.isdisjoint(within):
        return ()
    taken: set[int] = set()
    found: list[Spoken] = []
    for name, goals in ways.names:
        for goal in goals:
            if not within.issuperset(goal):
                continue
            at = next((n for n in _places(roots, goal) if not taken & set(range(n, n + len(goal)))), None)
            if at is not None:
                taken |= set(range(at, at + len(goal)))
                found.append(Spoken(name=name, start=at, end=at + len(goal)))
                break
    return tuple(sorted([*found, *_of_pair(entity, roots, taken, found, context)], key=lambda s: s.start))


@lru_cache(maxsize=256)
def _roots(clause: str) -> tuple[str, ...]:
    return tuple(root(_MEASURES.get(word, word)) for word in clause_words(clause))


@lru_cache(maxsize=256)
def _within(clause: str) -> frozenset[str]:
    return frozenset(_roots(clause))


@lru_cache(maxsize=5_000)
def _ways(name: str, entity: str) -> tuple[tuple[str, ...], ...]:
    """The whole name, then the name without light words, then without the entity's own words."""
    words = name.split("_")
    bare = [w for w in words if w not in _LIGHT] or words
    own = [w for w in bare if w not in entity.split("_")] or bare
    return tuple(dict.fromkeys(tuple(root(w) for w in way) for way in (words, bare, own)))


def _places(roots: tuple[str, ...], goal: tuple[str, ...]) -> list[int]:
    size = len(goal)
    plain = [n for n in range(len(roots) - size + 1) if roots[n : n + size] == goal]
    if size != 2:
        return plain
    turned = [n for n in range(len(roots) - 1) if roots[n : n + 2] == goal[::-1]]
    return plain or turned


def _of_pair(
    entity: Entity, roots: tuple[str, ...], taken: set[int], found: list[Spoken], context: Context
) -> list[Spoken]:
    """'The end', 'it begins': the two ends of what lasts, under whatever name the entity keeps them."""
    if _EITHER.isdisjoint(roots):
        return []
    pair = ordered_pair(entity, context)
    known = {s.name for s in found}
    more: list[Spoken] = []
    for name, words in ((pair[0], _STARTS), (pair[1], _ENDS)) if pair else ():
        at = next((n for n, word in enumerate(roots) if word in words and n not in taken), None)
        if at is not None and name not in known:
            more.append(Spoken(name=name, start=at, end=at + 1, loose=True))
    return more
