"""One change is taken back and those after it stay: the specification, code, rows and schema follow; what stands on it is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.services import Services
from engines.change import difference
from engines.change.reverting import reverted
from engines.kernel.spec import Spec
from engines.spec import read_brief, read_change
from tests.change.conftest import Shop
from tests.change.test_thirty_changes import ROWS, SHOP
from tests.change.test_thirty_changes import _made as made_of
from tests.change.test_thirty_changes import _start as started
from tests.projects.conftest import Desk, git

STEPS = [
    "Remove the address from customers.",
    "Add a weight to orders.",
    "Rename the due date of orders to deadline.",
    "Orders also have a status returned after shipped.",
    "Make the weight required.",
]


@pytest.fixture
async def shop(desk: Desk, services: Services, tmp_path: Path) -> Shop:
    folder = made_of(SHOP, tmp_path / "shop")
    found = Shop(desk=Desk(browser=desk.browser, project=folder), services=services)
    assert (await found.desk.send("POST", "open")).status_code == 200
    started(folder)
    with closing(sqlite3.connect(folder / "data.db")) as database:
        database.executescript(ROWS[SHOP])
    return found


def rows(folder: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "data.db")) as database:
        found = database.execute(statement).fetchall()
        database.commit()
        return found


@pytest.mark.slow
async def test_changes_in_the_middle_go_one_by_one(shop: Shop) -> None:
    for text in STEPS:
        result = await shop.change(text)
        assert result["status"] == "done", (text, result.get("why"))
        started(shop.folder)
    mine = "\n\ndef mine() -> int:\n    return 1\n"
    service = shop.folder / "app/services/order.py"
    service.write_text(service.read_text("utf-8") + mine, "utf-8")
    rows(shop.folder, "UPDATE orders SET status = 'returned' WHERE id = 2")

    result = await shop.change(take_back="4")  # the weight: made required since
    assert result["status"] == "refused"
    assert "'Make the weight required.' stands on it" in result["why"]
    assert "ql undo PROJECT --change" in result["why"]

    result = await shop.change(take_back="5")  # the address, with what it held
    assert result["status"] == "done", result.get("why")
    assert [(f["verb"], f["place"]) for f in result["change"]["facts"]] == [("added", "customer.address")]
    started(shop.folder)
    assert rows(shop.folder, "SELECT name, address FROM customers ORDER BY id") == [("Ida", "Road 1"), ("Bo", "Road 2")]
    assert rows(shop.folder, "SELECT deadline FROM orders ORDER BY id") == [("2026-02-01",), ("2026-02-02",)]
    assert git(shop.folder, "log", "-1", "--format=%s").startswith("Take back ")

    result = await shop.change(take_back="4", only_plan=True)  # a name given later gets its old one again
    assert [(f["verb"], f["place"]) for f in result["change"]["facts"]] == [("renamed", "order.due_date")]

    result = await shop.change(take_back="3")  # a state that a record is in
    assert result["status"] == "done", result.get("why")
    assert "What becomes of orders that are returned?" in result["questions"][0]["text"]
    started(shop.folder)
    assert rows(shop.folder, "SELECT status FROM orders ORDER BY id") == [("open",), ("open",)]

    await shop.change("Rename orders to jobs.")
    result = await shop.change(take_back="6", only_plan=True)  # what is called otherwise by now
    assert [(f["verb"], f["place"]) for f in result["change"]["facts"]] == [("renamed", "job.due_date")]
    assert (await shop.desk.send("POST", "restore")).status_code == 201
    started(shop.folder)

    before = shop.files()
    assert (
        await shop.desk.send("POST", "restore", commit=git(shop.folder, "rev-parse", "HEAD~3").strip())
    ).status_code == 201
    started(shop.folder)
    assert rows(shop.folder, "SELECT status FROM orders ORDER BY id") == [("open",), ("returned",)]
    assert mine in service.read_text("utf-8")
    assert (await shop.desk.send("POST", "restore")).status_code == 201
    after = shop.files()
    assert {path: text for path, text in after.items() if path in before and ".db" not in path} == {
        path: text for path, text in before.items() if ".db" not in path
    }


async def test_what_is_no_change_is_refused(shop: Shop) -> None:
    result = await shop.change(take_back=git(shop.folder, "rev-parse", "HEAD").strip())
    assert result["status"] == "refused"
    assert "is no change of the specification" in result["why"]


def _specs(*texts: str) -> list[Spec]:
    found = [read_brief(SHOP + " Managers and clerks create, edit and delete orders.").spec]
    for text in texts:
        found.append(read_change(text, found[-1]).spec)
    return found


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Orders also have a weight.", ["removed field order.weight"]),
        ("Price must be at least 1.", ["changed field order.price"]),
        ("Only managers may delete orders.", ["changed right clerk.order"]),
        ("Add urgent to the priority of orders.", ["changed field order.priority"]),
        (
            "A supplier has a name. An order can have a supplier.",
            ["removed reference order.supplier", "removed entity supplier"],
        ),
        ("Remove the priority.", ["added field order.priority"]),
        ("Let people export orders as CSV.", ["removed feature feature:csv_export.order"]),
    ],
)
def test_a_change_goes_from_beneath_others(text: str, facts: list[str]) -> None:
    specs = _specs(text, "Orders also have a note.", "Customers also have a birthday.", "Make the address optional.")
    found = reverted(after=specs[1], now=specs[-1], before=specs[0])
    told = [f"{fact.verb} {fact.what} {fact.place}" for fact in difference(specs[-1], found.spec).facts]
    assert not found.stuck
    assert set(facts) <= set(told)
    assert not [each for each in told if "note" in each or "customer" in each]
