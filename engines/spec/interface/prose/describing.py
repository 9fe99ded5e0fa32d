"""Says of the members of things what the text says of them: choices, states, and the words by which their meaning is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from engines.spec.interface.model import snake
from engines.spec.interface.prose.members import forms
from engines.spec.interface.prose.samples import Sample
from engines.spec.interface.prose.shapes import Schema, nullable, tell
from engines.spec.interface.prose.spoken import Span, Spoken
from engines.spec.interface.prose.states import states
from engines.spec.interface.prose.things import Things

_MEANS = r"[`\"]*\s+(?:is|are|says?|tells?|means?|shows?|counts?|covers?|belongs?|begins?|becomes?|comes?|holds?|has|have|=|adds?|names?)\b"
_LONGEST = 300


def describe(
    things: Things, spoken: Spoken, spans: Mapping[str, list[Span]], acted: Mapping[str, list[str]], general: list[Span]
) -> None:
    """Adds to the things in use what stretches about them say. `acted`: the verbs of operations on each thing."""
    done: set[str] = set()
    while missing := [name for name in things.used if name not in done]:
        for name in missing:
            done.add(name)
            schema = things.schemas[name]
            sample = things.samples.get(name)
            near = [*spans.get(name, []), *general]
            for member, part in schema.get("properties", {}).items():
                if "$ref" not in part:
                    _member(member, part, sample, near, spoken, acted.get(name, []))


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
