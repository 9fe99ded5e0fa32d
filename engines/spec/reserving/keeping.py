"""Where words stand that keep an act to people: 'only the chair', 'up to the chair', 'the chair alone'. Used by reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from engines.spec.reserving.words import ReservingWords
from engines.spec.rules.forbidding import phrase_places
from engines.spec.rules.stems import Text

_BETWEEN = frozenset({"the", "a", "an", "our", "my", "by", "with", "to", "for", "of", "us", "from", "one", "as"})
_DESCRIBING = frozenset({"is", "are", "takes", "needs", "requires"})
_POINTING = frozenset({"it", "that", "this", "which", "these", "those", "both", "all", "one"})
_DEEDS = ("ing", "tion", "sion", "ment", "al", "ure")
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

    def _is_deed(self, end: int) -> bool:
        """Whether the words before a place speak of doing something, or point to it."""
        before = self.text.low[:end]
        return not before or before[-1] in _POINTING or any(low.endswith(_DEEDS) for low in before)

    def given(self, start: int, end: int) -> bool:
        """'Up to the chair', 'the chair's business'; 'closing is for the chair', but not 'an invoice is for a patient'."""
        kept = phrase_places(self.text, self.words.kept)
        behind = [(phrase, at) for phrase, at in kept if phrase[0] not in _DESCRIBING or self._is_deed(at)]
        ahead = phrase_places(self.text, self.words.owned)
        return (
            any(0 <= start - at - len(phrase) <= 1 for phrase, at in behind)
            or any(0 <= at - end < _NEAR for _, at in ahead)
            or any(start <= at < end for _, at in ahead)
        )
