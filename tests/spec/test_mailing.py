"""Messages by email: the event and the recipient are read from the sentence that asks for them."""

from __future__ import annotations

import pytest

from engines.kernel.spec import Feature
from engines.spec import read_brief

BRIEF = """An app for a tailor. A customer has a name and an email address. An order has a number, a price, a delivery date and a
customer. An order is received, then ready, then collected, or it is refused. Tailors and managers sign in.
{}"""


def messages(sentence: str) -> Feature:
    """What is read of a sentence about messages."""
    spec = read_brief(BRIEF.format(sentence)).spec
    return next(f for f in spec.features if f.name in ("email", "notifications"))


@pytest.mark.parametrize(
    ("sentence", "options"),
    [
        ("The customer gets an email when the order is ready.", (("status:ready", "customer"),)),
        ("The customer gets an email when it is ready.", (("status:ready", "customer"),)),
        ("Send an email to the customer on refusal.", (("status:refused", "customer"),)),
        ("Send an email when the status of an order changes.", (("status", ""),)),
        ("Customers receive an email when the status changes.", (("status", "customer"),)),
        ("Send the customer a confirmation email for each new order.", (("created", "customer"),)),
        ("Managers should get an email when a new order is created.", (("created", "role:manager"),)),
        ("Notify the managers by email whenever the delivery date of an order changes.", (("changed:delivery_date", "role:manager"),)),
        ("When an order is deleted, send us an email.", (("deleted", "role:admin"),)),
    ],
)  # fmt: skip
def test_event_and_recipient_are_read(sentence: str, options: tuple[tuple[str, str], ...]) -> None:
    found = messages(sentence)
    assert (found.entity, found.options) == ("order", options)


def test_several_sentences_are_put_together() -> None:
    found = messages(
        "The customer gets an email when the order is ready. Managers get an email when an order is refused."
    )
    assert set(found.options) == {("status:ready", "customer"), ("status:refused", "role:manager")}
