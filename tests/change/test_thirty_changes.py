"""Thirty changes in plain English on three projects, with hand edits between them and rows in their databases.

After each: no edit lost, no row lost, tests green, the schema that of the models. Then older states come back with theirs.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.services import Services
from engines.edges.git import GitRepository
from engines.qlayer import load_blueprint, render
from engines.spec import dump_spec, read_brief
from tests.change.conftest import Shop
from tests.change.test_migrations import COMPARE
from tests.projects.conftest import TIME, Desk, git
from tests.qlayer.running import environment

SHOP = """A shop sells things to customers. A customer has a name, an email and an address. An order belongs to a customer.
An order has a price, a due date and a priority (low, high). An order is open, paid or shipped."""
CLUB = """A member has a name and a town. A course has a title, a number of places and a start date.
A booking belongs to a member and a course. Trainers and clerks manage bookings. Trainers manage courses."""
GARAGE = """A garage repairs cars. A car has a brand, a colour and a licence plate (unique). A repair belongs to a car and has a note,
a cost and a day. A mechanic has a name. A repair has a mechanic."""

CHANGES = {
    SHOP: [
        "Customers also have a phone number.",
        "Rename the due date of orders to deadline.",
        "Price must be at least 1.",
        "Add urgent to the priority of orders.",
        "Rename customers to clients.",
        "Let people export orders as CSV.",
        "A supplier has a name and a website. An order can have a supplier.",
        "Clients no longer have an address.",
        "The total of a client is the sum of the prices of its orders.",
        "Orders also have a status returned after shipped.",
    ],
    CLUB: [
        "Give each member a birthday.",
        "Only trainers may delete bookings.",
        "Rename town to city.",
        "The number of places of courses must be at least 3.",
        "Auditors can see bookings.",
        "Keep a log of all changes.",
        "Add a note to bookings and rename courses to lessons.",
        "A room has a name and a size. A lesson has a room.",
        "Make the city optional.",
        "Remove the role clerk.",
    ],
    GARAGE: [
        "Add a mileage to cars.",
        "Call mechanics technicians.",
        "The name of technicians is now a long text.",
        "Repairs can be searched.",
        "Remove the colour from cars.",
        "Each car has a year built (whole number).",
        "Rename the licence plate to registration.",
        "The mileage is required.",
        "Cars have many tags. A tag has a name.",
        "Remove the day from repairs.",
    ],
}
ROWS = {
    SHOP: """INSERT INTO customers (name, email, address, created_at, updated_at) VALUES
        ('Ida', 'ida@a.example', 'Road 1', '2026-01-01', '2026-01-01'), ('Bo', 'bo@a.example', 'Road 2', '2026-01-01', '2026-01-01');
        INSERT INTO orders (price, due_date, priority, status, customer_id, created_at, updated_at) VALUES
        (10, '2026-02-01', 'low', 'open', 1, '2026-01-01', '2026-01-01'), (20, '2026-02-02', 'high', 'paid', 2, '2026-01-01', '2026-01-01');""",
    CLUB: """INSERT INTO members (name, town, created_at, updated_at) VALUES ('Ida', 'Ry', '2026-01-01', '2026-01-01');
        INSERT INTO courses (title, number_of_places, start_date, created_at, updated_at) VALUES ('Go', 8, '2026-03-01', '2026-01-01', '2026-01-01');
        INSERT INTO bookings (member_id, course_id, created_at, updated_at) VALUES (1, 1, '2026-01-01', '2026-01-01');""",
    GARAGE: """INSERT INTO cars (brand, colour, licence_plate, created_at, updated_at) VALUES ('Saab', 'red', 'A 1', '2026-01-01', '2026-01-01');
        INSERT INTO mechanics (name, created_at, updated_at) VALUES ('Bo', '2026-01-01', '2026-01-01');
        INSERT INTO repairs (note, cost, day, car_id, mechanic_id, created_at, updated_at) VALUES ('Oil', 5, '2026-01-02', 1, 1, '2026-01-01', '2026-01-01');""",
}


def _made(brief: str, folder: Path) -> Path:
    spec = read_brief(brief).spec
    files = {**render(spec, load_blueprint("python-fastapi")).files, "spec.yaml": dump_spec(spec).encode()}
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    GitRepository().commit(folder, message=brief, time=TIME)
    return folder


def _start(folder: Path) -> None:
    """The application's own start: its database goes to the schema of its models."""
    done = subprocess.run(
        [sys.executable, "-c", COMPARE], cwd=folder, env=environment(folder), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]


def _rows(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / "data.db")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [n for n in names if not n.startswith(("sqlite_", "alembic", "kept_"))]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in kept}


def _schema(folder: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(folder / "data.db")) as database:
        return {
            name: sorted(row[1] for row in database.execute(f'PRAGMA table_info("{name}")')) for name in _rows(folder)
        }


def _edit(folder: Path, number: int) -> tuple[Path, str]:
    """Somebody writes a function into one of the services, and does not record it."""
    services = sorted((folder / "app" / "services").glob("[a-z]*.py"))
    service = services[number % len(services)]
    mine = f"\n\ndef mine_{number}() -> int:\n    return {number}\n"
    service.write_text(service.read_text("utf-8") + mine, "utf-8")
    return service, mine


@pytest.mark.slow
@pytest.mark.parametrize("brief", [SHOP, CLUB, GARAGE], ids=["shop", "club", "garage"])
async def test_ten_changes_in_a_row_lose_nothing(brief: str, desk: Desk, services: Services, tmp_path: Path) -> None:
    folder = _made(brief, tmp_path / "project")
    shop = Shop(desk=Desk(browser=desk.browser, project=folder), services=services)
    assert (await shop.desk.send("POST", "open")).status_code == 200
    _start(folder)
    with closing(sqlite3.connect(folder / "data.db")) as database:
        database.executescript(ROWS[brief])
    mine: list[str] = []
    states: dict[str, dict[str, list[str]]] = {}
    for number, text in enumerate(CHANGES[brief]):
        mine.append(_edit(folder, number)[1])
        before = sorted(count for count in _rows(folder).values() if count)
        result = await shop.change(text)
        assert result["status"] == "done", (text, result.get("why"), result.get("questions"), _conflicts(result))
        _start(folder)
        assert sorted(count for count in _rows(folder).values() if count) == before, text
        written = "".join(path.read_text("utf-8") for path in (folder / "app" / "services").glob("*.py"))
        assert not [each for each in mine if each not in written], text
        assert git(folder, "status", "--porcelain") == "", text
        states[git(folder, "rev-parse", "HEAD").strip()] = _schema(folder)
    for number in range(1, len(CHANGES[brief]) + 1):
        result = await shop.change(take_back=str(number), only_plan=True)
        why = str(result.get("why"))
        refused = result["status"] == "refused" and ("stands on it" in why or "nothing is left" in why)
        assert result["status"] == "planned" or refused or _conflicts(result), (number, why)
    for commit in random.Random(7).sample(list(states), len(states)):
        answer = await shop.desk.send("POST", "restore", commit=commit)
        assert answer.status_code == 201, answer.text
        _start(folder)
        assert _schema(folder) == states[commit]
        same = git(folder, "diff", "--stat", commit, "HEAD", "--", ".", ":!migrations").strip()
        assert same == ""


def _conflicts(result: Any) -> list[str]:
    return [
        f"{c['path']}:{c['line']}\n{c['mine']}|\n{c['generated']}"
        for c in result.get("change", {}).get("conflicts", [])
    ]
