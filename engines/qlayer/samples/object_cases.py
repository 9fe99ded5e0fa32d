"""Cases of rules over one object: its own values, what it refers to, and what a step needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from engines.kernel.spec import (
    Check,
    FieldOrder,
    FieldsDiffer,
    RelatedBound,
    RelatedState,
    RequiredWhen,
    Spec,
    StepNeeds,
    parse,
)
from engines.kernel.spec.expression import Binary, IsNone, Path
from engines.qlayer.samples.claim import claim, holder, known, laid_out
from engines.qlayer.samples.conditions import along, conditions
from engines.qlayer.samples.model import Act, Case, Change, Changes, Given, Make, Move, Refused, Samples, Use
from engines.qlayer.samples.solve import Fix, Goal, goal, reaches, solve
from engines.qlayer.samples.titles import alias
from engines.qlayer.samples.towards import towards
from engines.qlayer.samples.values import settled
from engines.qlayer.samples.wording import with_what
from engines.qlayer.samples.world import merged
from engines.qlayer.wording import with_article, words

ObjectRule = FieldOrder | FieldsDiffer | RelatedBound | RequiredWhen | Check


def bad_object_cases(spec: Spec, samples: Samples, rule: ObjectRule) -> Iterator[Case]:
    """A good object passes; the same with values at fault is refused, when it is created and when it is changed."""
    condition = next(c.expression for c in conditions(spec, rule.entity) if c.rule == rule)
    if isinstance(rule, FieldsDiffer):
        yield from _same_reference(spec, rule)
    bad = _worst(spec, samples, rule, goal(spec, rule.entity, condition, False))
    if bad is None and isinstance(rule, RequiredWhen):
        yield from _missing_on_the_way(spec, samples, rule)
    if bad is None or bad.extra:
        return
    name = alias(rule.entity)
    relevant = _at_limit(spec, samples, rule)
    makes, good = laid_out(spec.entity(rule.entity), relevant)
    bad_makes, wrong = laid_out(spec.entity(rule.entity), bad.changes, "other_")
    refused = Refused(
        step=Make(alias=f"bad_{rule.entity}", entity=rule.entity, changes=wrong), status=409, fields=_at_fault(rule)
    )
    acts: list[Act] = [*makes, Make(alias=name, entity=rule.entity, changes=good), *bad_makes, refused]
    if "status" not in dict(wrong):
        taken: Changes = ((rule.field, None),) if isinstance(rule, RequiredWhen) else ()
        change = Change(alias=name, changes=merged(wrong, taken))
        acts.append(Refused(step=change, status=409, fields=_at_fault(rule)))
    yield claim(spec, rule, _object_title(rule), tuple(acts))


def _missing_on_the_way(spec: Spec, samples: Samples, rule: RequiredWhen) -> Iterator[Case]:
    """A step to a state that asks for a field is refused while the field is missing, and passes with it."""
    sample, name = samples.of(rule.entity), alias(rule.entity)
    bare = {**known(samples), rule.entity: replace(sample, walks=())}
    for walk in sample.walks:
        state: Changes = (("status", walk.state), (rule.field, None))
        reached = goal(spec, rule.entity, parse(rule.condition), True, state)
        last = walk.steps[-1]
        if not isinstance(last, Move) or not reaches(spec, bare, Goal(**{**vars(reached), "keep": ()}), Fix()):
            continue
        moves = [at for at, step in enumerate(walk.steps[:-1]) if isinstance(step, Move)]
        before = walk.steps[moves[-1]] if moves else None
        start: Changes = (("status", before.to),) if isinstance(before, Move) else ()
        needed = [towards(step, name) for step in walk.steps[moves[-1] + 1 if moves else 0 : -1]]
        given = [act for act in needed if isinstance(act, Change)]
        acts = (
            Make(alias=name, entity=rule.entity, changes=start),
            *(act for act in needed if not isinstance(act, Change)),
            Refused(step=Move(alias=name, to=walk.state), status=409, fields=(rule.field,)),
            *given,
            Move(alias=name, to=walk.state),
        )
        yield claim(spec, rule, _object_title(rule), acts)
        return


def _same_reference(spec: Spec, rule: FieldsDiffer) -> Iterator[Case]:
    """Two references of an object lead to one and the same other object."""
    targets = {one.name: one.target for one in spec.entity(rule.entity).relations if not one.many}
    one, other = rule.fields
    if one in targets and targets[one] == targets.get(other):
        shared = alias(one)
        same: Changes = ((one, Use(shared)), (other, Use(shared)))
        acts: tuple[Act, ...] = (
            Make(alias=shared, entity=targets[one]),
            Make(alias=alias(rule.entity), entity=rule.entity, changes=((one, Use(shared)),)),
            Refused(
                step=Make(alias=f"bad_{rule.entity}", entity=rule.entity, changes=same), status=409, fields=rule.fields
            ),
            Refused(step=Change(alias=alias(rule.entity), changes=same), status=409, fields=rule.fields),
        )
        yield claim(spec, rule, _object_title(rule), acts)


def _worst(spec: Spec, samples: Samples, rule: ObjectRule, sought: Goal) -> Fix | None:
    """Values just beyond what the rule allows, else any that it forbids."""
    if isinstance(rule, FieldOrder):
        values = dict(samples.of(rule.entity).values)
        limit = settled(values.get(rule.earlier))
        beyond = limit if rule.strict else _just_below(limit)
        near = Fix(((rule.earlier, limit), (rule.later, beyond)))
        if beyond is not None and reaches(spec, known(samples), sought, near):
            return near
    return solve(spec, known(samples), sought)


def _just_below(value: Given) -> Given:
    match value:
        case datetime():
            return value - timedelta(minutes=1)
        case date():
            return value - timedelta(days=1)
        case time():
            return value.replace(hour=value.hour - 1)
        case int() | Decimal():
            return value - 1
        case _:
            return None


def _at_limit(spec: Spec, samples: Samples, rule: ObjectRule) -> Changes:
    """What a good object is given: values at the very limit of the rule."""
    values = dict(samples.of(rule.entity).values)
    condition = next(c.expression for c in conditions(spec, rule.entity) if c.rule == rule)
    match rule:
        case FieldOrder(earlier=earlier, later=later, strict=strict) if earlier in values and later in values:
            limit = settled(values[earlier])
            equal: Changes = ((earlier, limit), (later, limit))
            kept = goal(spec, rule.entity, condition, True)
            if not strict and reaches(spec, known(samples), kept, Fix(equal)):
                return equal
            return tuple((name, settled(values[name])) for name in (earlier, later))
        case RelatedBound(relation=relation):
            return tuple((name, value) for name, value in values.items() if name == relation)
        case RequiredWhen(field=field, condition=held):
            asked = Binary("and", parse(held), IsNone(Path((field,)), negated=True))
            fix = solve(spec, known(samples), goal(spec, rule.entity, asked, True))
            return fix.changes if fix and not fix.extra else ()
    return ()


def _at_fault(rule: ObjectRule) -> tuple[str, ...]:
    match rule:
        case FieldOrder(earlier=earlier, later=later):
            return (later, earlier)
        case FieldsDiffer(fields=fields):
            return fields
        case RelatedBound(field=field) | RequiredWhen(field=field) | Check(field=field):
            return (field,)


def _object_title(rule: ObjectRule) -> str:
    who = with_article(rule.entity)
    match rule:
        case FieldOrder(earlier=earlier, later=later, strict=strict):
            return f"the {words(later)} of {who} {'is after' if strict else 'is not before'} its {words(earlier)}"
        case FieldsDiffer(fields=(one, other)):
            return f"the {words(one)} of {who} is not its {words(other)}"
        case RelatedBound(field=field, relation=relation, related_field=related, at_least=at_least):
            bound = "at least" if at_least else "at most"
            return f"the {words(field)} of {who} is {bound} the {words(related)} of its {words(relation)}"
        case RequiredWhen(field=field, condition=condition):
            return f"{who} needs its {words(field)} with {with_what(condition)}"
        case Check(condition=condition):
            return f"{who} always has {with_what(condition)}"


def related_state_cases(spec: Spec, samples: Samples, rule: RelatedState) -> Iterator[Case]:
    """With a good object to refer to it passes; with one in the wrong state it is refused."""
    first, wanted = along(rule.relation, rule.condition)
    relation = next(one for one in spec.entity(rule.entity).relations if one.name == first)
    good = solve(spec, known(samples), goal(spec, relation.target, wanted, True))
    bad = solve(spec, known(samples), goal(spec, relation.target, wanted, False))
    title = f"{with_article(rule.entity)} needs {with_article(rule.relation.split('.')[-1])} with {with_what(rule.condition)}"
    later = _turned_bad(spec, samples, rule, relation.target)
    if good is None or bad is None:
        yield from [claim(spec, rule, title, later)] if later else []
        return
    acts: list[Act] = []
    for prefix, fix in (("good_", good), ("bad_", bad)):
        target = alias(f"{prefix}{first}")
        acts += _made(fix, target, relation.target)
        make = Make(alias=alias(f"{prefix}{rule.entity}"), entity=rule.entity, changes=((first, Use(target)),))
        acts.append(make if fix is good else Refused(step=make, status=409, fields=(first,)))
    yield claim(spec, rule, title, tuple(acts))


def _turned_bad(spec: Spec, samples: Samples, rule: RelatedState, target: str) -> tuple[Act, ...]:
    """The object to refer to is good at first, and what it refers to itself turns bad afterwards."""
    first, *rest = rule.relation.split(".")
    inner = next((one for one in spec.entity(target).relations if [one.name] == rest), None)
    if inner is None:
        return ()
    good = holder(samples, target, inner.name)
    bad = solve(spec, known(samples), goal(spec, inner.target, parse(rule.condition), False, good))
    if bad is None or bad.extra or not bad.changes or "status" in dict(bad.changes):
        return ()
    source, middle = alias(inner.name), alias(first)
    late = Make(alias=alias(f"late_{rule.entity}"), entity=rule.entity, changes=((first, Use(middle)),))
    return (
        Make(alias=source, entity=inner.target, changes=good),
        Make(alias=middle, entity=target, changes=((inner.name, Use(source)),)),
        Change(alias=source, changes=bad.changes),
        Refused(step=late, status=409, fields=(first,)),
    )


def _made(fix: Fix, name: str, entity: str) -> list[Act]:
    """The object that a fix describes under a name, and its children."""
    return [Make(alias=name, entity=entity, changes=fix.changes), *renamed(fix, name)]


def renamed(fix: Fix, name: str) -> list[Act]:
    """The further objects of a fix, pointing at `name` instead of `it`."""
    return [
        Make(
            alias=extra.alias,
            entity=extra.entity,
            changes=tuple((key, Use(name) if value == Use("it") else value) for key, value in extra.changes),
        )
        for extra in fix.extra
    ]


def step_needs_cases(spec: Spec, samples: Samples, rule: StepNeeds) -> Iterator[Case]:
    """Without what the step needs it is refused; with it, it passes."""
    entity, wanted = spec.entity(rule.entity), parse(rule.condition)
    sources = (
        [step.source for step in entity.lifecycle.transitions if step.target == rule.to] if entity.lifecycle else []
    )
    for source in sources:
        start: Changes = (("status", source),) if entity.lifecycle and source != entity.lifecycle.initial else ()
        bad = solve(spec, known(samples), goal(spec, rule.entity, wanted, False, start))
        good = solve(spec, known(samples), goal(spec, rule.entity, wanted, True, start))
        if bad is None or good is None:
            continue
        name, other = alias(rule.entity), alias(f"ready_{rule.entity}")
        acts: tuple[Act, ...] = (
            Make(alias=name, entity=rule.entity, changes=merged(start, bad.changes)),
            *renamed(bad, name),
            Refused(step=Move(alias=name, to=rule.to), status=409),
            Make(alias=other, entity=rule.entity, changes=merged(start, good.changes)),
            *renamed(good, other),
            Move(alias=other, to=rule.to),
        )
        title = f"{with_article(rule.entity)} becomes {words(rule.to)} only with {with_what(rule.condition)}"
        yield claim(spec, rule, title if source == sources[0] else f"{title} from {words(source)}", acts)
        return
