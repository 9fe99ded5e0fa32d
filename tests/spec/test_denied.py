"""What people may not see or do is taken from them; what they may is not widened by a convention."""

from __future__ import annotations

import pytest

from engines.spec import read_brief

BASE = (
    "A patient has a name. A therapist has a name. A note has a text. A note is about a patient. "
    "Therapists write notes. Patients log in to see their data."
)


def given(said: str, entity: str = "note") -> dict[bool, set[str]]:
    """What patients may do with an entity, by whether only with their own."""
    spec = read_brief(f"{BASE} {said}").spec
    return {g.own: set(g.actions) for g in spec.grants if (g.role, g.entity) == ("patient", entity)}


def test_what_others_write_about_somebody_is_for_that_person_alone() -> None:
    assert given("") == {True: {"read"}}
    assert given("An invoice has a number. An invoice is for a patient.", "invoice") == {True: {"read"}}


@pytest.mark.parametrize(
    "said",
    [
        "Patients cannot see notes.",
        "Notes are not visible for patients.",
        "The notes are hidden from patients.",
        "After each visit the therapist writes a note (not visible for patients).",
        "Patients must never see notes.",
        "Notes aren't shown to patients.",
    ],
)
def test_what_is_hidden_is_not_read(said: str) -> None:
    assert given(said) == {}


@pytest.mark.parametrize("said", ["Patients can't see other patients' notes.", "Patients can't delete notes."])
def test_what_is_denied_of_some_or_otherwise_leaves_the_rest(said: str) -> None:
    assert given(said) == {True: {"read"}}


def test_what_is_said_to_be_for_somebody_is_not_kept_to_them() -> None:
    said = "Invoices are written at the end: an invoice is for one patient and has positions with a description."
    assert "create" not in given(said, "invoice").get(True, set())


def test_looking_at_a_thing_and_making_it_leave_it_in_no_state() -> None:
    spec = read_brief("An appointment has a date. Patients log in to see and book their own appointments.").spec
    assert [entity.lifecycle for entity in spec.entities if entity.name == "appointment"] == [None]


def test_only_one_role_after_a_while_is_no_step_from_the_state_itself() -> None:
    spec = read_brief(
        "An appointment has a date. It is booked, then held. An appointment can be cancelled by the patient up to 24 hours "
        "before it starts; after that only reception may cancel it."
    ).spec
    life = next(entity.lifecycle for entity in spec.entities if entity.name == "appointment")
    assert life is not None
    assert ("booked", "cancelled") in {(step.source, step.target) for step in life.transitions}


def test_a_thing_is_no_property_of_itself() -> None:
    spec = read_brief(
        "Appointments have a date. If someone doesn't show up we mark the appointment as missed, otherwise as attended."
    ).spec
    assert [field.name for field in spec.entities[0].fields] == ["date"]
