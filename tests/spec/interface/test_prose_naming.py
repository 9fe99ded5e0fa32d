"""Where a text names operations, what is about which, and when a brief is read as an interface at all."""

from __future__ import annotations

import pytest

from engines.spec.interface.prose.deciding import operations_named
from engines.spec.interface.prose.naming import namings
from engines.spec.interface.prose.passages import paper
from engines.spec.interface.prose.stretches import layout


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("POST /links takes a url; GET /{code} redirects", "POST /links|GET /{code}"),
        ("/lists POST {...}", "POST /lists"),
        ("`GET` `/notes/:id` shows one", "GET /notes/{id}"),
        ("GET, PATCH (all optional) and DELETE (204) /tasks/<task_id>", "GET /tasks/{task_id}|PATCH /tasks/{task_id}|DELETE /tasks/{task_id}"),
        ("`GET /files/{name}` gives it, `DELETE` removes it", "GET /files/{name}|DELETE /files/{name}"),
        ("POST /jobs/{id}/pause and /jobs/{id}/resume: 200", "POST /jobs/{id}/pause|POST /jobs/{id}/resume"),
        ("curl -X POST http://localhost:8000/items -d '{\"a\": 1}'", "POST /items"),
        ("send a POST request to /orders", "POST /orders"),
        ("GET /orders/{number} shows one, e.g. GET /orders/17", "GET /orders/{number}|GET /orders/{number}"),
        ("get a discount and put/call options", ""),
        ("| POST | /zones | a zone |", "POST /zones"),
        ("GET /a/{id}/results, then GET .../results again", "GET /a/{id}/results|GET /a/{id}/results"),
    ],
)  # fmt: skip
def test_operations_are_named_in_many_ways(text: str, keys: str) -> None:
    assert "|".join(one.key for one in namings(paper(text))) == keys


def test_sections_requests_and_answers_belong_to_their_operation() -> None:
    text = "# Films\n\n### `GET /films`\n\nLists them.\n\n### `POST /films`\n\n- `title`: required\n\nReturns `201`.\n\n## Errors\n\n400 if bad."
    found = layout(paper(text))
    (start, end), = found.told["POST /films"].stretches  # fmt: skip
    assert "Returns" in paper(text).text[start:end]
    assert "Errors" not in paper(text).text[start:end]


NO_INTERFACES = (
    "A library lends books to members. The catalogue should be reachable at /books and staff log in at /admin.",
    "We sell tickets. When an order is paid, send a POST to https://hooks.example.com/orders with its number. Orders have a number, a customer and a total. Staff manage events. An event has a title and a date.",
    "A todo app with GET requests only please. Tasks have a title and a due date.",
    "Members book classes. Please put the schedule at /schedule and get / delete buttons next to every booking.",
    "Bakers get a list of orders for tomorrow. Customers put in orders and patch up with us by phone. /orders is the start page.",
    "A small CRM. Contacts have a name, an email and a company. Deals belong to a contact and have a stage (new, won, lost). There should be a health check at GET /health. Sales people manage deals.",
    "Parcels get a tracking number; we put/delete parcels in lockers.",
    "A tool that counts words in a file: wc FILE [--lines].",
    "A garage books repairs. A repair has a date, a car and a price. The old system posted to /api/repairs, forget about it.",
    "Nurses record doses. Every dose has a drug, an amount in mg/kg and a time. Export as CSV at the end of the month.",
    "A shop. Products have a name and a price. Show them at https://example.com/shop, with a link to GET directions.",
    "Train a model that predicts prices from area and rooms; it is served at /predict.",
)


@pytest.mark.parametrize("text", NO_INTERFACES)
def test_applications_that_mention_an_address_are_no_interfaces(text: str) -> None:
    assert operations_named(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "POST /links takes a url and returns a code; GET /{code} redirects with 302",
        'post /echo with json {"text": "..."} and it returns the same text in upper case',
        'GET /ping returns {"pong": true}',
        "An API for notes.\n\n- POST /notes {title, body}: 201\n- GET /notes: 200, list\n",
    ],
)
def test_briefs_of_operations_are_interfaces(text: str) -> None:
    assert operations_named(text)
