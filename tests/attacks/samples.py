"""Valid values of schemas, always the same ones: what an honest client would send."""

import re
from functools import cache
from typing import Any

from hypothesis import find, settings
from hypothesis.errors import InvalidArgument, NoSuchExample
from hypothesis.strategies import from_regex

from tests.openapi.document import Document

_FORMATS = {
    "date": "2031-05-17",
    "date-time": "2031-05-17T10:00:00Z",
    "time": "10:00:00Z",
    "uuid": "3f0c1f6e-5a3b-4c39-9c0f-0a4f8a1f2b3c",
    "uri": "https://example.org/page",
    "uri-reference": "/page",
    "ipv4": "192.0.2.7",
    "hostname": "example.org",
}


def sample(document: Document, schema: Any, name: str = "", *, mark: str = "", full: bool = True) -> Any:
    """A value that keeps to a schema. `mark`: what makes free texts unlike those of others; `full`: with optional members."""
    schema = _whole(document, schema)
    for word in ("const", "default"):
        if word in schema and (word == "const" or not mark):
            return schema[word]
    if schema.get("enum"):
        return next(value for value in schema["enum"] if value is not None)
    kinds = schema.get("type")
    kind = kinds if isinstance(kinds, str) else next((one for one in kinds or () if one != "null"), "")
    if not kind:
        kind = "object" if "properties" in schema else "array" if "items" in schema else "string"
    match kind:
        case "object":
            needed = set(schema.get("required", ()))
            members = {n: p for n, p in schema.get("properties", {}).items() if full or n in needed}
            members = {n: p for n, p in members.items() if not document.resolve(p).get("readOnly")}
            return {n: sample(document, part, n, mark=mark, full=full) for n, part in members.items()}
        case "array":
            count = max(int(schema.get("minItems", 1)), 1)
            return [sample(document, schema.get("items", {}), name, mark=f"{mark}{n or ''}") for n in range(count)]
        case "integer" | "number":
            return _number(schema, kind == "integer")
        case "boolean":
            return False
    return text(schema, name, mark)


def text(schema: dict[str, Any], name: str = "", mark: str = "") -> str:
    """A text that keeps to a schema; an address, a password or a date by what its member is called."""
    if schema.get("format") == "email" or "email" in name.lower():
        return f"someone{mark}@example.org"
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if "pattern" in schema:
        made = _matching(str(schema["pattern"]))
        if re.fullmatch(f"(?:{schema['pattern']})", made) or re.search(schema["pattern"], made):
            return (made + mark if mark and re.search(schema["pattern"], made + mark) else made)[
                : schema.get("maxLength")
            ]
    if "password" in name.lower() or "passphrase" in name.lower():
        return "Tr0ub4dor-and-3-"[: schema.get("maxLength", 99)].ljust(schema.get("minLength", 0), "x")
    if re.search(r"url|link|href|callback|webhook", name, re.IGNORECASE):
        return f"https://example.org/{mark}"
    said = f"plain{mark}"[: schema.get("maxLength", 999)]
    return said.ljust(schema.get("minLength", 0), "x")


def schema_of(document: Document, schema: Any) -> dict[str, Any]:
    """A schema with what it is composed of, references followed."""
    return _whole(document, schema)


def _whole(document: Document, schema: Any) -> dict[str, Any]:
    found: dict[str, Any] = dict(document.resolve(schema) or {}) if not isinstance(schema, bool) else {}
    for part in found.pop("allOf", ()):
        inner = _whole(document, part)
        found = {
            **inner,
            **found,
            "properties": {**inner.get("properties", {}), **found.get("properties", {})},
            "required": [*inner.get("required", ()), *found.get("required", ())],
        }
    for word in ("oneOf", "anyOf"):
        parts = [p for p in map(document.resolve, found.get(word, ())) if p.get("type") != "null"]
        if parts and "properties" not in found and "type" not in found:
            found = {**_whole(document, parts[0]), **{k: v for k, v in found.items() if k != word}}
    return found


def _number(schema: dict[str, Any], whole: bool) -> float:
    least, most = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if isinstance(above, bool):
        above = least if above else None
    if above is not None:
        least = above + 1
    if least is None:
        least = min(1, most if most is not None else below - 1 if isinstance(below, int | float) else 1)
    step = schema.get("multipleOf", 1 if whole else 0)
    return (least + step - 1) // step * step if step and whole else least


@cache
def _matching(pattern: str) -> str:
    """A short text that a pattern matches."""
    try:
        return find(from_regex(pattern, fullmatch=True), lambda _: True, settings=settings(database=None))
    except (InvalidArgument, NoSuchExample, re.error):
        return "x"
