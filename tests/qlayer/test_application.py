"""Rendered applications keep the HTTP conventions and enforce their rules, asked from outside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tests.qlayer.running import running, sign_in, written
from tests.qlayer.specs import FLATS, HOSTILE, INVOICES, LIBRARY, TICKETS

BOOK = {"title": "Dune", "author": "Herbert", "isbn": "9780441013593", "year_published": 1965, "copies": 1}
LOAN = {"borrowed_at": "2026-01-01", "due_date": "2026-01-15"}
PASSWORD = "a long enough password"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running(written(LIBRARY, tmp_path_factory.mktemp("library"))) as client:
        yield client


@pytest.fixture(scope="module")
def invoices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running(written(INVOICES, tmp_path_factory.mktemp("invoices"))) as client:
        yield client


@pytest.fixture(scope="module")
def flats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running(written(FLATS, tmp_path_factory.mktemp("flats"))) as client:
        yield client


@pytest.fixture(scope="module")
def tickets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running(written(TICKETS, tmp_path_factory.mktemp("tickets"))) as client:
        yield client


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running(written(HOSTILE, tmp_path_factory.mktemp("hostile"))) as client:
        yield client


def made(client: httpx.Client, path: str, **values: Any) -> dict[str, Any]:
    answer = client.post(f"/api/{path}", json=values)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/api/{path}/{answer.json()['id']}"
    return dict(answer.json())


def refused(answer: httpx.Response, status: int, field: str = "") -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert not field or field in [error["field"] for error in answer.json()["errors"]]


class Counter:
    """Numbers that no other test has used."""

    last = 0

    @classmethod
    def next(cls) -> int:
        cls.last += 1
        return cls.last


def a_book(client: httpx.Client, **values: Any) -> dict[str, Any]:
    return made(client, "books", **{**BOOK, "isbn": f"978{Counter.next():010d}", **values})


def a_member(client: httpx.Client, **values: Any) -> dict[str, Any]:
    return made(client, "members", name="Ada", email=f"ada{Counter.next()}@example.org", **values)


@contextmanager
def an_account(client: httpx.Client) -> Iterator[tuple[httpx.Client, dict[str, Any]]]:
    email = f"person{Counter.next()}@example.org"
    user = client.post("/api/auth/register", json={"email": email, "password": PASSWORD, "name": "Person"}).json()
    with httpx.Client(base_url=client.base_url, timeout=20, trust_env=False) as other:
        sign_in(other, email, PASSWORD)
        yield other, user


def test_objects_are_made_read_changed_and_removed(library: httpx.Client) -> None:
    book = a_book(library)
    assert library.get(f"/api/books/{book['id']}").json() == book
    changed = library.patch(f"/api/books/{book['id']}", json={"copies": 3}).json()
    assert changed == {**book, "copies": 3, "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > book["updated_at"] >= book["created_at"]
    assert library.delete(f"/api/books/{book['id']}").status_code == 204
    refused(library.get(f"/api/books/{book['id']}"), 404)


def test_lists_are_searched_filtered_sorted_and_paged(library: httpx.Client) -> None:
    for title, year in (("Zebra 100%", 1700), ("Antelope 100%", 1701), ("Middle 100x", 1702)):
        a_book(library, title=title, year_published=year)
    found = library.get("/api/books", params={"q": "100%", "sort": "title", "size": 1}).json()
    assert (found["total"], found["size"], [b["title"] for b in found["items"]]) == (2, 1, ["Antelope 100%"])
    ranged = library.get("/api/books", params={"year_published_from": 1701, "year_published_to": 1702}).json()
    assert ranged["total"] == 2
    assert library.get("/api/books", params={"title": "Zebra 100%"}).json()["total"] == 1
    backwards = library.get("/api/books", params={"q": "100", "sort": "-year_published"}).json()["items"]
    assert [b["year_published"] for b in backwards] == [1702, 1701, 1700]


@pytest.mark.parametrize("query", ["sort=colour", "size=201", "page=0", "page=x", "colour=red", "copies=many", "q=%00"])
def test_a_wrong_query_is_refused(library: httpx.Client, query: str) -> None:
    refused(library.get(f"/api/books?{query}"), 422)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"title": None}, "title"),
        ({"copies": -1}, "copies"),
        ({"copies": True}, "copies"),
        ({"copies": "3"}, "copies"),
        ({"copies": 10**30}, "copies"),
        ({"isbn": "1"}, "isbn"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_value_is_refused_by_name(library: httpx.Client, change: dict[str, Any], field: str) -> None:
    refused(library.post("/api/books", json={**BOOK, "isbn": "97800000000000", **change}), 422, field)


def test_a_whole_number_may_be_written_with_a_point(library: httpx.Client) -> None:
    assert a_book(library, copies=2.0)["copies"] == 2


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"x"', b"\xff", b'{"title": "\\ud800"}', b"[" * 5000])
def test_an_unreadable_body_is_refused(library: httpx.Client, body: bytes) -> None:
    answer = library.post("/api/books", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_unique_values_occur_once(library: httpx.Client) -> None:
    first, second = a_book(library), a_book(library)
    refused(library.post("/api/books", json={**BOOK, "isbn": first["isbn"]}), 409, "isbn")
    refused(library.patch(f"/api/books/{second['id']}", json={"isbn": first["isbn"]}), 409, "isbn")


def test_what_is_referred_to_stays(library: httpx.Client) -> None:
    book, member = a_book(library), a_member(library)
    made(library, "loans", book_id=book["id"], member_id=member["id"], **LOAN)
    refused(library.delete(f"/api/books/{book['id']}"), 409)


def test_quotas_hold_and_free_places_again(library: httpx.Client) -> None:
    book, member = a_book(library, copies=1), a_member(library)
    loan = made(library, "loans", book_id=book["id"], member_id=member["id"], **LOAN)
    body = {"book_id": book["id"], "member_id": a_member(library)["id"], **LOAN}
    refused(library.post("/api/loans", json=body), 409, "book_id")
    assert library.patch(f"/api/loans/{loan['id']}", json={"returned_at": "2026-01-05"}).status_code == 200
    made(library, "loans", **body)


def test_computed_values_are_read_filtered_and_sorted(library: httpx.Client) -> None:
    book, member = a_book(library), a_member(library)
    loan = made(library, "loans", book_id=book["id"], member_id=member["id"], **LOAN)
    assert loan["overdue"] is True
    late = library.get("/api/loans", params={"overdue": "true", "member_id": member["id"], "sort": "-overdue"}).json()
    assert [one["id"] for one in late["items"]] == [loan["id"]]


def test_without_a_token_nothing_is_shown(library: httpx.Client) -> None:
    with httpx.Client(base_url=library.base_url, trust_env=False) as nobody:
        for path in ("/api/books", "/api/loans/1", "/api/users", "/api/auth/me"):
            refused(nobody.get(path), 401)
        refused(nobody.get("/api/books", headers={"Authorization": "Bearer forged"}), 401)
        assert nobody.post("/api/auth/token", data={"username": "x@y.zz", "password": "no"}).status_code == 401


def test_people_see_and_make_only_their_own(library: httpx.Client) -> None:
    with an_account(library) as (someone, user):
        profile = made(someone, "members", name="Eve", email=f"eve{Counter.next()}@example.org")
        assert profile["user_id"] == user["id"]
        other = a_member(library)
        refused(someone.get(f"/api/members/{other['id']}"), 404)
        assert someone.get("/api/members").json()["total"] == 1
        book = a_book(library, copies=2)
        made(library, "loans", book_id=book["id"], member_id=other["id"], **LOAN)
        mine = made(library, "loans", book_id=book["id"], member_id=profile["id"], **LOAN)
        assert [loan["id"] for loan in someone.get("/api/loans").json()["items"]] == [mine["id"]]
        refused(someone.post("/api/books", json=BOOK), 403)
        refused(someone.delete(f"/api/loans/{mine['id']}"), 403)
        refused(someone.get("/api/users"), 403)
        refused(someone.patch(f"/api/users/{user['id']}", json={"role": "admin"}), 403)
        assert library.patch(f"/api/users/{user['id']}", json={"role": "librarian"}).json()["role"] == "librarian"
        a_book(someone)


def test_every_path_answers_other_methods_with_those_it_knows(library: httpx.Client) -> None:
    answer = library.put("/api/books/1", json={})
    refused(answer, 405)
    assert answer.headers["Allow"] == "GET, PATCH, DELETE"


def test_operators_see_health_and_metrics(library: httpx.Client) -> None:
    assert library.get("/healthz").json() == {"status": "ok"}
    assert "http_requests_total" in library.get("/metrics").text
    assert len(library.get("/healthz").headers["x-request-id"]) == 16


def test_invoices_add_up_are_locked_once_paid_and_printed(invoices: httpx.Client) -> None:
    client = made(invoices, "clients", company_name="Łódź", address="Street", vat_number="1", email="a@b.cc")
    invoice = made(
        invoices, "invoices", number="1", issue_date="2026-01-01", due_date="2026-01-01", client_id=client["id"]
    )
    path = f"/api/invoices/{invoice['id']}"
    refused(invoices.post(f"{path}/transitions", json={"to": "sent"}), 409)
    line = {"invoice_id": invoice["id"], "description": "Work", "quantity": 2.5, "unit_price": 10.1}
    item = made(invoices, "line-items", **line)
    assert (item["amount"], invoices.get(path).json()["total"]) == (25.25, 30.05)
    refused(invoices.post(f"{path}/transitions", json={"to": "paid"}), 409, "to")
    assert invoices.post(f"{path}/transitions", json={"to": "sent"}).json()["status"] == "sent"
    figures = {figure["name"]: figure["value"] for figure in invoices.get("/api/dashboard").json()["figures"]}
    assert figures == {"invoices_total": 30.05}
    assert [row["label"] for row in invoices.get("/api/reminders").json()] == ["1"]
    assert invoices.get("/api/reports/invoices-by-client-and-issue-date-year").json() == {
        "rows": [{"client": "Łódź", "year": 2026, "value": 30.05}]
    }
    assert "Łódź,2026,30.05" in invoices.get("/api/reports/invoices-by-client-and-issue-date-year.csv").text
    invoices.post(f"{path}/transitions", json={"to": "paid"})
    refused(invoices.patch(path, json={"number": "2"}), 409)
    refused(invoices.post("/api/line-items", json=line), 409, "invoice_id")
    refused(invoices.delete(f"/api/line-items/{item['id']}"), 409)
    assert invoices.get(f"{path}/document.pdf").content.startswith(b"%PDF-")
    assert invoices.get("/api/invoices/export.csv").text.splitlines()[0].startswith("id,number,")


def test_stays_do_not_overlap_unless_cancelled(flats: httpx.Client) -> None:
    flat = made(flats, "flats", name="A", street="S", city="C", beds=2, price_per_night=80.5, pets_allowed=False)
    guest = made(flats, "guests", full_name="G", email="g@example.org", country="DE")
    stay = {
        "flat_id": flat["id"],
        "guest_id": guest["id"],
        "arrival": "2026-05-01",
        "departure": "2026-05-04",
        "adults": 2,
    }
    first = made(flats, "stays", **stay)
    assert (first["nights"], first["price"], first["children"], first["status"]) == (3, 241.5, 0, "requested")
    refused(flats.post("/api/stays", json={**stay, "arrival": "2026-05-03", "departure": "2026-05-05"}), 409, "arrival")
    made(flats, "stays", **{**stay, "arrival": "2026-05-04", "departure": "2026-05-05"})
    flats.post(f"/api/stays/{first['id']}/transitions", json={"to": "cancelled"})
    made(flats, "stays", **stay)


def test_tables_are_imported_whole_or_not_at_all(flats: httpx.Client) -> None:
    header = "full_name,email,country\n"
    sent = {"headers": {"Content-Type": "text/csv"}}
    wrong = flats.post("/api/guests/import.csv", content=f"{header}A,a1@x.org,DE\nB,nobody,DE\n", **sent)
    assert wrong.json()["errors"][0]["field"] == "row 3: email"
    assert flats.get("/api/guests", params={"email": "a1@x.org"}).json()["total"] == 0
    good = flats.post("/api/guests/import.csv", content=f"{header}'=A,a1@x.org,DE\nB,b1@x.org,DE\n", **sent)
    assert good.json() == {"created": 2}
    assert "'=A,a1@x.org" in flats.get("/api/guests/export.csv", params={"email": "a1@x.org"}).text
    assert flats.post("/api/guests/import.csv", content="colour\nred\n", **sent).status_code == 422


def test_tickets_are_not_oversold_and_cancelled_events_sell_none(tickets: httpx.Client) -> None:
    venue = made(tickets, "venues", name="V", address="A", capacity=100)
    event = made(tickets, "events", title="E", starts_at="2026-06-01T20:00:00+02:00", venue_id=venue["id"])
    assert event["starts_at"] == "2026-06-01T18:00:00Z"
    kind = made(tickets, "ticket-types", name="T", price=12.5, quantity=3, event_id=event["id"])
    order = {"buyer_email": "a@b.cc", "ticket_type_id": kind["id"]}
    assert made(tickets, "orders", quantity=2, **order)["total"] == 25.0
    refused(tickets.post("/api/orders", json={"quantity": 2, **order}), 409, "quantity")
    tickets.post(f"/api/events/{event['id']}/transitions", json={"to": "cancelled"})
    refused(tickets.post("/api/orders", json={"quantity": 1, **order}), 409, "ticket_type_id")


def test_the_document_promises_what_is_answered(tickets: httpx.Client) -> None:
    document = tickets.get("/openapi.json").json()
    order = document["components"]["schemas"]["OrderCreate"]["properties"]
    assert order["ticket_type_id"]["x-resource"] == "ticket-types"
    price = document["components"]["schemas"]["TicketTypeCreate"]["properties"]["price"]
    assert (price["type"], price["minimum"]) == ("number", 0)
    assert document["components"]["schemas"]["OrderRead"]["properties"]["total"]["readOnly"] is True
    answers = document["paths"]["/api/orders/{order_id}"]["patch"]["responses"]
    assert set(answers) == {"200", "400", "404", "409", "422"}
    assert list(answers["409"]["content"]) == ["application/problem+json"]


def test_names_that_clash_and_all_kinds_of_rules_work(hostile: httpx.Client) -> None:
    tag = made(hostile, "selects", name="t")
    course = made(
        hostile,
        "classes",
        **{"name": "c", "price": 10, "active": True, "type": "class", "class": "x", "import": "y", "json": "z"},
        tag_ids=[tag["id"]],
        time="10:00:00",
        date="2020-02-29",
    )
    assert (course["class"], course["import"], course["tag_ids"], course["size"]) == ("x", "y", [tag["id"]], 20)
    assert (course["total"], course["average_amount"], course["kind"], course["late"]) == (200.0, None, "big", True)
    buyer, seller = (made(hostile, "sessions", name=name, limit=1) for name in "bs")
    order = {
        "number": "1", "amount": 5, "day": "2026-01-05", "class_id": course["id"], "course_id": course["id"],
        "buyer_id": buyer["id"], "seller_id": seller["id"],
    }  # fmt: skip
    first = made(hostile, "orders", **order)
    refused(hostile.post("/api/orders", json={**order, "number": "2", "day": "2026-01-06"}), 409, "buyer_id")
    refused(hostile.post("/api/orders", json={**order, "number": "2", "buyer_id": seller["id"]}), 409, "seller_id")
    refused(hostile.post("/api/orders", json={**order, "number": "2", "amount": 11}), 409, "amount")
    path = f"/api/orders/{first['id']}"
    refused(hostile.post(f"{path}/transitions", json={"to": "approved"}), 409)
    refused(hostile.post(f"{path}/transitions", json={"to": "rejected"}), 409, "reason")
    line = made(hostile, "lines", text="l", position=1, order_id=first["id"])
    refused(hostile.post("/api/lines", json={"text": "m", "position": 1, "order_id": first["id"]}), 409, "position")
    assert hostile.post(f"{path}/transitions", json={"to": "approved"}).status_code == 200
    refused(hostile.post(f"{path}/transitions", json={"to": "done"}), 409, "reason")
    hostile.patch(path, json={"reason": "because"})
    assert hostile.post(f"{path}/transitions", json={"to": "done"}).status_code == 200
    refused(hostile.patch(f"/api/lines/{line['id']}", json={"text": "n"}), 409, "order_id")
    assert hostile.get(f"/api/classes/{course['id']}").json()["average_amount"] == 5.0
    for name in ("orders-by-class-and-day", "classes-by-type-and-parent"):
        assert hostile.get(f"/api/reports/{name}").status_code == 200
    assert hostile.get("/api/reminders").json()[0]["entity"] == "classes"
    assert hostile.get("/api/dashboard").status_code == 200
    assert hostile.get(f"{path}/document.pdf").status_code == 200
    assert hostile.get("/api/classes/export.csv").status_code == 200


def test_entities_named_like_parts_of_the_program_work(hostile: httpx.Client) -> None:
    service = made(hostile, "services", date="2026-01-01", cost=12)
    path = f"/api/services/{service['id']}"
    assert hostile.patch(path, json={"cost": 13}).json()["cost"] == 13.0
    assert hostile.post(f"{path}/transitions", json={"to": "closed"}).json()["status"] == "closed"
    assert hostile.delete(path).status_code == 204
    transaction = made(hostile, "transactions", amount=1)
    assert hostile.patch(f"/api/transactions/{transaction['id']}", json={"amount": 2}).status_code == 200
    document = made(hostile, "documents", title="d")
    assert hostile.get(f"/api/documents/{document['id']}/document.pdf").status_code == 200


def test_files_are_kept_and_given_back(hostile: httpx.Client) -> None:
    sent = {"file": ('../a"b\n.html', b"<script>", "text/html")}
    file = hostile.post("/api/files", files=sent).json()
    answer = hostile.get(f"/api/files/{file['id']}/content")
    assert answer.content == b"<script>"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_step_that_is_for_certain_roles_is_refused_to_others(hostile: httpx.Client) -> None:
    with an_account(hostile) as (someone, _):
        courses = hostile.get("/api/classes").json()["items"]
        course = courses[0] if courses else made(hostile, "classes", name="c", price=10, active=True, type="class")
        buyer, seller = (made(hostile, "sessions", name=name) for name in "bs")
        order = made(
            hostile, "orders", number="77", amount=1, day="2026-03-05", class_id=course["id"], course_id=course["id"],
            buyer_id=buyer["id"], seller_id=seller["id"], reason="r",
        )  # fmt: skip
        refused(someone.post(f"/api/orders/{order['id']}/transitions", json={"to": "rejected"}), 403)
        with httpx.Client(base_url=hostile.base_url, trust_env=False) as visitor:
            assert visitor.get("/api/classes").status_code == 200
            refused(visitor.get("/api/orders"), 401)
