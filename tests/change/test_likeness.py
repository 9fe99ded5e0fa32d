"""What may be a new name is found, and what is not alike is not."""

from __future__ import annotations

from dataclasses import replace

from engines.change import agreed, likely
from engines.kernel.spec import Entity, Field, FieldType, Relation, Spec

BIKE = Entity(
    name="bike",
    plural="bikes",
    fields=(Field(name="brand"), Field(name="colour"), Field(name="price", type=FieldType.MONEY)),
)
OLD = Spec(name="shop", title="Shop", entities=(BIKE,))


def _with(**changed: object) -> Spec:
    return replace(OLD, entities=(replace(BIKE, **changed),))  # type: ignore[arg-type]


def test_a_field_at_the_same_place_may_have_a_new_name() -> None:
    new = _with(fields=(Field(name="brand"), Field(name="paint"), BIKE.fields[2]))
    (found,) = likely(OLD, new)
    assert (found.entity, found.member, found.new) == ("bike", "colour", "paint")
    assert agreed([found], [True]).members == {"bike.colour": "paint"}
    assert agreed([found], [False]).members == {}


def test_a_field_of_another_type_is_another_field() -> None:
    assert likely(OLD, _with(fields=(*BIKE.fields[:1], Field(name="made", type=FieldType.DATE), BIKE.fields[2]))) == []


def test_a_thing_that_keeps_its_fields_may_have_a_new_name() -> None:
    (found,) = likely(OLD, _with(name="cycle", plural="cycles"))
    assert (found.entity, found.new, found.plural) == ("bike", "cycle", "cycles")


def test_what_is_only_added_or_only_gone_is_no_new_name() -> None:
    assert likely(OLD, _with(fields=BIKE.fields[:2])) == []
    assert likely(OLD, _with(fields=(*BIKE.fields, Field(name="note")))) == []


def test_a_reference_follows_what_it_refers_to() -> None:
    ride = Entity(
        name="ride",
        plural="rides",
        fields=(Field(name="day"),),
        relations=(Relation(name="bike", target="bike", children="rides"),),
    )
    old = replace(OLD, entities=(BIKE, ride))
    named = replace(ride, relations=(Relation(name="cycle", target="cycle", children="rides"),))
    found = likely(old, replace(OLD, entities=(replace(BIKE, name="cycle", plural="cycles"), named)))
    assert [(each.entity, each.member, each.new) for each in found] == [
        ("bike", "", "cycle"),
        ("ride", "bike", "cycle"),
    ]
