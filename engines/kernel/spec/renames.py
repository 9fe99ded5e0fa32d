"""Which names of a specification were changed into which: what makes a rename of a removal beside an addition.

Told by the spec room where it reads a change, or by a person; used by the change room and by the blueprints' migrations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Renames:
    """`entities`: new name by old name. `members`: new name of a field or relation by `entity.name`, the entity's
    name the old one.

    `plurals`: the plural of each new entity name. `roles`: new name by old name.
    """

    entities: Mapping[str, str] = field(default_factory=lambda: _NONE)
    members: Mapping[str, str] = field(default_factory=lambda: _NONE)
    plurals: Mapping[str, str] = field(default_factory=lambda: _NONE)
    roles: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def entity(self, old: str) -> str:
        """What an entity is called now."""
        return self.entities.get(old, old)

    def member(self, entity: str, old: str) -> str:
        """What a field or relation is called now; `entity` by its old name."""
        return self.members.get(f"{entity}.{old}", old)


@dataclass(frozen=True, kw_only=True)
class Fills:
    """What rows that exist get. `values`: by `entity.field` (new names), for a field that needs a value.

    `recoded`: for values that are no choice any more, by `entity.field` the new one of each; `status` for states.
    """

    values: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    recoded: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def followed(first: Renames, then: Renames) -> Renames:
    """Both, one after the other, as one."""
    entities = {old: then.entity(new) for old, new in first.entities.items()}
    back = {new: old for old, new in first.entities.items()}
    for old, new in then.entities.items():
        entities.setdefault(back.get(old, old), new)
    members: dict[str, str] = {}
    turned = dict(then.members)
    for place, new in first.members.items():
        owner, _, _ = place.partition(".")
        members[place] = turned.pop(f"{first.entity(owner)}.{new}", new)
    for place, new in turned.items():
        owner, _, name = place.partition(".")
        members[f"{back.get(owner, owner)}.{name}"] = new
    roles = {old: then.roles.get(new, new) for old, new in first.roles.items()}
    return Renames(
        entities=entities,
        members=members,
        plurals={**first.plurals, **then.plurals},
        roles={**{old: new for old, new in then.roles.items() if old not in first.roles.values()}, **roles},
    )
