"""Cases of rules over several objects: the same only once, no overlap in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engines.kernel.spec import Entity, Field, FieldType, NoOverlap, Spec, UniqueTogether, parse
from engines.qlayer.samples.accounts import fresh, made
from engines.qlayer.samples.claim import claim, holder, known, laid_out
from engines.qlayer.samples.model import (
    Act,
    Case,
    Changes,
    Given,
    Make,
    New,
    Refused,
    Samples,
    Use,
)
from engines.qlayer.samples.sample import reference
from engines.qlayer.samples.solve import Fix, goal, solve
from engines.qlayer.samples.titles import alias
from engines.qlayer.samples.values import NUMBERS, TEXTS, settled
from engines.qlayer.samples.wording import without_what
from engines.qlayer.samples.world import merged
from engines.qlayer.wording import with_article, words


def once_cases(spec: Spec, samples: Samples, rule: UniqueTogether) -> Iterator[Case]:
    """The same values again are refused; with each of them different, it passes."""
    entity = spec.entity(rule.entity)
    counting = _counting(spec, samples, rule.entity, rule.where)
    setup, same = pinned(spec, samples, entity, rule.fields)
    same = merged(same, tuple((name, value) for name, value in counting if name not in rule.fields))
    acts: list[Act] = [*setup, Make(alias=f"first_{rule.entity}", entity=rule.entity, changes=same)]
    acts.append(
        Refused(
            step=Make(alias=f"second_{rule.entity}", entity=rule.entity, changes=same), status=409, fields=rule.fields
        )
    )
    for name in rule.fields:
        other = _fit(samples, entity, name, another(spec, entity, name, dict(same)[name]))
        if other is not None:
            acts += _with_other(rule.entity, same, name, other)
    listed = " and ".join(words(name) for name in rule.fields)
    yield claim(spec, rule, f"there is one {words(rule.entity)} for the same {listed}", tuple(acts))
    yield from _uncounted(spec, samples, rule, tuple(setup), same)


def _fit(samples: Samples, entity: Entity, name: str, other: Given) -> Given:
    """A fresh object to refer to, such that it may be referred to."""
    return New(other.entity, holder(samples, entity.name, name)) if isinstance(other, New) else other


def _with_other(entity: str, same: Changes, name: str, other: Given) -> list[Act]:
    call = alias(f"other_{name}")
    if make := made(call, other):
        return [
            make,
            Make(alias=f"{entity}_with_{call}", entity=entity, changes=merged(same, ((name, Use(call)),))),
        ]
    return [Make(alias=f"{entity}_with_{call}", entity=entity, changes=merged(same, ((name, other),)))]


def overlap_cases(spec: Spec, samples: Samples, rule: NoOverlap) -> Iterator[Case]:
    """At the same time it is refused; right after, or elsewhere, it passes."""
    entity = spec.entity(rule.entity)
    times = (rule.start, rule.end) if rule.end else (rule.start,)
    counting = _counting(spec, samples, rule.entity, rule.where)
    setup, where = pinned(spec, samples, entity, rule.same)
    span = _span(samples, rule)
    first = merged(moved(samples, entity, timedelta(0), times), merged(where, counting))
    during = merged(first, moved(samples, entity, span / 2 if rule.end else timedelta(0), times))
    after = merged(first, moved(samples, entity, span, times))
    acts: list[Act] = [
        *setup,
        Make(alias=f"first_{rule.entity}", entity=rule.entity, changes=first),
        Refused(
            step=Make(alias=f"second_{rule.entity}", entity=rule.entity, changes=during),
            status=409,
            fields=(*times, *rule.same),
        ),
        Make(alias=f"next_{rule.entity}", entity=rule.entity, changes=after),
    ]
    for name in rule.same:
        other = _fit(samples, entity, name, another(spec, entity, name, dict(first)[name]))
        if other is not None:
            acts += _with_other(rule.entity, first, name, other)
    listed = " and ".join(words(name) for name in rule.same)
    title = (
        f"{words(entity.plural)} of the same {listed} do not overlap"
        if listed
        else f"{words(entity.plural)} do not overlap"
    )
    yield claim(spec, rule, title, tuple(acts))
    yield from _uncounted(spec, samples, rule, tuple(setup), first)


def _uncounted(
    spec: Spec, samples: Samples, rule: UniqueTogether | NoOverlap, setup: tuple[Act, ...], same: Changes
) -> Iterator[Case]:
    """Objects that the rule's `where` leaves out are in nobody's way."""
    if not rule.where:
        return
    away = solve(spec, known(samples), goal(spec, rule.entity, parse(rule.where), False, same))
    if (
        away is None
        or away.extra
        or {name for name, _ in away.changes} & {name for name, _ in same if name != "status"}
    ):
        return
    acts = (
        *setup,
        Make(alias=f"first_{rule.entity}", entity=rule.entity, changes=merged(same, away.changes)),
        Make(alias=f"second_{rule.entity}", entity=rule.entity, changes=same),
    )
    yield claim(spec, rule, f"{with_article(rule.entity)} with {without_what(rule.where)} is in nobodys way", acts)


def _counting(spec: Spec, samples: Samples, entity: str, where: str) -> Changes:
    """What makes an object one that the rule counts."""
    fix = solve(spec, known(samples), goal(spec, entity, parse(where), True)) if where else Fix()
    return fix.changes if fix else ()


def pinned(spec: Spec, samples: Samples, entity: Entity, names: tuple[str, ...]) -> tuple[tuple[Make, ...], Changes]:
    """The objects and values that several objects of a case share."""
    values = dict(samples.of(entity.name).values)
    references = {relation.name: reference(spec, relation) for relation in entity.relations}
    fixed: Changes = tuple((name, settled(values.get(name, references.get(name)))) for name in names)
    return laid_out(entity, fixed)


def another(spec: Spec, entity: Entity, name: str, value: Given) -> Given:
    """A different value for a field, or a fresh object for a relation; None when there is none."""
    for relation in entity.relations:
        if relation.name == name:
            return fresh(spec, relation)
    field = next((field for field in entity.fields if field.name == name), None)
    if field is None:
        return None
    if field.type in TEXTS and isinstance(value, str):
        return _other_text(field, value)
    if field.type in NUMBERS and isinstance(value, int | Decimal):
        return value + 1 if field.maximum is None or value + 1 <= field.maximum else value - 1
    if isinstance(value, bool):
        return not value
    if field.type is FieldType.ENUM:
        return next((choice for choice in field.choices if choice != value), None)
    return value + timedelta(days=1) if isinstance(value, date) else None


def _other_text(field: Field, value: str) -> Given:
    if field.pattern or field.type not in (FieldType.TEXT, FieldType.LONG_TEXT):
        return None
    other = f"Other {value}"
    return other if field.max_length is None or len(other) <= field.max_length else f"z{value[1:]}"


def moved(samples: Samples, entity: Entity, by: timedelta, names: tuple[str, ...]) -> Changes:
    """All days and moments of a sample, `by` later, so that their order stays; of the times of day, those in `names`."""
    return tuple(
        (name, _later(settled(value), by))
        for name, value in samples.of(entity.name).values
        if isinstance(settled(value), date) or (name in names and isinstance(settled(value), time))
    )


def _later(value: Given, by: timedelta) -> Given:
    if isinstance(value, time):
        return (datetime.combine(date(2000, 1, 1), value) + by).time()
    return value + by if isinstance(value, date) else value


def _span(samples: Samples, rule: NoOverlap) -> timedelta:
    values = dict(samples.of(rule.entity).values)
    start, end = settled(values.get(rule.start)), settled(values.get(rule.end)) if rule.end else None
    if isinstance(start, time) and isinstance(end, time):
        return datetime.combine(date(2000, 1, 1), end) - datetime.combine(date(2000, 1, 1), start)
    if isinstance(start, date) and isinstance(end, date):
        return end - start
    return timedelta(hours=1) if isinstance(start, time) else timedelta(days=1)
