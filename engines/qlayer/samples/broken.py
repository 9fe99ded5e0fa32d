"""Which rules a record of a played world breaks; by it each case is checked before anyone runs it. Called by `apart`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from engines.kernel.spec import NoOverlap, Quota, Rule, UniqueTogether, parse
from engines.qlayer.samples.conditions import conditions
from engines.qlayer.samples.world import Record, World
from engines.qlayer.samples.worth import Worth, truth, worth


def broken(world: World, record: Record) -> Iterator[Rule]:
    """The rules about one object or several that this record breaks; a unique field is the rule that it stands once."""
    for field in record.entity.fields:
        once = UniqueTogether(entity=record.entity.name, fields=(field.name,), origin=field.origin)
        if field.unique and record.read(field.name) is not None and any(_taken(world, record, once)):
            yield once
    for condition in conditions(world.spec, record.entity.name):
        if not isinstance(condition.rule, Quota) and not truth(worth(condition.expression, record, world.today)):
            yield condition.rule
    for rule in world.spec.rules:
        if rule.entity != record.entity.name:
            continue
        match rule:
            case UniqueTogether(fields=fields, where=where):
                if any(_same(record, other, fields) for other in _counted(world, record, where)):
                    yield rule
            case NoOverlap(same=same, where=where):
                rivals = [other for other in _counted(world, record, where) if _same(record, other, same)]
                if any(_overlaps(record, other, rule) for other in rivals):
                    yield rule
            case Quota():
                if _exceeded(world, record, rule):
                    yield rule


def _counts(world: World, record: Record, where: str) -> bool:
    return not where or truth(worth(parse(where), record, world.today))


def _counted(world: World, record: Record, where: str) -> list[Record]:
    """The other records that a rule counts; none when it does not count this one."""
    if not _counts(world, record, where):
        return []
    others = [other for other in world.records if other.entity is record.entity and other is not record]
    return [other for other in others if _counts(world, other, where)]


def _taken(world: World, record: Record, once: UniqueTogether) -> Iterator[bool]:
    return (_same(record, other, once.fields) for other in _counted(world, record, ""))


def _same(record: Record, other: Record, names: tuple[str, ...]) -> bool:
    return all(record.read(name) == other.read(name) for name in names)


def _overlaps(record: Record, other: Record, rule: NoOverlap) -> bool:
    start, rival = str(record.read(rule.start)), str(other.read(rule.start))
    if not rule.end:
        return start == rival
    return start < str(other.read(rule.end)) and rival < str(record.read(rule.end))


def _exceeded(world: World, record: Record, rule: Quota) -> bool:
    holder = record.read(rule.per)
    if not isinstance(holder, Record) or not _counts(world, record, rule.where):
        return False
    limit = worth(parse(rule.limit.removeprefix(f"{rule.per}.")), holder, world.today)
    beside = [other for other in _counted(world, record, rule.where) if other.read(rule.per) is holder]
    if rule.window:
        beside = [other for other in beside if _window(other, rule) == _window(record, rule)]
    sizes = [one.read(rule.amount) if rule.amount else Decimal(1) for one in (record, *beside)]
    total = sum((size for size in sizes if isinstance(size, Decimal)), Decimal(0))
    return isinstance(limit, Decimal) and total > limit


def _window(record: Record, rule: Quota) -> Worth:
    when = record.read(rule.window_field)
    day = when.date() if isinstance(when, datetime) else when
    if not isinstance(day, date):
        return None
    if rule.window in ("month", "year"):
        return day.strftime("%Y-%m" if rule.window == "month" else "%Y")
    return day.strftime("%G-%V") if rule.window == "week" else day
