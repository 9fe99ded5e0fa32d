"""Example applications with records in them, for the tests in a browser. Their specifications were read from the examples."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from engines.spec import load_spec
from tests.qlayer.running import running, written

Values = dict[str, Any]
LONG = "Kettlewell-Oyelaran & Sons, purveyors of extraordinarily long company names and other Donaudampfschifffahrtsgesellschaften"
PEOPLE = (
    "Ida Berg",
    "Amir Haddad",
    "Grace Okafor",
    "Paul Lindqvist",
    "Maria Santos",
    "Henrik Dahl",
    "Chloe Martin",
    "Tomas Novak",
)
BIKES = (
    "Stevens Randonneur",
    "Kona Sutra",
    "Brompton C Line",
    "Cube Kathmandu",
    "Canyon Endurace",
    "Trek FX 2",
    "Gazelle Esprit",
    "Surly Troll",
)
WORK = ("Dynamo light does not work", "Rear wheel out of true, two spokes broken", "Gear hub slips in second", "Brake bleed and new pads, front and rear", "Bottom bracket creaks under load", "Yearly service", "New chain and cassette", "Headset loose")  # fmt: skip


@contextmanager
def example(name: str, folder: Path) -> Iterator[httpx.Client]:
    """The example of that name, running, with records; where there are accounts, signed in as administrator."""
    spec = load_spec(Path(__file__).with_name("specs").joinpath(f"{name}.yaml").read_text("utf-8"))
    with running(written(spec, folder)) as client:
        SEEDS[name](client)
        yield client


def _make(client: httpx.Client, collection: str, **values: Any) -> int:
    answer = client.post(f"/api/{collection}", json=values)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def _move(client: httpx.Client, path: str, *states: str) -> None:
    for state in states:
        answer = client.post(f"/api/{path}/transitions", json={"to": state})
        assert answer.status_code == 200, answer.text


def _day(after: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=after)).isoformat()


def _email(name: str) -> str:
    return f"{name.split()[0].lower()}.{name.split()[-1].lower()}@example.org"


def seed_workshop(client: httpx.Client) -> None:
    """Repairs in every state, some late; more customers than a list of choices holds."""
    people = [_make(client, "customers", name=name, email=_email(name), phone="+351 555 0142") for name in PEOPLE]
    for number in range(200):
        _make(client, "customers", name=f"Customer {number:03}", email=f"customer{number}@example.org")
    ways = ((), ("in_progress",), ("in_progress", "done"), ("in_progress", "done", "picked_up"), ("cancelled",))
    for number in range(40):
        place = number % 8
        if number < 8:
            brand, _, model = BIKES[place].partition(" ")
            frame = f"F1{number:02}KN33"
            _make(
                client, "bikes", customer_id=people[place], brand=brand, model=model, frame_number=frame, colour="black"
            )
        repair = _make(
            client,
            "repairs",
            bike_id=place + 1,
            received_date=_day(-number * (number % 9) - 2),
            promised_date=_day(3 - number % 6),
            description=WORK[place] + (". " + LONG if number == 9 else ""),
            hours_worked=number % 4,
            hourly_rate=55,
        )
        if number % 3 == 0:
            _make(client, "parts", repair_id=repair, name="Bottom bracket BB-RS500", quantity=2, unit_price=26.5)
        _move(client, f"repairs/{repair}", *ways[(0, 1, 1, 2, 2, 3, 3, 3, 4)[number % 9]])


def seed_invoices(client: httpx.Client) -> None:
    """Invoices in every state, one of them late, and one client with a very long name."""
    for number, name in enumerate((LONG, "Fjord Foundry", "Basalt & Co", "Northlight Studio")):
        _make(
            client,
            "clients",
            company_name=name,
            address=f"{number} Quay Road",
            vat_number=f"GB{number}",
            email=_email(name),
        )
    for number in range(12):
        invoice = _make(
            client,
            "invoices",
            client_id=number % 4 + 1,
            number=f"2026-{number:03}",
            issue_date=_day(-30 - number),
            due_date=_day(number - 5),
        )
        for line in range(2):
            _make(client, "line-items", invoice_id=invoice, description=WORK[line], quantity=line + 1, unit_price=120.5)
        _move(client, f"invoices/{invoice}", *("sent", "paid")[: number % 3])


def seed_library(client: httpx.Client) -> None:
    """Books, readers and loans, some of them overdue."""
    for number in range(26):
        values: Values = {"isbn": f"978{number:010}", "year": 1950 + number, "number_of_copies": 4}
        _make(
            client,
            "books",
            title=f"The {WORK[number % 8].lower()}, volume {number}",
            author=PEOPLE[number % 8],
            **values,
        )
    readers = [_make(client, "readers", name=name, email=_email(name)) for name in PEOPLE]
    for number in range(12):
        values = {"borrowed_at": _day(-number - 20), "due_date": _day(number - 6)}
        returned = {"returned_at": date.today().isoformat()} if number % 3 == 0 else {}
        _make(client, "loans", reader_id=readers[number % 8], book_id=number + 1, **values, **returned)


SEEDS = {"bike-workshop": seed_workshop, "invoices": seed_invoices, "library": seed_library}
