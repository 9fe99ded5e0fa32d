"""Makes rules agree with each other, so that valid records exist: orders in circles, rules that others imply. Used by sound."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import (
    Entity,
    FieldOrder,
    Lifecycle,
    NoOverlap,
    Origin,
    Question,
    Rule,
    Spec,
    StepNeeds,
    UniqueTogether,
)
from engines.spec.held import held_in


def agreed(spec: Spec) -> tuple[Spec, tuple[Question, ...]]:
    """The specification without rules that contradict surer ones, and a question for each two sentences that do."""
    kept, questions = _acyclic(spec)
    return _with_steps(_without_implied(kept)), questions


def _acyclic(spec: Spec) -> tuple[Spec, tuple[Question, ...]]:
    """'a before b' and 'b before a' allow no record: the surer holds, of equals the first; times that may not overlap
    begin before they end.
    """
    orders = [rule for rule in spec.rules if isinstance(rule, FieldOrder)]
    kept = [
        FieldOrder(entity=rule.entity, earlier=rule.start, later=rule.end, origin=rule.origin)
        for rule in spec.rules
        if isinstance(rule, NoOverlap) and rule.end
    ]
    questions: list[Question] = []
    for rule in sorted(orders, key=lambda order: -order.origin.confidence):
        against = _way(kept, rule.entity, rule.later, rule.earlier)
        if not against:
            kept.append(rule)
        elif question := _asked(spec, against[0].origin, rule.origin):
            questions.append(question)
    rules = tuple(rule for rule in spec.rules if not isinstance(rule, FieldOrder) or rule in kept)
    return replace(spec, rules=rules), tuple(questions)


def _way(orders: list[FieldOrder], entity: str, start: str, goal: str) -> list[FieldOrder]:
    """The orders that lead from one field to a later one; none when they do not."""
    ways = [[rule] for rule in orders if (rule.entity, rule.earlier) == (entity, start)]
    seen = {start}
    while ways:
        way = ways.pop()
        if way[-1].later == goal:
            return way
        if way[-1].later not in seen:
            seen.add(way[-1].later)
            ways += [[*way, rule] for rule in orders if (rule.entity, rule.earlier) == (entity, way[-1].later)]
    return []


def _asked(spec: Spec, holds: Origin, dropped: Origin) -> Question | None:
    """Which of two sentences is right; None when one and the same says both."""
    texts = {sentence.number: sentence.text for sentence in spec.sentences}
    one, two = (min(origin.sentences, default=0) for origin in (holds, dropped))
    if one == two or one not in texts or two not in texts:
        return None
    return Question(
        text=f"Two sentences contradict each other: '{texts[one].strip()}' and '{texts[two].strip()}'. Which one holds?",
        suggestion=texts[one].strip(),
        sentences=tuple(sorted((one, two))),
        says="",
    )


def _without_implied(spec: Spec) -> Spec:
    """What is unique by fewer properties is unique by more: the sentence then speaks of the stronger rule."""
    every = [rule for rule in spec.rules if isinstance(rule, UniqueTogether)]
    implied: dict[UniqueTogether, UniqueTogether | str] = {}
    for rule in every:
        entity = next((e for e in spec.entities if e.name == rule.entity), None)
        single = next((f.name for f in entity.fields if f.unique and f.name in rule.fields), "") if entity else ""
        stronger = next((other for other in every if _implies(other, rule)), None)
        if single or stronger:
            implied[rule] = single or stronger or ""
    rules = tuple(_told_by(rule, implied) for rule in spec.rules if rule not in implied)
    entities = tuple(_with_unique(entity, implied) for entity in spec.entities)
    return replace(spec, rules=rules, entities=entities)


def _implies(one: UniqueTogether, two: UniqueTogether) -> bool:
    fewer = set(one.fields) < set(two.fields)
    return one.entity == two.entity and fewer and one.where in ("", two.where)


def _told_by(rule: Rule, implied: dict[UniqueTogether, UniqueTogether | str]) -> Rule:
    origins = [weaker.origin for weaker, stronger in implied.items() if stronger == rule]
    return replace(rule, origin=_together(rule.origin, origins)) if origins else rule


def _with_unique(entity: Entity, implied: dict[UniqueTogether, UniqueTogether | str]) -> Entity:
    told = {
        name: [rule.origin for rule, stronger in implied.items() if (rule.entity, stronger) == (entity.name, name)]
        for name in (field.name for field in entity.fields)
    }
    fields = tuple(replace(f, origin=_together(f.origin, told[f.name])) if told[f.name] else f for f in entity.fields)
    return replace(entity, fields=fields)


def _together(origin: Origin, others: list[Origin]) -> Origin:
    every = {*origin.sentences, *(number for other in others for number in other.sentences)}
    return replace(origin, sentences=tuple(sorted(every)))


def _with_steps(spec: Spec) -> Spec:
    """A step that needs nothing but another state is a matter of the steps: 'what is shipped can't be cancelled'."""
    settled = {rule for rule in spec.rules if isinstance(rule, StepNeeds) and _settles(spec, rule)}
    entities = tuple(
        replace(entity, lifecycle=_narrowed(entity.lifecycle, [r for r in settled if r.entity == entity.name]))
        if entity.lifecycle
        else entity
        for entity in spec.entities
    )
    return replace(spec, entities=entities, rules=tuple(rule for rule in spec.rules if rule not in settled))


def _settles(spec: Spec, rule: StepNeeds) -> bool:
    """Whether a rule speaks of the state alone and leaves a way to where it leads."""
    lifecycle = next((e.lifecycle for e in spec.entities if e.name == rule.entity), None)
    if lifecycle is None:
        return False
    sources = [held_in(rule.condition, step.source) for step in lifecycle.transitions if step.target == rule.to]
    speaks = held_in(rule.condition, lifecycle.initial) is not None
    return speaks and (not sources or any(sources))


def _narrowed(lifecycle: Lifecycle, rules: list[StepNeeds]) -> Lifecycle:
    def allowed(source: str, target: str) -> bool:
        return all(held_in(rule.condition, source) for rule in rules if rule.to == target)

    steps = tuple(step for step in lifecycle.transitions if allowed(step.source, step.target))
    origins = [rule.origin for rule in rules]
    return replace(lifecycle, transitions=steps, origin=_together(lifecycle.origin, origins)) if rules else lifecycle
