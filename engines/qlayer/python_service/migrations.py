"""The tables of a service as Alembic makes them, in an order in which each comes after those that it links to."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec.service import Link, Resource, Stored
from engines.qlayer.python_service.world import World

_TYPES = {
    "text": "sa.String()",
    "integer": "sa.BigInteger()",
    "number": "sa.Float()",
    "boolean": "sa.Boolean()",
    "date": "sa.Date()",
    "datetime": "sa.DateTime(timezone=True)",
    "json": "sa.JSON()",
    "bytes": "sa.LargeBinary()",
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its columns and constraints, and the indexes that are made after it."""

    name: str
    parts: tuple[str, ...]
    indexes: tuple[str, ...]


def tables(world: World) -> tuple[Table, ...]:
    """All tables; those that others link to come first."""
    return tuple(_table(resource) for resource in ordered(world.service.resources))


def ordered(resources: tuple[Resource, ...]) -> list[Resource]:
    """Each after those that it links to, as far as that can be."""
    made: list[Resource] = []
    left = list(resources)
    while left:
        names = {resource.name for resource in made}
        waiting = {resource.name for resource in left}
        ready = [r for r in left if all(k.to in names or k.to == r.name or k.to not in waiting for k in r.links)]
        made += ready or left[:1]
        left = [resource for resource in left if resource not in made]
    return made


def _table(resource: Resource) -> Table:
    name = resource.name
    stored = [field for field in resource.fields if field.made != "serial"]
    parts = ['sa.Column("pk", sa.Integer(), nullable=False)']
    parts += [_column(field) for field in stored]
    parts += [f'sa.Column("{link.name}_pk", sa.Integer(), nullable={link.optional})' for link in resource.links]
    parts += [_foreign(name, link) for link in resource.links]
    parts.append(f'sa.PrimaryKeyConstraint("pk", name="pk_{name}")')
    links = {link.name for link in resource.links}
    indexes = [f'op.create_index("ix_{name}_{link.name}_pk", "{name}", ["{link.name}_pk"])' for link in resource.links]
    for field in stored:
        if not (field.unique or field.made in ("uuid", "code", "secret")):
            continue
        within = [f"{n}_pk" if n in links else n for n in field.within]
        names = [*within, field.name]
        if field.any_case:
            columns = ", ".join([*(f'"{n}"' for n in within), f'sa.text("lower({field.name})")'])
            indexes.append(
                f'op.create_index("uq_{name}_{"_".join([*field.within, field.name])}", "{name}", [{columns}], unique=True)'
            )
        else:
            parts.append(_unique(name, names))
    for together in resource.once:
        parts.append(_unique(name, [f"{n}_pk" if n in links else n for n in together]))
    parts.append("sqlite_autoincrement=True")
    return Table(name=name, parts=tuple(parts), indexes=tuple(indexes))


def _column(field: Stored) -> str:
    return f'sa.Column("{field.name}", {_TYPES[field.type]}, nullable={field.nullable})'


def _foreign(table: str, link: Link) -> str:
    ends = "SET NULL" if link.optional else "CASCADE"
    column = f"{link.name}_pk"
    return f'sa.ForeignKeyConstraint(["{column}"], ["{link.to}.pk"], name="fk_{table}_{column}", ondelete="{ends}")'


def _unique(table: str, columns: list[str]) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'sa.UniqueConstraint({listed}, name="uq_{table}_{"_".join(columns)}")'
