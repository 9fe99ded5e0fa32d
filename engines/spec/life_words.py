"""Words that order the stages of a life, as values; the file is resources/lexicons/lives.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engines.spec.patterns import Pattern, pattern


@dataclass(frozen=True, kw_only=True)
class LifeWords:
    """Classes of words and adverbials in lower case; each is told in the lexicon."""

    heads: frozenset[str]
    places: frozenset[str]
    particles: frozenset[str]
    first: Pattern
    next: Pattern
    doubt: Pattern
    order: Pattern


def build_life_words(given: Mapping[str, Any]) -> LifeWords:
    """The classes of a parsed lexicon file."""
    return LifeWords(
        heads=frozenset(map(str, given["heads"])),
        places=frozenset(map(str, given["places"])),
        particles=frozenset(map(str, given["particles"])),
        first=_any(given["first"], unless=r"(?<!the )(?<!a )(?<!an )(?<!their )(?<!its )(?<!his )(?<!her )"),
        next=_any(given["next"]),
        doubt=_any(given["doubt"]),
        order=_any(given["order"]),
    )


def _any(phrases: Iterable[object], unless: str = "") -> Pattern:
    """One pattern for all phrases, the longest first; `unless` is what must not stand before them."""
    known = sorted(map(str, phrases), key=len, reverse=True)
    return pattern(unless + r"\b(?:" + "|".join(map(re.escape, known)) + r")\b", re.IGNORECASE)
