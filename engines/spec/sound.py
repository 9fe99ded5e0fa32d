"""Takes back what was read but can't be built: rules and values that the checks refuse. Last stage of the plan."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import Entity, Field, FieldType, Question, Sentence, Spec, facts, rule_id
from engines.spec.agreeing import agreed
from engines.spec.check import check_spec

_FEW = (FieldType.BOOLEAN, FieldType.ENUM, FieldType.FILE, FieldType.IMAGE)


def sound(spec: Spec) -> tuple[Spec, tuple[Question, ...]]:
    """The specification without what can't be built, and questions about sentences that contradict each other.

    A sentence that told nothing else was not understood.
    """
    possible = replace(spec, entities=tuple(_possible(entity, spec) for entity in spec.entities))
    made, questions = agreed(_without_faults(possible))
    asked = {number for question in questions for number in question.sentences}
    lost = _told(spec) - _told(made)
    sentences = tuple(_taken_back(sentence, lost, asked) for sentence in made.sentences)
    return replace(made, sentences=sentences, questions=(*made.questions, *questions)), questions


def _told(spec: Spec) -> set[int]:
    return {number for _, origin in facts(spec) for number in origin.sentences}


def _possible(entity: Entity, spec: Spec) -> Entity:
    """Without accounts a person is a name; what has only a few values is never different in every object."""
    fields = [replace(f, unique=False) if f.unique and f.type in _FEW else f for f in entity.fields]
    people = spec.accounts or any(one.name == "user" for one in spec.entities)
    named = [] if people else [relation for relation in entity.relations if relation.target == "user"]
    fields += [Field(name=r.name, required=r.required, origin=r.origin) for r in named if not r.many]
    relations = tuple(relation for relation in entity.relations if relation not in named)
    return replace(entity, fields=tuple(fields), relations=relations)


def _without_faults(spec: Spec) -> Spec:
    faults = {finding.place for finding in check_spec(spec) if finding.place.startswith(("rule:", "computed:"))}
    return replace(
        spec,
        rules=tuple(rule for rule in spec.rules if rule_id(rule) not in faults),
        entities=tuple(_without(entity, faults) for entity in spec.entities),
    )


def _without(entity: Entity, faults: set[str]) -> Entity:
    kept = tuple(c for c in entity.computed if f"computed:{entity.name}.{c.name}" not in faults)
    return replace(entity, computed=kept)


def _taken_back(sentence: Sentence, lost: set[int], asked: set[int]) -> Sentence:
    if sentence.number in asked:
        return replace(sentence, status="question")
    gone = sentence.number in lost and sentence.status == "facts"
    return replace(sentence, status="not_understood") if gone else sentence
