"""Values that a schema allows, for the tests of a rendered service. Deterministic; called by scenarios."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engines.qlayer.python_service.document import Document
from engines.qlayer.samples.pattern import fitting

_TEXTS = {
    "email": "{word}@example.org",
    "uuid": "00000000-0000-4000-8000-{number:012d}",
    "date": "2030-01-{day:02d}",
    "date-time": "2030-01-{day:02d}T10:00:00Z",
    "uri": "https://example.org/{word}",
    "url": "https://example.org/{word}",
    "ipv4": "203.0.113.{day}",
    "hostname": "{word}.example.org",
    "time": "10:00:00Z",
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Examples:
    """Makes values; those of one `person` differ from another's, and texts differ each time."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.made = 0

    def value(self, schema: Any, person: str, name: str = "") -> Any:
        """A value that a schema allows, with required members alone."""
        schema = self.document.resolved(schema)
        if not isinstance(schema, Mapping):
            return name or "text"
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        for word in ("oneOf", "anyOf"):
            if schema.get(word):
                return self.value({**schema[word][0]}, person, name)
        kind = schema.get("type", "")
        kind = next((k for k in kind if k != "null"), "null") if isinstance(kind, list) else kind
        if kind == "object" or "properties" in schema or "allOf" in schema:
            return self._object(schema, person)
        match kind:
            case "array":
                least = max(int(schema.get("minItems", 1)), 1)
                return [self.value(schema.get("items", {}), person, name) for _ in range(least)]
            case "integer" | "number":
                return self._number(schema, kind)
            case "boolean":
                return True
            case "null":
                return None
        return self._text(schema, person, name)

    def _object(self, schema: Mapping[str, Any], person: str) -> Any:
        members = self.document.properties(schema)
        if not members and "allOf" in schema:
            return self.value(schema["allOf"][0], person)
        chosen = [m for m in members.values() if m.certain and not self.document.has_default(m.schema)]
        more = [member for member in members.values() if member not in chosen]
        chosen += more[: max(int(schema.get("minProperties", 0)) - len(chosen), 0)]
        return {member.wire: self.value(member.schema, person, member.wire) for member in chosen}

    def _number(self, schema: Mapping[str, Any], kind: str) -> Any:
        least = schema.get("minimum", schema.get("exclusiveMinimum"))
        most = schema.get("maximum", schema.get("exclusiveMaximum"))
        least = least if isinstance(least, int | float) and not isinstance(least, bool) else None
        most = most if isinstance(most, int | float) and not isinstance(most, bool) else None
        strict = schema.get("exclusiveMinimum")
        value = least if least is not None else min(most, 1) if most is not None else 1
        if strict is True or (isinstance(strict, int | float) and not isinstance(strict, bool)):
            value += 1
        step = schema.get("multipleOf")
        if isinstance(step, int) and step:
            value = -(-value // step) * step
        return int(value) if kind == "integer" else value

    def _text(self, schema: Mapping[str, Any], person: str, name: str) -> str:
        self.made += 1
        number = "".join(_LETTERS[int(digit)] for digit in str(self.made))
        word = f"{person}{number}"
        shape = _TEXTS.get(str(schema.get("format", "")))
        if shape:
            return shape.format(word=word, number=self.made, day=self.made % 28 + 1)
        if schema.get("pattern"):
            return self._patterned(str(schema["pattern"]), word, schema)
        least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", 10_000))
        said = word.ljust(least, "x")
        return said[-most:] if len(said) > most else said

    def _patterned(self, pattern: str, word: str, schema: Mapping[str, Any]) -> str:
        least, most = int(schema.get("minLength", 0)), int(schema.get("maxLength", 10_000))
        for candidate in (word, word.upper(), word.capitalize(), f"{word}-x", f"{word}1", str(self.made)):
            if least <= len(candidate) <= most and re.search(pattern, candidate):
                return candidate
        found = fitting(pattern, counted=False)
        return found if isinstance(found, str) else word
