"""The states, choices and roles that a specification has no more, and what becomes of the records that have them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engines.kernel.spec import Entity, Spec
from engines.kernel.spec.renames import Renames
from engines.kernel.spec.renaming import renamed


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A value that goes: `place` is `entity.field`, `entity.status` or `user.role`, `left` what records may get instead."""

    place: str
    value: str
    left: tuple[str, ...]
    question: str

    @property
    def suggestion(self) -> str:
        return self.left[0]


def lost_values(old: Spec, new: Spec, renames: Renames) -> list[Lost]:
    """In the order of the new specification; what goes with its field or its thing is none of them."""
    was = {entity.name: entity for entity in renamed(old, renames).entities}
    found = [lost for entity in new.entities if entity.name in was for lost in _of(was[entity.name], entity)]
    return [*found, *_roles(renamed(old, renames), new)]


def recoding(found: Sequence[Lost], answers: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """The new value of each, by its place: a person's where it is one of those left, else what is suggested."""
    made: dict[str, dict[str, str]] = {}
    for lost in found:
        said = answers.get(lost.question, "").strip().lower().replace(" ", "_")
        made.setdefault(lost.place, {})[lost.value] = said if said in lost.left else lost.suggestion
    return made


def _of(old: Entity, new: Entity) -> Iterator[Lost]:
    things = new.plural.replace("_", " ")
    if old.lifecycle and new.lifecycle:
        initial = new.lifecycle.initial
        left = (initial, *(state for state in new.lifecycle.states if state != initial))
        for state in old.lifecycle.states:
            if state not in left:
                text = f"What becomes of {things} that are {_words(state)}? One of: {', '.join(left)}."
                yield Lost(place=f"{new.name}.status", value=state, left=left, question=text)
    now = {field.name: field for field in new.fields}
    for field in old.fields:
        choices = now[field.name].choices if field.name in now else ()
        for choice in field.choices:
            if choices and choice not in choices:
                text = f"What becomes of {things} whose {_words(field.name)} is {_words(choice)}? One of: {', '.join(choices)}."
                yield Lost(place=f"{new.name}.{field.name}", value=choice, left=choices, question=text)


def _roles(old: Spec, new: Spec) -> Iterator[Lost]:
    left = tuple(role.name for role in new.roles) or ("user",)
    fresh = [name for name in left if name not in {role.name for role in old.roles}]
    for role in old.roles:
        if role.name not in left and new.accounts:
            text = f"What becomes of accounts with the role {role.name}? One of: {', '.join(left)}."
            yield Lost(place="user.role", value=role.name, left=tuple(dict.fromkeys((*fresh, *left))), question=text)


def _words(name: str) -> str:
    return name.replace("_", " ")
