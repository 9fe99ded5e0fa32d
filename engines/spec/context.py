"""What the rules know while they read: the words for things, and, once merged, the things themselves. Passed to every rule."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from engines.kernel.spec import Entity, Field, FieldType, Relation
from engines.spec.english import English

T = TypeVar("T")
_WORD = re.compile(r"[a-z0-9]+")
_SMALL = frozenset(
    {"of", "the", "a", "an", "per", "its", "their", "at", "on", "date", "time", "number", "amount", "in", "to", "value"}
)
_ENDING = re.compile(r"(?:ation|ing|ion|ed|es|e|d|al)$")


@dataclass(frozen=True, kw_only=True)
class Context:
    """`names`: the entities known so far, `acted` those among them that only acts bring about.

    `entities` is empty until the structure has been merged.
    """

    english: English
    names: tuple[str, ...] = ()
    acted: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()

    def once(self, work: Callable[[Context], T]) -> T:
        """What is worked out of all that is known, kept as long as this context: an index of words, say."""
        if work not in self._worked:
            self._worked[work] = work(self)
        found: T = self._worked[work]
        return found

    def of(self, entity: Entity, work: Callable[[Entity, Context], T]) -> T:
        """What is worked out of one entity, kept as long as this context."""
        kept = self._worked_of[work]
        if id(entity) not in kept:
            kept[id(entity)] = (entity, work(entity, self))
        found: T = kept[id(entity)][1]
        return found

    @cached_property
    def _worked(self) -> dict[Callable[[Context], Any], Any]:
        return {}

    @cached_property
    def _worked_of(self) -> defaultdict[Callable[[Entity, Context], Any], dict[int, tuple[Entity, Any]]]:
        """By the identity of the entity, which is held here so that no other can take its place."""
        return defaultdict(dict)

    def about(self, text: str, work: Callable[[str, Context], T]) -> T:
        """What is worked out of a text, kept as long as this context."""
        told = self._told[work]
        if text not in told:
            told[text] = work(text, self)
        found: T = told[text]
        return found

    @cached_property
    def _told(self) -> defaultdict[Callable[[str, Context], Any], dict[str, Any]]:
        return defaultdict(dict)

    def named(self, phrase: str) -> str:
        """The entity that a phrase means, '' when none; 'my open loans' is loan."""
        found = self._meant.get(phrase)
        if found is None:
            found = self._meant[phrase] = _named(phrase, self)
        return found

    @cached_property
    def _meant(self) -> dict[str, str]:
        """What phrases mean, once it was asked."""
        return {}

    def mentioned(self, text: str) -> tuple[str, ...]:
        """The entities that a text names, in its order."""
        return self.about(text, _mentioned)

    @cached_property
    def _by_name(self) -> Mapping[str, Entity]:
        return {entity.name: entity for entity in reversed(self.entities)}

    @cached_property
    def _children(self) -> Mapping[str, tuple[tuple[Entity, Relation], ...]]:
        found: dict[str, list[tuple[Entity, Relation]]] = {}
        for entity in self.entities:
            for relation in entity.relations:
                if not relation.many:
                    found.setdefault(relation.target, []).append((entity, relation))
        return {name: tuple(rows) for name, rows in found.items()}

    def entity(self, name: str) -> Entity | None:
        """The merged entity of that name."""
        return self._by_name.get(name)

    def field(self, entity: Entity, phrase: str) -> Field | None:
        """The field that a phrase means within an entity, by its words."""
        goal = self.english.about(phrase, _stems)
        near = _kin(goal)
        own = set(entity.name.split("_"))
        best: tuple[float, Field | None] = (0.0, None)
        for field, have, kin in self.of(entity, _fields):
            if near.isdisjoint(kin):
                continue
            score = max(
                _agreement(goal, have),
                _agreement(tuple(w for w in goal if w not in own), tuple(w for w in have if w not in own)) - 0.05,
            )
            if score > best[0]:
                best = (score, field)
        return best[1] if best[0] >= 0.6 else None

    def relation(self, entity: Entity, phrase: str) -> Relation | None:
        """The relation that a phrase means within an entity."""
        name = self.english.name(phrase)
        target = self.named(phrase)
        exact = [r for r in entity.relations if r.name == name]
        alike = [r for r in entity.relations if r.target == (target or name)]
        return (exact or alike or [None])[0]  # type: ignore[list-item]

    def relation_to(self, entity: Entity, target: str) -> Relation | None:
        """The first relation of an entity to another."""
        return next((r for r in entity.relations if r.target == target and not r.many), None)

    def children_of(self, name: str) -> tuple[tuple[Entity, Relation], ...]:
        """Who refers to an entity."""
        return self._children.get(name, ())

    def of_type(self, entity: Entity, *types: FieldType) -> tuple[Field, ...]:
        """The fields of some types."""
        return tuple(field for field in entity.fields if field.type in types)


def _named(phrase: str, context: Context) -> str:
    words = context.english.words(phrase)
    if not words:
        return ""
    known = context.once(_known)
    parts = "_".join([*words[:-1], context.english.singular(words[-1])]).split("_")
    for start in range(len(parts)):
        if (name := "_".join(parts[start:])) in known:
            return name
    endings = context.once(_by_ending).get(parts[-1], ())
    return endings[0] if len(endings) == 1 and len(words) == 1 else ""


def _mentioned(text: str, context: Context) -> tuple[str, ...]:
    words = [context.english.singular(w) for w in _WORD.findall(text.lower())]
    said = "_" + "_".join(words) + "_"
    begun = context.once(_by_beginning)
    found: list[tuple[int, str]] = []
    for name in sorted({name for word in words for name in begun.get(word, ())}, key=_longest):
        at = said.find(f"_{name}_")
        if at >= 0:
            found.append((at, name))
            said = said.replace(f"_{name}_", "_" + "." * len(name) + "_")
    return tuple(name for _, name in sorted(found))


def _known(context: Context) -> frozenset[str]:
    return frozenset(context.names)


def _by_beginning(context: Context) -> Mapping[str, tuple[str, ...]]:
    """The names by their first word."""
    found: dict[str, tuple[str, ...]] = {}
    for name in context.names:
        first = name.split("_")[0]
        found[first] = (*found.get(first, ()), name)
    return found


def _by_ending(context: Context) -> Mapping[str, tuple[str, ...]]:
    """The names of several words, by their last."""
    found: dict[str, tuple[str, ...]] = {}
    for name in context.names:
        first, _, last = name.rpartition("_")
        if first:
            found[last] = (*found.get(last, ()), name)
    return found


def _fields(entity: Entity, context: Context) -> tuple[tuple[Field, tuple[str, ...], frozenset[str]], ...]:
    """The fields with the stems of their names and all that words must share with them to agree."""
    found = ((field, context.english.about(field.name, _stems)) for field in entity.fields)
    return tuple((field, have, _kin(have)) for field, have in found)


@lru_cache(maxsize=8192)
def _kin(stems: tuple[str, ...]) -> frozenset[str]:
    """The stems and their roots: what has none of them in common does not agree."""
    return frozenset(stems) | {_root(word) for word in stems if len(word) > 3}


def _longest(name: str) -> tuple[int, str]:
    return (-len(name), name)


def _stems(phrase: str, english: English) -> tuple[str, ...]:
    return tuple(english.singular(w) for w in _WORD.findall(phrase.lower().replace("'s", "")))


@lru_cache(maxsize=32768)
def _agreement(goal: tuple[str, ...], have: tuple[str, ...]) -> float:
    if not goal or not have:
        return 0.0
    if set(goal) == set(have):
        return 1.0
    weight = {w: 0.25 if w in _SMALL else 1.0 for w in (*goal, *have)}
    left, hits = list(have), 0.0
    for word in goal:
        hit = next((w for w in left if w == word or (len(w) > 3 and len(word) > 3 and _root(w) == _root(word))), None)
        if hit:
            left.remove(hit)
            hits += weight[word] + weight[hit]
    return min(0.98, hits / sum(weight[w] for w in (*goal, *have)))


@lru_cache(maxsize=8192)
def _root(word: str) -> str:
    return _ENDING.sub("", word)
