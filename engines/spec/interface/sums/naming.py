"""The words by which prose may mean a member of a request or an answer. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

Names = dict[tuple[str, ...], str]
_UNITS = frozenset("kg g cm m mm km cents cent percent ms s seconds minutes hours days eur usd id c f k".split())  # noqa: SIM905


def names_for(terms: Mapping[str, str]) -> Names:
    """Words -> term, for members by their names on the wire: as written, in words, and by what no other member is called."""
    found: Names = {}
    parts = {wire: _words(wire) for wire in terms}
    short = Counter(shorter for words in parts.values() for shorter in _shorter(words))
    for wire, term in terms.items():
        words = parts[wire]
        for shorter in _shorter(words):
            if short[shorter] == 1:
                found.setdefault(shorter, term)
    for wire, term in terms.items():
        found[parts[wire]] = term
        found[("_".join(parts[wire]),)] = term
        found[(wire.lower(),)] = term
    return found


def _words(wire: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+", wire))


def _shorter(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What a name is called for short: without its unit, or by one of its words."""
    found = {words[:-1]} if len(words) > 1 and words[-1] in _UNITS else set[tuple[str, ...]]()
    found |= {(word,) for word in words if len(word) > 2 and word not in _UNITS} if len(words) > 1 else set()
    return found
