"""Finds the smallest change of a sample that makes a condition true or false while all other rules still hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, combinations, islice, product

from engines.kernel.spec import Entity, Field, FieldType, Spec
from engines.kernel.spec.expression import Aggregate, Expression
from engines.qlayer.samples.accounts import is_account
from engines.qlayer.samples.conditions import aggregates, conditions, constants, parts, paths, written_out
from engines.qlayer.samples.model import Changes, Given, Make, New, Sample, Upload, Use
from engines.qlayer.samples.needs import made_with
from engines.qlayer.samples.values import AGES_AGO, DAY_ONE, LONG_AGO, NUMBERS, TEXTS, Place, given
from engines.qlayer.samples.world import World, inverse, merged
from engines.qlayer.samples.worth import Worth, truth, worth

EARLY, LATE = date(2027, 1, 1), date(2090, 1, 1)
TRIES = 4000


@dataclass(frozen=True)
class Fix:
    """Changes of the object `it` and further objects that must be there."""

    changes: Changes = ()
    extra: tuple[Make, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What is sought for an object of `entity`: `condition` holds, or not; `keep` are the conditions that go on holding."""

    entity: Entity
    condition: Expression
    wish: bool
    keep: tuple[Expression, ...] = ()
    base: Changes = ()


def goal(spec: Spec, entity: str, condition: Expression, wish: bool, base: Changes = ()) -> Goal:
    """A goal that keeps all other conditions of the entity."""
    keep = tuple(held.expression for held in conditions(spec, entity) if held.expression != condition)
    fresh = tuple((name, value) for name, value in base if not isinstance(value, Use))
    return Goal(entity=spec.entity(entity), condition=condition, wish=wish, keep=keep, base=fresh)


def solve(spec: Spec, samples: Mapping[str, Sample], sought: Goal) -> Fix | None:
    """The first fix, from the smallest on, that reaches the goal on any day from 2027 to 2090."""
    return next(
        (fix for fix in islice(_fixes(spec, samples, sought), TRIES) if reaches(spec, samples, sought, fix)), None
    )


def reaches(spec: Spec, samples: Mapping[str, Sample], sought: Goal, fix: Fix) -> bool:
    """Whether a fix makes the goal's condition what is wished, and breaks none of those to keep."""
    for today in (EARLY, LATE):
        world = World(spec, samples, today=today)
        it = world.make(Make(alias="it", entity=sought.entity.name, changes=merged(sought.base, fix.changes)))
        world.play(fix.extra)
        if truth(worth(sought.condition, it, today)) != sought.wish:
            return False
        if not all(truth(worth(kept, it, today)) for kept in sought.keep):
            return False
    return True


def _fixes(spec: Spec, samples: Mapping[str, Sample], sought: Goal) -> Iterator[Fix]:
    choices = list(_choices(spec, samples, sought))
    extras = [(), *_extras(spec, samples, sought)]
    for extra in extras:
        yield Fix((), extra)
    for one in chain.from_iterable(choices):
        yield Fix((one,))
    for extra in extras[1:]:
        for one in chain.from_iterable(choices):
            yield Fix((one,), extra)
    for size in (2, 3):
        for chosen in combinations(choices, size):
            for together in product(*chosen):
                yield Fix(together)


def _choices(spec: Spec, samples: Mapping[str, Sample], sought: Goal) -> Iterator[list[tuple[str, Given]]]:
    """Per name that the goal (or a condition that it touches) reads: what it could be given."""
    reads = paths(sought.entity, sought.condition)
    touched = [kept for kept in sought.keep if set(paths(sought.entity, kept)) & set(reads)]
    every = dict.fromkeys([*reads, *(path for kept in touched for path in paths(sought.entity, kept))])
    known = _known(spec, samples, sought)
    for path in every:
        values = _candidates(spec, samples, sought.entity, path, known)
        if values:
            yield [(path[0], value) for value in values]


def _known(spec: Spec, samples: Mapping[str, Sample], sought: Goal) -> tuple[Worth, ...]:
    """Values that matter for the goal: its constants and what its parts are worth for the sample as it is."""
    world = World(spec, samples)
    it = world.make(Make(alias="it", entity=sought.entity.name, changes=sought.base))
    every = chain(written_out(sought.entity, sought.condition), *(parts(kept) for kept in sought.keep))
    return tuple(
        dict.fromkeys([*constants(sought.entity, sought.condition), *(worth(p, it, world.today) for p in every)])
    )


