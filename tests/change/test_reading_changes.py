"""English that changes a specification: what each sentence does to its facts, and that nothing is dropped."""

from __future__ import annotations

from functools import cache

import pytest

from engines.change import difference
from engines.kernel.spec import Spec
from engines.spec import check_spec, read_brief, read_change

BRIEF = """A customer has a name, an email, an address and a phone number (optional). An order belongs to a customer.
An order has a price, a due date and a priority (low, high). An order is open, paid or shipped.
Managers and clerks create, edit and delete orders. Managers manage customers. Orders can be searched."""


@cache
def _shop() -> Spec:
    return read_brief(BRIEF).spec


def _facts(text: str) -> list[str]:
    reading = read_change(text, _shop())
    assert not [question.text for question in reading.questions if question.blocking]
    assert not [finding for finding in check_spec(reading.spec) if finding.grave]
    found = difference(_shop(), reading.spec, reading.renames).facts
    return [f"{fact.verb} {fact.what} {fact.place}" for fact in found]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Customers also have a birthday.", ["added field customer.birthday"]),
        ("Add a birthday to customers.", ["added field customer.birthday"]),
        ("Please also store the weight of orders.", ["added field order.weight"]),
        ("Track the VAT number for customers (unique).", ["added field customer.vat_number"]),
        ("Each customer needs a unique customer number.", ["added field customer.customer_number"]),
        ("Give each order a note.", ["added field order.note"]),
        ("Remove the priority.", ["removed field order.priority"]),
        ("Drop the priority from orders.", ["removed field order.priority"]),
        ("Customers no longer have an address.", ["removed field customer.address"]),
        ("Customers no longer need an address.", ["changed field customer.address"]),
        ("Make the address optional.", ["changed field customer.address"]),
        ("The phone number is required.", ["changed field customer.phone_number"]),
        ("Rename the due date of orders to deadline.", ["renamed field order.deadline"]),
        ("Call customers clients.", ["renamed entity client", "renamed field order.client"]),
        ("Price must be at least 1.", ["changed field order.price"]),
        ("The email of a customer must be unique.", ["changed field customer.email"]),
        ("Make the address a long text.", ["changed field customer.address"]),
        ("Add urgent to the priority of orders.", ["changed field order.priority"]),
        ("Only managers may delete orders.", ["changed right clerk.order"]),
        ("Clerks may no longer delete orders.", ["changed right clerk.order"]),
        ("Auditors can see orders.", ["added role auditor", "added right auditor.order"]),
        ("Let people export orders as CSV.", ["added feature feature:csv_export.order"]),
        ("Add CSV export to orders.", ["added feature feature:csv_export.order"]),
        ("Remove the search.", ["removed feature feature:search"]),
        ("Orders also have a status returned after paid.", ["changed states order", "added step order.paid-returned"]),
        ("The total of a customer is the sum of the prices of its orders.", ["added value customer.total"]),
        (
            "Add a birthday to customers and remove the priority.",
            ["added field customer.birthday", "removed field order.priority"],
        ),
        ("We no longer need the address of customers.", ["removed field customer.address"]),
        ("Use deadline instead of due date.", ["renamed field order.deadline"]),
        ("It would be great if orders could also have a weight.", ["added field order.weight"]),
        ("Could you please add a fax number to our customers?", ["added field customer.fax_number"]),
        ("Clerks shouldn't be able to delete orders any more.", ["changed right clerk.order"]),
        (
            "Remove the phone number and the address from customers.",
            ["removed field customer.address", "removed field customer.phone_number"],
        ),
        (
            "Rename customers to clients and give them a birthday.",
            ["renamed entity client", "renamed field order.client", "added field client.birthday"],
        ),
        ("Customers have a nickname. It is unique.", ["added field customer.nickname"]),
        (
            "Instead of an address, customers have a city.",
            ["removed field customer.address", "added field customer.city"],
        ),
        (
            "Split the address into street and city.",
            ["renamed field customer.street", "added field customer.city"],
        ),
        ("Can we have a quantity on orders?", ["added field order.quantity"]),
        ("We don't use the priority any more, remove it.", ["removed field order.priority"]),
        ("Every customer must give a fax number.", ["added field customer.fax_number"]),
        ("Nurses may see customers too.", ["added role nurse", "added right nurse.customer"]),
    ],
)
def test_a_sentence_changes_these_facts(text: str, facts: list[str]) -> None:
    assert sorted(_facts(text)) == sorted(facts)


