"""Expressions are written as Python and, where a database can say them, as SQLAlchemy."""

from __future__ import annotations

import pytest

from engines.kernel.errors import UserError
from engines.kernel.spec import Spec, parse
from engines.qlayer.python_fastapi.expression import PythonSource
from engines.qlayer.python_fastapi.reading import said
from engines.qlayer.python_fastapi.shapes import shapes
from engines.qlayer.python_fastapi.sql import SqlSource
from tests.qlayer.specs import FLATS, HOSTILE, INVOICES, LIBRARY, TICKETS

PYTHON = [
    (
        LIBRARY,
        "loan",
        "returned_at is None and due_date < today()",
        "self.returned_at is None and self.due_date < today()",
    ),
    (LIBRARY, "loan", "returned_at < due_date", "self.returned_at is not None and self.returned_at < self.due_date"),
    (
        LIBRARY,
        "loan",
        "returned_at is not None and returned_at > due_date",
        "self.returned_at is not None and self.returned_at > self.due_date",
    ),
    (LIBRARY, "book", "count(loans, returned_at is None)", "sum(1 for each in self.loans if each.returned_at is None)"),
    (LIBRARY, "book", "copies - count(loans) > 0", "self.copies - len(self.loans) > 0"),
    (
        INVOICES,
        "invoice",
        "sum(line_items, quantity * unit_price) * 1.19",
        'sum((each.quantity * each.unit_price for each in self.line_items), start=Decimal(0)) * Decimal("1.19")',
    ),
    (
        FLATS,
        "stay",
        "days(arrival, departure) * flat.price_per_night",
        "days_between(self.arrival, self.departure) * self.flat.price_per_night",
    ),
    (FLATS, "stay", "(adults + children) / 2", "ratio(self.adults + self.children, 2)"),
    (FLATS, "stay", "status in ('requested', 'confirmed')", 'self.status in ("requested", "confirmed")'),
    (FLATS, "stay", "flat.pets_allowed == False", "not self.flat.pets_allowed"),
    (TICKETS, "event", "starts_at < today()", "self.starts_at.date() < today()"),
    (HOSTILE, "class", "date + 14 < today()", "self.date is not None and self.date + dt.timedelta(days=14) < today()"),
]
SQL = [
    (
        LIBRARY,
        "loan",
        "returned_at is None and due_date < today()",
        "and_(Loan.returned_at.is_(None), Loan.due_date < today())",
    ),
    (LIBRARY, "loan", "overdue", "(and_(Loan.returned_at.is_(None), Loan.due_date < today())).is_(True)"),
    (FLATS, "stay", "status != 'cancelled'", 'Stay.status != "cancelled"'),
    (FLATS, "stay", "flat.beds > 2", "select(Flat.beds).where(Flat.id == Stay.flat_id).scalar_subquery() > 2"),
    (FLATS, "stay", "days(arrival, departure) > 3", None),
    (TICKETS, "event", "starts_at < today()", None),
]


@pytest.mark.parametrize(("spec", "entity", "text", "wanted"), PYTHON, ids=[row[2] for row in PYTHON])
def test_expressions_as_python(spec: Spec, entity: str, text: str, wanted: str) -> None:
    known = shapes(spec)
    assert PythonSource(known, known[entity]).condition(parse(text)).text == wanted


@pytest.mark.parametrize(("spec", "entity", "text", "wanted"), SQL, ids=[row[2] for row in SQL])
def test_expressions_as_sql(spec: Spec, entity: str, text: str, wanted: str | None) -> None:
    known = shapes(spec)
    assert SqlSource(known, known[entity]).condition(parse(text)) == wanted


def test_the_contrary_of_a_condition_is_said_directly() -> None:
    known = shapes(LIBRARY)
    source = PythonSource(known, known["loan"], "loan")
    assert source.denial(parse("returned_at is None")).text == "loan.returned_at is not None"
    assert source.denial(parse("due_date < today()")).text == "loan.due_date >= today()"
    assert source.denial(parse("returned_at < due_date")).text.startswith("not (loan.returned_at is not None and")


def test_conditions_are_said_in_words() -> None:
    assert said(parse("status != 'checked_in' and cost is not None")) == "status is not checked in and cost is given"


def test_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    known = shapes(LIBRARY)
    with pytest.raises(UserError, match="'colour'") as error:
        PythonSource(known, known["book"]).value(parse("colour == 'red'"))
    assert "isbn" in error.value.hint
