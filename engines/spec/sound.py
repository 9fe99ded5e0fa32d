"""Takes back what was read but can't be built: rules and values that the checks refuse. Last stage of the plan."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Entity, Sentence, Spec, facts, rule_id
from engines.spec.check import check_spec


def sound(spec: Spec) -> Spec:
    """The specification without unsound rules and values; a sentence that told nothing else was not understood."""
    faults = {finding.place for finding in check_spec(spec) if finding.place.startswith(("rule:", "computed:"))}
    if not faults:
        return spec
    lost = {number for place, origin in facts(spec) if place in faults for number in origin.sentences}
    made = replace(
        spec,
        rules=tuple(rule for rule in spec.rules if rule_id(rule) not in faults),
        entities=tuple(_without(entity, faults) for entity in spec.entities),
    )
    told = {number for _, origin in facts(made) for number in origin.sentences}
    return replace(made, sentences=tuple(_taken_back(s, lost - told) for s in made.sentences))


def _without(entity: Entity, faults: set[str]) -> Entity:
    kept = tuple(c for c in entity.computed if f"computed:{entity.name}.{c.name}" not in faults)
    return replace(entity, computed=kept)


def _taken_back(sentence: Sentence, lost: set[int]) -> Sentence:
    gone = sentence.number in lost and sentence.status == "facts"
    return replace(sentence, status="not_understood") if gone else sentence
