"""The tables of a service as Alembic makes them, in an order in which each comes after those that it links to."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec.service import Link, Resource, Stored
from engines.qlayer.migration.tables import Column, ForeignKey, Index, Table, Unique, in_order

KEY = "pk"
_TYPES = {
    "text": "sa.String()",
    "integer": "sa.BigInteger()",
    "number": "sa.Double()",
    "boolean": "sa.Boolean()",
    "date": "sa.Date()",
    "datetime": "sa.DateTime(timezone=True)",
    "json": "sa.JSON()",
    "bytes": "sa.LargeBinary()",
}


def tables(resources: tuple[Resource, ...]) -> tuple[Table, ...]:
    """All tables; those that others link to come first."""
    return tuple(in_order(_table(resource) for resource in resources))


def key_of(link: Link) -> str:
    """The column of a link."""
    return f"{link.name}_{KEY}"


def column_type(field: Stored) -> str:
    """The type of a field's column as the migration writes it."""
    return _TYPES[field.type]


def _table(resource: Resource) -> Table:
    name = resource.name
    stored = [field for field in resource.fields if field.made != "serial"]
    keys = {link.name: key_of(link) for link in resource.links}
    columns = [Column(name=KEY, kind="sa.Integer()", nullable=False)]
    columns += [Column(name=f.name, kind=column_type(f), nullable=f.nullable) for f in stored]
    columns += [Column(name=key_of(link), kind="sa.Integer()", nullable=link.optional) for link in resource.links]
    once = [*_once(stored, keys), *(tuple(keys.get(n, n) for n in together) for together in resource.once)]
    return Table(
        name=name,
        columns=tuple(columns),
        keys=(*(_foreign(name, link) for link in resource.links), *(_unique(name, each) for each in once)),
        indexes=(*(_index(name, key) for key in keys.values()), *_any_case(name, stored, keys)),
        primary=(KEY,),
        counting=True,
    )


def _once(stored: list[Stored], keys: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for field in stored:
        if (field.unique or field.made in ("uuid", "code", "secret")) and not field.any_case:
            yield (*(keys.get(name, name) for name in field.within), field.name)


def _any_case(table: str, stored: list[Stored], keys: dict[str, str]) -> Iterator[Index]:
    for field in stored:
        if (field.unique or field.made in ("uuid", "code", "secret")) and field.any_case:
            within = tuple(keys.get(name, name) for name in field.within)
            name = f"uq_{table}_{'_'.join([*field.within, field.name])}"
            yield Index(name=name, table=table, columns=within, any_case=field.name)


def _foreign(table: str, link: Link) -> ForeignKey:
    ends, column = "SET NULL" if link.optional else "CASCADE", key_of(link)
    return ForeignKey(name=f"fk_{table}_{column}", column=column, target=link.to, on_delete=ends, key=KEY)


def _unique(table: str, columns: tuple[str, ...]) -> Unique:
    return Unique(name=f"uq_{table}_{'_'.join(columns)}", columns=columns)


def _index(table: str, column: str) -> Index:
    return Index(name=f"ix_{table}_{column}", table=table, columns=(column,))
