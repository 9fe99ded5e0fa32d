"""Cases of locks: a locked object, and what belongs to it, can neither be changed nor deleted."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, Locked, Relation, Spec, parse
from engines.qlayer.samples.claim import claim, known
from engines.qlayer.samples.model import Act, Case, Change, Changes, Given, Make, Move, Refused, Remove, Samples, Use
from engines.qlayer.samples.object_cases import renamed
from engines.qlayer.samples.set_cases import another
from engines.qlayer.samples.solve import goal, solve
from engines.qlayer.samples.titles import alias
from engines.qlayer.samples.values import settled
from engines.qlayer.samples.wording import with_what
from engines.qlayer.samples.world import inverse
from engines.qlayer.wording import with_article, words


def locked_cases(spec: Spec, samples: Samples, rule: Locked) -> Iterator[Case]:
    """Before the lock a change passes; then a change, a deletion and each change of a child are refused."""
    entity = spec.entity(rule.entity)
    free = solve(spec, known(samples), goal(spec, rule.entity, parse(rule.condition), False))
    held = solve(spec, known(samples), goal(spec, rule.entity, parse(rule.condition), True))
    edit = harmless(spec, samples, entity, rule.condition)
    if held is None or not edit:
        return
    name = alias(f"locked_{rule.entity}")
    acts: list[Act] = []
    if free is not None:
        acts += [Make(alias=f"free_{rule.entity}", entity=rule.entity, changes=free.changes)]
        acts += [*renamed(free, f"free_{rule.entity}"), Change(alias=f"free_{rule.entity}", changes=edit)]
    acts += [Make(alias=name, entity=rule.entity, changes=held.changes), *renamed(held, name)]
    acts += [Refused(step=Change(alias=name, changes=edit), status=409), Refused(step=Remove(alias=name), status=409)]
    which = f" with {with_what(rule.condition)}" if free is not None else ""
    title = f"{with_article(rule.entity)}{which} cannot be changed any more"
    yield claim(spec, rule, title, tuple(acts))
    for child, relation in children(spec, rule):
        yield from _child_case(spec, samples, rule, child, relation)


def children(spec: Spec, rule: Locked) -> Iterator[tuple[Entity, Relation]]:
    """The entities whose objects a lock holds as well."""
    for child in spec.entities:
        for relation in child.relations:
            if relation.target == rule.entity and inverse(child, relation) in rule.children:
                yield child, relation


def _child_case(spec: Spec, samples: Samples, rule: Locked, child: Entity, relation: Relation) -> Iterator[Case]:
    owner, name = alias(rule.entity), alias(child.name)
    locking = _locking_steps(spec, samples, rule, owner)
    edit = harmless(spec, samples, child, "")
    if not locking:
        return
    put: Changes = ((relation.name, Use(owner)),)
    acts: list[Act] = [
        Make(alias=owner, entity=rule.entity),
        Make(alias=name, entity=child.name, changes=put),
        *locking,
    ]
    acts.append(Refused(step=Make(alias=f"late_{child.name}", entity=child.name, changes=put), status=409))
    if edit:
        acts.append(Refused(step=Change(alias=name, changes=edit), status=409))
    acts.append(Refused(step=Remove(alias=name), status=409))
    title = f"{words(child.plural)} of a locked {words(rule.entity)} cannot be changed"
    yield claim(spec, rule, title, tuple(acts))


def _locking_steps(spec: Spec, samples: Samples, rule: Locked, owner: str) -> list[Act]:
    """The steps that lock an object that is there already."""
    held = solve(spec, known(samples), goal(spec, rule.entity, parse(rule.condition), True))
    if held is None or held.extra:
        return []
    steps: list[Act] = []
    for name, value in held.changes:
        if name != "status" or not isinstance(value, str):
            steps.append(Change(alias=owner, changes=((name, value),)))
            continue
        walk = samples.of(rule.entity).walk(value)
        for step in walk.steps if walk else ():
            match step:
                case Move(to=to):
                    steps.append(Move(alias=owner, to=to))
                case Change(changes=changes):
                    steps.append(Change(alias=owner, changes=changes))
                case Make():
                    told = tuple((key, Use(owner) if given == Use("it") else given) for key, given in step.changes)
                    steps.append(Make(alias=f"needed_{step.alias}", entity=step.entity, changes=told))
    return steps


def harmless(spec: Spec, samples: Samples, entity: Entity, condition: str) -> Changes:
    """A change of one field that no condition reads."""
    sample = samples.of(entity.name)
    unique = {field.name for field in entity.fields if field.unique}
    fields = {field.name for field in entity.fields}
    every = sorted((*sample.values, *sample.optional), key=lambda pair: pair[0] in unique)
    for name, value in every:
        if name in condition or name not in fields:
            continue
        other: Given = another(spec, entity, name, settled(value))
        if other is not None:
            return ((name, other),)
    return ()
