"""Cuts lists at commas, semicolons and 'and', leaving brackets whole. Used wherever the brief enumerates something."""

from __future__ import annotations

import re
from functools import lru_cache

from engines.spec.patterns import pattern

_JOIN = re.compile(r"^(?:and|or|plus|as well as|and also|along with)\s+", re.IGNORECASE)
_LAST = re.compile(r"\s+(?:and|as well as|plus|&|\+)\s+(?:also\s+|optionally\s+)?", re.IGNORECASE)
_OR = pattern(r"\s+(?:or|and|/)\s+", re.IGNORECASE)


def top_level(text: str, marks: str = ",;") -> list[str]:
    """The parts between marks that stand outside of brackets."""
    if not any(mark in text for mark in marks):
        return [text.strip()] if text.strip() else []
    parts, depth, start = [], 0, 0
    for match in _signs(marks).finditer(text):
        position, char = match.start(), match[0]
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth = max(0, depth - 1)
        elif depth == 0 and not text[position - 1 : position + 2].replace(",", "").isdigit():
            parts.append(text[start:position])
            start = position + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


@lru_cache(maxsize=32)
def _signs(marks: str) -> re.Pattern[str]:
    """Brackets and marks."""
    return re.compile(rf"[()\[\]{{}}{re.escape(marks)}]")


def items(text: str) -> list[str]:
    """The items of an enumeration: 'a name, an email and a phone' has three."""
    found: list[str] = []
    text = re.sub(r"\bbetween (-?\d[\d.]*) and (-?\d[\d.]*)", r"from \1 to \2", text, flags=re.IGNORECASE)
    text = re.sub(r"\bdate and time\b", "date time", text, flags=re.IGNORECASE)
    for part in top_level(text):
        found.extend(_outside(_JOIN.sub("", part), _LAST))
    return [item.strip(" .,;") for item in found if item.strip(" .,;")]


def options(text: str) -> list[str]:
    """The values of an enumeration: 'full time, part time or freelance', 'draft/sent/paid', 'low | high'."""
    if re.search(r"-+>|→|=+>", text):
        return [part.strip() for part in re.split(r"\s*(?:-+>|→|=+>)\s*", text) if part.strip()]
    if len(re.findall(r"\s[-–—]\s", text)) > 1 and "," not in text:
        text = re.sub(r"\s[-–—]\s", ", ", text)
    if "/" in text and "," not in text:
        return [part.strip() for part in re.split(r"\s*/\s*", text) if part.strip()]
    found: list[str] = []
    for part in top_level(text, ",;|"):
        found.extend(_OR.split(_JOIN.sub("", part)))
    return [item.strip(" .,;\"'“”") for item in found if item.strip(" .,;\"'")]


def _outside(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Splits where the pattern stands outside of brackets."""
    parts, start = [], 0
    for match in pattern.finditer(text):
        before = text[: match.start()]
        if before.count("(") + before.count("[") > before.count(")") + before.count("]"):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]
