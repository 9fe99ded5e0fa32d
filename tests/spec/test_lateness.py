"""What a record is called by its dates is worked out; it is no stage of its life."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Entity
from engines.spec import read_brief


def thing(text: str, name: str) -> Entity:
    """One thing of a brief."""
    return read_brief(text).spec.entity(name)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        (
            "An invoice has a number and a due date. Invoices are draft, sent or paid. "
            "A sent invoice is overdue when its due date has passed.",
            "invoice",
            "overdue = due_date < today() and status == 'sent'",
        ),
        (
            "A hire has a begin date and an end date. It is reserved, then picked up, then returned. "
            "Hire that is not returned after end date is overdue.",
            "hire",
            "overdue = end_date < today() and status != 'returned'",
        ),
        (
            "A loan has a book and a return date. It is out and later returned. "
            "If a book is still out after its return date, the loan is overdue.",
            "loan",
            "overdue = return_date < today() and status == 'out'",
        ),
        (
            "A bill has a number and an issue date. It is open, paid or cancelled. "
            "Bills that have not been paid within 14 days are overdue.",
            "bill",
            "overdue = days(issue_date, today()) > 14 and status not in ('paid', 'cancelled')",
        ),
        (
            "A rental has a start, a due back date and a returned on date (optional). "
            "We consider a rental late when it is past its due back date and hasn't been returned.",
            "rental",
            "late = due_back_date < today() and not returned",
        ),
        (
            "A fee has a due date. A fee is open, paid or waived, and overdue if it's not paid by the due date.",
            "fee",
            "overdue = due_date < today() and status not in ('paid', 'waived')",
        ),
        (
            "A job has a title and a deadline. Mark jobs as late once their deadline has passed.",
            "job",
            "late = deadline < today()",
        ),
    ],
)
def test_a_passed_date_makes_a_record_late(text: str, name: str, value: str) -> None:
    assert [f"{c.name} = {c.expression}" for c in thing(text, name).computed] == [value]


def test_being_late_is_no_stage_of_a_life() -> None:
    text = (
        "A loan has a book and a return date. It is lent, then returned. "
        "A loan that isn't returned by its return date is overdue."
    )
    lifecycle = thing(text, "loan").lifecycle
    assert lifecycle is not None
    assert lifecycle.states == ("lent", "returned")


@pytest.mark.parametrize(
    "said",
    [
        "A parcel is late when the driver says so.",
        "An overdue parcel costs 5 euros.",
        "Send a mail when a parcel is overdue.",
    ],
)
def test_nothing_is_late_without_a_date(said: str) -> None:
    text = f"A parcel has a number and a due date. Parcels are stored, picked up or returned. {said}"
    assert thing(text, "parcel").computed == ()
