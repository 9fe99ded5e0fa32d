"""Schemas of an OpenAPI document made plain: references followed, `allOf` joined, 3.0's ways of saying null made 3.1's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engines.kernel.errors import UserError
from engines.spec.interface.model import Schema

NAME = "x-schema-name"
_NESTED_ONE = ("items", "additionalProperties", "not")
_NESTED_MANY = ("allOf", "oneOf", "anyOf")


class Resolver:
    """Follows references within one document. Circles end in a schema that allows anything of the name."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def follow(self, node: Any, seen: tuple[str, ...] = ()) -> tuple[Any, tuple[str, ...]]:
        """What a reference stands for, and the references that led there."""
        while isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
            place = node["$ref"]
            if place in seen:
                return {NAME: place.rpartition("/")[2]}, seen
            seen = (*seen, place)
            beside = {key: value for key, value in node.items() if key != "$ref"}
            node = self._at(place)
            if beside and isinstance(node, Mapping):
                node = {**node, **beside}
        return node, seen

    def plain(self, node: Any) -> dict[str, Any]:
        """A mapping of the document with its own reference followed; empty for anything else."""
        found, _ = self.follow(node)
        return dict(found) if isinstance(found, Mapping) else {}

    def schema(self, node: Any, seen: tuple[str, ...] = ()) -> dict[str, Any]:
        """A schema with everything in it followed and joined."""
        node, followed = self.follow(node, seen)
        if not isinstance(node, Mapping):
            return {} if node is not False else {"not": {}}
        found = _modern(dict(node))
        if len(followed) > len(seen):
            found.setdefault(NAME, followed[-1].rpartition("/")[2])
        for key in _NESTED_ONE:
            if isinstance(found.get(key), Mapping):
                found[key] = self.schema(found[key], followed)
        for key in _NESTED_MANY:
            if isinstance(found.get(key), list):
                found[key] = [self.schema(part, followed) for part in found[key]]
        if isinstance(found.get("properties"), Mapping):
            found["properties"] = {name: self.schema(part, followed) for name, part in found["properties"].items()}
        return _joined(found)

    def _at(self, place: str) -> Any:
        if not place.startswith("#/"):
            raise UserError(
                f"the document refers to '{place}', which is not in it",
                hint="Bundle it into one file first, so that every $ref begins with '#/'.",
            )
        node: Any = self._document
        for part in place[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(node, Mapping) or key not in node:
                raise UserError(
                    f"the document refers to '{place}', but there is no such place", hint="Correct the $ref."
                )
            node = node[key]
        return node


def _modern(schema: dict[str, Any]) -> dict[str, Any]:
    """3.0's `nullable` and truth values for exclusive bounds, as 3.1 says them; one choice alone is a constant."""
    if schema.pop("nullable", False) is True and isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
    if isinstance(schema.get("enum"), list) and len(schema["enum"]) == 1:
        schema.setdefault("const", schema["enum"][0])
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
            schema[exclusive] = schema.pop(bound)
    return schema


def _joined(schema: dict[str, Any]) -> dict[str, Any]:
    """`allOf` as one schema: properties and required ones together, the rest from whoever says it last."""
    parts = schema.pop("allOf", None)
    if not parts:
        return schema
    found: dict[str, Any] = {}
    for part in (*parts, schema):
        properties = {**found.get("properties", {}), **part.get("properties", {})}
        required = [*dict.fromkeys([*found.get("required", []), *part.get("required", [])])]
        name = part.get(NAME) or found.get(NAME)
        found = {**found, **part}
        if properties:
            found["properties"] = properties
        if required:
            found["required"] = required
        if name:
            found[NAME] = name
    if schema.get(NAME):
        found[NAME] = schema[NAME]
    return found


def properties(schema: Schema | None) -> dict[str, Schema]:
    """All members that an object may have, those of its alternatives too."""
    if not schema:
        return {}
    found = dict(schema.get("properties", {}))
    for part in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        inner = properties(part)
        found = {**inner, **found, **{name: _either(found[name], inner[name]) for name in inner.keys() & found.keys()}}
    return found


def _either(one: Schema, other: Schema) -> Schema:
    """A member that alternatives tell of by constants of their own: any of them."""
    values = [
        value for part in (one, other) for value in ([part["const"]] if "const" in part else part.get("enum", []))
    ]
    if "const" not in other or not values or ("const" not in one and "enum" not in one):
        return one
    return {**{key: value for key, value in one.items() if key != "const"}, "enum": [*dict.fromkeys(values)]}


def required(schema: Schema | None) -> frozenset[str]:
    """The members that must be there."""
    return frozenset(schema.get("required", ())) if schema else frozenset()


def types(schema: Schema) -> frozenset[str]:
    """The types that a value may have; null among them."""
    said = schema.get("type")
    if said is None:
        if "properties" in schema or "additionalProperties" in schema:
            return frozenset({"object"})
        if "items" in schema:
            return frozenset({"array"})
        if "const" in schema or "enum" in schema:
            return frozenset(_type_of(value) for value in schema.get("enum", [schema.get("const")]))
        parts = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
        return frozenset().union(*(types(part) for part in parts)) if parts else frozenset()
    return frozenset(said if isinstance(said, list) else [said])


def _type_of(value: object) -> str:
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "object"


def nullable(schema: Schema) -> bool:
    """Whether null is allowed."""
    return "null" in types(schema)


def is_array(schema: Schema | None) -> bool:
    return bool(schema) and "array" in types(schema or {})


def is_object(schema: Schema | None) -> bool:
    return bool(schema) and "object" in types(schema or {})


def is_file(schema: Schema) -> bool:
    """Whether a part of a form is a file."""
    return schema.get("format") == "binary" or "contentMediaType" in schema


def items(schema: Schema | None) -> Schema:
    """The schema of an array's items; empty where it says nothing."""
    found = (schema or {}).get("items")
    return found if isinstance(found, Mapping) else {}


def name_of(schema: Schema | None) -> str:
    """The name that the document gives a schema; empty where it stands in place."""
    return str((schema or {}).get(NAME, ""))


def words_of(schema: Schema | None) -> Iterator[str]:
    """What a schema and its members say in prose."""
    if not schema:
        return
    if isinstance(schema.get("description"), str):
        yield schema["description"]
    for part in properties(schema).values():
        yield from words_of(part)
