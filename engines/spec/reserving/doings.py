"""What a part of a sentence says is done: a step to a state of some thing, or making, changing and deleting a thing. Used by reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engines.kernel.spec import Entity
from engines.spec.context import Context
from engines.spec.rules.makings import DONE, NAMED, records_said
from engines.spec.rules.spoken import spoken
from engines.spec.rules.stems import Text, stem, text_of

_INTO = frozenset({"be", "is", "are", "as", "to", "into", "/", "get", "been", "gets", "or", "being"})
_BROUGHT = frozenset({"set", "mark", "make", "move", "put", "turn", "bring", "declare", "switch", "flag"})
_SHORTEST = 3
_EDITS = frozenset(
    {"edit", "update", "change", "modify", "correct", "look after", "draw", "set", "put", "come", "keep"}
)
_NOUNS = frozenset(
    {stem(word) for word in ("creation", "entry", "setup", "registration", "planning", "maintenance", "new")}
)

Act = tuple[str, str]
"""An entity and the state that a step leads to; '' for making, changing and deleting it."""


@dataclass(frozen=True)
class Doings:
    """Reads acts; `last` is the thing that was spoken of before."""

    context: Context
    last: str

    def acts(self, text: Text, taken: set[int], people: list[tuple[str, int, int]]) -> list[Act]:
        """What is done: steps to states, else making what is named."""
        rest = " ".join(low for at, low in enumerate(text.low) if at not in taken)
        said = records_said(rest, text_of(rest, self.context), self.context)
        things = [name for name, sure in said.items() if sure == NAMED and name not in {role for role, _, _ in people}]
        return self._steps(text, taken, things) or self._makings(rest, said, things)

    def _steps(self, text: Text, taken: set[int], things: list[str]) -> list[Act]:
        """The steps to states that a text speaks of, of a thing that it names, else of that spoken of before, else of any."""
        index = self.context.once(_stepped)
        known = [self.context.entities[n] for n in sorted({n for s in text.within for n in index.get(s, ())})]
        named, before = [e for e in known if e.name in things], [e for e in known if e.name == self.last]
        for entities in (named, before, known):
            found = [act for entity in entities for act in self._steps_of(entity, text, taken)]
            if found:
                return found if len({name for name, _ in found}) == 1 else []
        return []

    def _steps_of(self, entity: Entity, text: Text, taken: set[int]) -> list[Act]:
        found: list[Act] = []
        for goal in self.context.of(entity, _goals):
            if any(self._is_done(goal.first, text, at) for at in _at(text, goal.stems, taken)):
                found.append((entity.name, "" if goal.initial else goal.state))
            elif any(True for _ in _at(text, goal.again, taken)):
                found.append((entity.name, goal.state))
        return found

    def _is_done(self, first: str, text: Text, at: int) -> bool:
        """Whether a word speaks of the step: a verb, a noun, a passive or the state behind 'as' or 'to'; not an adjective."""
        low, lemma = text.low[at], text.lemmas[at]
        if low == lemma or low.endswith(("s", "ing")) or (low != first and not low.endswith("ed")):
            return True
        return at > 0 and (text.lemmas[at - 1] in _BROUGHT or text.low[at - 1] in _INTO)

    def _makings(self, rest: str, said: Mapping[str, int], things: list[str]) -> list[Act]:
        """The things that are made or looked after; changing a value of a thing is neither."""
        text, lexicon = text_of(rest, self.context), self.context.english.lexicon
        doing = lexicon.actions["create"] | lexicon.actions["all"] | lexicon.actions["delete"] | lexicon.rules.make
        verbs = any(lemma in doing or stems & _NOUNS for lemma, stems in zip(text.lemmas, text.stems, strict=True))
        edits = not _EDITS.isdisjoint(text.lemmas)
        done = [name for name, sure in said.items() if sure == DONE]
        kept = [
            name
            for name in things
            if verbs or (edits and not self._values(name, rest)) or f"no {self._many(name)}" in rest
        ]
        return [(name, "") for name in (kept if things else done[:1])] or [(name, "") for name in done[:1]]

    def _values(self, name: str, rest: str) -> bool:
        entity = self.context.entity(name)
        return entity is not None and any(not value.loose for value in spoken(entity, rest, self.context))

    def _many(self, name: str) -> str:
        return self.context.english.plural_name(name).replace("_", " ")


@dataclass(frozen=True, kw_only=True)
class _Goal:
    """A state with the `first` of its words, the stems of what leads to it, and those of what leads there `again`."""

    state: str
    first: str
    stems: frozenset[str]
    again: frozenset[str]
    initial: bool


def _stepped(context: Context) -> dict[str, list[int]]:
    """The entities that have a life, by the stems of what leads to their states."""
    found: dict[str, list[int]] = {}
    for place, entity in enumerate(context.entities):
        for word in frozenset().union(*(goal.stems | goal.again for goal in context.of(entity, _goals))):
            found.setdefault(word, []).append(place)
    return found


def _goals(entity: Entity, context: Context) -> tuple[_Goal, ...]:
    """The states of an entity as goals of its steps."""
    life, lemma = entity.lifecycle, context.english.lexicon.grammar.lemma
    found: list[_Goal] = []
    for state in life.states if life else ():
        first = state.split("_")[0]
        stems = frozenset({stem(first), stem(lemma(first, "verb"))})
        again = frozenset(f"re{goal}" for goal in stems)
        initial = life is not None and state == life.initial
        found.append(_Goal(state=state, first=first, stems=stems, again=again, initial=initial))
    return tuple(found)


def _at(text: Text, goals: frozenset[str], taken: set[int]) -> Iterator[int]:
    if text.within.isdisjoint(goals):
        return
    for at, stems in enumerate(text.stems):
        if stems & goals and at not in taken and len(text.low[at]) >= _SHORTEST:
            yield at
