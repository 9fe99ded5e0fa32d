"""Words that order the stages of a life, as values; the file is resources/lexicons/lives.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class LifeWords:
    """Classes of words and adverbials in lower case; each is told in the lexicon."""

    heads: frozenset[str]
    places: frozenset[str]
    particles: frozenset[str]
    first: re.Pattern[str]
    next: re.Pattern[str]
    doubt: re.Pattern[str]
    order: re.Pattern[str]


def build_life_words(given: Mapping[str, Any]) -> LifeWords:
    """The classes of a parsed lexicon file."""
    return LifeWords(
        heads=frozenset(map(str, given["heads"])),
        places=frozenset(map(str, given["places"])),
        particles=frozenset(map(str, given["particles"])),
        first=_any(given["first"]),
        next=_any(given["next"]),
        doubt=_any(given["doubt"]),
        order=_any(given["order"]),
    )


def _any(phrases: Iterable[object]) -> re.Pattern[str]:
    """One pattern for all phrases, the longest first."""
    known = sorted(map(str, phrases), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, known)) + r")\b", re.IGNORECASE)
