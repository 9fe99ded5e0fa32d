"""Where words stand that keep an act to people: 'only the chair', 'up to the chair', 'the chair alone'. Used by reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from engines.spec.reserving.words import ReservingWords
from engines.spec.rules.forbidding import phrase_places
from engines.spec.rules.stems import Text

_BETWEEN = frozenset({"the", "a", "an", "our", "my", "by", "with", "to", "for", "of", "us", "from", "one", "as"})
_NEAR = 3


@dataclass(frozen=True)
class Keeping:
    """Where the words stand that keep an act to people."""

    text: Text
    words: ReservingWords

    @cached_property
    def idioms(self) -> frozenset[int]:
        """The places of 'nobody but' and its like, which deny nothing."""
        found = phrase_places(self.text, self.words.before | self.words.behind)
        return frozenset(n for phrase, at in found for n in range(at, at + len(phrase)))

    @cached_property
    def places(self) -> set[int]:
        """The places of the words that keep."""
        found = phrase_places(self.text, self.words.kept | self.words.owned)
        return {n for phrase, at in found for n in range(at, at + len(phrase))}

    def beside(self, start: int, end: int) -> bool:
        """'Only the chair', 'by managers only'."""
        ahead = any(
            0 <= start - at - len(phrase) < _NEAR and _BETWEEN.issuperset(self.text.low[at + len(phrase) : start])
            for phrase, at in phrase_places(self.text, self.words.before)
        )
        last = len(self.text.low)
        return ahead or any(
            at in (end, end + 1) and (phrase[-1] != "only" or at + len(phrase) == last)
            for phrase, at in phrase_places(self.text, self.words.behind)
        )

    def given(self, start: int, end: int) -> bool:
        """'Up to the chair', 'the chair's business'."""
        behind = phrase_places(self.text, self.words.kept)
        ahead = phrase_places(self.text, self.words.owned)
        return (
            any(0 <= start - at - len(phrase) <= 1 for phrase, at in behind)
            or any(0 <= at - end < _NEAR for _, at in ahead)
            or any(start <= at < end for _, at in ahead)
        )
