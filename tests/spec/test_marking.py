"""What a thing can be marked as is a property that holds or not, unless it is one of its states."""

from __future__ import annotations

import pytest

from engines.kernel.spec import FieldType
from engines.spec import read_brief


def truths(text: str) -> dict[str, list[str]]:
    """The booleans of every entity."""
    return {e.name: [f.name for f in e.fields if f.type is FieldType.BOOLEAN] for e in read_brief(text).spec.entities}


@pytest.mark.parametrize(
    ("text", "thing", "name"),
    [
        ("Every item has a number and a name, and it can be marked as defective.", "item", "defective"),
        ("Teas have a name. Teas we no longer offer are marked as discontinued.", "tea", "discontinued"),
        ("Products have a name, a price and a unit, and we mark whether it is organic or not.", "product", "organic"),
        ("Boats have a number. When they bring back the boat I tick that it was returned.", "boat", "returned"),
        ("Members have a name. A member may be flagged as unreliable by the staff.", "member", "unreliable"),
    ],
)
def test_a_mark_is_a_truth(text: str, thing: str, name: str) -> None:
    assert truths(text)[thing] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Invoices have a number. An invoice is open, then paid. Invoices are marked as paid by the clerk.",
        "Rooms have a name. We note that it is important to be quick.",
        "Patients have a name. Patients are marked as deleted and kept for ten years.",
        "A lease has a start date and an end date, the latter being later than the former.",
    ],
)
def test_states_and_talk_are_no_marks(text: str) -> None:
    assert not any(truths(text).values())
    assert not any("latter" in f.name for e in read_brief(text).spec.entities for f in e.fields)
