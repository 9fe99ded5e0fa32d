"""How well words fit a title: every letter in order, better at the start of words. Pure; used by the palette."""

from __future__ import annotations

import re

_WORD = re.compile(r"\b\w")


def fit(words: str, title: str) -> int:
    """0 when it does not fit; more is better."""
    sought, text = words.casefold().strip(), title.casefold()
    if not sought:
        return 1
    if text.startswith(sought):
        return 1000 - len(text)
    if (at := text.find(sought)) >= 0:
        return 700 - at - len(text) // 4 + (100 if at and not text[at - 1].isalnum() else 0)
    if all(part in text for part in sought.split()):
        return 500 - len(text)
    initials = "".join(found.group() for found in _WORD.finditer(text))
    if sought in initials:
        return 400
    at, gaps = -1, 0
    for letter in sought.replace(" ", ""):
        found = text.find(letter, at + 1)
        if found < 0:
            return 0
        gaps += found - at - 1
        at = found
    return max(1, 200 - gaps * 4)
