"""Finds what only makes a text a letter: addresses, the greeting, the closing with its names. Used by document."""

from __future__ import annotations

import re

from engines.spec.layout.words import LayoutWords

_SHORT = 8
_FAR = 6


def courtesies(texts: list[str], words: LayoutWords) -> frozenset[int]:
    """The positions of the blocks that are no part of what is wanted."""
    found = {n for n, text in enumerate(texts[:_FAR]) if _is_address(text, words) or _greets(text, words)}
    for position in range(len(texts) - 1, max(-1, len(texts) - _FAR), -1):
        if _begins(texts[position], words.closing) and len(texts[position].split()) <= _SHORT:
            signature = {n for n in range(position, len(texts)) if len(texts[n].split()) <= _SHORT}
            found |= signature
    return frozenset(found)


def _is_address(text: str, words: LayoutWords) -> bool:
    key, colon, rest = text.partition(":")
    return bool(colon and rest.strip()) and key.strip().lower() in words.header and len(text.split()) <= _SHORT


def _greets(text: str, words: LayoutWords) -> bool:
    return len(text.split()) <= _SHORT and _begins(text, words.greeting) and text.rstrip()[-1:] in ",!.:;-–"


def _begins(text: str, phrases: tuple[str, ...]) -> bool:
    low = " ".join(re.findall(r"[a-z]+", text.lower()))
    return any(low == phrase or low.startswith(phrase + " ") for phrase in phrases)
