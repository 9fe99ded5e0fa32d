"""What a change may speak of: the things, fields and states of a specification, found by what people call them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from engines.kernel.spec import Entity, Question, Spec
from engines.kernel.spec.renames import Renames
from engines.spec.context import Context
from engines.spec.english import English

Value = str | int | float | bool
_KIND = re.compile(
    r"\b(?:the )?(?:fields?|columns?|properties|property|attributes?|values?|tables?|entity|things?)\b", re.I
)
_OF = re.compile(
    r"^(?P<what>.+?) (?:of|on|in|from|for|to|at|with) (?:the |an? |each |every |all )?(?P<whose>[\w '-]+)$", re.I
)
_POSSESSIVE = re.compile(r"^(?P<whose>[\w -]+?)(?:'s|s'|’s) (?P<what>.+)$", re.I)


def members(entity: Entity) -> tuple[str, ...]:
    """The names of an entity's fields, references and computed values."""
    fields, relations = (each.name for each in entity.fields), (each.name for each in entity.relations)
    return (*fields, *relations, *(each.name for each in entity.computed))


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A specification after one sentence, with the names it changed, what rows get, and what it asks."""

    spec: Spec
    renames: Renames = field(default_factory=Renames)
    recoded: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Place:
    """A thing, or with `member` one of its fields, references or computed values, by their names."""

    entity: Entity
    member: str = ""

    @property
    def dotted(self) -> str:
        return f"{self.entity.name}.{self.member}"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A specification while one sentence (`number`) is read against it; `answers` are a person's."""

    spec: Spec
    number: int
    english: English
    answers: Mapping[str, str]

    @cached_property
    def context(self) -> Context:
        names = tuple(entity.name for entity in self.spec.entities)
        return Context(english=self.english, names=names, entities=self.spec.entities)

    def thing(self, phrase: str) -> Entity | None:
        """The entity that a phrase means."""
        name = self.context.named(_KIND.sub("", phrase).strip())
        return self.context.entity(name) if name else None

    def place(self, phrase: str) -> Place | None:
        """What a phrase means: 'the due date of invoices', "an order's price", 'customers', a field that only one has."""
        plain = _KIND.sub("", phrase).strip(" \"'`“”").strip()
        exact = self.english.name(plain)
        if entity := self.context.entity(exact):
            return Place(entity=entity)
        for split in (_POSSESSIVE, _OF):
            if (match := split.match(plain)) and (entity := self.thing(match["whose"])):
                return self.member(entity, match["what"])
        return self._compound(plain) or self._only(plain)

    def member(self, entity: Entity, phrase: str) -> Place | None:
        """One of an entity's members."""
        plain = _KIND.sub("", phrase).strip(" \"'`“”")
        name = self.english.name(plain)
        known = members(entity)
        if name in known or self.english.snake(plain) in known:
            return Place(entity=entity, member=name if name in known else self.english.snake(plain))
        found = self.context.field(entity, plain) or self.context.relation(entity, plain)
        return Place(entity=entity, member=found.name) if found else None

    def _compound(self, phrase: str) -> Place | None:
        """'The customer address'."""
        words = re.sub(r"^(?:the|an?) ", "", phrase, flags=re.I).split()
        for cut in range(len(words) - 1, 0, -1):
            entity = self.context.entity(self.english.name(" ".join(words[:cut])))
            if entity and (found := self.member(entity, " ".join(words[cut:]))):
                return found
        return None

    def _only(self, phrase: str) -> Place | None:
        """A field by its exact name where no other thing has one of it; else the only one that comes near."""
        name = self.english.name(phrase)
        exact = [entity for entity in self.spec.entities if name in members(entity)]
        if exact:
            return Place(entity=exact[0], member=name) if len(exact) == 1 else None
        near = [found for e in self.spec.entities if (found := self.member(e, phrase)) is not None]
        return near[0] if len(near) == 1 else self._thing_place(phrase)

    def _thing_place(self, phrase: str) -> Place | None:
        entity = self.thing(phrase)
        return Place(entity=entity) if entity else None

    def answer(self, text: str, suggestion: str) -> tuple[str, tuple[Question, ...]]:
        """A person's answer, else the suggestion with the question."""
        given = self.answers.get(text, "").strip()
        asked = Question(text=text, suggestion=suggestion, sentences=(self.number,))
        return (given, ()) if given else (suggestion, (asked,))

    def with_entity(self, entity: Entity) -> Spec:
        """The specification with an entity in the place of the one of its name."""
        return replace(
            self.spec, entities=tuple(entity if each.name == entity.name else each for each in self.spec.entities)
        )
