"""Whose records are kept when they are deleted, so that they can be brought back. Pure; read by entities and the extras."""

from __future__ import annotations

from engines.kernel.spec import Spec


def trashed(spec: Spec) -> frozenset[str]:
    """The entities that are asked for, and what belongs to their records alone."""
    asked = {feature.entity for feature in spec.features if feature.name == "soft_delete" and feature.built}
    own = {entity.name for entity in spec.entities if not (spec.accounts and entity.name == "user")}
    found = set(own if "" in asked else own & asked)
    while more := _parts(spec, found) & own - found:
        found |= more
    return frozenset(found)


def _parts(spec: Spec, of: set[str]) -> set[str]:
    return {
        entity.name
        for entity in spec.entities
        for relation in entity.relations
        if relation.target in of and relation.on_delete == "cascade" and not relation.many
    }
