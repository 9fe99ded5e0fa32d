"""For every lifecycle its first state, each step that is allowed and each that is not. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, Lifecycle, Spec
from engines.qlayer.samples.claim import known, said
from engines.qlayer.samples.model import Case, Expect, Make, Move, Refused, Samples
from engines.qlayer.samples.sample import prepared
from engines.qlayer.samples.titles import alias
from engines.qlayer.samples.towards import towards
from engines.qlayer.wording import with_article, words


def step_cases(spec: Spec, samples: Samples) -> tuple[Case, ...]:
    """The cases of all lifecycles."""
    return tuple(
        case
        for entity in spec.entities
        if entity.lifecycle
        for case in (
            _first(spec, entity, entity.lifecycle),
            *_allowed(spec, samples, entity, entity.lifecycle),
            *_forbidden(spec, samples, entity, entity.lifecycle),
        )
    )


def _first(spec: Spec, entity: Entity, lifecycle: Lifecycle) -> Case:
    name = alias(entity.name)
    return Case(
        fact=f"states:{entity.name}",
        title=f"a new {words(entity.name)} is {words(lifecycle.initial)}",
        entity=entity.name,
        acts=(Make(alias=name, entity=entity.name), Expect(alias=name, property="status", value=lifecycle.initial)),
        said=said(spec, lifecycle.origin),
    )


def _allowed(spec: Spec, samples: Samples, entity: Entity, lifecycle: Lifecycle) -> Iterator[Case]:
    name = alias(entity.name)
    for step in lifecycle.transitions:
        start = standing(samples, entity, lifecycle, step.source)
        if start is None:
            continue
        steps = (towards(one, name) for one in prepared(spec, known(samples), entity, step.target))
        yield Case(
            fact=f"step:{entity.name}.{step.source}-{step.target}",
            title=f"{with_article(step.source)} {words(entity.name)} can become {words(step.target)}",
            entity=entity.name,
            acts=(start, *steps, Expect(alias=name, property="status", value=step.target)),
            said=said(spec, step.origin),
        )


def _forbidden(spec: Spec, samples: Samples, entity: Entity, lifecycle: Lifecycle) -> Iterator[Case]:
    allowed = {(step.source, step.target) for step in lifecycle.transitions}
    for source in lifecycle.states:
        start = standing(samples, entity, lifecycle, source)
        for target in lifecycle.states:
            if start is None or source == target or (source, target) in allowed:
                continue
            yield Case(
                fact=f"states:{entity.name}",
                title=f"{with_article(source)} {words(entity.name)} cannot become {words(target)}",
                entity=entity.name,
                acts=(start, Refused(step=Move(alias=start.alias, to=target), status=409)),
                said=said(spec, lifecycle.origin),
            )


def standing(samples: Samples, entity: Entity, lifecycle: Lifecycle, state: str) -> Make | None:
    """An object in a state; None when no way leads there."""
    if state == lifecycle.initial:
        return Make(alias=alias(entity.name), entity=entity.name)
    if samples.of(entity.name).walk(state) is None:
        return None
    return Make(alias=alias(entity.name), entity=entity.name, changes=(("status", state),))
