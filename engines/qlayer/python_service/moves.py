"""The tables of two services, and what they alone can't tell of the way between them. Called by the room's `revise`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engines.kernel.errors import UserError
from engines.kernel.spec import Spec
from engines.kernel.spec.renames import Fills, Renames
from engines.kernel.spec.service import Resource, Stored
from engines.qlayer.migration import Moves, Table
from engines.qlayer.model import Blueprint
from engines.qlayer.python_service.migrations import column_type, key_of, tables

_OF_MADE = {"uuid": "own_uuid", "code": "own_uuid", "secret": "own_uuid", "version": "1"}
"""What records that exist get of what the service makes. A secret of theirs is none that anybody knows."""


def moved(
    number: str, blueprint: Blueprint, old: Spec, new: Spec, renames: Renames, fills: Fills
) -> tuple[Sequence[Table], Sequence[Table], Moves]:
    """The tables before and after, and the names and values that go with them."""
    was, now = _resources(old), _resources(new)
    pairs = [(each, now[called]) for name, each in was.items() if (called := renames.entity(name)) in now]
    moves = Moves(
        revision=number,
        tables={one.name: two.name for one, two in pairs if one.name != two.name},
        columns={(two.name, before): after for one, two in pairs for before, after in _columns(one, two, renames)},
        fills={(each.name, name): value for each in now.values() for name, value in _fills(each)},
    )
    return tables(tuple(was.values())), tables(tuple(now.values())), moves


def _resources(spec: Spec) -> Mapping[str, Resource]:
    if spec.service is None:
        raise UserError(f"the specification of '{spec.name}' does not say what stands behind its interface")
    return {resource.name: resource for resource in spec.service.resources}


def _columns(old: Resource, new: Resource, renames: Renames) -> Iterator[tuple[str, str]]:
    """The columns of what is still there under another name."""
    fields, links = {each.name for each in new.fields}, {each.name: each for each in new.links}
    for field in old.fields:
        called = renames.member(old.name, field.name)
        if called != field.name and called in fields:
            yield field.name, called
    for link in old.links:
        called = renames.member(old.name, link.name)
        if called != link.name and called in links:
            yield key_of(link), key_of(links[called])


def _fills(resource: Resource) -> Iterator[tuple[str, str]]:
    """What records get that exist before a field does."""
    for field in resource.fields:
        if value := _value(field):
            yield field.name, value


def _value(field: Stored) -> str:
    if field.made in _OF_MADE:
        return _OF_MADE[field.made]
    if field.made in ("created", "changed"):
        return "dt.date.today()" if field.type == "date" else "dt.datetime.now(dt.UTC)"
    if field.default is None:
        return ""
    return repr(field.default) if column_type(field) != "sa.Double()" else repr(float(field.default))
