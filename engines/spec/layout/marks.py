"""What a line begins with: a bullet, a number, the label of a requirement, a heading's signs. Used by blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["plain", "bullet", "heading", "row"]

_BULLET = re.compile(r"(?:[-*+•‣◦–—▪●○■□✓✔➢➤→]|o(?=\s{2,}))\s+(?:\[[ xX]?\]\s+)?(?=\S)")
_NUMBER = re.compile(r"\(?(?P<parts>\d{1,3}(?:\.\d{1,3})*)(?P<close>[.):]\)?|(?=\s))\s+(?=\S)")
_LETTER = re.compile(r"\(?(?:[a-zA-Z]|[ivx]{1,4})\)\s+(?=\S)|[a-hA-H]\.\s+(?=[A-Z])")
_LABEL = re.compile(
    r"[\[(]?(?:[A-Z]{1,5}(?:[-_ ]?[A-Z]{1,4})?[-_.# ]?\d{1,4}(?:[.\-]\d+)*[a-z]?)(?:[\])]?\s*[:.)–—-]+|[\])])\s*(?=\S)"
    r"|[A-Z]{1,5}(?:-[A-Z]{1,4})?[-_]?\d{1,4}(?:\.\d+)*\s+(?=[A-Z\"'a-z])"
    r"|(?i:requirement|req|story|user story|rule|feature|point|item|section|article|clause|criterion|use case)\s*#?\d+(?:\.\d+)*\s*[:.)–—-]+\s*(?=\S)"
    r"|§\s*\d+\s*(?=\S)"
)
_HEADING = re.compile(r"(?P<signs>#{1,6})\s+(?P<text>.+?)\s*#*$")
_EMPHASISED = re.compile(r"(?P<signs>\*\*|__)(?P<text>[^*_]{2,60}?):?(?P=signs):?$")


@dataclass(frozen=True)
class Mark:
    """How a line stands: `rank` orders marks at the same indentation, `text` is the line without its mark."""

    kind: MarkKind
    indent: int
    rank: int
    text: str


def mark(line: str) -> Mark:
    """The mark of a line that is not blank."""
    line = line.expandtabs(4)
    text = line.strip()
    indent = len(line) - len(line.lstrip())
    if found := _HEADING.match(text):
        return Mark("heading", 0, len(found["signs"]), found["text"])
    if found := _EMPHASISED.match(text):
        return Mark("heading", 0, 7, found["text"])
    if text.startswith("|"):
        return Mark("row", indent, 0, text)
    if found := _BULLET.match(text):
        inner = text[found.end() :]
        labelled = _LABEL.match(inner)
        return Mark("bullet", indent, 20, inner[labelled.end() :] if labelled else inner)
    if found := _LABEL.match(text):
        return Mark("bullet", indent, 1, text[found.end() :])
    if (found := _NUMBER.match(text)) and _numbers(found, text):
        return Mark("bullet", indent, 1 + found["parts"].count("."), text[found.end() :])
    if found := _LETTER.match(text):
        return Mark("bullet", indent, 10, text[found.end() :])
    return Mark("plain", indent, 0, text)


def _numbers(found: re.Match[str], text: str) -> bool:
    """Whether a number at the start counts the lines rather than things: '2 users: clerk and boss' does not."""
    return bool(found["close"]) or ("." in found["parts"] and text[found.end() : found.end() + 1].isupper())