def _candidates(
    spec: Spec, samples: Mapping[str, Sample], entity: Entity, path: tuple[str, ...], known: tuple[Worth, ...]
) -> list[Given]:
    name = path[0]
    if name == "status" and entity.lifecycle:
        sample = samples.get(entity.name)
        return [entity.lifecycle.initial, *(walk.state for walk in (sample.walks if sample else ()))]
    for field in entity.fields:
        if field.name == name:
            return around(field, known, entity)
    for relation in entity.relations:
        if relation.name == name and not relation.many and not is_account(spec, relation.target):
            target = spec.entity(relation.target)
            none: list[Given] = [] if relation.required else [None]
            if none and made_with(spec, target.name, entity.name):
                return none
            if len(path) == 1:
                return [New(target.name), *none]
            inner = _candidates(spec, samples, target, path[1:], known)
            return [New(target.name, ((path[1], value),)) for value in inner] + none
    return []


def around(field: Field, known: tuple[Worth, ...], entity: Entity) -> list[Given]:
    """Valid values of a field at, just below and just above the known ones, then far ones."""
    found: list[Given] = [] if field.required or field.type is FieldType.BOOLEAN else [None]
    match field.type:
        case FieldType.BOOLEAN:
            found += [True, False]
        case FieldType.ENUM:
            found += list(field.choices)
        case FieldType.FILE | FieldType.IMAGE:
            found.append(Upload(image=field.type is FieldType.IMAGE))
        case _ if field.type in NUMBERS:
            found += _numbers(field, known)
        case _ if field.type in TEXTS:
            found += [value for value in known if isinstance(value, str)] + [given(entity, field, Place())]
        case _:
            found += _moments(field, known)
    return list(dict.fromkeys(found))


def _numbers(field: Field, known: tuple[Worth, ...]) -> list[Given]:
    numbers = [value for value in known if isinstance(value, Decimal)]
    tried = [value + shift for value in numbers for shift in (0, 1, -1)]
    tried += [Decimal(str(bound)) for bound in (field.minimum, field.maximum) if bound is not None]
    tried += [Decimal(1), Decimal(20), Decimal(100)]
    low = Decimal(str(field.minimum)) if field.minimum is not None else Decimal(0)
    high = Decimal(str(field.maximum)) if field.maximum is not None else Decimal(10) ** 9
    fitting = [value for value in tried if low <= value <= high]
    if field.type is FieldType.INTEGER:
        return [int(value) for value in fitting if value == int(value)]
    return [round(value, 2) for value in fitting]


def _moments(field: Field, known: tuple[Worth, ...]) -> list[Given]:
    found: list[Given] = []
    for value in [*known, DAY_ONE, LONG_AGO, AGES_AGO]:
        match value:
            case datetime():
                found += [_as(field, value + timedelta(hours=hours)) for hours in (0, 1, -1, 24, -24, 240, -240)]
            case date():
                moment = datetime(value.year, value.month, value.day, 9)
                found += [_as(field, moment + timedelta(days=days)) for days in (0, 1, -1, 10, -10)]
            case time() if field.type is FieldType.TIME:
                found += [
                    value,
                    *(value.replace(hour=hour) for hour in (value.hour - 1, value.hour + 1) if 0 <= hour < 24),
                ]
    return found


def _as(field: Field, moment: datetime) -> date | datetime | time:
    if field.type is FieldType.DATE:
        return moment.date()
    return moment.time() if field.type is FieldType.TIME else moment.replace(tzinfo=UTC)


def _extras(spec: Spec, samples: Mapping[str, Sample], sought: Goal) -> Iterator[tuple[Make, ...]]:
    """One or two children for each aggregate of the goal, as they are or with what the aggregate reads changed."""
    known = _known(spec, samples, sought)
    for aggregate in aggregates(sought.entity, sought.condition):
        yield from child_makes(spec, sought.entity, aggregate, samples, known)


def child_makes(
    spec: Spec, entity: Entity, aggregate: Aggregate, samples: Mapping[str, Sample], known: tuple[Worth, ...]
) -> Iterator[tuple[Make, ...]]:
    """Children of `it` that an aggregate counts or sums."""
    for child in spec.entities:
        for relation in child.relations:
            if relation.target != entity.name or inverse(child, relation) != aggregate.children or relation.many:
                continue
            for changes in _child_changes(spec, samples, child, aggregate, known):
                here: Changes = ((relation.name, Use("it")), *changes)
                first = Make(alias=child.name, entity=child.name, changes=here)
                yield (first,)
                yield (first, Make(alias=f"other_{child.name}", entity=child.name, changes=here))


def _child_changes(
    spec: Spec, samples: Mapping[str, Sample], child: Entity, aggregate: Aggregate, known: tuple[Worth, ...]
) -> Iterator[Changes]:
    yield ()
    if aggregate.where is not None and child.name in samples:
        fitting = solve(spec, samples, goal(spec, child.name, aggregate.where, True))
        if fitting:
            yield fitting.changes
    for part in (aggregate.item, aggregate.where):
        for path in paths(child, part) if part is not None else ():
            for value in _candidates(spec, samples, child, path, known):
                yield ((path[0], value),)