@pytest.mark.parametrize(
    "text",
    [
        "Frobnicate the whatever.",
        "Let people export invoices as CSV.",
        "Rename invoices to bills.",
        "Remove the shoe size.",
        "Add a phone number to customers.",
    ],
)
def test_what_makes_no_sense_is_a_question(text: str) -> None:
    reading = read_change(text, _shop())
    assert [question.blocking for question in reading.questions] == [True]
    assert difference(_shop(), reading.spec).facts == ()


def test_a_part_that_is_not_understood_keeps_its_whole_sentence_from_being_done() -> None:
    reading = read_change("Add a birthday to customers and remove the shoe size.", _shop())
    assert "shoe size" in reading.questions[0].text
    assert difference(_shop(), reading.spec).facts == ()


def test_each_sentence_stands_on_those_before_it() -> None:
    reading = read_change("Rename customers to clients. Clients have a nickname. Call the nickname alias.", _shop())
    assert not reading.questions
    assert [field.name for field in reading.spec.entity("client").fields][-1] == "alias"


def test_records_whose_choice_goes_get_one_that_is_asked() -> None:
    reading = read_change("Remove the choice high from priority.", _shop())
    (question,) = reading.questions
    assert (question.suggestion, question.blocking) == ("low", False)
    assert reading.recoded == {"order.priority": {"high": "low"}}


def test_what_is_so_already_keeps_nothing_else_from_being_done() -> None:
    reading = read_change("A customer has a name. Customers also have a birthday.", _shop())
    assert not reading.questions
    assert [fact.place for fact in difference(_shop(), reading.spec).facts] == ["customer.birthday"]


def test_an_answer_is_taken() -> None:
    (question,) = read_change("The phone number is required.", _shop()).questions
    reading = read_change("The phone number is required.", _shop(), answers={question.text: "0800"})
    assert reading.values == {"customer.phone_number": "0800"}
    assert not reading.questions


def test_an_answer_that_is_no_value_is_asked_for_again() -> None:
    loose = read_change("Orders also have a weight.", _shop()).spec
    (question,) = read_change("The weight is required.", loose).questions
    reading = read_change("The weight is required.", loose, answers={question.text: "heavy"})
    assert [asked.text for asked in reading.questions] == [question.text]
    assert reading.values == {"order.weight": "0"}


def test_removing_a_thing_takes_what_spoke_of_it() -> None:
    reading = read_change("Remove customers.", _shop())
    assert [entity.name for entity in reading.spec.entities] == ["order"]
    assert not [finding for finding in check_spec(reading.spec) if finding.grave]


def test_the_new_sentence_is_traced_to_its_fact() -> None:
    spec = read_change("Customers also have a birthday.", _shop()).spec
    birthday = next(field for field in spec.entity("customer").fields if field.name == "birthday")
    (number,) = birthday.origin.sentences
    assert spec.sentences[-1].number == number
    assert spec.sentences[-1].text == "Customers also have a birthday."


def test_fields_that_are_added_are_optional_unless_said_otherwise() -> None:
    (loose, tight) = (
        read_change(text, _shop()).spec.entity("customer").fields[-1]
        for text in ("Customers also have a birthday.", "Customers also have a required birthday.")
    )
    assert (loose.required, tight.required) == (False, True)


@pytest.mark.parametrize("text", ["Let managers approve orders.", "Managers must approve orders."])
def test_a_step_that_a_role_takes_leads_from_the_first_state(text: str) -> None:
    life = read_change(text, _shop()).spec.entity("order").lifecycle
    assert life is not None
    (step,) = [each for each in life.transitions if each.target == "approved"]
    assert (step.source, step.roles) == ("open", ("manager",))


def test_a_thing_that_others_get_has_its_fields_and_its_owner() -> None:
    spec = read_change("Orders get comments with a text.", _shop()).spec
    comment = spec.entity("comment")
    assert [field.name for field in comment.fields] == ["text"]
    assert [relation.target for relation in comment.relations] == ["order"]
