"""The tables of the first migration, in an order in which each refers only to earlier ones. Called by context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from engines.qlayer.migration.tables import Column, ForeignKey, Index, Key, Table, Unique, in_order
from engines.qlayer.python_fastapi.entities import EntityView
from engines.qlayer.python_fastapi.views import FieldView, RelationView

_ON_DELETE = {"restrict": "RESTRICT", "cascade": "CASCADE", "set_null": "SET NULL"}


def migration_tables(
    entities: tuple[EntityView, ...],
    user: EntityView | None,
    accounts: bool,
    files: bool,
    others: tuple[Table, ...] = (),
) -> list[Table]:
    """All tables of the application; `others` are those of features."""
    found = [_users(user)] if accounts else []
    if files:
        found.append(_files(accounts))
    found += [_entity(view) for view in entities]
    found += [_links(view, link) for view in (*entities, *((user,) if user else ())) for link in view.links]
    return in_order([*found, *others])


def plain_table(
    name: str,
    columns: Mapping[str, tuple[str, bool]],
    indexed: Iterable[str] = (),
    *,
    references: Mapping[str, str] | None = None,
    unique: Iterable[str] = (),
    unique_together: tuple[str, ...] = (),
    append_only: bool = False,
) -> Table:
    """A table of a feature. `columns`: type and whether it may be null; `references`: the tables that columns point to."""
    return Table(
        name=name,
        columns=tuple(_column(column, kind, nullable) for column, (kind, nullable) in columns.items()),
        keys=(
            *(_fk(name, column, target, "CASCADE") for column, target in (references or {}).items()),
            *(_unique(name, column) for column in unique),
            *([_unique(name, *unique_together)] if unique_together else ()),
        ),
        indexes=tuple(_index(name, column) for column in indexed),
        append_only=append_only,
    )


def _users(user: EntityView | None) -> Table:
    columns = (
        _column("id", "sa.Integer()", False),
        _column("email", "sa.String(254)", False),
        _column("name", "sa.String(200)", False),
        _column("role", "sa.String(60)", False),
        _column("password_hash", "sa.String(200)", False),
        _column("created_at", "sa.DateTime(timezone=True)", False),
    )
    email = _unique("users", "email")
    if user is None:
        return Table(name="users", columns=columns, keys=(email,))
    extra = _entity(user)
    return replace(extra, name="users", columns=(*columns, *extra.columns[1:]), keys=(*extra.keys, email))


def _files(accounts: bool) -> Table:
    columns = [
        _column("id", "sa.Integer()", False),
        _column("name", "sa.String(200)", False),
        _column("media_type", "sa.String(100)", False),
        _column("size", "sa.BigInteger()", False),
        _column("key", "sa.String(64)", False),
        _column("created_at", "sa.DateTime(timezone=True)", False),
    ]
    keys: list[Key] = [_unique("files", "key")]
    if accounts:
        columns.append(_column("uploaded_by_id", "sa.Integer()", True))
        keys.insert(0, _fk("files", "uploaded_by_id", "users", "SET NULL"))
    return Table(name="files", columns=tuple(columns), keys=tuple(keys))


def _entity(view: EntityView) -> Table:
    table = view.names.table
    columns = [_column("id", "sa.Integer()", False), *(_stored(field) for field in view.fields)]
    keys: list[Key] = [_fk(table, field.attr, "files", "RESTRICT") for field in view.files]
    indexes: list[Index] = []
    once: list[tuple[str, ...]] = []
    if view.lifecycle:
        columns.append(_column("status", f"sa.String({view.lifecycle.length})", False))
        indexes.append(_index(table, "status"))
    if view.account:
        columns.append(_column("user_id", "sa.Integer()", True))
        keys.append(_fk(table, "user_id", "users", "SET NULL"))
        once.append(("user_id",))
    for relation in view.relations:
        columns.append(_column(relation.attr, "sa.Integer()", relation.nullable))
        keys.append(_fk(table, relation.attr, relation.target.table, _ON_DELETE[relation.relation.on_delete]))
        indexes.append(_index(table, relation.attr))
    for stamp in view.stamps:
        columns.append(_column(stamp, "sa.DateTime(timezone=True)", False))
        indexes.append(_index(table, stamp))
    once += [(field.attr,) for field in view.uniques]
    once += [tuple(t.attr for t in r.same) for r in view.rules if r.kind == "once" and not r.counted]
    if view.trashed:
        columns.append(_column("deleted_at", "sa.DateTime(timezone=True)", True))
        indexes += [_index(table, "deleted_at"), *(_unique_while_kept(table, *names) for names in once)]
    else:
        keys += [_unique(table, *names) for names in once]
    return Table(name=table, columns=tuple(columns), keys=tuple(keys), indexes=tuple(indexes))


def _links(view: EntityView, link: RelationView) -> Table:
    return Table(
        name=link.table,
        columns=(_column("from_id", "sa.Integer()", False), _column("to_id", "sa.Integer()", False)),
        keys=(
            _fk(link.table, "from_id", view.names.table, "CASCADE"),
            _fk(link.table, "to_id", link.target.table, "CASCADE"),
        ),
        primary=("from_id", "to_id"),
    )


def _stored(field: FieldView) -> Column:
    kind = field.column_type
    if kind == "Moment":
        return _column(field.attr, "sa.DateTime(timezone=True)", field.nullable)
    return _column(field.attr, f"sa.{kind}" if "(" in kind else f"sa.{kind}()", field.nullable)


def _column(name: str, kind: str, nullable: bool) -> Column:
    return Column(name=name, kind=kind, nullable=nullable)


def _fk(table: str, column: str, target: str, on_delete: str) -> ForeignKey:
    return ForeignKey(name=f"fk_{table}_{column}", column=column, target=target, on_delete=on_delete)


def _unique(table: str, *columns: str) -> Unique:
    return Unique(name=f"uq_{table}_{'_'.join(columns)}", columns=columns)


def _unique_while_kept(table: str, *columns: str) -> Index:
    return Index(name=f"uq_{table}_{'_'.join(columns)}", table=table, columns=columns, while_kept=True)


def _index(table: str, column: str) -> Index:
    return Index(name=re.sub(r"\W", "_", f"ix_{table}_{column}"), table=table, columns=(column,))
