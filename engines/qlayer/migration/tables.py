"""Tables as Alembic makes them: what a migration is computed from. Built by the blueprints that keep a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column; `kind` is the SQLAlchemy type as the migration writes it: `sa.String(200)`."""

    name: str
    kind: str
    nullable: bool

    def __str__(self) -> str:
        return f'sa.Column("{self.name}", {self.kind}, nullable={self.nullable})'


@dataclass(frozen=True, kw_only=True)
class ForeignKey:
    """A reference to the primary key of a table."""

    name: str
    column: str
    target: str
    on_delete: str
    key: str = "id"

    def __str__(self) -> str:
        return (
            f'sa.ForeignKeyConstraint(["{self.column}"], ["{self.target}.{self.key}"], name="{self.name}", '
            f'ondelete="{self.on_delete}")'
        )


@dataclass(frozen=True, kw_only=True)
class Unique:
    """Values that occur once together."""

    name: str
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f'sa.UniqueConstraint({_quoted(self.columns)}, name="{self.name}")'


@dataclass(frozen=True, kw_only=True)
class Index:
    """An index; `while_kept`: its values occur once among the records that are not deleted.

    `any_case`: its values occur once, in small letters or in capitals, with those of this column behind `columns`.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    while_kept: bool = False
    any_case: str = ""

    def __str__(self) -> str:
        where = 'sa.text("deleted_at IS NULL")'
        kept = f", unique=True, sqlite_where={where}, postgresql_where={where}" if self.while_kept else ""
        listed = [f'"{column}"' for column in self.columns]
        if self.any_case:
            listed.append(f'sa.text("lower({self.any_case})")')
        once = ", unique=True" if self.any_case else ""
        return f'op.create_index("{self.name}", "{self.table}", [{", ".join(listed)}]{kept}{once})'


Key = ForeignKey | Unique


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table; `append_only`: the database refuses to change or delete its rows; `counting`: SQLite gives no key twice."""

    name: str
    columns: tuple[Column, ...]
    keys: tuple[Key, ...] = ()
    indexes: tuple[Index, ...] = ()
    primary: tuple[str, ...] = ("id",)
    append_only: bool = False
    counting: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The arguments of create_table after its name."""
        primary = f'sa.PrimaryKeyConstraint({_quoted(self.primary)}, name="pk_{self.name}")'
        counting = ("sqlite_autoincrement=True",) if self.counting else ()
        return (*map(str, self.columns), *map(str, self.keys), primary, *counting)

    def once(self, column: str) -> bool:
        """Whether a value of the column may stand in one row alone."""
        keys = any(isinstance(key, Unique) and key.columns == (column,) for key in self.keys)
        return keys or any(
            (index.while_kept and index.columns == (column,)) or (index.any_case == column and not index.columns)
            for index in self.indexes
        )

    @property
    def needs(self) -> frozenset[str]:
        """The tables that it refers to."""
        return frozenset(key.target for key in self.keys if isinstance(key, ForeignKey))


def in_order(tables: Iterable[Table]) -> list[Table]:
    """Each after those that it refers to, as far as that can be."""
    done: list[Table] = []
    names: set[str] = set()
    left = list(tables)
    while left:
        ready = next((t for t in left if t.needs - {t.name} <= names), left[0])
        left.remove(ready)
        done.append(ready)
        names.add(ready.name)
    return done


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
