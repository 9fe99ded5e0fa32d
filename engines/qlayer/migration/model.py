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
    Python literals for rows that exist, and the replaced values, both by new table and new column."""

    revision: str
    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fills: Mapping[tuple[str, str], str] = field(default_factory=dict)
    recoded: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
