"""Whom a message goes to: words of the specification resolved to addresses that a record leads to. Called by mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engines.kernel.spec import FieldType
from engines.qlayer.ownership import PROFILE, own_ways
from engines.qlayer.python_fastapi.views import EntityShape, RelationView, Shapes

DEPTH = 3


@dataclass(frozen=True, kw_only=True)
class Hop:
    """A step from a record to what it refers to: JSON property, collection, whether it may be missing or is an account."""

    name: str
    path: str
    target: str
    nullable: bool
    account: bool


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """An item of a list of addresses as Python source, and the way there: hops, then a field, an account or a role."""

    source: str
    end: Literal["field", "account", "role"]
    name: str
    hops: tuple[Hop, ...] = ()
    nullable: bool = False


def recipient(shapes: Shapes, shape: EntityShape, said: str) -> Recipient | None:
    """Who is meant: `owner`, `role:manager`, a field (`buyer_email`) or a reference (`customer`, `bike.customer`)."""
    if said.startswith("role:"):
        role = said.removeprefix("role:")
        return Recipient(source=f'*of_role(session, "{role}")', end="role", name=role) if shapes.spec.accounts else None
    if said == "owner":
        ways = own_ways(shapes.spec, shape.entity)
        found = (_along(shapes, shape, way) for way in ways)
        return next((one for one in found if one), None) or usual(shapes, shape)
    return _along(shapes, shape, tuple(said.split(".")))


def usual(shapes: Shapes, shape: EntityShape) -> Recipient | None:
    """Whom a record is about: its own address, else the nearest person that it refers to."""
    ways: list[tuple[str, ...]] = [()]
    for _ in range(DEPTH):
        for way in ways:
            if found := _along(shapes, shape, way):
                return found
        ways = [(*way, name) for way in ways for name in _next(shapes, shape, way)]
    return None


def _next(shapes: Shapes, shape: EntityShape, way: tuple[str, ...]) -> Iterator[str]:
    for name in way:
        relation = shape.relation(name)
        if relation is None or relation.on_user:
            return
        shape = shapes[relation.relation.target]
    yield from (relation.relation.name for relation in shape.relations)


def _along(shapes: Shapes, shape: EntityShape, way: tuple[str, ...]) -> Recipient | None:
    read, guards, hops = shape.names.var, list[str](), list[Hop]()
    for name in way:
        relation = shape.relation(name)
        if relation is None:
            break
        read = f"{read}.{relation.link}"
        guards += [f"{read} is not None"] if relation.nullable else []
        hops.append(_hop(shapes, relation))
        if relation.on_user:
            return _made(f"{read}.email", guards, hops, "account", "email")
        shape = shapes[relation.relation.target]
    rest = way[len(hops) :]
    fields = {field.name: field for field in shape.fields if field.type is FieldType.EMAIL}
    if rest and rest != (PROFILE,) and rest[0] not in fields:
        return None
    field = fields.get(rest[0]) if rest and rest[0] in fields else next(iter(fields.values()), None)
    if field is not None:
        return _made(f"{read}.{field.attr}", guards, hops, "field", field.name, nullable=field.nullable)
    if shape.account:
        return _made(f"{read}.user.email", [*guards, f"{read}.user is not None"], hops, "account", PROFILE)
    return None


def _hop(shapes: Shapes, relation: RelationView) -> Hop:
    target = relation.target
    return Hop(
        name=relation.name,
        path=target.path,
        target=target.name,
        nullable=relation.nullable,
        account=relation.on_user,
    )


def _made(
    read: str,
    guards: list[str],
    hops: list[Hop],
    end: Literal["field", "account"],
    name: str,
    *,
    nullable: bool = False,
) -> Recipient:
    source = f"{read} if {' and '.join(guards)} else None" if guards else read
    return Recipient(source=source, end=end, name=name, hops=tuple(hops), nullable=nullable)
