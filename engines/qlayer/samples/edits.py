"""A change that an object of a sample takes without breaking any rule; and whether it may be changed at all. Pure."""

from __future__ import annotations

from engines.kernel.spec import Entity, Locked, Spec, parse
from engines.qlayer.samples.broken import broken
from engines.qlayer.samples.claim import known
from engines.qlayer.samples.model import Change, Changes, Make, Samples
from engines.qlayer.samples.set_cases import another
from engines.qlayer.samples.values import settled
from engines.qlayer.samples.world import Record, World
from engines.qlayer.samples.worth import truth, worth


def edits(spec: Spec, samples: Samples, entity: Entity) -> Changes:
    """One change per field that can take another value, all fine together; empty for what is locked from the start.

    What they make of the object is not locked either.
    """
    if locked(spec, samples, entity):
        return ()
    sample = samples.of(entity.name)
    fields = {field.name for field in entity.fields}
    changes: Changes = ()
    for name, value in (*sample.values, *sample.optional):
        other = another(spec, entity, name, settled(value)) if name in fields else None
        if other is not None and _fine(spec, samples, entity, (*changes, (name, other))):
            changes = (*changes, (name, other))
    return changes


def locked(spec: Spec, samples: Samples, entity: Entity) -> bool:
    """Whether a fresh object of the sample can't be changed."""
    world = World(spec, known(samples))
    it = world.make(Make(alias="it", entity=entity.name))
    if _held(spec, world, it):
        return True
    holds = [rule for rule in spec.rules if isinstance(rule, Locked)]
    return any(
        rule.children and truth(worth(parse(rule.condition), owner, world.today))
        for rule in holds
        for relation in entity.relations
        if relation.target == rule.entity and isinstance(owner := it.values.get(relation.name), type(it))
    )


def _held(spec: Spec, world: World, record: Record) -> bool:
    rules = [rule for rule in spec.rules if isinstance(rule, Locked) and rule.entity == record.entity.name]
    return any(truth(worth(parse(rule.condition), record, world.today)) for rule in rules)


def _fine(spec: Spec, samples: Samples, entity: Entity, changes: Changes) -> bool:
    world = World(spec, known(samples))
    it = world.make(Make(alias="it", entity=entity.name))
    world.play([Change(alias="it", changes=changes)])
    return not set(broken(world, it)) and not _held(spec, world, it)
