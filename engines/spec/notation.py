"""How a specification is written down: what is keyed by its name, what stands on one line, the tags of the rules."""

from __future__ import annotations

import re
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import yaml

from engines.kernel.spec import Column, Computed, Entity, Extension, Field, Relation, Role, Rule, Sentence
from engines.kernel.spec.service import Operation, Resource, Scheme, ServiceStep, Stored, View
from engines.kernel.spec.tool import Option, Step, TableColumn

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KEYED: dict[type, str] = {
    Entity: "name",
    Field: "name",
    Relation: "name",
    Computed: "name",
    Role: "name",
    Extension: "name",
    Sentence: "number",
    Column: "name",
    TableColumn: "name",
    Option: "name",
    Resource: "name",
    Stored: "name",
    Scheme: "name",
    View: "name",
    Operation: "name",
}


def _tagged(union: Any) -> dict[str, type]:
    return {re.sub(r"(?<!^)([A-Z])", r"_\1", kind.__name__).lower(): kind for kind in get_args(union)}


RULES = _tagged(Rule)
STEPS = _tagged(Step)
SERVICE_STEPS = _tagged(ServiceStep)
TAGS: dict[type, str] = {kind: tag for tag, kind in (*RULES.items(), *STEPS.items(), *SERVICE_STEPS.items())}
ORIGIN = ("from", "confidence", "by")
_HINTS: dict[type, dict[str, Any]] = {}


def hints(kind: type) -> dict[str, Any]:
    """The types of a part's properties."""
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def is_union(kind: object) -> bool:
    """Whether a type is one of several."""
    return get_origin(kind) in (Union, UnionType)


def element(kind: object) -> Any:
    """The type of the elements of `tuple[X, ...]`; None for other types."""
    found = get_args(kind)
    return found[0] if get_origin(kind) is tuple and len(found) == 2 and found[1] is Ellipsis else None


def is_mapping(kind: object) -> bool:
    """Whether a type is pairs of a name and a text, `tuple[tuple[str, str], ...]`: written as a mapping."""
    return get_args(element(kind)) == (str, str)


def tagged(kind: object) -> dict[str, type] | None:
    """The tags of a union whose parts are written with their tag as the only key: rules, and steps of a tool or a service."""
    parts = set(get_args(kind)) if is_union(kind) else set()
    return next((tags for tags in (RULES, STEPS, SERVICE_STEPS) if parts == set(tags.values())), None)
