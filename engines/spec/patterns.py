"""Regular expressions that are tried only where a text has the letters without which they can't match. Used by every reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from engines.spec.needles import needles

_FEW = 3
Said = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class Pattern:
    """A regular expression, compiled once it is needed."""

    expression: str
    flags: re.RegexFlag

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.expression, self.flags)

    @cached_property
    def needles(self) -> tuple[tuple[str, ...], ...]:
        """Groups of letters in lower case, the rarest first: every match holds some of each."""
        groups = {frozenset(needle.lower() for needle in group): None for group in needles(self.expression)}
        return tuple(tuple(sorted(group)) for group in groups)

    def may_match(self, text: str) -> bool:
        """Whether a text has what every match needs."""
        return self.fits(text.lower())

    def fits(self, low: str) -> bool:
        """Whether a text in lower case has what every match needs."""
        for group in self.needles:
            for needle in group:
                if needle in low:
                    break
            else:
                return False
        return True

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a text."""
        low = text.lower()
        for group in self.needles:
            for needle in group:
                if needle in low:
                    break
            else:
                return None
        return self.regex.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """The match at the beginning of a text."""
        return self.regex.match(text) if self.fits(text.lower()) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match that is the whole text."""
        return self.regex.fullmatch(text) if self.fits(text.lower()) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches."""
        return self.regex.finditer(text) if self.fits(text.lower()) else iter(())

    def sub(self, said: Said, text: str) -> str:
        """The text with what matches said otherwise."""
        return self.regex.sub(said, text) if self.fits(text.lower()) else text

    def split(self, text: str) -> list[str]:
        """The text cut where it matches."""
        return self.regex.split(text) if self.fits(text.lower()) else [text]


def pattern(expression: str, flags: re.RegexFlag = re.NOFLAG) -> Pattern:
    """The pattern of a regular expression."""
    return Pattern(expression, flags)


@dataclass(frozen=True)
class Rewriting:
    """What a pattern matches is said as `said`."""

    pattern: Pattern
    said: Said


def rewriting(pattern: Pattern, said: Said) -> Rewriting:
    """How one expression is said otherwise."""
    return Rewriting(pattern, said)


class Patterns:
    """Many patterns for one text: those that may match are found by their letters, without looking at each."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.all = tuple(patterns)

    def fitting(self, low: str) -> list[int]:
        """The places of those that a text in lower case has the letters for, in their order."""
        by_letters, always = self._index
        found = {place for letters in by_letters.keys() & _letters(low) for place in by_letters[letters]}
        return [place for place in sorted(found.union(always)) if self.all[place].fits(low)]

    @cached_property
    def _index(self) -> tuple[dict[str, list[int]], list[int]]:
        """The places by three letters that each match holds, and those of patterns that need no so many."""
        by_letters: dict[str, list[int]] = {}
        always: list[int] = []
        for place, each in enumerate(self.all):
            rarest = each.needles[0] if each.needles else ("",)
            if min(map(len, rarest)) < _FEW:
                always.append(place)
                continue
            for letters in {needle[-_FEW:] for needle in rarest}:
                by_letters.setdefault(letters, []).append(place)
        return by_letters, always


@lru_cache(maxsize=512)
def _letters(low: str) -> frozenset[str]:
    """All that stands side by side in a text, three letters at a time."""
    return frozenset([low[at : at + _FEW] for at in range(len(low) - _FEW + 1)])


def rewritten(text: str, rewritings: Iterable[Rewriting]) -> str:
    """A text with everything said otherwise, one after the other."""
    low = text.lower()
    for each in rewritings:
        if each.pattern.fits(low) and (new := each.pattern.regex.sub(each.said, text)) != text:
            text, low = new, new.lower()
    return text
