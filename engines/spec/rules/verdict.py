"""Works out what a passage thinks of something it says: demanded, forbidden, or merely told. Shared by all rules about values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from engines.spec.rules.passage import Passage
from engines.spec.rules.vocabulary import ValueWords

_EMPTY = frozenset({"nothing else", "not only", "no matter", "not necessarily", "no doubt", "no problem", "not just"})
_OPTIONAL = (
    "need not",
    "need n't",
    "needs not",
    "do not have to",
    "does not have to",
    "do n't have to",
    "does n't have to",
    "not have to",
)
_OWNING = frozenset({"has", "have", "need", "needs"})
_NEAR = 3
_CLAUSES = 2
_UNLESS = frozenset({"unless", "except", "otherwise"})


@dataclass(frozen=True, kw_only=True)
class Stance:
    """What is thought of one place: `holds` -1 when it is forbidden; `normative` when it is more than told."""

    holds: int
    normative: bool


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of one passage. `cues`: where its comparisons stand, each of which has the negations before it for itself."""

    passage: Passage
    cues: tuple[int, ...] = ()

    @cached_property
    def _words(self) -> ValueWords:
        return self.passage.english.lexicon.values

    def of(self, at: int) -> Stance:
        """What is thought of the comparison, number or word at a place."""
        if at not in self._thought:
            self._thought[at] = self._of(at)
        return self._thought[at]

    @cached_property
    def _thought(self) -> dict[int, Stance]:
        """The stances, once they were asked."""
        return {}

    def _of(self, at: int) -> Stance:
        own = self._denied.get(at) if at in self.cues else self._negation(self.passage.clause(at), at)
        denied, demanded, conditional = own is not None, self._demanded(at), self._conditional(at)
        judged = (conditional or not (denied or demanded)) and self._judged(at, own)
        return Stance(holds=-1 if denied != judged else 1, normative=denied or demanded or judged)

    @cached_property
    def optional(self) -> bool:
        """'Need not', 'does not have to': nothing is demanded."""
        said = " ".join(self.passage.words)
        return any(f" {phrase} " in f" {said} " for phrase in _OPTIONAL)

    @cached_property
    def _refusals(self) -> tuple[tuple[int, int], ...]:
        """Where something is turned down: first and last word."""
        words, found = self._words, list[tuple[int, int]]()
        for at, form in enumerate(self.passage.forms):
            if size := self.passage.phrase(at, words.refusals):
                found.append((at, at + size))
            elif not words.refuse.isdisjoint(form) and not self._unsaid(at):
                found.append((at, at + 1))
            elif (
                self._is_negation(at)
                and self.passage.has(at + 1, at + 1 + _NEAR, words.accept)
                and not self._comparing(at)
            ):
                end = next(n for n in range(at + 1, at + 1 + _NEAR) if self.passage.has(n, n + 1, words.accept))
                found.append((at, end + 1))
        return tuple(found)

    def _unsaid(self, at: int) -> bool:
        """'Do not refuse', 'no error'."""
        return any(self._is_negation(n) for n in range(max(0, at - 2), at))

    def _comparing(self, at: int) -> bool:
        """Whether a negation belongs to a comparison right behind it: 'no more than', 'not before'."""
        return any(at < cue <= at + _NEAR for cue in self.cues)

    def _is_negation(self, at: int) -> bool:
        return at in self._negations

    @cached_property
    def _negations(self) -> tuple[int, ...]:
        """Where a word denies something."""
        negation = self._words.negation
        return tuple(at for at, word in enumerate(self.passage.words) if word in negation and not self._is_empty(at))

    def _is_empty(self, at: int) -> bool:
        """'No problem', 'no, ...', 'nothing but': words that deny nothing."""
        word = self.passage.words[at]
        following = self.passage.words[at + 1] if at + 1 < len(self.passage.words) else ""
        return (
            f"{word} {following}" in _EMPTY
            or (word == "no" and following in (",", ".", ":", ""))
            or (word == "nothing" and following in ("but", "or", ","))
        )

    @cached_property
    def _denied(self) -> dict[int, int]:
        """The negation that each comparison has for itself: in its own clause, behind the comparison before it."""
        found: dict[int, int] = {}
        for n, cue in enumerate(self.cues):
            start = self.passage.clause(cue)
            before = [c for c in self.cues[:n] if c >= start]
            own = self._negation(max([start, *(c + 1 for c in before)]), cue)
            if own is not None:
                found[cue] = own
            elif before and before[-1] in found and self._shared(before[-1], cue):
                found[cue] = found[before[-1]]
        return found

    def _negation(self, start: int, cue: int) -> int | None:
        refused = {n for a, b in self._refusals if b < cue - 1 and self._judges(a, cue) for n in range(a, b)}
        return next((n for n in range(cue - 1, start - 1, -1) if self._is_negation(n) and n not in refused), None)

    def _judges(self, at: int, cue: int) -> bool:
        """Whether a denied acceptance stands so far before that it judges a clause of its own: 'not allowed that ...'."""
        return any(
            w in ("that", "if", "for", "when", "to", "with", "where", "whose") for w in self.passage.words[at:cue]
        )

    def _shared(self, one: int, two: int) -> bool:
        """'Not below 1 or above 5': the second is denied with the first."""
        between = self.passage.words[one:two]
        own = self.passage.phrase(two, self._words.bounds)
        return bool({"or", "nor", "and"} & set(between)) and "but" not in between and not own

    def _demanded(self, at: int) -> bool:
        """'Must', 'has to', 'only' before it in its clause."""
        found = [n for n in range(self.passage.clause(at), at) if self.passage.has(n, n + 1, self._words.demand)]
        owned = [n for n in found if self.passage.words[n] in _OWNING]
        return len(found) > len(owned) or any("to" in self.passage.words[n + 1 : n + _NEAR] for n in owned)

    def _conditional(self, at: int) -> bool:
        start = self.passage.clause(at)
        return self.passage.has(start, at, self._words.condition) or (
            start > 0 and self.passage.words[start - 1] in self._words.condition
        )

    def _judged(self, at: int, denial: int | None) -> bool:
        """Whether the passage turns down what stands here: a refusal, or a denial of something else, in its scope."""
        own = {*self._denied.values(), denial}
        places = [a for a, b in self._refusals if not a <= at < b]
        denials = [n for n in self._negations if n not in own]
        places += [n for n in denials if not self._within(n) and not self._comparing(n) and self._governs(n, at)]
        return any(self._reaches(n, at) and not self._taken_back(n, at) for n in places)

    def _governs(self, denial: int, at: int) -> bool:
        """Whether a denial is of the clause that the comparison stands in, or of what that clause leads to."""
        first, last = min(denial, at), max(denial, at)
        between = self.passage.words[first:last]
        if denial < at:
            return "," not in between and self._judges(denial, at)
        near = between.count(",") < _CLAUSES and not {"and", "but", "so"} & set(between[:-1])
        return near or self._conditional(at)

    def _within(self, at: int) -> bool:
        return any(a <= at < b for a, b in self._refusals)

    def _reaches(self, judge: int, at: int) -> bool:
        """Within one part, or from a part that only judges to the one before it."""
        start, end = self.passage.part(at)
        if self.passage.brackets[judge] != self.passage.brackets[at]:
            return False
        if start <= judge < end:
            return True
        return judge >= end and not any(cue >= end and cue < judge for cue in self.cues) and judge - end <= 8

    def _taken_back(self, judge: int, at: int) -> bool:
        """'... otherwise it is refused', 'refuse it unless ...': the verdict is for the contrary."""
        if judge < at:
            return self.passage.has(judge + 1, at, _UNLESS)
        contrary = {"way", "vice", "reverse", "contrary"} & set(self.passage.words[judge : judge + 5])
        return (
            bool(contrary)
            or self.passage.has(at + 1, judge, self._words.otherwise - {"or"})
            or self._or_else(at, judge)
        )

    def _or_else(self, at: int, judge: int) -> bool:
        """'Must be above, or it is refused'."""
        words = self.passage.words
        return any(words[n] == "or" and words[n - 1] == "," for n in range(at + 1, judge)) and self._demanded(at)
