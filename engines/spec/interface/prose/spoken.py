"""What each sentence of a text says of any member, worked out once for all readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engines.spec.english import English
from engines.spec.interface.model import snake
from engines.spec.interface.prose.members import Fact, facts, sweeping
from engines.spec.interface.prose.passages import Paper
from engines.spec.interface.prose.samples import Sample
from engines.spec.interface.prose.shapes import MAPS

Span = tuple[int, int]
_WITHOUT = re.compile(r"\bwithout (?:an? |the )?[`\"]?(?P<name>\w+)", re.IGNORECASE)


@dataclass
class Spoken:
    """A text and all names that members have in it."""

    paper: Paper
    quiet: str
    names: tuple[str, ...]
    english: English
    _kept: dict[Span, dict[str, list[Fact]]] = field(default_factory=dict)

    def at(self, span: Span) -> dict[str, list[Fact]]:
        """What a stretch says of members, by their names."""
        if span not in self._kept:
            text = self.readable(span)
            told = facts(text, self.names, self.paper.at(span[0]).number, self.english)
            self._kept[span] = {
                name: kept for name, several in told.items() if (kept := self._plausible(name, several))
            }
        return self._kept[span]

    def _plausible(self, name: str, several: list[Fact]) -> list[Fact]:
        """Without choices that are names of other members, which are listed beside; orders may go by names."""
        if snake(name) in ("sort", "order", "by", "sort_by", "order_by", "group_by", "fields", "field"):
            return several
        names = set(self.names)
        return [fact for fact in several if len(names & set(fact.limits.schema.get("enum", ()))) < 2]

    def of(self, name: str, spans: Iterable[Span]) -> list[Fact]:
        """What stretches say of one name."""
        return [fact for span in spans for fact in self.at(span).get(name, ())]

    def sweeping(self, span: Span, names: Sequence[str]) -> dict[str, bool]:
        """Which of some names must be there, where a stretch says so of all or by 'without'."""
        text = self.readable(span)
        left = {match["name"].lower() for match in _WITHOUT.finditer(text)}
        found = {name: False for name in names if name.lower() in left}
        return found | sweeping(text, names, self.english)

    def readable(self, span: Span) -> str:
        """A stretch with short samples such as {} or [] shown and longer ones hidden."""
        start, end = span
        text = self.quiet[start:end]
        for one in self.paper.samples:
            if start <= one.start and one.end <= end and one.end - one.start <= 2:
                text = text[: one.start - start] + self.paper.text[one.start : one.end] + text[one.end - start :]
        return text


def names_in(samples: Iterable[Sample]) -> Iterable[str]:
    """The names of all members of samples, at every depth."""
    for sample in samples:
        for member in sample.members:
            yield member.name
            if member.sample is not None and snake(member.name) not in MAPS:
                yield from names_in([member.sample])
        yield from names_in(sample.items)
