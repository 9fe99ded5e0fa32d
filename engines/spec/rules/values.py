"""Finds which values of things a passage speaks of, by an index of words. Used by the rules about values.

A value is met by the words of its name, by their base forms and relatives ('delivery' and delivered), by words of the same
meaning, or by those words alone that tell it apart from the other values of its record ('the net one').
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from engines.kernel.spec import Entity, FieldType
from engines.spec.context import Context
from engines.spec.rules.passage import Passage
from engines.spec.rules.vocabulary import forms

_LIGHT = frozenset(
    {
        "date", "time", "at", "on", "number", "of", "the", "a", "an", "day", "amount", "value", "is", "in", "total", "for", "by", "no", "datetime",
        "and", "to", "from", "per",
    }
)  # fmt: skip
_BETWEEN = frozenset(
    {
        "of", "the", "a", "an", "its", "their", "his", "her", "in", "on", "at", "for", "was", "is", "were", "it", "one", "be", "been", "to", "has",
        "this", "that",
    }
)  # fmt: skip
_SMALL = frozenset(
    {
        "in", "on", "at", "to", "from", "of", "for", "by", "is", "it", "no", "a", "an", "the", "and", "or", "be", "not", "up", "over", "out", "off",
        "has", "have", "do", "can", "get", "got", "go", "that", "this", "one", "may", "must",
    }
)  # fmt: skip
_PREFIX, _KIN, _GAP = 5, 0.55, 4
_ENOUGH, _UNIQUE, _TIE = 0.45, 0.28, 0.03


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where a passage speaks of a value: `names` are several when its words fit them alike; `surety` from 0 to 1."""

    entity: str
    names: tuple[str, ...]
    start: int
    end: int
    surety: float

    @property
    def name(self) -> str:
        """The first name."""
        return self.names[0]


@dataclass(frozen=True)
class _Place:
    """A word of a value's name: whose, which value, how much it weighs there."""

    entity: str
    name: str
    word: int
    weight: float


