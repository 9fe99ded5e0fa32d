"""Deleted records that can be brought back. Called by the extras."""

from __future__ import annotations

from dataclasses import dataclass

from engines.qlayer.python_fastapi.extras.model import Extra


@dataclass(frozen=True, kw_only=True)
class TrashView:
    """The entities whose records are kept when they are deleted."""

    extra: Extra
    entities: frozenset[str]
