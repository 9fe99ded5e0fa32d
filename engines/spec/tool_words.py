"""What the reader knows of command-line tools: the patterns of resources/lexicons/tools.yaml. Used by the tool rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, kw_only=True)
class ToolWords:
    """Patterns by the name of what they ask for; all are searched in lower-case sentences."""

    sources: Mapping[str, Patterns]
    tables_only_out: Patterns
    behaviours: Mapping[str, Patterns]
    outputs: Mapping[str, Patterns]
    modifiers: Mapping[str, Patterns]
    edits: Mapping[str, Patterns]
    measures: Mapping[str, Patterns]
    counting: re.Pattern[str]
    rankings: Mapping[str, Patterns]
    findings: Mapping[str, Patterns]
    finding_verbs: re.Pattern[str]
    unique_words: re.Pattern[str]
    counted_words: re.Pattern[str]
    places_words: re.Pattern[str]
    compare: Patterns
    compare_both: Patterns
    checksum: Patterns
    verify: Patterns
    validate: Patterns
    optional: re.Pattern[str]
    columns: Mapping[str, Mapping[str, str]]
    things: Mapping[str, re.Pattern[str]]
    unbuilt: Mapping[str, Patterns]
    asks: re.Pattern[str]


@cache
def load_tool_words() -> ToolWords:
    """The words of the installed product."""
    place = resources.files("resources") / "lexicons" / "tools.yaml"
    said: dict[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    return ToolWords(**{name: _compiled(name, value) for name, value in said.items()})


def _compiled(name: str, value: Any) -> Any:
    if name == "columns":
        return value
    if isinstance(value, str):
        return re.compile(value)
    if isinstance(value, list):
        return tuple(re.compile(pattern) for pattern in value)
    return {key: _compiled("", entry) for key, entry in value.items()}


def first(patterns: Patterns, text: str) -> re.Match[str] | None:
    """The first match of any pattern."""
    found = [match for pattern in patterns if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start(), default=None)