class Values:
    """The index of all values of a context; made once and asked for every passage."""

    def __init__(self, context: Context, *, linked: bool = False) -> None:
        """`linked`: what records refer to is met as well, by its own name and by that of its kind."""
        self.context = context
        self._exact: dict[str, list[_Place]] = {}
        self._kin: dict[str, list[tuple[str, _Place]]] = {}
        self._meant: dict[int, list[_Place]] = {}
        self._total: dict[tuple[str, str], float] = {}
        self._known: dict[str, dict[tuple[str, str], tuple[int, float]]] = {}
        for entity in context.entities:
            for name in (*(f.name for f in entity.fields), *(c.name for c in entity.computed)):
                self._enter(entity, name, name.split("_"))
            for relation in entity.relations if linked else ():
                if not relation.many:
                    ways = {relation.name, relation.target} if relation.target != "user" else {relation.name}
                    for way in sorted(ways):
                        self._enter(entity, f"{relation.name}|{way}", way.split("_"))

    @cached_property
    def types(self) -> Mapping[tuple[str, str], FieldType]:
        """The type of each value by entity and name."""
        fields = {(e.name, f.name): f.type for e in self.context.entities for f in e.fields}
        return fields | {(e.name, c.name): c.type for e in self.context.entities for c in e.computed}

    def _enter(self, entity: Entity, name: str, words: list[str]) -> None:
        own = {*entity.name.split("_"), *(() if "|" in name else self.context.names)}
        heavy = [w for w in words if w not in _LIGHT and w not in _SMALL]
        total = 0.0
        for n, word in enumerate(words):
            weight = (0.2 if heavy else 1.0) if word not in heavy else (0.35 if word in own and len(heavy) > 1 else 1.0)
            total += weight
            place = _Place(entity.name, name, n, weight)
            for form in forms(word):
                self._exact.setdefault(form, []).append(place)
                if len(form) >= _PREFIX:
                    self._kin.setdefault(_stem(form), []).append((form.replace("y", "i"), place))
            for number in frozenset().union(*(self._meanings.get(form, frozenset()) for form in forms(word))):
                self._meant.setdefault(number, []).append(place)
        self._total[entity.name, name] = total

    @cached_property
    def _meanings(self) -> Mapping[str, frozenset[int]]:
        return self.context.english.lexicon.values.meanings

    def spots(self, passage: Passage, shut: frozenset[int] = frozenset()) -> dict[str, tuple[Spot, ...]]:
        """The values that a passage speaks of, by entity, in their order; words at the places `shut` name none."""
        found: dict[tuple[str, str], dict[int, tuple[int, float]]] = {}
        for at, word in enumerate(passage.words):
            if at in shut:
                continue
            for key, hit in self._worth(word, passage.forms[at]).items():
                found.setdefault(key, {})[at] = hit
        runs: dict[str, list[tuple[float, int, int, str]]] = {}
        for key, hits in found.items():
            least = (_UNIQUE - _TIE) * self._total[key]
            for start, end, worth in _runs(passage, hits):
                rows = runs.setdefault(key[0], [])
                if worth >= least:
                    rows.append((worth, start, end, key[1]))
        return {entity: self._chosen(entity, rows) if rows else () for entity, rows in runs.items()}

    def _worth(self, word: str, base: frozenset[str]) -> Mapping[tuple[str, str], tuple[int, float]]:
        """The values that a word may mean: which word of their names, and what it is worth there."""
        if word not in self._known:
            hits: dict[tuple[str, str], tuple[int, float]] = {}
            for place, quality in self._met(word, base):
                worth = quality * place.weight
                if worth > hits.get((place.entity, place.name), (0, 0.0))[1]:
                    hits[place.entity, place.name] = (place.word, worth)
            self._known[word] = hits
        return self._known[word]

    def _met(self, word: str, base: frozenset[str]) -> Iterable[tuple[_Place, float]]:
        if not word[0].isalpha():
            return
        for form in base:
            yield from ((place, 1.0 if form == word else 0.95) for place in self._exact.get(form, ()))
        if word in _SMALL:
            return
        for form in base:
            for other, place in self._kin.get(_stem(form), ()) if len(form) >= _PREFIX else ():
                if _shared(form.replace("y", "i"), other) >= _KIN * max(len(form), len(other)):
                    yield place, 0.85
        for number in frozenset().union(*(self._meanings.get(form, frozenset()) for form in base)):
            yield from ((place, 0.6) for place in self._meant.get(number, ()))

    def _chosen(self, entity: str, rows: list[tuple[float, int, int, str]]) -> tuple[Spot, ...]:
        """The best of the runs that share no word; runs that fit alike become one spot with several names."""
        if len(rows) == 1:
            return self._alone(entity, *rows[0])
        taken: set[int] = set()
        found: list[Spot] = []
        ranked = sorted(rows, key=lambda row: (-row[0], self._total[entity, row[3]] - row[0], row[1]))
        beside: dict[tuple[int, int], list[tuple[float, str]]] = {}
        for worth, start, end, name in ranked:
            beside.setdefault((start, end), []).append((worth, name))
        for worth, start, end, name in ranked:
            if not taken.isdisjoint(range(start, end)):
                continue
            covered = worth / self._total[entity, name]
            alike = [
                (n, worth / self._total[entity, n])
                for w, n in beside[start, end]
                if n != name and abs(w - worth) <= _TIE
            ]
            if any(share > covered + _TIE for _, share in alike):
                continue
            names = (name, *(n for n, share in alike if share >= covered - _TIE))
            names = tuple(n for n in names if n.partition("|")[0] == n.partition("|")[2]) or names
            if covered >= _ENOUGH or (
                covered >= _UNIQUE and len({n.partition("|")[0] for n in names}) == 1 and worth >= _ENOUGH
            ):
                taken |= set(range(start, end))
                found.append(
                    Spot(
                        entity=entity,
                        names=tuple(dict.fromkeys(n.partition("|")[0] for n in names)),
                        start=start,
                        end=end,
                        surety=min(1.0, covered),
                    )
                )
        return tuple(sorted(found, key=lambda spot: spot.start))

    def _alone(self, entity: str, worth: float, start: int, end: int, name: str) -> tuple[Spot, ...]:
        """The spot of a run that nothing competes with."""
        covered = worth / self._total[entity, name]
        if covered < _ENOUGH and (covered < _UNIQUE or worth < _ENOUGH):
            return ()
        own = name.partition("|")[0]
        return (Spot(entity=entity, names=(own,), start=start, end=end, surety=min(1.0, covered)),)


def _stem(form: str) -> str:
    return form[:_PREFIX].replace("y", "i")


def _shared(one: str, two: str) -> int:
    """How many letters two words begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _runs(passage: Passage, hits: dict[int, tuple[int, float]]) -> Iterable[tuple[int, int, float]]:
    """Words of one name that stand together, and what they are worth; each word of the name counts once."""
    if len(hits) == 1:
        yield from ((at, at + 1, value) for at, (_, value) in hits.items() if value >= _UNIQUE)
        return
    start, end, worth, used = -1, -1, 0.0, set[int]()
    for at in sorted(hits):
        word, value = hits[at]
        near = start >= 0 and at - end < _GAP and all(w in _BETWEEN for w in passage.words[end:at]) and word not in used
        if not near:
            if worth >= _UNIQUE:
                yield start, end, worth
            start, worth, used = at, 0.0, set()
        end, worth = at + 1, worth + value
        used.add(word)
    if worth >= _UNIQUE:
        yield start, end, worth
