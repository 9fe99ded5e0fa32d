"""The JSON Schema of the YAML format, made of the types themselves, so that editors can complete and check it."""

from __future__ import annotations

import enum
from dataclasses import MISSING, fields, is_dataclass
from inspect import getdoc
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from engines.kernel.spec import SPEC_VERSION, Spec
from engines.spec.notation import KEYED, element, hints, is_union, tagged

_PLAIN: dict[type, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": ["string", "number", "boolean"]},
    NoneType: {"type": "null"},
}
_ORIGIN: dict[str, dict[str, Any]] = {
    "from": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
    "by": {"enum": ["reader", "person", "model", "convention"]},
}


def spec_schema() -> dict[str, Any]:
    """The schema, JSON Schema 2020-12."""
    parts: dict[str, Any] = {}
    root = _part(Spec, parts, "")
    root["properties"]["version"] = {"const": SPEC_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "QuantumLayer specification",
        **root,
        "$defs": dict(sorted(parts.items())),
    }


def _part(kind: type, parts: dict[str, Any], key: str) -> dict[str, Any]:
    known = hints(kind)
    properties = {name: _type(hint, parts) for name, hint in known.items() if name not in (key, "origin")}
    if "origin" in known:
        properties |= _ORIGIN
    required = [f.name for f in fields(kind) if f.default is MISSING and f.name != key]
    schema: dict[str, Any] = {
        "description": " ".join((getdoc(kind) or "").split()),
        "type": "object" if required else ["object", "null"],
        "properties": properties,
        "additionalProperties": False,
    }
    return {**schema, "required": required} if required else schema


def _type(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    if item := element(kind):
        return _sequence(item, parts)
    if get_origin(kind) is tuple:
        items = [_type(part, parts) for part in get_args(kind)]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if tags := tagged(kind):
        return _tagged(tags, parts)
    if is_union(kind):
        return {"anyOf": [_type(part, parts) for part in get_args(kind)]}
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return {"enum": [member.value for member in kind]}
    if is_dataclass(kind) and isinstance(kind, type):
        return _reference(kind, parts)
    return dict(_PLAIN[kind])


def _reference(kind: type, parts: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in parts:
        parts[kind.__name__] = {}
        parts[kind.__name__] = _part(kind, parts, KEYED.get(kind, ""))
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _sequence(item: Any, parts: dict[str, Any]) -> dict[str, Any]:
    if get_args(item) == (str, str):
        return {"type": "object", "additionalProperties": dict(_PLAIN[str])}
    if isinstance(item, type) and item in KEYED:
        return {"type": "object", "additionalProperties": _reference(item, parts)}
    return {"type": "array", "items": _type(item, parts)}


def _tagged(tags: dict[str, type], parts: dict[str, Any]) -> dict[str, Any]:
    """A rule, or a step of a tool, is a mapping with its kind as the only key."""
    return {
        "type": "object",
        "properties": {tag: _reference(kind, parts) for tag, kind in tags.items()},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
