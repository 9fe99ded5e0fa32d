"""The values that a migration is computed from and made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a migration as Python: forward and, undoing it, back. Either may be empty."""

    up: str
    down: str


@dataclass(frozen=True, kw_only=True)
class Moves:
    """What the tables alone can't tell: new table and column names (`columns` by new table and old column), the
    Python literals for rows that exist, and the replaced values, both by new table and new column.

    `kept`: the revision under whose number values were set aside, by `table` or `table.column`; for what is taken back.
    """

    revision: str
    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fills: Mapping[tuple[str, str], str] = field(default_factory=dict)
    recoded: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    def aside(self, table: str, column: str = "") -> str:
        """The number under which the values of a table or a column are set aside."""
        return self.kept.get(f"{table}.{column}" if column else table, self.revision)
