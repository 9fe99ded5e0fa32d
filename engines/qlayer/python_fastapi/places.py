"""Where the names of an expression lead: fields, references, computed values, children, and what on the way may be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engines.kernel.errors import UserError
from engines.kernel.spec import FieldType
from engines.qlayer.python_fastapi.names import attribute
from engines.qlayer.python_fastapi.views import ChildView, EntityShape, RelationView, Shapes

Kind = Literal["whole", "decimal", "boolean", "text", "date", "datetime", "time", "none"]
_KINDS: dict[FieldType, Kind] = {
    FieldType.INTEGER: "whole",
    FieldType.MONEY: "decimal",
    FieldType.NUMBER: "decimal",
    FieldType.BOOLEAN: "boolean",
    FieldType.DATE: "date",
    FieldType.DATETIME: "datetime",
    FieldType.TIME: "time",
    FieldType.FILE: "whole",
    FieldType.IMAGE: "whole",
}
USER_FIELDS: dict[str, Kind] = {"id": "whole", "email": "text", "name": "text", "role": "text"}


def kind_of(kind: FieldType) -> Kind:
    """The kind of value that a field type holds."""
    return _KINDS.get(kind, "text")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a path leads: the references walked, the attribute at the end, its kind, and what on the way may be missing.

    Whether a computed value may be missing is told by `expression.missing`.
    """

    links: tuple[RelationView, ...]
    attr: str
    kind: Kind
    missing: tuple[tuple[str, ...], ...] = ()
    computed: str = ""
    shape: EntityShape | None = None


def locate(shapes: Shapes, shape: EntityShape, path: tuple[str, ...]) -> Place:
    """Resolves a path of names from an entity; UserError when a name is unknown."""
    links: list[RelationView] = []
    missing: list[tuple[str, ...]] = []
    here: EntityShape | None = shape
    for part in path[:-1]:
        relation = here.relation(part) if here else None
        if relation is None:
            raise _unknown(part, shape, path)
        links.append(relation)
        if relation.nullable:
            missing.append(tuple(link.link for link in links))
        here = None if relation.on_user else shapes[relation.relation.target]
    return _ending(here, path, shape, tuple(links), missing)


def _ending(
    here: EntityShape | None,
    path: tuple[str, ...],
    shape: EntityShape,
    links: tuple[RelationView, ...],
    missing: list[tuple[str, ...]],
) -> Place:
    name, way = path[-1], tuple(link.link for link in links)

    def place(attr: str, kind: Kind, nullable: bool, computed: str = "") -> Place:
        absent = (*missing, (*way, attr)) if nullable else tuple(missing)
        return Place(links=links, attr=attr, kind=kind, missing=tuple(absent), computed=computed, shape=here)

    if here is None:
        if name in USER_FIELDS:
            return place(name, USER_FIELDS[name], False)
        raise _unknown(name, shape, path)
    if field_view := here.field(name):
        return place(field_view.attr, kind_of(field_view.type), field_view.nullable)
    if relation := here.relation(name) or next((r for r in here.relations if r.name == name), None):
        return place(relation.attr, "whole", relation.nullable)
    if name == "status" and here.lifecycle:
        return place("status", "text", False)
    if name == "id":
        return place("id", "whole", False)
    if computed := here.computed(name):
        return place(attribute(name), kind_of(computed.type), False, computed.expression)
    if here.account and name in ("user", "user_id"):
        return place("user_id", "whole", True)
    raise _unknown(name, shape, path)


def children_of(shape: EntityShape, name: str) -> ChildView:
    """The children of that name; UserError when there are none."""
    for child in (*shape.children, *shape.people):
        if name in (child.spec_name, child.attr, child.child.plural) and not child.relation.many:
            return child
    raise UserError(
        f"'{name}' is no list of objects that refer to {shape.names.label}",
        hint=f"Known: {', '.join(c.spec_name for c in shape.children) or 'none'}",
    )


def _unknown(part: str, shape: EntityShape, path: tuple[str, ...]) -> UserError:
    return UserError(
        f"'{part}' in '{'.'.join(path)}' is not known from {shape.names.label}",
        hint=f"Fields: {', '.join(f.field.name for f in shape.fields)}",
    )
