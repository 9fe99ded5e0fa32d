"""What can't be built is taken back before it is rendered, and sentences that contradict each other are asked about."""

from __future__ import annotations

from dataclasses import replace

from engines.kernel.spec import (
    Entity,
    Field,
    FieldOrder,
    FieldType,
    Lifecycle,
    NoOverlap,
    Origin,
    Relation,
    Rule,
    Sentence,
    Spec,
    StepNeeds,
    Transition,
    UniqueTogether,
)
from engines.spec import check_spec
from engines.spec.held import held_in
from engines.spec.sound import sound

DAYS = ("begins", "ends", "billed")
STAY = Entity(
    name="stay",
    plural="stays",
    fields=(Field(name="code", unique=True), *(Field(name=name, type=FieldType.DATE) for name in DAYS)),
    lifecycle=Lifecycle(
        states=("booked", "kept", "dropped"),
        initial="booked",
        transitions=tuple(
            Transition(source=a, target=b) for a, b in (("booked", "kept"), ("booked", "dropped"), ("kept", "dropped"))
        ),
    ),
    label="code",
)


def spec(*rules: Rule, entity: Entity = STAY) -> Spec:
    told = tuple(Sentence(number=n, text=f"Sentence {n}.", status="facts") for n in (1, 2, 3))
    return Spec(name="inn", title="Inn", entities=(entity,), rules=rules, sentences=told)


def order(earlier: str, later: str, sentence: int, confidence: float = 1.0) -> FieldOrder:
    origin = Origin(sentences=(sentence,), confidence=confidence)
    return FieldOrder(entity="stay", earlier=earlier, later=later, origin=origin)


def test_of_orders_in_a_circle_the_surer_hold_and_the_person_is_asked() -> None:
    unsure = order("ends", "begins", 1, 0.6)
    made, questions = sound(spec(unsure, order("begins", "ends", 2)))
    assert made.rules == (order("begins", "ends", 2),)
    assert [question.sentences for question in questions] == [(1, 2)]
    assert {s.number: s.status for s in made.sentences} == {1: "question", 2: "question", 3: "facts"}


def test_a_circle_of_three_is_found_and_a_chain_is_none() -> None:
    chain = (order("begins", "ends", 1), order("ends", "billed", 2))
    assert sound(spec(*chain))[0].rules == chain
    assert sound(spec(*chain, order("billed", "begins", 3)))[0].rules == chain


def test_times_that_may_not_overlap_begin_before_they_end() -> None:
    overlap = NoOverlap(entity="stay", same=(), start="begins", end="ends", origin=Origin(sentences=(2,)))
    made, _ = sound(spec(order("ends", "begins", 1), overlap))
    assert made.rules == (overlap,)


def test_what_is_unique_alone_tells_also_what_is_unique_with_more() -> None:
    weaker = UniqueTogether(entity="stay", fields=("begins", "code"), origin=Origin(sentences=(3,)))
    made, _ = sound(spec(weaker))
    assert made.rules == ()
    assert made.entities[0].fields[0].origin.sentences == (3,)


def test_a_step_that_needs_only_a_state_narrows_the_steps() -> None:
    rule = StepNeeds(entity="stay", to="dropped", condition="status != 'kept'", origin=Origin(sentences=(2,)))
    made, _ = sound(spec(rule))
    lifecycle = made.entities[0].lifecycle
    assert made.rules == ()
    assert lifecycle is not None
    assert [(step.source, step.target) for step in lifecycle.transitions] == [("booked", "kept"), ("booked", "dropped")]
    assert lifecycle.origin.sentences == (2,)


def test_a_step_that_needs_more_than_a_state_stays_a_rule() -> None:
    rule = StepNeeds(entity="stay", to="dropped", condition="status == 'kept' and billed is None")
    assert sound(spec(rule))[0].rules == (rule,)


def test_a_value_of_few_choices_is_never_unique() -> None:
    kind = Field(name="kind", type=FieldType.ENUM, choices=("short", "long"), unique=True)
    made, _ = sound(spec(entity=replace(STAY, fields=(*STAY.fields, kind))))
    assert [field.name for field in made.entities[0].fields if field.unique] == ["code"]


def test_without_accounts_a_person_is_a_name() -> None:
    guest = Relation(name="guest", target="user", origin=Origin(sentences=(1,)))
    made, _ = sound(spec(entity=replace(STAY, relations=(guest,))))
    assert made.entities[0].relations == ()
    assert made.entities[0].fields[-1] == Field(name="guest", origin=Origin(sentences=(1,)))
    assert check_spec(made) == []


def test_required_relations_in_a_circle_are_refused() -> None:
    room = Entity(name="room", plural="rooms", fields=(Field(name="name"),), label="name")
    one = replace(STAY, relations=(Relation(name="room", target="room", children="stays"),))
    two = replace(room, relations=(Relation(name="stay", target="stay", children="rooms"),))
    findings = check_spec(replace(spec(), entities=(one, two)))
    assert [finding.title for finding in findings] == ["required relations run in a circle"]


def test_conditions_of_the_state_alone_are_worked_out() -> None:
    assert held_in("status in ('kept', 'dropped') and status != 'kept'", "dropped") is True
    assert held_in("not (status == 'kept' or status == 'dropped')", "dropped") is False
    assert held_in("status == 'kept' and billed is None", "kept") is None
