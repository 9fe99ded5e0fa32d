"""A small model of the application: it plays the steps that tests will send and knows what expressions are worth then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import assert_never

from engines.kernel.spec import Entity, Relation, Spec, parse
from engines.qlayer.samples.accounts import ACCOUNT, is_account
from engines.qlayer.samples.model import (
    Account,
    Change,
    Changes,
    Coded,
    Counted,
    Given,
    Make,
    Move,
    New,
    Remove,
    Sample,
    Step,
    Text,
    Upload,
    Use,
)
from engines.qlayer.samples.worth import Worth, worth

TODAY = date(2060, 1, 1)
"""A day between the sample dates that are surely past and those that are surely to come."""


@dataclass(eq=False)
class Record:
    """An object of the world."""

    world: World
    entity: Entity
    values: dict[str, Worth] = field(default_factory=dict)
    linked: dict[str, tuple[Record, ...]] = field(default_factory=dict)

    def read(self, name: str) -> Worth:
        """A value; computed ones are worked out."""
        for computed in self.entity.computed:
            if computed.name == name:
                return worth(parse(computed.expression), self, self.world.today)
        return self.values.get(name)

    def children(self, name: str) -> Sequence[Record]:
        """The records that refer to this one under the inverse name `name`."""
        return [
            record
            for record in self.world.records
            for relation in record.entity.relations
            if relation.target == self.entity.name and inverse(record.entity, relation) == name
            if record.values.get(relation.name) is self or self in record.linked.get(relation.name, ())
        ]


def inverse(entity: Entity, relation: Relation) -> str:
    """The name by which a relation's target knows the objects that point at it."""
    return relation.children or entity.plural


class World:
    """Records made of samples; entities without a sample yet are taken as empty objects."""

    def __init__(self, spec: Spec, samples: Mapping[str, Sample], *, today: date = TODAY) -> None:
        self.spec = spec
        self.samples = samples
        self.today = today
        self.records: list[Record] = []
        self.named: dict[str, Record] = {}
        self._count = 0

    def play(self, steps: Iterable[Step]) -> None:
        """Carries out steps as if each succeeded."""
        for step in steps:
            match step:
                case Make():
                    self.make(step)
                case Change():
                    self._set(self.named[step.alias], step.changes)
                case Move():
                    self.named[step.alias].values["status"] = step.to
                case Remove():
                    self.records.remove(self.named.pop(step.alias))
                case _:
                    assert_never(step)

    def make(self, step: Make) -> Record:
        """Creates a record from its entity's sample."""
        self._count += 1
        sample = self.samples.get(step.entity)
        entity = ACCOUNT if is_account(self.spec, step.entity) else self.spec.entity(step.entity)
        record = Record(self, entity)
        if entity.lifecycle:
            record.values["status"] = entity.lifecycle.initial
        for item in entity.fields:
            record.values[item.name] = plain(item.default, 0)
        self._set(record, merged(sample.values if sample else (), step.changes))
        self.records.append(record)
        self.named[step.alias] = record
        self._walk(record, sample, step.changes)
        return record

    def _walk(self, record: Record, sample: Sample | None, changes: Changes) -> None:
        state = dict(changes).get("status")
        walk = sample.walk(state) if sample and isinstance(state, str) else None
        if walk:
            before = self.named.get("it")
            self.named["it"] = record
            self.play(walk.steps)
            if before:
                self.named["it"] = before

    def _set(self, record: Record, changes: Changes) -> None:
        for name, given in changes:
            if isinstance(given, tuple):
                found = [self._value(one) for one in given]
                record.linked[name] = tuple(one for one in found if isinstance(one, Record))
            else:
                record.values[name] = self._value(given)

    def _value(self, given: Given) -> Worth:
        match given:
            case Use(alias=alias):
                return self.named[alias]
            case New(entity=entity, changes=changes):
                return self.make(Make(alias=f"new {len(self.records)}", entity=entity, changes=changes))
            case Account() | Upload():
                self._count += 1
                return Decimal(self._count)
            case _:
                return plain(given, self._count)


def plain(given: Given | float, n: int) -> Worth:
    """A value as expressions see it; numbers become Decimal, counters take their `n`."""
    match given:
        case Text(template=template):
            return template.format(n=n)
        case Coded():
            return given.text(n)
        case Counted():
            value = given.value(n)
            return Decimal(value) if isinstance(value, int) else value
        case bool() | str() | None | Decimal() | date() | datetime() | time():
            return given
        case int():
            return Decimal(given)
        case float():
            return Decimal(str(given))
    return None


def merged(values: Changes, changes: Changes) -> Changes:
    """`values` with `changes` in their place or behind them."""
    return tuple({**dict(values), **dict(changes)}.items())
