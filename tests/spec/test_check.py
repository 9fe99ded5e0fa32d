"""What the checks of a specification find."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engines.kernel.spec import (
    Check,
    Computed,
    Entity,
    Field,
    FieldOrder,
    FieldType,
    Grant,
    Lifecycle,
    Locked,
    Quota,
    RelatedState,
    Relation,
    Role,
    Spec,
    StepNeeds,
    Transition,
)
from engines.spec import check_spec

EVENT = Entity(
    name="event",
    plural="events",
    fields=(Field(name="title"), Field(name="capacity", type=FieldType.INTEGER)),
    lifecycle=Lifecycle(
        states=("open", "done"), initial="open", transitions=(Transition(source="open", target="done"),)
    ),
    label="title",
)
SEAT = Entity(
    name="seat",
    plural="seats",
    fields=(Field(name="price", type=FieldType.MONEY),),
    relations=(Relation(name="event", target="event", children="seats"),),
)
GOOD = Spec(
    name="fair",
    title="Fair",
    entities=(
        replace(EVENT, computed=(Computed(name="total", type=FieldType.MONEY, expression="sum(seats, price)"),)),
        SEAT,
    ),
    rules=(
        Quota(entity="seat", per="event", limit="capacity"),
        RelatedState(entity="seat", relation="event", condition="status == 'open'"),
        Locked(entity="seat", condition="event.status == 'done'"),
    ),
)


def test_a_sound_specification_has_no_findings() -> None:
    assert check_spec(GOOD) == []


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (replace(GOOD, entities=(EVENT, replace(SEAT, relations=(Relation(name="event", target="show"),)))), "no entity 'show'"),
        (replace(GOOD, entities=(*GOOD.entities, EVENT)), "the entity 'event' stands twice"),
        (replace(GOOD, rules=(FieldOrder(entity="event", earlier="start", later="end"),)), "a event has no 'start'"),
        (replace(GOOD, rules=(Quota(entity="seat", per="event", limit="places"),)), "a event has no 'places'"),
        (replace(GOOD, rules=(Locked(entity="seat", condition="event.status == 'over'"),)), "no state 'over'"),
        (replace(GOOD, rules=(Locked(entity="seat", condition="price ** 2"),)), "is not understood"),
        (replace(GOOD, rules=(StepNeeds(entity="event", to="over", condition="count(seats) >= 1"),)), "no state 'over'"),
        (replace(GOOD, rules=(Check(entity="tent", condition="True", field=""),)), "no entity 'tent'"),
        (replace(GOOD, rules=(RelatedState(entity="seat", relation="event", condition="state == 1"),)), "no 'state'"),
        (replace(GOOD, roles=(Role(name="guest"),)), "roles but no accounts"),
        (replace(GOOD, grants=(Grant(role="guest", entity="event", actions=("read",)),)), "no role 'guest'"),
        (replace(GOOD, entities=(replace(EVENT, label="name"), SEAT)), "label 'name' is no field"),
        (replace(GOOD, entities=(replace(EVENT, fields=(*EVENT.fields, Field(name="id"))), SEAT)), "'id' is taken"),
        (replace(GOOD, entities=(replace(EVENT, fields=(*EVENT.fields, Field(name="kind", type=FieldType.ENUM))), SEAT)), "choices"),
    ],
)  # fmt: skip
def test_a_fault_is_found(spec: Spec, said: str) -> None:
    assert any(said in finding.title for finding in check_spec(spec)), check_spec(spec)
