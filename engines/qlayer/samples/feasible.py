"""Leaves out rules that no valid object was found for, so that what remains can be built and used. Called by the contexts.

Such a rule has no code, so that its sentence is named as not built.
"""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Rule, Spec, StepNeeds, parse
from engines.qlayer.samples.broken import broken
from engines.qlayer.samples.claim import known
from engines.qlayer.samples.model import Make
from engines.qlayer.samples.plain_spec import plain_spec
from engines.qlayer.samples.sample import samples
from engines.qlayer.samples.solve import EARLY, LATE, goal, solve
from engines.qlayer.samples.world import World

_OBJECTS = 3


def feasible(spec: Spec) -> Spec:
    """The specification without the least certain of the rules that together let no object exist."""
    hindered = impossible(spec)
    while hindered:
        rule = _weakest(spec, hindered)
        spec = _without(spec, rule)
        hindered = impossible(spec)
    return spec


def impossible(spec: Spec) -> set[Rule]:
    """The rules that the samples of their entities break, today or in many years, and steps that none of them takes."""
    plain = plain_spec(spec)
    made = samples(plain)
    found: set[Rule] = {
        rule
        for rule in plain.rules
        if isinstance(rule, StepNeeds)
        and solve(plain, known(made), goal(plain, rule.entity, parse(rule.condition), True)) is None
    }
    for today in (EARLY, LATE):
        world = World(plain, known(made), today=today)
        for sample in made.all:
            for number in range(_OBJECTS):
                record = world.make(Make(alias=f"{sample.entity} {number}", entity=sample.entity))
                found |= set(broken(world, record))
    return found & set(spec.rules)


def _weakest(spec: Spec, hindered: set[Rule]) -> Rule:
    """The least certain rule whose absence helps; of equals the broken one."""
    entities = {rule.entity for rule in hindered}
    rivals = [rule for rule in spec.rules if rule.entity in entities]
    ranked = sorted(rivals, key=lambda rule: (rule.origin.confidence, rule not in hindered))
    helps = (rule for rule in ranked if rule in hindered or len(impossible(_without(spec, rule))) < len(hindered))
    return next(helps)


def _without(spec: Spec, rule: Rule) -> Spec:
    return replace(spec, rules=tuple(other for other in spec.rules if other != rule))
