"""For every computed value an object, its children and what the value then reads. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from engines.kernel.spec import Computed, Entity, FieldType, Relation, Spec, parse
from engines.kernel.spec.expression import Aggregate, Expression
from engines.qlayer.samples.apart import apart
from engines.qlayer.samples.claim import holder, known, said
from engines.qlayer.samples.conditions import aggregates, paths
from engines.qlayer.samples.model import Act, Case, Changes, Expect, Make, Refused, Samples, Shows, Use
from engines.qlayer.samples.set_cases import another
from engines.qlayer.samples.solve import EARLY, LATE, goal, solve
from engines.qlayer.samples.titles import alias
from engines.qlayer.samples.values import NUMBERS, settled
from engines.qlayer.samples.world import World, inverse, merged
from engines.qlayer.wording import with_article, words

Plain = str | int | Decimal | bool | None


def computed_cases(spec: Spec, samples: Samples) -> tuple[Case, ...]:
    """The cases of all computed values."""
    found = (
        apart(spec, samples, None, case)
        for entity in spec.entities
        for computed in entity.computed
        for case in _cases(spec, samples, entity, computed)
    )
    return tuple(case for case in found if isinstance(case, Case))


def _cases(spec: Spec, samples: Samples, entity: Entity, computed: Computed) -> Iterator[Case]:
    if computed.type is FieldType.BOOLEAN:
        yield from _either_way(spec, samples, entity, computed)
        return
    acts = _setup(spec, samples, entity, parse(computed.expression))
    yield _claim(
        spec,
        samples,
        entity,
        computed,
        f"the {words(computed.name)} of {with_article(entity.name)} is worked out",
        acts,
    )


def _either_way(spec: Spec, samples: Samples, entity: Entity, computed: Computed) -> Iterator[Case]:
    for wish, verb in ((True, "is"), (False, "is not")):
        fix = solve(spec, known(samples), goal(spec, entity.name, parse(computed.expression), wish))
        if fix is None:
            continue
        name = alias(entity.name)
        make = Make(alias=name, entity=entity.name, changes=fix.changes)
        extra = [_towards(one, name) for one in fix.extra]
        yield _claim(
            spec,
            samples,
            entity,
            computed,
            f"{with_article(entity.name)} {verb} {words(computed.name)}",
            [make, *extra],
        )


def _towards(make: Make, name: str) -> Make:
    told = tuple((key, Use(name) if value == Use("it") else value) for key, value in make.changes)
    return Make(alias=make.alias, entity=make.entity, changes=told)


def _setup(spec: Spec, samples: Samples, entity: Entity, expression: Expression) -> list[Act]:
    """The object, with what the expression reads, and two unlike children for each aggregate."""
    reads = {path[0] for path in paths(entity, expression)}
    given: Changes = tuple(pair for pair in samples.of(entity.name).optional if pair[0] in reads)
    children: list[Act] = []
    for aggregate in aggregates(entity, expression):
        for child, relation in _referring(spec, entity, aggregate):
            given = merged(given, holder(samples, child.name, relation.name))
            children += _children(spec, samples, entity, child, relation, aggregate)
    unlike = {act.alias: act for act in children if isinstance(act, Make)}
    return [Make(alias=alias(entity.name), entity=entity.name, changes=given), *unlike.values()]


def _referring(spec: Spec, entity: Entity, aggregate: Aggregate) -> Iterator[tuple[Entity, Relation]]:
    for child in spec.entities:
        for relation in child.relations:
            if relation.target == entity.name and inverse(child, relation) == aggregate.children and not relation.many:
                yield child, relation


def _children(
    spec: Spec, samples: Samples, entity: Entity, child: Entity, relation: Relation, aggregate: Aggregate
) -> Iterator[Make]:
    where = aggregate.where
    fitting = solve(spec, known(samples), goal(spec, child.name, where, True)) if where is not None else None
    put: Changes = ((relation.name, Use(alias(entity.name))),)
    base = merged(fitting.changes if fitting else (), put)
    yield Make(alias=f"first_{child.name}", entity=child.name, changes=base)
    yield Make(
        alias=f"second_{child.name}", entity=child.name, changes=merged(base, _unlike(spec, samples, child, aggregate))
    )
    away = solve(spec, known(samples), goal(spec, child.name, where, False)) if where is not None else None
    if away and not away.extra:
        yield Make(alias=f"uncounted_{child.name}", entity=child.name, changes=merged(away.changes, put))


def _unlike(spec: Spec, samples: Samples, child: Entity, aggregate: Aggregate) -> Changes:
    """Another number for a field that the aggregate reads."""
    reads = {path[0] for path in paths(child, aggregate.item)} if aggregate.item is not None else set()
    values = dict(samples.of(child.name).values)
    for field in child.fields:
        if field.name in reads and field.type in NUMBERS and field.name in values:
            other = another(spec, child, field.name, settled(values[field.name]))
            return ((field.name, other),) if other is not None else ()
    return ()


def _claim(spec: Spec, samples: Samples, entity: Entity, computed: Computed, title: str, acts: list[Act]) -> Case:
    name = alias(entity.name)
    early, late = (_reads(spec, samples, acts, name, computed, day) for day in (EARLY, LATE))
    last: Act = (
        Expect(alias=name, property=computed.name, value=early)
        if early == late
        else Shows(alias=name, property=computed.name)
    )
    return Case(
        fact=f"computed:{entity.name}.{computed.name}",
        title=title,
        entity=entity.name,
        acts=(*acts, last),
        said=said(spec, computed.origin),
    )


def _reads(spec: Spec, samples: Samples, acts: list[Act], name: str, computed: Computed, today: date) -> Plain:
    world = World(spec, known(samples), today=today)
    world.play(act for act in acts if not isinstance(act, Refused | Expect | Shows))
    value = world.named[name].read(computed.name)
    match value:
        case Decimal():
            return _rounded(value, computed.type)
        case datetime() | date() | time():
            return value.isoformat()
        case str() | bool():
            return value
    return None


def _rounded(value: Decimal, kind: FieldType) -> int | Decimal:
    places = {FieldType.MONEY: 2, FieldType.INTEGER: 0}.get(kind, 6)
    number = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return int(number) if number == int(number) else number.normalize()
