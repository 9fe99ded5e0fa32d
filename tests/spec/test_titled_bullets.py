"""A heading over things that list their own properties is a title; notes in brackets are no states."""

from __future__ import annotations

import pytest

from engines.spec import read_brief

BRIEF = """# {title}

- Tents: name, size (small, large), price per night
- Guests: name, e-mail (unique), phone (optional)
- Stays: tent, guest, arrival, departure
- Stays are planned, then ended
- A guest has at most two planned stays
- Only wardens add tents
"""


@pytest.mark.parametrize("title", ["Camp site", "Tent hire", "Summer"])
def test_a_title_over_things_is_no_thing(title: str) -> None:
    spec = read_brief(BRIEF.format(title=title)).spec
    found = {entity.name: [field.name for field in entity.fields] for entity in spec.entities}
    assert found == {
        "tent": ["name", "size", "price_per_night"],
        "guest": ["name", "email", "phone"],
        "stay": ["arrival", "departure"],
    }


def test_a_heading_over_properties_still_is_a_thing() -> None:
    spec = read_brief("# Tent\n\n- name\n- size (small, large)\n- price per night\n- Only wardens add tents\n").spec
    assert [entity.name for entity in spec.entities] == ["tent"]
    assert [field.name for field in spec.entity("tent").fields] == ["name", "size", "price_per_night"]


@pytest.mark.parametrize(
    "text",
    [
        "Guests: name, e-mail (unique), phone (optional).",
        "Guests have a code (required), a name (mandatory) and a phone (not required).",
    ],
)
def test_notes_in_brackets_are_no_states(text: str) -> None:
    assert read_brief(text).spec.entity("guest").lifecycle is None


def test_states_in_brackets_still_are() -> None:
    life = (
        read_brief("Every stay has a guest name and a status (planned, running, ended).").spec.entity("stay").lifecycle
    )
    assert life is not None
    assert set(life.states) == {"planned", "running", "ended"}
