"""The tables of two specifications, and what they alone can't tell of the way between them. Called by the room's `revise`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engines.kernel.spec import FieldType, Spec
from engines.kernel.spec.renames import Fills, Renames
from engines.qlayer.migration import Moves, Table
from engines.qlayer.model import Blueprint
from engines.qlayer.python_fastapi.context import AppView, app_view
from engines.qlayer.python_fastapi.entities import EntityView
from engines.qlayer.python_fastapi.tables import migration_tables
from engines.qlayer.samples.feasible import feasible


def moved(
    number: str, blueprint: Blueprint, old: Spec, new: Spec, renames: Renames, fills: Fills
) -> tuple[Sequence[Table], Sequence[Table], Moves]:
    """The tables before and after, and the names and values that go with them."""
    was, now = (app_view(feasible(spec), blueprint) for spec in (old, new))
    return _tables(was), _tables(now), _moves(number, was, now, renames, fills)


def _tables(app: AppView) -> Sequence[Table]:
    return migration_tables(app.entities, app.user, app.accounts, app.files, app.extras.tables)


def _views(app: AppView) -> Mapping[str, EntityView]:
    return {view.spec.name: view for view in (*app.entities, *((app.user,) if app.user else ()))}


def _moves(number: str, old: AppView, new: AppView, renames: Renames, fills: Fills) -> Moves:
    was, now = _views(old), _views(new)
    pairs = [(view, now[called]) for name, view in was.items() if (called := renames.entity(name)) in now]
    tables = {one.names.table: two.names.table for one, two in pairs}
    columns: dict[tuple[str, str], str] = {}
    for one, two in pairs:
        columns |= {(two.names.table, before): after for before, after in _columns(one, two, renames)}
        tables |= {
            link.table: same.table
            for link in one.links
            for same in two.links
            if same.relation.name == renames.member(one.spec.name, link.relation.name)
        }
    return Moves(
        revision=number,
        tables={before: after for before, after in tables.items() if before != after},
        columns={place: after for place, after in columns.items() if place[1] != after},
        fills={(now[e].names.table, c): said for e, c, said in _filled(now, fills)},
        recoded=dict(_recoded(now, fills)),
    )


def _columns(old: EntityView, new: EntityView, renames: Renames) -> Iterator[tuple[str, str]]:
    """The columns of what is still there, with their old and new names."""
    fields = {field.field.name: field.attr for field in new.fields}
    relations = {relation.relation.name: relation.attr for relation in new.relations}
    for field in old.fields:
        if called := fields.get(renames.member(old.spec.name, field.field.name)):
            yield field.attr, called
    for relation in old.relations:
        if called := relations.get(renames.member(old.spec.name, relation.relation.name)):
            yield relation.attr, called


def _filled(now: Mapping[str, EntityView], fills: Fills) -> Iterator[tuple[str, str, str]]:
    for place, value in fills.values.items():
        entity, _, name = place.partition(".")
        for field in now[entity].fields if entity in now else ():
            if field.field.name == name:
                yield entity, field.attr, _literal(field.type, value)


def _recoded(now: Mapping[str, EntityView], fills: Fills) -> Iterator[tuple[tuple[str, str], Mapping[str, str]]]:
    for place, values in fills.recoded.items():
        entity, _, name = place.partition(".")
        if place == "user.role":
            yield ("users", name), values
        elif entity in now:
            attr = next((field.attr for field in now[entity].fields if field.field.name == name), name)
            yield (now[entity].names.table, attr), values


def _literal(kind: FieldType, value: str | float | bool) -> str:
    """A value of a field as the migration writes it."""
    match kind:
        case FieldType.DATE:
            return f'dt.date.fromisoformat("{value}")'
        case FieldType.DATETIME:
            return f'dt.datetime.fromisoformat("{value}")'
        case FieldType.TIME:
            return f'dt.time.fromisoformat("{value}")'
        case FieldType.MONEY | FieldType.NUMBER:
            return f'Decimal("{value}")'
        case FieldType.INTEGER:
            return str(int(value))
        case FieldType.BOOLEAN:
            return str(bool(value))
    return repr(str(value))
