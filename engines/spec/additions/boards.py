"""What moves on a board: what has states, or what belongs to lists of the brief's own. Used by realised."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Entity, Feature, Relation, Spec

_LANES = ("list", "column", "lane", "stage", "phase", "bucket", "step", "section", "swimlane", "pile")


def on_a_board(feature: Feature, spec: Spec) -> Feature:
    """The feature with the entity that moves and, in `fields`, the relation to its lane; states need no relation."""
    named = next((entity for entity in spec.entities if entity.name == feature.entity), None)
    if named and named.lifecycle:
        return feature
    if named and (lane := _lane(named, spec)):
        return replace(feature, fields=(lane.name,))
    if any(entity.lifecycle for entity in spec.entities):
        return replace(feature, entity="", fields=())
    for entity in spec.entities:
        lane = _lane(entity, spec)
        if lane and lane.target.split("_")[-1] in _LANES:
            return replace(feature, entity=entity.name, fields=(lane.name,))
    return replace(feature, entity="", fields=(), built=False)


def _lane(entity: Entity, spec: Spec) -> Relation | None:
    """The reference to what it is moved between: something called a list or column, else what it is part of."""
    known = {other.name for other in spec.entities if not other.account_role}
    single = [r for r in entity.relations if not r.many and r.target in known - {"user", entity.name}]
    called = [r for r in single if r.target.split("_")[-1] in _LANES]
    return next(iter((*called, *(r for r in single if r.on_delete == "cascade"), *single)), None)
