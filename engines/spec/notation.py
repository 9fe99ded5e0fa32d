"""How a specification is written down: what is keyed by its name, what stands on one line, the tags of the rules."""

from __future__ import annotations

import re
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from engines.kernel.spec import Computed, Entity, Field, Relation, Role, Rule, Sentence

KEYED: dict[type, str] = {
    Entity: "name",
    Field: "name",
    Relation: "name",
    Computed: "name",
    Role: "name",
    Sentence: "number",
}
RULES: dict[str, type] = {re.sub(r"(?<!^)([A-Z])", r"_\1", kind.__name__).lower(): kind for kind in get_args(Rule)}
TAGS: dict[type, str] = {kind: tag for tag, kind in RULES.items()}
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


def is_rule(kind: object) -> bool:
    """Whether a type is the union of all rules."""
    return is_union(kind) and set(get_args(kind)) == set(RULES.values())
