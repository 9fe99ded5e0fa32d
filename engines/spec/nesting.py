"""Tells lists of what things have from lists of values: 'lines (product, quantity)' are things, 'sizes (small, large)' are none. Used by attributes."""

from __future__ import annotations

import re

from engines.spec.english import English
from engines.spec.lists import items
from engines.spec.patterns import pattern

_MARKED = pattern(r"\b(?:unique|optional|required|mandatory|yes/no|y/n)\b")


def lists_properties(said: str, english: English) -> bool:
    """Whether the items of a list are properties: most of them have a type by their name."""
    parts = [re.sub(r"^(?:an?|the|its|their) ", "", part.strip().lower()) for part in items(said)]
    parts = [part for part in parts if part]
    return len(parts) > 1 and sum(_is_property(part, english) for part in parts) * 2 > len(parts)


def _is_property(part: str, english: English) -> bool:
    if _MARKED.search(part):
        return True
    words = english.words(re.sub(r"\s*[\(\[{:].*$", "", part))
    types = english.lexicon.types
    return bool(words) and (" ".join(words) in types or (len(words) > 1 and words[-1] in types) or words[-1] in _NAMES)


_NAMES = frozenset(
    {
        "name",
        "title",
        "label",
        "number",
        "email",
        "quantity",
        "amount",
        "price",
        "description",
        "text",
        "product",
        "item",
        "storey",
        "code",
    }
)
