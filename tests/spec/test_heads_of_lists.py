"""What a list belongs to where its head stands in brackets, in a collection, behind 'there is' or behind a relative clause."""

from __future__ import annotations

import pytest

from engines.spec import read_brief


@pytest.mark.parametrize(
    ("text", "thing", "fields"),
    [
        ("A hold is for a customer (name, email, phone, a note), one record, and the date until when they keep it.", "customer", {"name", "email", "phone", "note"}),
        ("Then there are turns: which housemate (name, mobile number and the floor) has which chore, the due date, and a tick for done.", "housemate", {"name", "mobile_number", "floor"}),
        ("Readers have a name. They write a reading: which meter, which reader, the reading date, previous value, current value.", "reading", {"reading_date", "previous_value", "current_value"}),
        ("a page of personal records: member, weight in kg, date.", "personal_record", {"weight", "date"}),
        ("Students have a name. When accepted there's a thesis: student, title, start date, due date.", "thesis", {"title", "start_date", "due_date"}),
        ("Researchers, of whom we note name and email, answer a call with a proposal: title, abstract, the requested amount.", "proposal", {"title", "abstract", "requested_amount"}),
        ("Proposals contain budget items as well, each being a purpose, a number of units and a cost per unit.", "budget_item", {"purpose", "number_of_units", "cost_per_unit"}),
        ("The system must store services with a unique name, an owning team and a tier from 1 to 3.", "service", {"name", "owning_team", "tier"}),
        ("A recall states the reason, an announcement date and a web address with advice for consumers.", "recall", {"reason", "announcement_date", "web_address"}),
        ("Parts have a title, the time it was resolved (empty while it lasts), the affected rooms (one or more) and a summary.", "part", {"title", "time_resolved", "affected_rooms", "summary"}),
    ],
)  # fmt: skip
def test_the_head_of_a_list(text: str, thing: str, fields: set[str]) -> None:
    found = next(e for e in read_brief(text).spec.entities if e.name == thing)
    assert fields <= {f.name for f in found.fields}


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("A complaint has a text and the channel by which it reached the company (letter, telephone, web form or email).", "company"),
        ("Costumes have a number. When somebody rings us up we take down their name, telephone and email.", "telephone"),
    ],
)  # fmt: skip
def test_values_and_the_belongings_of_somebody_make_nothing(text: str, absent: str) -> None:
    spec = read_brief(text).spec
    assert absent not in {e.name for e in spec.entities} | {f.name for e in spec.entities for f in e.fields}
