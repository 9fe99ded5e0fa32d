"""A valid sample of every entity, in the order in which they can be created. Called by cases and by both test renderers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace

from engines.kernel.spec import (
    Entity,
    Field,
    FieldOrder,
    FieldType,
    NoOverlap,
    Quota,
    RelatedBound,
    Relation,
    Spec,
    StepNeeds,
    UniqueTogether,
    parse,
)
from engines.kernel.spec.expression import Binary, Path, Value
from engines.qlayer.samples.accounts import fresh, is_account
from engines.qlayer.samples.conditions import Condition, conditions, paths
from engines.qlayer.samples.model import (
    Change,
    Changes,
    Given,
    Make,
    Move,
    Sample,
    Samples,
    Step,
    Walk,
)
from engines.qlayer.samples.needs import compared, made_with
from engines.qlayer.samples.solve import EARLY, LATE, goal, solve
from engines.qlayer.samples.values import FEW, GAP_DAYS, Place, given
from engines.qlayer.samples.world import World, merged
from engines.qlayer.samples.worth import truth, worth


def samples(spec: Spec) -> Samples:
    """Samples of all entities, referred-to entities first."""
    known: dict[str, Sample] = {}
    for entity in creation_order(spec):
        sample = _repaired(spec, known, Sample(entity=entity.name, values=tuple(_needed(spec, entity))))
        known[entity.name] = sample
        known[entity.name] = _with_walks(spec, known, entity, sample)
        known[entity.name] = _with_optional(spec, known, entity, known[entity.name])
    for entity in spec.entities:  # a way to a state may need children, whose samples come later
        if entity.lifecycle:
            known[entity.name] = _with_walks(spec, known, entity, known[entity.name])
    return Samples(all=tuple(known.values()))


def creation_order(spec: Spec) -> tuple[Entity, ...]:
    """Entities behind those that they must refer to."""
    placed: list[Entity] = []

    def place(entity: Entity, above: tuple[str, ...]) -> None:
        if entity in placed or entity.name in above:
            return
        for relation in entity.relations:
            if not is_account(spec, relation.target) and (relation.required or _matters(spec, entity, relation)):
                place(spec.entity(relation.target), (*above, entity.name))
        placed.append(entity)

    for entity in spec.entities:
        place(entity, ())
    return tuple(placed)


def _needed(spec: Spec, entity: Entity) -> Iterator[tuple[str, Given]]:
    for relation in entity.relations:
        if relation.required or _matters(spec, entity, relation):
            yield relation.name, reference(spec, relation)
    ranks = _ranks(spec, entity)
    for field in entity.fields:
        if field.required or field.name in ranks or compared(spec, entity, field.name):
            yield field.name, given(entity, field, _place(spec, entity, field, ranks))


def reference(spec: Spec, relation: Relation) -> Given:
    """A fresh object for a relation to refer to."""
    one = fresh(spec, relation)
    return (one,) if relation.many else one


def _matters(spec: Spec, entity: Entity, relation: Relation) -> bool:
    """Whether rules that count or compare objects read an optional relation, and what it leads to can be made first."""
    return compared(spec, entity, relation.name) and not made_with(spec, relation.target, entity.name)


def _ranks(spec: Spec, entity: Entity) -> dict[str, int]:
    """Fields of order rules by their place in the order; optional ends that an order could leave out are not ranked."""
    orders = list(_orders(spec, entity))
    ranks = {name: 0 for order in orders for name in order}
    for _ in orders:
        for earlier, later in orders:
            ranks[later] = max(ranks[later], ranks[earlier] + 1)
    optional = {field.name for field in entity.fields if not field.required}
    return {name: rank for name, rank in ranks.items() if name not in optional or compared(spec, entity, name)}


def _orders(spec: Spec, entity: Entity) -> Iterator[tuple[str, str]]:
    """Pairs of fields of which one comes first: of order rules, and beginnings and ends that may not overlap."""
    for rule in spec.rules:
        if rule.entity == entity.name:
            match rule:
                case FieldOrder(earlier=earlier, later=later):
                    yield earlier, later
                case NoOverlap(start=start, end=end) if end:
                    yield start, end


def _place(spec: Spec, entity: Entity, field: Field, ranks: Mapping[str, int]) -> Place:
    roomy = any(
        (isinstance(rule, Quota) and rule.limit == field.name)
        or (isinstance(rule, RelatedBound) and rule.related_field == field.name and not rule.at_least)
        for rule in spec.rules
        if rule.entity != entity.name
    )
    every = max((_apart(spec, entity, rule) for rule in spec.rules if isinstance(rule, NoOverlap)), default=1)
    counted = _must_count(spec, entity, field.name)
    return Place(rank=ranks.get(field.name, 0), counted=counted, roomy=roomy, every=every if counted else 1)


def _apart(spec: Spec, entity: Entity, rule: NoOverlap) -> int:
    """How many days objects must be apart so that they do not overlap."""
    days = {field.name for field in entity.fields if field.type is FieldType.DATE}
    mine = rule.entity == entity.name and rule.end in days
    return GAP_DAYS * (len(_ranks(spec, entity)) + 1) if mine else 1


def _must_count(spec: Spec, entity: Entity, name: str) -> bool:
    """Whether objects would collide unless this field moved on: a rule of sameness without a reference in it."""
    relations = {relation.name for relation in entity.relations}
    for rule in spec.rules:
        if rule.entity != entity.name:
            continue
        match rule:
            case UniqueTogether(fields=names) if not relations & set(names):
                if name == next((one for one in reversed(names) if _counts(entity, one)), ""):
                    return True
            case NoOverlap(same=names, start=start, end=end) if not relations & set(names):
                moving = next((one for one in names if _counts(entity, one)), "")
                if name in ((moving,) if moving else (start, end)):
                    return True
    return False


def _counts(entity: Entity, name: str) -> bool:
    """Whether a field can be another one in every object."""
    return any(field.name == name and field.type not in FEW for field in entity.fields)


def _repaired(spec: Spec, known: Mapping[str, Sample], sample: Sample) -> Sample:
    """The sample with the smallest changes that make all conditions hold."""
    for condition in conditions(spec, sample.entity):
        trial = {**known, sample.entity: sample}
        if all(_holds(World(spec, trial, today=day), sample.entity, condition) for day in (EARLY, LATE)):
            continue
        fix = solve(spec, trial, goal(spec, sample.entity, condition.expression, True))
        if fix:
            sample = Sample(entity=sample.entity, values=merged(sample.values, fix.changes))
    return sample


def _holds(world: World, entity: str, condition: Condition) -> bool:
    """Whether a fresh object keeps a condition."""
    it = world.make(Make(alias="it", entity=entity))
    return truth(worth(condition.expression, it, world.today))


def _with_walks(spec: Spec, known: Mapping[str, Sample], entity: Entity, sample: Sample) -> Sample:
    if not entity.lifecycle:
        return sample
    ways: dict[str, tuple[Step, ...]] = {entity.lifecycle.initial: ()}
    queue = deque([entity.lifecycle.initial])
    while queue:
        here = queue.popleft()
        for step in entity.lifecycle.transitions:
            if step.source == here and step.target not in ways:
                ways[step.target] = (*ways[here], *prepared(spec, known, entity, step.target))
                queue.append(step.target)
    walks = tuple(Walk(state=state, steps=steps) for state, steps in ways.items() if steps)
    return Sample(entity=sample.entity, values=sample.values, optional=sample.optional, walks=walks)


def prepared(spec: Spec, known: Mapping[str, Sample], entity: Entity, to: str) -> tuple[Step, ...]:
    """The step of `it` to a state, behind what the step needs."""
    steps: list[Step] = []
    for rule in spec.rules:
        if isinstance(rule, StepNeeds) and rule.entity == entity.name and rule.to == to:
            fix = solve(spec, known, goal(spec, entity.name, parse(rule.condition), True))
            if fix and fix.changes:
                steps.append(Change(alias="it", changes=fix.changes))
            steps.extend(fix.extra if fix else ())
    needed = _needed_in(spec, known, entity, to)
    return (*steps, *([Change(alias="it", changes=needed)] if needed else []), Move(alias="it", to=to))


def _needed_in(spec: Spec, known: Mapping[str, Sample], entity: Entity, state: str) -> Changes:
    """What an object must be given for the conditions that hold in a state."""
    bare = {**known, entity.name: replace(known[entity.name], walks=())}
    base: Changes = (("status", state),)
    changes: Changes = ()
    for condition in conditions(spec, entity.name):
        if ("status",) in paths(entity, condition.expression):
            there = Binary("and", condition.expression, Binary("==", Path(("status",)), Value(state)))
            fix = solve(spec, bare, goal(spec, entity.name, there, True, merged(base, changes)))
            changes = merged(changes, fix.changes if fix else ())
    return tuple(pair for pair in changes if pair[0] != "status")


def _with_optional(spec: Spec, known: Mapping[str, Sample], entity: Entity, sample: Sample) -> Sample:
    """The optional fields and relations that can be given as well without breaking a condition."""
    given_now = dict(sample.values)
    extra: Changes = ()
    for name, value in _optional(spec, entity):
        if name in given_now:
            continue
        world = World(spec, known)
        it = world.make(Make(alias="it", entity=entity.name, changes=(*extra, (name, value))))
        if all(truth(worth(c.expression, it, world.today)) for c in conditions(spec, entity.name)):
            extra = (*extra, (name, value))
    return Sample(entity=sample.entity, values=sample.values, optional=extra, walks=sample.walks)


def _optional(spec: Spec, entity: Entity) -> Iterator[tuple[str, Given]]:
    later = {order[1] for order in _orders(spec, entity)}
    for field in entity.fields:
        if not field.required:
            yield field.name, given(entity, field, Place(rank=3 if field.name in later else 0))
    for relation in entity.relations:
        if not relation.required and relation.target != entity.name:
            yield relation.name, reference(spec, relation)
