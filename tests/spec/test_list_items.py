"""Items of a list as people say them, wherever the list stands: the next item is read as well."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Field, FieldType
from engines.spec import read_brief

_FORMS = ("A crate has a name, {}, and a colour.", "A clerk adds crates with a name, {} and a colour.")


def crate(text: str) -> dict[str, Field]:
    """The fields of the crate that a text describes."""
    return {f.name: f for e in read_brief(text).spec.entities if e.name == "crate" for f in e.fields}


@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize(
    ("item", "name", "kind"),
    [
        ("allergens to avoid (free list)", "allergens", FieldType.TEXT),
        ("places from 1 to 50", "places", FieldType.INTEGER),
        ("payment terms in days (0 to 90)", "payment_terms", FieldType.INTEGER),
        ("the lessons learned", "lessons_learned", FieldType.TEXT),
        ("how full it is (0 to 100 percent)", "how_full", FieldType.INTEGER),
        ("how nasty it is on a scale from 1 to 5", "how_nasty", FieldType.INTEGER),
        ("who came (farrier, vet, dentist, other)", "who_came", FieldType.ENUM),
        ("who gave it", "given_by", FieldType.TEXT),
        ("a few words about it", "description", FieldType.LONG_TEXT),
        ('a checkbox "off the road"', "off_road", FieldType.BOOLEAN),
        ("a marker telling us if it is hazardous", "hazardous", FieldType.BOOLEAN),
        ("kind = violin, cello or flute", "kind", FieldType.ENUM),
        ("condition new, good or worn", "condition", FieldType.ENUM),
        ("a grade from 1.0 to 5.0", "grade", FieldType.NUMBER),
        ("the number of seats left", "number_of_seats_left", FieldType.INTEGER),
        ("email obviously (never twice the same one)", "email", FieldType.EMAIL),
        ("at least one photo", "photo", FieldType.IMAGE),
    ],
)  # fmt: skip
def test_an_item_is_read_whole(form: str, item: str, name: str, kind: FieldType) -> None:
    found = crate(form.format(item))
    assert list(found) == ["name", name, "colour"]
    assert found[name].type is kind


def test_a_report_that_shows_figures_has_none() -> None:
    spec = read_brief("Incidents have a title. A report must show the number of incidents and the month.").spec
    assert [entity.name for entity in spec.entities] == ["incident"]


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Voters have a number. Candidates stand in one election. They have a name, a party and a list position.", "candidate"),
        ("Works are consigned by artists; each bears a number, a title and a price.", "work"),
        ("Customers have a name. Whatever people bring becomes a commission. It carries a number and a title.", "commission"),
        ("Each record I put in gets a stock number, an artist and a title.", "record"),
        ("Every dish we cook has a name, a price and a photo.", "dish"),
        ("Tools that people lend have an owner's name, a value and a photo.", "tool"),
        ("Songs the choir sings have a title, a composer and a key.", "song"),
        ("Invoices go to a company (name, address, tax number) and have a number, a date and a total.", "invoice"),
    ],
)  # fmt: skip
def test_whom_the_list_belongs_to(text: str, thing: str) -> None:
    found = next(e for e in read_brief(text).spec.entities if e.name == thing)
    assert len(found.fields) > 1


@pytest.mark.parametrize(
    ("text", "thing", "names"),
    [
        ("For each object found, the category, a description and, where available, a photograph shall be recorded.", "object", {"category", "description", "photograph"}),
        ("For each object, the category, a description and the shelf shall be recorded.", "object", {"category", "description", "shelf"}),
        ("Teas have a name. We store for each tea how many grams are left.", "tea", {"name", "grams"}),
    ],
)  # fmt: skip
def test_a_list_that_is_recorded(text: str, thing: str, names: set[str]) -> None:
    found = next(e for e in read_brief(text).spec.entities if e.name == thing)
    assert {f.name for f in found.fields} == names


def test_a_bullet_is_taken_up_by_the_next_sentence() -> None:
    text = "Rules of the fleet\n\n- Sailors shall be recorded with name and email.\n- A contract ties one sailor to one ship. It carries the start date, the port and the wage.\n"
    found = next(e for e in read_brief(text).spec.entities if e.name == "contract")
    assert {"start_date", "port", "wage"} <= {f.name for f in found.fields}


def test_a_story_writes_a_thing_with_its_properties() -> None:
    text = "Skills have a code.\n\nAs an apprentice I want to write a log entry with its date, the work done and the skill I practised."
    found = {e.name: {f.name for f in e.fields} for e in read_brief(text).spec.entities}
    assert found["log_entry"] >= {"date", "work_done"}


def test_a_long_name_is_no_reason_to_stop() -> None:
    guard = next(iter(read_brief("A guard has a name and the date of their last first aid course.").spec.entities))
    assert [f.name for f in guard.fields] == ["name", "last_first_aid_course_date"]
