"""Word classes for acts that are kept to some people; the file is `reserving`. Built by lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ReservingWords:
    """Words and phrases in lower case."""

    before: frozenset[str]
    behind: frozenset[str]
    kept: frozenset[str]
    owned: frozenset[str]
    looking: frozenset[str]
    conditions: frozenset[str]


def build_reserving(file: Mapping[str, Any]) -> ReservingWords:
    """From the parsed lexicon file `reserving`."""
    return ReservingWords(**{name: frozenset(map(str, words)) for name, words in file.items()})
