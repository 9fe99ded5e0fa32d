"""Which names of an edited specification may be new names of what was there. Pure; a person is asked about each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from engines.change.comparing import alike
from engines.kernel.spec import Entity, Spec
from engines.kernel.spec.renames import Renames
from engines.kernel.spec.renaming import renamed
from engines.kernel.spec.service import Resource

Thing = Entity | Resource
_SHARED = 0.5
"""How much of its members an entity keeps when only its name is another."""


@dataclass(frozen=True, kw_only=True)
class Likely:
    """A thing, or with `member` a field or reference of one, that may be called `new` now."""

    entity: str
    new: str
    member: str = ""
    plural: str = ""

    @property
    def question(self) -> str:
        """What a person is asked; yes is suggested."""
        old = f"{self.member} of {self.entity}" if self.member else self.entity
        return f"Is '{self.new}' the new name of '{old}', so that its values stay? yes or no"


def likely(old: Spec, new: Spec) -> list[Likely]:
    """At most one new name for each old one, and one old one for each new."""
    was, now = {e.name: e for e in _kept(old)}, {e.name: e for e in _kept(new)}
    gone, fresh = ([e for n, e in one.items() if n not in other] for one, other in ((was, now), (now, was)))
    things = list(_things(gone, fresh))
    called = Renames(entities={e.entity: e.new for e in things}, plurals={e.new: e.plural for e in things})
    known = {each.name: each for each in _kept(renamed(old, called))} if old.service is None else was
    pairs = [(name, known[name], now[name]) for name in was if name in now]
    pairs += [(e.entity, known.get(e.new, was[e.entity]), now[e.new]) for e in things]
    return [*things, *(found for name, one, two in pairs for found in _members(name, one, two))]


def _kept(spec: Spec) -> Sequence[Thing]:
    """What rows are kept of."""
    return spec.service.resources if spec.service is not None else spec.entities


def agreed(found: Sequence[Likely], answers: Sequence[bool]) -> Renames:
    """The renames that a person agreed to."""
    taken = [each for each, yes in zip(found, answers, strict=True) if yes]
    return Renames(
        entities={each.entity: each.new for each in taken if not each.member},
        members={f"{each.entity}.{each.member}": each.new for each in taken if each.member},
        plurals={each.new: each.plural for each in taken if each.plural},
    )


def _things(gone: Sequence[Thing], fresh: Sequence[Thing]) -> Iterator[Likely]:
    left = list(fresh)
    for entity in gone:
        best = max(left, key=lambda each: _shared(entity, each), default=None)
        if best is not None and _shared(entity, best) >= _SHARED:
            left.remove(best)
            yield Likely(entity=entity.name, new=best.name, plural=best.plural)


def _shared(one: Thing, two: Thing) -> float:
    names = [{each.name for each in (*entity.fields, *_references(entity))} for entity in (one, two)]
    return len(names[0] & names[1]) / max(len(names[0] | names[1]), 1)


def _references(thing: Thing) -> Sequence[Any]:
    return thing.links if isinstance(thing, Resource) else thing.relations


def _members(name: str, old: Thing, new: Thing) -> Iterator[Likely]:
    for before, after in ((old.fields, new.fields), (_references(old), _references(new))):
        for was, now in _pairs(before, after):
            yield Likely(entity=name, member=was.name, new=now.name)


def _pairs(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """What went and what came that is alike but for the name: at the same place, or the likest name."""
    names = ({each.name for each in old}, {each.name for each in new})
    left = [(n, each) for n, each in enumerate(new) if each.name not in names[0]]
    for at, was in enumerate(old):
        same = [(n, now) for n, now in left if was.name not in names[1] and alike(replace(was, name=now.name), now)]
        if same:
            best = max(same, key=lambda pair: (pair[0] == at, _closeness(was.name, pair[1].name)))
            left.remove(best)
            yield was, best[1]


def _closeness(one: str, two: str) -> float:
    return SequenceMatcher(None, one, two).ratio()
