"""What people fill in when they book, borrow or order is what the booking, the loan or the order has."""

from __future__ import annotations

import pytest

from engines.spec import read_brief


def having(text: str, thing: str) -> set[str]:
    """The names of what a thing has."""
    return {f.name for e in read_brief(text).spec.entities if e.name == thing for f in e.fields}


@pytest.mark.parametrize(
    ("text", "record", "fields"),
    [
        ("Visitors book a tour without any login: contact name, email, number of people, school class yes/no. Bookings start as new.", "booking", {"contact_name", "email", "number_of_people", "school_class"}),
        ("Rooms have a name. Groups reserve a room; what we note is the team name, a contact email, the number of players, and the start and end of the slot. A reservation can be cancelled.", "reservation", {"team_name", "contact_email", "number_of_players", "slot_start", "slot_end"}),
        ("People from the village can ask for a room; we need their name, phone, email, the purpose (birthday, club, other), the number of people, the day. Requests are open first.", "request", {"name", "phone", "email", "purpose", "number_of_people", "day"}),
        ("Boats have a number. Tourists rent a boat: name, phone, start, end, deposit. A rental is over when the boat is back.", "rental", {"name", "phone", "start", "end", "deposit"}),
        ("Tourists rent boats: name, phone, start, end.", "rental", {"name", "phone", "start", "end"}),
        ("Customers order cakes. They tell us their name, phone, the flavour and the day they want it. An order is new, then baked.", "order", {"name", "phone", "flavour", "day_want"}),
        ("Members have a name. Members can enrol in a course; we keep the date and the fee. Enrolments can be cancelled.", "enrolment", {"date", "fee"}),
    ],
)  # fmt: skip
def test_what_is_filled_in_is_of_the_record(text: str, record: str, fields: set[str]) -> None:
    assert fields <= having(text, record)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Members borrow books. Of a member we note the name, the phone number and the birth date. A loan lasts four weeks.", "member"),
        ("Guests book a table. Guests have a name and a phone number and a birthday. Bookings are for one evening.", "guest"),
        ("Guests book rooms. A room has a number, a size and a price. Bookings can be cancelled.", "room"),
    ],
)  # fmt: skip
def test_what_is_said_of_others_stays_theirs(text: str, thing: str) -> None:
    assert len(having(text, thing)) > 2
