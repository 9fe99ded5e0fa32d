"""The words that a text has for refusals: 'not_found (404)', 'with one of bad-name, denied', '409 (code `out_of_stock`)'. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engines.spec.interface.prose.shapes import Schema

_PAIRED = re.compile(
    r"[`\"]?(?P<words>[a-z][\w-]{2,40}(?:\s+(?:or|and)\s+[a-z][\w-]{2,40})?)[`\"]?\s*\((?:HTTP )?[45]\d\d\b"
)
_NOTED = re.compile(
    r"[45]\d\d`?:?\s*\((?:(?:fault|code|error|type)\s+)?`(?P<word>[a-z][\w-]{2,40})`\)|\((?:fault|code|error|type) `?(?P<word2>[a-z][\w-]{2,40})`?\)"
)
_LISTED = re.compile(
    r"(?:\bone of|\bare|:|\bcodes?)\s+(?P<list>`?[a-z][\w-]+`?(?:\s*,\s*(?:or |and )?`?[a-z][\w-]+`?){2,}(?:,? (?:or|and) `?[a-z][\w-]+`?)?)\s*\.?\s*$",
    re.IGNORECASE,
)
_PLACES = (
    "code",
    "error_code",
    "errorCode",
    "type",
    "error",
    "kind",
    "fault",
    "slug",
    "errorcode",
    "reason",
    "problem",
)
_PLAIN = re.compile(r"[a-z][a-zA-Z0-9]*(?:[_-][a-zA-Z0-9]+)*")


def codes(general: Iterable[str], everywhere: Iterable[str]) -> tuple[str, ...]:
    """All words for refusals. `general`: sentences about errors; `everywhere`: all sentences."""
    found: list[str] = []
    for text in general:
        for match in _PAIRED.finditer(text):
            found += re.split(r"\s+(?:or|and)\s+", match["words"])
        if listed := _LISTED.search(text.strip()):
            found += [word.strip("` ") for word in re.split(r",|\b(?:or|and)\b", listed["list"]) if word.strip("` ")]
    for text in everywhere:
        found += [match["word"] or match["word2"] for match in _NOTED.finditer(text)]
    return tuple(dict.fromkeys(word for word in found if _PLAIN.fullmatch(word)))


def tell_codes(schema: Schema, words: Iterable[str], shown: object) -> None:
    """Lets the member of a refusal that holds its word be one of those. `shown`: a refusal as the text shows it."""
    properties = schema.get("properties", {})
    for place in _PLACES:
        part = properties.get(place)
        value = shown.get(place) if isinstance(shown, dict) else None
        if part is None:
            continue
        if part.get("type") == "object":
            tell_codes(part, words, value)
            return
        if part.get("type") == "string" and (not isinstance(value, str) or _PLAIN.fullmatch(value)):
            own = [value] if isinstance(value, str) and value not in ("...", "text", "some", "string") else []
            known = list(dict.fromkeys([*own, *words]))
            if len(known) > 1:
                part["enum"] = known
            return
    for part in properties.values():
        if part.get("type") == "object" and "properties" in part:
            tell_codes(part, words, None)
            return
