"""Where an arrow key leads in the diagram: through the rows of a thing, and along its wires. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from ui.reading import Relation

Arrow = Literal["up", "down", "left", "right"]


def entity_of(fact: str) -> str:
    """The thing that a fact belongs to; '' for roles, rules and features."""
    kind, _, rest = fact.partition(":")
    return rest.partition(".")[0] if kind in ("entity", "field", "states", "relation") else ""


def walked(
    arrow: Arrow,
    chosen: str,
    *,
    rows: Mapping[str, Sequence[str]],
    lefts: Mapping[str, float],
    relations: Sequence[Relation],
) -> str:
    """The next fact: `rows` are those of each thing without its own, `lefts` where each stands; '' where nothing lies that way."""
    entity = entity_of(chosen)
    if entity not in lefts:
        first = next(iter(lefts), "")
        return f"entity:{first}" if first else ""
    if arrow in ("up", "down"):
        own = [f"entity:{entity}", *rows[entity]]
        at = own.index(chosen) if chosen in own else 0
        return own[(at + (1 if arrow == "down" else -1)) % len(own)]
    linked = {r.target if r.source == entity else r.source for r in relations if entity in (r.source, r.target)}
    beside = [
        name
        for name in sorted(linked)
        if name in lefts and name != entity and (lefts[name] > lefts[entity]) == (arrow == "right")
    ]
    return f"entity:{beside[0]}" if beside else ""
