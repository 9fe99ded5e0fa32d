"""Says of the members of things what the text says of them: choices, states, and the words by which their meaning is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engines.spec.interface.model import snake
from engines.spec.interface.prose.members import forms
from engines.spec.interface.prose.samples import Sample
from engines.spec.interface.prose.shapes import Schema, is_text, nullable, tell
from engines.spec.interface.prose.spoken import Span, Spoken
from engines.spec.interface.prose.states import states
from engines.spec.interface.prose.things import Things

_MEANS = r"[`\"]*\s+(?:is|are|says?|tells?|means?|shows?|counts?|covers?|belongs?|begins?|becomes?|comes?|maps?|holds?|has|have|=|adds?|names?)\b"
_LONGEST = 300


@dataclass(frozen=True)
class Describing:
    """What stretches are about which thing. `acted`: the verbs of operations on each."""

    things: Things
    spoken: Spoken
    spans: Mapping[str, list[Span]]
    acted: Mapping[str, list[str]]
    general: list[Span]

    def made(self, name: str, schema: Schema) -> None:
        """Adds to the schema of a thing what is said of its members."""
        sample = self.things.samples.get(name)
        near = [*self.spans.get(name, []), *self.general]
        for member, part in schema.get("properties", {}).items():
            if "$ref" not in part:
                _member(member, part, sample, near, self.spoken, self.acted.get(name, []))


def _member(name: str, part: Schema, sample: Sample | None, near: list[Span], spoken: Spoken, acted: list[str]) -> None:
    shown = next((m.sample for m in sample.members if m.name == name), None) if sample else None
    told = [fact for fact in spoken.of(name, near) if "enum" in fact.limits.schema or fact.limits.nullable]
    for fact in told:
        if (
            "enum" in fact.limits.schema
            and part.get("type") == "string"
            and "enum" not in part
            and "format" not in part
        ):
            tell(part, {"enum": fact.limits.schema["enum"]})
        if fact.limits.nullable and re.search(r"\bnull\b", fact.clause):
            nullable(part)
    if snake(name) in ("status", "state") and part.get("type") == "string":
        value = shown.value if shown and isinstance(shown.value, str) else ""
        known = states(value, (spoken.readable(span) for span in near), acted=acted)
        listed = [choice for choice in part.get("enum", []) if choice]
        if len(known) > 1 or listed:
            part["enum"] = list(
                dict.fromkeys([*([value] if value and (not listed or value in listed) else []), *(listed or known)])
            )
    if shown is not None and isinstance(shown.value, bool) and part.get("type") == "boolean":
        part.setdefault("default", shown.value)
    bare = shown is None or (shown.kind == "value" and shown.value is None)
    if bare and "enum" not in part and "format" not in part:
        for fact in spoken.of(name, near):
            kind = fact.limits.schema.get("type")
            number = kind in ("integer", "number") and not is_text(name)
            if (number or kind in ("boolean", "array")) and "string" in str(part.get("type")):
                part["type"] = [kind, "null"] if isinstance(part["type"], list) else kind
            if fact.limits.schema.get("format"):
                part["format"] = fact.limits.schema["format"]
    if words := _words(name, near, spoken):
        part["description"] = words


def _words(name: str, near: Iterable[Span], spoken: Spoken) -> str:
    """The clause that tells what a member means."""
    said = "|".join(re.escape(form) for form in forms(name, spoken.english))
    for span in near:
        text = spoken.readable(span)
        for match in re.finditer(rf"(?:^|[;,.:]\s+|\band\s+|\bthe\s+)[`\"]?(?:{said}){_MEANS}", text, re.IGNORECASE):
            rest = re.split(r";\s|\.\s", text[match.start() :].lstrip(" ;,.:"))[0]
            if "\ue000" not in rest:
                return re.sub(r"\s+", " ", rest)[:_LONGEST].rstrip(" .")
    return ""
