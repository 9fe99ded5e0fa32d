"""Keeps the objects of a case out of the way of all rules but the one that it is about; says why a case proves nothing.

Called by rule_cases: a case is played in a world; where another rule would refuse a step, its object moves in time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from engines.kernel.spec import Locked, Rule, Spec, StepNeeds, rule_id
from engines.qlayer.samples.broken import broken
from engines.qlayer.samples.model import (
    Act,
    Case,
    Change,
    Changes,
    Expect,
    Given,
    Make,
    Move,
    Refused,
    Sample,
    Samples,
    Shows,
    Unproven,
)
from engines.qlayer.samples.values import settled
from engines.qlayer.samples.world import World, merged

SHIFTS = (2, 4, 6, 24, 48, 7 * 24, 14 * 24, 21 * 24, 28 * 24, 35 * 24, 42 * 24, 80 * 24, 120 * 24, 160 * 24)

NO_EXAMPLE = "no example was found that breaks it and no other rule"


def apart(spec: Spec, samples: Samples, rule: Rule | None, case: Case) -> Case | Unproven:
    """The case with its objects moved apart where needed; Unproven when no shift makes it prove its rule."""
    known: Mapping[str, Sample] = {sample.entity: sample for sample in samples.all}
    decided = not isinstance(rule, Locked | StepNeeds)
    done: list[Act] = []
    for act in case.acts:
        step = act.step if isinstance(act, Refused) else act
        wanted: set[Rule] = {rule} if rule and isinstance(act, Refused) and decided else set()
        if isinstance(step, Make):
            fitting = next(_fitting(spec, known, tuple(done), step, wanted), None)
            if fitting is None:
                return _unproven(case, wanted, _made(spec, known, tuple(done), step))
            done += _refusal(spec, known, tuple(done), act, fitting) if isinstance(act, Refused) else (fitting,)
        elif not isinstance(step, Change) or _changed(spec, known, tuple(done), step) == wanted:
            done.append(act)
        elif not isinstance(act, Refused):
            return _unproven(case, wanted, _changed(spec, known, tuple(done), step))
    return replace(case, acts=tuple(done))


def _unproven(case: Case, wanted: set[Rule], found: set[Rule]) -> Unproven:
    others = ", ".join(sorted({rule_id(rule) for rule in found - wanted}))
    reason = f"an example of it also breaks {others}" if others else NO_EXAMPLE
    return Unproven(fact=case.fact, entity=case.entity, reason=reason)


def _made(spec: Spec, known: Mapping[str, Sample], before: tuple[Act, ...], make: Make) -> set[Rule]:
    """The rules that a new object breaks."""
    world = _played(spec, known, before)
    return set(broken(world, world.make(make)))


def _refusal(
    spec: Spec, known: Mapping[str, Sample], before: tuple[Act, ...], act: Refused, make: Make
) -> Iterator[Act]:
    """The refusal at the step that breaks the rule: the creation, or a later step on the way to the object's state."""
    state = dict(make.changes).get("status")
    walk = known[make.entity].walk(state) if isinstance(state, str) else None
    fresh = replace(make, changes=tuple(pair for pair in make.changes if pair[0] != "status"))
    world = _played(spec, known, before)
    if walk is None or set(broken(world, world.make(fresh))):
        yield replace(act, step=fresh if walk else make)
        return
    earlier = next((one.state for one in known[make.entity].walks if one.steps == walk.steps[:-1]), "")
    yield replace(fresh, changes=(*fresh.changes, ("status", earlier))) if earlier else fresh
    yield replace(act, step=Move(alias=make.alias, to=str(state)))


def _changed(spec: Spec, known: Mapping[str, Sample], before: tuple[Act, ...], change: Change) -> set[Rule]:
    """The rules that a changed object breaks."""
    world = _played(spec, known, before)
    world.play([change])
    return set(broken(world, world.named[change.alias]))


def _played(spec: Spec, known: Mapping[str, Sample], before: tuple[Act, ...]) -> World:
    world = World(spec, known)
    world.play(one for one in before if not isinstance(one, Refused | Expect | Shows))
    return world


def _fitting(
    spec: Spec, known: Mapping[str, Sample], before: tuple[Act, ...], make: Make, wanted: set[Rule]
) -> Iterator[Make]:
    """The step as it is, then with its object later, when it breaks just the wanted rules."""
    for hours in (0, *SHIFTS):
        changes = _later(known[make.entity], make.changes, timedelta(hours=hours)) if hours else make.changes
        trial = replace(make, changes=changes)
        if _made(spec, known, before, trial) == wanted:
            yield trial


def _later(sample: Sample, changes: Changes, by: timedelta) -> Changes:
    every = merged(sample.values, changes)
    return merged(
        changes, tuple((name, _shifted(settled(value), by)) for name, value in every if _is_when(settled(value)))
    )


def _is_when(value: Given) -> bool:
    return isinstance(value, date | time)


def _shifted(value: Given, by: timedelta) -> Given:
    match value:
        case time():
            return (datetime.combine(date(2000, 1, 1), value) + by).time()
        case date():
            return value + by
        case _:
            return value
