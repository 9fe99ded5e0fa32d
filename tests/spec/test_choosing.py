"""What a thing is one of: a property with its values."""

from __future__ import annotations

import pytest

from engines.spec import read_brief


def choices(text: str) -> dict[str, tuple[str, ...]]:
    """The properties of the first thing that have values, with those."""
    return {field.name: field.choices for field in read_brief(text).spec.entities[0].fields if field.choices}


@pytest.mark.parametrize(
    ("said", "name", "values"),
    [
        ("It is of one genre: crime, poetry or travel.", "genre", ("crime", "poetry", "travel")),
        ("It comes in one of three widths: small, medium or wide.", "width", ("small", "medium", "wide")),
        ("Every item belongs to one of these sections: tools, toys, books.", "section", ("tools", "toys", "books")),
        ("Each is of exactly one kind - survey, rescue or training.", "kind", ("survey", "rescue", "training")),
        ("It falls under one of the following grades: low, middle and high.", "grade", ("low", "middle", "high")),
    ],
)
def test_one_of_several_is_a_choice(said: str, name: str, values: tuple[str, ...]) -> None:
    assert choices(f"An item has a title. {said}")[name] == values


def test_a_choice_may_stand_in_a_list() -> None:
    text = "We record each book with a title, one of three genres: crime, poetry or travel, and a price."
    entity = read_brief(text).spec.entities[0]
    assert [field.name for field in entity.fields] == ["title", "genre", "price"]


@pytest.mark.parametrize(
    "said",
    [
        "It is in one of three states: open, closed or lost.",
        "It falls into one of these conditions: planned, open or closed.",
        "It is always in one of four situations: ordered, loaded, shipped or unloaded.",
        "It is handled by one of our clerks: Anna, Tom or Sue.",
        "One rule: no smoking, no dogs or cats.",
        "It is one of the following: crime, poetry or travel.",
    ],
)
def test_states_people_and_rules_are_no_choices(said: str) -> None:
    assert choices(f"An item has a title. {said}") == {}
