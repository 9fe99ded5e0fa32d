"""How far an object of an answer is a record of a resource. Pure."""

from __future__ import annotations

from engines.spec.interface.drafts import Draft
from engines.spec.interface.envelopes import overlap
from engines.spec.interface.model import Schema
from engines.spec.interface.schemas import is_object, name_of, properties

_ENOUGH = 0.75


def represents(schema: Schema, draft: Draft) -> bool:
    """Whether an object of an answer is a record of a resource."""
    return likeness(schema, draft) >= _ENOUGH


def likeness(schema: Schema, draft: Draft) -> float:
    """How far an object of an answer is a record of a resource: 2 for one of its named shapes, else the members they share."""
    if not is_object(schema) or not properties(schema):
        return 0
    named = any(name_of(shape) and name_of(shape) == name_of(schema) for shape in draft.shapes)
    several = len(properties(schema)) > 1
    return 2 if named else max((overlap(schema, shape) for shape in draft.shapes), default=0) if several else 0


def closest(schema: Schema, records: dict[str, Draft]) -> str:
    """The record that an object shows, the innermost of those that fit alike; empty where it shows none."""
    fit = max((likeness(schema, draft) for draft in records.values()), default=0)
    if fit < _ENOUGH:
        return ""
    return next(name for name, draft in reversed(records.items()) if likeness(schema, draft) == fit)
