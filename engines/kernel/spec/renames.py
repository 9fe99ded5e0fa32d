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

    `plurals`: the plural of each new entity name.
    """

    entities: Mapping[str, str] = field(default_factory=lambda: _NONE)
    members: Mapping[str, str] = field(default_factory=lambda: _NONE)
    plurals: Mapping[str, str] = field(default_factory=lambda: _NONE)

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
