"""What a passage tells about values, worked out once for all readers: its comparisons, spots and verdicts. Used by the rules about values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from engines.kernel.spec import Entity, FieldType, Origin
from engines.spec.context import Context
from engines.spec.rules.comparisons import Comparison, comparisons
from engines.spec.rules.mentions import Mentions, mentions
from engines.spec.rules.passage import Passage
from engines.spec.rules.values import Spot, Values
from engines.spec.rules.verdict import Verdicts

_BEFORE = frozenset(
    {
        "to", "a", "an", "the", "by", "per", "get", "please", "and", "we", "i", "me", "us", "send", "sends", "daily", "weekly", "monthly",
    }
)  # fmt: skip
NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY})
DATES = frozenset({FieldType.DATE, FieldType.DATETIME})


@dataclass(frozen=True)
class Told:
    """A passage with `topic`, what was spoken of before it, and `before`, the passage that was."""

    passage: Passage
    values: Values
    linking: Values
    topic: str = ""
    before: Told | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the passage."""
        return self.passage.words

    @property
    def context(self) -> Context:
        """The entities known."""
        return self.values.context

    @property
    def origin(self) -> Origin:
        """Where a rule of this passage comes from."""
        return Origin(sentences=(self.passage.sentence,))

    @cached_property
    def spots(self) -> dict[str, tuple[Spot, ...]]:
        """The values spoken of, by entity."""
        shut = {n for c in self.comparisons if c.sure for n in (c.at, c.end - 1)}
        units = self.context.english.lexicon.units
        shut |= {n for n in range(1, len(self.words)) if self.words[n] in units and self.words[n - 1] == "in"}
        return self.values.spots(self.passage, frozenset(shut))

    @cached_property
    def links(self) -> dict[str, tuple[Spot, ...]]:
        """The values and the records referred to that are spoken of, by entity."""
        return self.linking.spots(self.passage)

    @cached_property
    def exact(self) -> frozenset[int]:
        """The places of words that name values or records beyond doubt."""
        sure = (s for spots in self.links.values() for s in spots if s.surety == 1.0)
        return frozenset(n for s in sure for n in range(s.start, s.end))

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Where it compares."""
        return comparisons(self.passage)

    @cached_property
    def verdicts(self) -> Verdicts:
        """What it thinks of them."""
        return Verdicts(self.passage, tuple(c.at for c in self.comparisons))

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The entities that it names, in its order."""
        return self.context.mentioned(" ".join(self.words))

    @cached_property
    def _telling(self) -> tuple[int, ...]:
        """Where it says that something is shown, sent or counted."""
        rules = self.context.english.lexicon.values
        found = []
        for n, form in enumerate(self.passage.forms):
            before = self.words[n - 1] if n else "to"
            said = not rules.shown.isdisjoint(form) or (not rules.telling.isdisjoint(form) and before in _BEFORE)
            if said and form.isdisjoint(self.context.names):
                found.append(n)
        spots = (s for each in self.spots.values() for s in each) if found else ()
        named = {n for s in spots for n in range(s.start, s.end)}
        return tuple(n for n in found if n not in named)

    @cached_property
    def said(self) -> Mentions:
        """Its phrases, and the records that its verbs leave behind."""
        return mentions(" ".join(self.words), self.context, "")

    def tells(self, at: int) -> bool:
        """Whether what stands here is only shown, sent or counted."""
        start = self.passage.clause(at)
        return any(start <= n < at for n in self._telling) and not self.verdicts.of(at).normative

    def kind(self, spot: Spot) -> FieldType:
        """The type of a value."""
        return self.values.types[spot.entity, spot.name]

    @cached_property
    def earlier(self) -> Spot | None:
        """The number that was spoken of last before this passage."""
        told = self.before
        while told is not None:
            spots = [s for each in told.spots.values() for s in each if told.kind(s) in NUMBERS]
            if spots:
                return max(spots, key=lambda s: s.start)
            told = told.before
        return None

    def narrowed(self, spot: Spot, kinds: frozenset[FieldType]) -> Spot | None:
        """The spot with those of its names that have one of these types; None when none has."""
        names = tuple(name for name in spot.names if self.values.types[spot.entity, name] in kinds)
        return replace(spot, names=names) if names else None

    def ranked(self) -> tuple[Entity, ...]:
        """The entities whose values are spoken of, the likeliest first: named, the topic, then the surest."""
        return self._ranked

    @cached_property
    def _ranked(self) -> tuple[Entity, ...]:
        def rank(name: str) -> float:
            sure = sum(spot.surety**2 for spot in self.spots[name])
            return 1.5 * (name in self.named) + 1.0 * (name == self.topic) + sure

        names = sorted(self.spots, key=lambda n: -rank(n))
        return tuple(e for name in names if (e := self.context.entity(name)))
