"""Reads what the renderer needs of an OpenAPI document: operations, their members, and what they are called on the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engines.qlayer.python_service.names import snake

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
Node = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Member:
    """A parameter or a property: its name on the wire, its schema, and whether it is always there."""

    wire: str
    schema: Node
    certain: bool


@dataclass(frozen=True, kw_only=True)
class DocumentOperation:
    """An operation as the document has it. `members`: parameters by place and snake_case name."""

    method: str
    path: str
    tag: str
    summary: str
    members: Mapping[str, Mapping[str, Member]]
    parameters: tuple[Node, ...]
    bodies: Mapping[str, Node]
    body_required: bool
    responses: Mapping[str, Node] = field(default_factory=dict)


class Document:
    """An OpenAPI document with its references followed."""

    def __init__(self, text: str) -> None:
        self.root: dict[str, Any] = json.loads(text)

    @property
    def title(self) -> str:
        return str(self.root.get("info", {}).get("title", ""))

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self.root.get("paths", {}))

    def resolved(self, node: Any) -> Any:
        """What a reference stands for; anything else is itself."""
        for _ in range(50):
            if not (isinstance(node, dict) and str(node.get("$ref", "")).startswith("#/")):
                break
            place: Any = self.root
            for part in node["$ref"][2:].split("/"):
                place = place[part.replace("~1", "/").replace("~0", "~")]
            node = place
        return node

    def operations(self) -> Iterator[DocumentOperation]:
        """All of them, in the order of the document."""
        for path, entry in self.root.get("paths", {}).items():
            item = self.resolved(entry)
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item)

    def operation(self, method: str, path: str) -> DocumentOperation | None:
        """The one of a method and a path."""
        return next((o for o in self.operations() if (o.method, o.path) == (method.upper(), path)), None)

    def _operation(self, path: str, method: str, item: Node) -> DocumentOperation:
        said = item[method]
        listed = [self.resolved(p) for p in (*item.get("parameters", []), *said.get("parameters", []))]
        parameters = {(p["in"], p["name"]): p for p in listed}
        members: dict[str, dict[str, Member]] = {place: {} for place in ("path", "query", "header", "cookie")}
        for (place, wire), parameter in parameters.items():
            schema = parameter.get("schema") or next(iter(parameter.get("content", {"": {}}).values())).get(
                "schema", {}
            )
            certain = place == "path" or bool(parameter.get("required")) or "default" in schema
            members[place][snake(wire)] = Member(wire=wire, schema=schema, certain=certain)
        body = self.resolved(said.get("requestBody", {}))
        return DocumentOperation(
            method=method.upper(),
            path=path,
            tag=str(next(iter(said.get("tags", [])), "")),
            summary=str(said.get("summary") or said.get("description") or ""),
            members=members,
            parameters=tuple(parameters.values()),
            bodies={m.lower().split(";")[0]: c.get("schema", {}) for m, c in body.get("content", {}).items()},
            body_required=bool(body.get("required", False)),
            responses={str(s): self.resolved(r) for s, r in said.get("responses", {}).items()},
        )

    def has_default(self, schema: Node) -> bool:
        """Whether a schema says what stands for a value that is left out."""
        schema = self.resolved(schema)
        return "default" in schema or any(self.has_default(part) for part in schema.get("allOf", ()))

    def properties(self, schema: Node, *, defaults: bool = True) -> dict[str, Member]:
        """The members of an object by their snake_case names; with oneOf and anyOf those of all.

        Certain is what is required or, where `defaults` are filled in (not by PATCH), has one.
        """
        schema = self.resolved(schema)
        found: dict[str, Member] = {}
        for word in ("anyOf", "oneOf", "allOf"):
            for part in schema.get(word, ()):
                for name, member in self.properties(part, defaults=defaults).items():
                    sure = member.certain and word == "allOf"
                    before = name in found and found[name].certain
                    found[name] = Member(wire=member.wire, schema=member.schema, certain=sure or before)
        required = self._required(schema)
        for wire, part in schema.get("properties", {}).items():
            certain = wire in required or (defaults and self.has_default(part))
            found[snake(wire)] = Member(wire=wire, schema=part, certain=certain)
        for wire in required:
            name = snake(wire)
            if name in found and not found[name].certain:
                found[name] = Member(wire=wire, schema=found[name].schema, certain=True)
        return found

    def lacking(self, value: Any, schema: Node) -> list[str]:
        """The required members that a value does not have, or has as nothing where that may not be, at any depth."""
        schema = self.resolved(schema)
        if isinstance(value, list):
            return [name for item in value for name in self.lacking(item, self.items(schema))]
        if not isinstance(value, dict):
            return []
        inner = list(self.properties(schema).values())
        found = sorted(self._required(schema) - set(value))
        found += [m.wire for m in inner if m.wire in value and value[m.wire] is None and self._never_null(m.schema)]
        return found + [n for m in inner if m.wire in value for n in self.lacking(value[m.wire], m.schema)]

    def _never_null(self, schema: Node) -> bool:
        schema = self.resolved(schema)
        return isinstance(schema.get("type"), str) and schema["type"] != "null" and not schema.get("nullable")

    def answer_schema(self, said: DocumentOperation, status: int) -> Node:
        """The schema of an answer in JSON; empty where there is none."""
        response = said.responses.get(str(status)) or said.responses.get("default") or {}
        for media, content in response.get("content", {}).items():
            if "json" in media:
                found: Node = content.get("schema", {})
                return found
        return {}

    def _required(self, schema: Node) -> set[str]:
        schema = self.resolved(schema)
        found = set(schema.get("required", ()))
        for part in schema.get("allOf", ()):
            found |= self._required(part)
        return found

    def items(self, schema: Node) -> Node:
        """What a list holds."""
        schema = self.resolved(schema)
        if "items" in schema:
            found: Node = schema["items"] if isinstance(schema["items"], dict) else {}
            return found
        return next((found for part in schema.get("allOf", ()) if (found := self.items(part))), {})

    def is_file(self, schema: Node) -> bool:
        """Whether a part of a form is a file."""
        schema = self.resolved(schema)
        return schema.get("format") == "binary" or "contentMediaType" in schema
