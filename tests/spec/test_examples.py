"""The examples that ship with the product are read whole: things, references, states and computed values."""

from __future__ import annotations

import pytest

from app.cli.briefs import example_brief, examples
from engines.kernel.spec import Spec
from engines.spec import read_brief


def read(name: str) -> Spec:
    return read_brief(example_brief(name)).spec


@pytest.mark.parametrize("name", examples())
def test_every_sentence_of_an_example_is_read(name: str) -> None:
    spec = read(name)
    assert [said.text for said in spec.sentences if said.status not in ("facts", "context")] == []
    assert spec.questions == ()


@pytest.mark.parametrize(
    ("name", "entities"),
    [
        ("bike-workshop", "customer bike repair part"),
        ("fleet", "van driver trip inspection"),
        ("holiday-flats", "house flat guest stay"),
        ("invoices", "client invoice line_item"),
        ("library", "book reader loan"),
    ],
)
def test_an_example_has_its_things_and_no_others(name: str, entities: str) -> None:
    assert [entity.name for entity in read(name).entities] == entities.split()


def test_a_total_is_whole_though_the_text_is_wrapped_in_its_middle() -> None:
    invoice = read("invoices").entity("invoice")
    assert [c.expression for c in invoice.computed if c.name == "total"] == [
        "sum(line_items, quantity * unit_price) * 1.2"
    ]


def test_the_price_below_a_table_is_computed() -> None:
    stay = read("holiday-flats").entity("stay")
    assert [c.expression for c in stay.computed] == ["days(arrival, departure) * flat.price_per_night"]


def test_what_dates_tell_is_worked_out_and_no_stage_of_a_life() -> None:
    loan, invoice = read("library").entity("loan"), read("invoices").entity("invoice")
    assert loan.lifecycle is None
    assert [c.expression for c in loan.computed] == ["due_date < today() and returned_at is None"]
    assert invoice.lifecycle
    assert invoice.lifecycle.states == ("draft", "sent", "paid")
