"""The tables of the first migration, in an order in which each refers only to earlier ones. Called by context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engines.qlayer.python_fastapi.entities import EntityView
from engines.qlayer.python_fastapi.views import FieldView, RelationView

_ON_DELETE = {"restrict": "RESTRICT", "cascade": "CASCADE", "set_null": "SET NULL"}


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: the arguments of create_table after its name, and the calls that create its indexes.

    `append_only`: the database refuses to change or delete its rows.
    """

    name: str
    parts: tuple[str, ...]
    indexes: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    append_only: bool = False


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
    return _sorted([*found, *others])


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
    targets = references or {}
    return Table(
        name=name,
        parts=(
            *(_column(column, kind, nullable) for column, (kind, nullable) in columns.items()),
            *(_fk(name, column, target, "CASCADE") for column, target in targets.items()),
            *(_unique(name, column) for column in unique),
            *([_unique(name, *unique_together)] if unique_together else ()),
            _pk(name),
        ),
        indexes=tuple(_index(name, column) for column in indexed),
        needs=frozenset(targets.values()),
        append_only=append_only,
    )


def _sorted(tables: list[Table]) -> list[Table]:
    done: list[Table] = []
    names: set[str] = set()
    left = list(tables)
    while left:
        ready = next((t for t in left if t.needs - {t.name} <= names), left[0])
        left.remove(ready)
        done.append(ready)
        names.add(ready.name)
    return done


def _users(user: EntityView | None) -> Table:
    parts = [
        _column("id", "sa.Integer()", False),
        _column("email", "sa.String(254)", False),
        _column("name", "sa.String(200)", False),
        _column("role", "sa.String(60)", False),
        _column("password_hash", "sa.String(200)", False),
        _column("created_at", "sa.DateTime(timezone=True)", False),
    ]
    extra = _entity(user) if user else Table(name="users", parts=(_pk("users"),))
    parts += [part for part in extra.parts if not part.startswith('sa.Column("id"')]
    return Table(
        name="users",
        parts=(*parts, 'sa.UniqueConstraint("email", name="uq_users_email")'),
        indexes=extra.indexes,
        needs=extra.needs,
    )


def _files(accounts: bool) -> Table:
    parts = [
        _column("id", "sa.Integer()", False),
        _column("name", "sa.String(200)", False),
        _column("media_type", "sa.String(100)", False),
        _column("size", "sa.BigInteger()", False),
        _column("key", "sa.String(64)", False),
        _column("created_at", "sa.DateTime(timezone=True)", False),
    ]
    if accounts:
        parts += [_column("uploaded_by_id", "sa.Integer()", True), _fk("files", "uploaded_by_id", "users", "SET NULL")]
    needs = frozenset({"users"} if accounts else ())
    return Table(
        name="files", parts=(*parts, _pk("files"), 'sa.UniqueConstraint("key", name="uq_files_key")'), needs=needs
    )


def _entity(view: EntityView) -> Table:
    table = view.names.table
    columns = [_column("id", "sa.Integer()", False), *(_stored(field) for field in view.fields)]
    keys = [_fk(table, field.attr, "files", "RESTRICT") for field in view.files]
    indexes, needs = [], {"files"} if view.files else set()
    once: list[tuple[str, ...]] = []
    if view.lifecycle:
        columns.append(_column("status", f"sa.String({view.lifecycle.length})", False))
        indexes.append(_index(table, "status"))
    if view.account:
        columns.append(_column("user_id", "sa.Integer()", True))
        keys.append(_fk(table, "user_id", "users", "SET NULL"))
        once.append(("user_id",))
        needs.add("users")
    for relation in view.relations:
        columns.append(_column(relation.attr, "sa.Integer()", relation.nullable))
        keys.append(_fk(table, relation.attr, relation.target.table, _ON_DELETE[relation.relation.on_delete]))
        indexes.append(_index(table, relation.attr))
        needs.add(relation.target.table)
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
    return Table(name=table, parts=(*columns, *keys, _pk(table)), indexes=tuple(indexes), needs=frozenset(needs))


def _links(view: EntityView, link: RelationView) -> Table:
    return Table(
        name=link.table,
        parts=(
            _column("from_id", "sa.Integer()", False),
            _column("to_id", "sa.Integer()", False),
            _fk(link.table, "from_id", view.names.table, "CASCADE"),
            _fk(link.table, "to_id", link.target.table, "CASCADE"),
            f'sa.PrimaryKeyConstraint("from_id", "to_id", name="pk_{link.table}")',
        ),
        needs=frozenset({view.names.table, link.target.table}),
    )


def _stored(field: FieldView) -> str:
    kind = field.column_type
    if kind == "Moment":
        return _column(field.attr, "sa.DateTime(timezone=True)", field.nullable)
    return _column(field.attr, f"sa.{kind}" if "(" in kind else f"sa.{kind}()", field.nullable)


def _column(name: str, kind: str, nullable: bool) -> str:
    return f'sa.Column("{name}", {kind}, nullable={nullable})'


def _pk(table: str) -> str:
    return f'sa.PrimaryKeyConstraint("id", name="pk_{table}")'


def _fk(table: str, column: str, target: str, on_delete: str) -> str:
    return f'sa.ForeignKeyConstraint(["{column}"], ["{target}.id"], name="fk_{table}_{column}", ondelete="{on_delete}")'


def _unique(table: str, *columns: str) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'sa.UniqueConstraint({listed}, name="uq_{table}_{"_".join(columns)}")'


def _unique_while_kept(table: str, *columns: str) -> str:
    listed, where = ", ".join(f'"{column}"' for column in columns), 'sa.text("deleted_at IS NULL")'
    name = f'"uq_{table}_{"_".join(columns)}"'
    return (
        f'op.create_index({name}, "{table}", [{listed}], unique=True, sqlite_where={where}, postgresql_where={where})'
    )


def _index(table: str, column: str) -> str:
    name = re.sub(r"\W", "_", f"ix_{table}_{column}")
    return f'op.create_index("{name}", "{table}", ["{column}"])'
