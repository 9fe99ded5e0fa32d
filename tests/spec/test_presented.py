"""A list behind a mark is what the thing has that the clause before it presents, whatever its verb."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Spec
from engines.spec import read_brief


def shape(spec: Spec) -> dict[str, set[str]]:
    """What every entity is said to have, without its relations."""
    return {entity.name: {field.name for field in entity.fields} for entity in spec.entities}


@pytest.mark.parametrize(
    ("text", "thing", "fields"),
    [
        ("We have patients with name and phone. Twice a day the patient is writing a measurement: the moment when it was taken, the systolic value, the pulse.", "measurement", {"taken_at", "systolic_value", "pulse"}),
        ("A driver has a name. When a car arrives, one of us types in a check: the date, the mileage and who brought it.", "check", {"date", "mileage", "brought_by"}),
        ("Trees have a number and a kind. Twice a year we do tests - the date, a score from 1 to 10 and a photo.", "test", {"date", "score", "photo"}),
        ("Events have a title. Then the sponsors, so name, email, phone and since when they support us.", "sponsor", {"name", "email", "phone", "since"}),
        ("Breeders answer a request with an offer: price, a description and the age of the puppy.", "offer", {"price", "description", "puppy_age"}),
        ("Our office works with plumbers: company name, phone, hourly rate.", "plumber", {"company_name", "phone", "hourly_rate"}),
        ("Teams hand in a solution, namely a title, a text and a file.", "solution", {"title", "text", "file"}),
        ("The warden fills in an incident form - place, time, description, photo.", "incident_form", {"place", "time", "description", "photo"}),
        ("For the archive we need boxes (number, shelf, year).", "box", {"number", "shelf", "year"}),
        ("Parents can send in an excuse: first day, last day, reason.", "excuse", {"first_day", "last_day", "reason"}),
        ("Then the issues I send: subject, text and when it should go out.", "issue", {"subject", "text", "should_go_out_at"}),
        ("Every donation of clothes we write down: the weight, a date, the donor.", "donation", {"weight", "date", "donor"}),
        ("The app needs a list of chores: name, minutes, date.", "chore", {"name", "minutes", "date"}),
        ("A nurse attaches a scan to a file: the date, a picture and a remark.", "scan", {"date", "picture", "remark"}),
        ("A customer fills in a form: name, email, what they want and a photo.", "customer", {"name", "email", "description", "photo"}),
        ("When a member joins we ask for some things: name, address and a phone number.", "member", {"name", "address", "phone_number"}),
        ("For each box we need: number, shelf, year.", "box", {"number", "shelf", "year"}),
    ],
)  # fmt: skip
def test_a_list_behind_a_mark_is_of_what_is_presented(text: str, thing: str, fields: set[str]) -> None:
    assert shape(read_brief(text).spec).get(thing) == fields


@pytest.mark.parametrize("text", ["Guests book a table for a number of people: name, phone, date.", "Players book a court for an hour: date, start, end."])  # fmt: skip
def test_numbers_and_times_are_no_properties(text: str) -> None:
    assert not {"number", "hour"} & {name for fields in shape(read_brief(text).spec).values() for name in fields}
