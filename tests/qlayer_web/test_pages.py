"""What the pages of an entity show: what names a record, which columns its list has."""

from __future__ import annotations

from engines.kernel.spec import Entity, Field, FieldType, Lifecycle, Relation, Spec, Transition
from engines.qlayer.web import pages_view, title_fields

TEXT, DATE, MONEY = FieldType.TEXT, FieldType.DATE, FieldType.MONEY


def fields(**kinds: FieldType) -> tuple[Field, ...]:
    return tuple(Field(name=name, type=kind, required=True) for name, kind in kinds.items())


BIKE = Entity(
    name="bike", plural="bikes", label="frame_number", fields=fields(brand=TEXT, model=TEXT, frame_number=TEXT)
)
REPAIR = Entity(
    name="repair",
    plural="repairs",
    fields=fields(
        received_date=DATE, promised_date=DATE, description=FieldType.LONG_TEXT, hourly_rate=MONEY, deposit=MONEY
    ),
    relations=(Relation(name="bike", target="bike"),),
    lifecycle=Lifecycle(
        states=("open", "done"), initial="open", transitions=(Transition(source="open", target="done"),)
    ),
)
SPEC = Spec(name="workshop", title="Workshop", entities=(BIKE, REPAIR))


def test_a_serial_number_names_nothing_without_maker_and_model() -> None:
    assert title_fields(BIKE) == ("brand", "model", "frame_number")
    van = Entity(name="van", plural="vans", label="plate", fields=fields(make=TEXT, model=TEXT, plate=TEXT))
    assert title_fields(van) == ("plate",)


def test_a_column_of_several_fields_is_headed_by_the_entity() -> None:
    assert pages_view(SPEC, BIKE).columns[0].label == "Bike"


def test_a_list_shows_what_is_due_and_what_is_said_when_nothing_names_a_record() -> None:
    names = [column.name for column in pages_view(SPEC, REPAIR).columns]
    assert names == ["id", "bike", "description", "promised_date", "status", "hourly_rate", "deposit"]
