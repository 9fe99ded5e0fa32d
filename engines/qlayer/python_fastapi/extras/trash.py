"""Deleted records that can be brought back. Called by the extras."""

from __future__ import annotations

from dataclasses import dataclass

from engines.kernel.spec import Spec
from engines.qlayer.python_fastapi.extras.model import AdminPage, Extra, asked
from engines.qlayer.python_fastapi.features import feature_fact
from engines.qlayer.python_fastapi.trashing import trashed


@dataclass(frozen=True, kw_only=True)
class TrashView:
    """The entities whose records are kept when they are deleted."""

    extra: Extra
    entities: frozenset[str]


def trash_view(spec: Spec) -> TrashView | None:
    """The trash of a specification, if it asks for one."""
    entities = trashed(spec)
    if not entities:
        return None
    return TrashView(
        extra=Extra(
            condition="trash",
            facts=tuple(map(feature_fact, asked(spec, "soft_delete"))),
            api=("trash",),
            pages=(AdminPage(path="/trash", label="Trash", icon="trash", module="trash"),),
            filters=frozenset({"moment", "day"}),
            icons=frozenset({"trash", "arrow-up"}),
        ),
        entities=entities,
    )
