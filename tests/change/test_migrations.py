"""Revisions of real projects on real rows: forward, back, and forward again; each end has the tables of its models."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from engines.kernel.spec import Entity, Feature, Field, FieldType, Lifecycle, Relation, Spec, Transition, UniqueTogether
from engines.kernel.spec.renames import Fills, Renames
from engines.qlayer import Blueprint, load_blueprint, render, revise, undo
from tests.qlayer.running import environment, write_tree

BLUEPRINT = load_blueprint("python-fastapi")
COMPARE = """
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from app.database import HEAD, engine, migrate
from app.models import Base
migrate()
with engine.connect() as connection:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert context.get_current_revision() == HEAD, (context.get_current_revision(), HEAD)
    found = [each for each in compare_metadata(context, Base.metadata) if isinstance(each, list) or not str(getattr(each[1], "name", "")).startswith("kept_")]
    assert not found, found
    assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
"""

CUSTOMER = Entity(
    name="customer",
    plural="customers",
    label="name",
    fields=(Field(name="name"), Field(name="vat_number", unique=True), Field(name="size", required=False)),
)
TICKET = Entity(
    name="ticket",
    plural="tickets",
    label="title",
    fields=(
        Field(name="title"),
        Field(name="hours", type=FieldType.NUMBER, required=False),
        Field(name="due_date", type=FieldType.DATE, required=False),
    ),
    relations=(Relation(name="customer", target="customer", children="tickets", on_delete="cascade"),),
    lifecycle=Lifecycle(
        states=("new", "waiting", "done"),
        initial="new",
        transitions=(Transition(source="new", target="waiting"), Transition(source="waiting", target="done")),
    ),
)
DESK = Spec(name="desk", title="Desk", entities=(CUSTOMER, TICKET))
ROWS = """
INSERT INTO customers (id, name, vat_number, size, created_at, updated_at)
    VALUES (1, 'Ida', 'A1', '12', '2026-01-01', '2026-01-01'), (2, 'Bo', 'A2', 'huge', '2026-01-01', '2026-01-01');
INSERT INTO tickets (id, title, hours, due_date, status, customer_id, created_at, updated_at) VALUES
    (1, 'Leak', 2.5, '2026-05-01', 'waiting', 1, '2026-01-01', '2026-01-01'),
    (2, 'Noise', NULL, NULL, 'new', 2, '2026-01-01', '2026-01-01');
"""


@dataclass
class Project:
    """A project on disk with its database, through its revisions."""

    home: Path
    spec: Spec
    blueprint: ClassVar[Blueprint] = BLUEPRINT
    nothing: ClassVar[Fills] = Fills()

    @property
    def revisions(self) -> dict[str, bytes]:
        folder = self.home / "migrations" / "versions"
        return {f"migrations/versions/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.py"))}

    def become(self, spec: Spec, renames: Renames | None = None, fills: Fills | None = None) -> None:
        known = self.revisions
        files = dict(render(spec, self.blueprint).files)
        made = revise(
            self.spec,
            spec,
            self.blueprint,
            says="A change",
            known=known,
            fresh=files,
            renames=renames or Renames(),
            fills=fills or Fills(),
        )
        self._write({**files, **known, **made})
        self.spec = spec

    def back_to(self, spec: Spec, revisions: Mapping[str, bytes]) -> None:
        known = self.revisions
        files = dict(render(spec, self.blueprint).files)
        made = undo(self.blueprint, says="Back", known=known, keep=list(revisions), settings=files["pyproject.toml"])
        self._write({**files, **known, **made})
        self.spec = spec

    def _write(self, files: Mapping[str, bytes]) -> None:
        subprocess.run(["rm", "-rf", str(self.home / "app")], check=True)
        write_tree(replace(render(self.spec, self.blueprint), files=files), self.home)

    def start(self) -> None:
        """What a start of the application does, and whether it comes out with the tables of its models."""
        done = subprocess.run(
            [sys.executable, "-c", COMPARE], cwd=self.home, env=environment(self.home), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:] + "".join(
            t.decode() for t in list(self.revisions.values())[-1:]
        )

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.home / "data.db")) as database:
            return database.execute(statement).fetchall()

    def put(self, statements: str) -> None:
        with closing(sqlite3.connect(self.home / "data.db")) as database:
            database.executescript(statements)


@pytest.fixture
def desk(tmp_path: Path) -> Project:
    project = Project(tmp_path / "desk", DESK)
    write_tree(render(DESK, BLUEPRINT), project.home)
    project.start()
    project.put(ROWS)
    return project


def _with(entity: Entity, **changed: Any) -> Spec:
    return replace(DESK, entities=tuple(replace(e, **changed) if e.name == entity.name else e for e in DESK.entities))


def _field(entity: Entity, field: Field) -> Spec:
    others = tuple(each for each in entity.fields if each.name != field.name)
    return _with(entity, fields=(*others, field))


def _both_ways(desk: Project, spec: Spec, renames: Renames | None = None, fills: Fills | None = None) -> None:
    """Forward, then back by an undoing revision; rows of both tables stand as before."""
    asked = ("SELECT * FROM customers ORDER BY id", "SELECT * FROM tickets ORDER BY id")
    columns = [[row[1] for row in desk.rows(f"PRAGMA table_info({name})")] for name in ("customers", "tickets")]
    before, revisions, was = [desk.rows(statement) for statement in asked], desk.revisions, desk.spec
    desk.become(spec, renames, fills)
    desk.start()
    desk.back_to(was, revisions)
    desk.start()
    after = [
        desk.rows(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")
        for table, names in zip(("customers", "tickets"), columns, strict=True)
    ]
    assert after == before


def test_an_optional_field_is_added(desk: Project) -> None:
    desk.become(_field(CUSTOMER, Field(name="phone", type=FieldType.PHONE, required=False)))
    desk.start()
    assert desk.rows("SELECT name, phone FROM customers ORDER BY id") == [("Ida", None), ("Bo", None)]


def test_values_of_an_added_field_outlive_its_undoing(desk: Project) -> None:
    wanted, revisions = _field(CUSTOMER, Field(name="phone", type=FieldType.PHONE, required=False)), desk.revisions
    desk.become(wanted)
    desk.start()
    desk.put("UPDATE customers SET phone = '112' WHERE id = 1")
    with_phone = desk.revisions
    desk.back_to(DESK, revisions)
    desk.start()
    assert "phone" not in [row[1] for row in desk.rows("PRAGMA table_info(customers)")]
    desk.back_to(wanted, with_phone)
    desk.start()
    assert desk.rows("SELECT name, phone FROM customers ORDER BY id") == [("Ida", "112"), ("Bo", None)]


@pytest.mark.slow
def test_a_required_field_gets_what_was_decided(desk: Project) -> None:
    wanted = _field(CUSTOMER, Field(name="rating", type=FieldType.INTEGER))
    desk.become(wanted, fills=Fills(values={"customer.rating": 3}))
    desk.start()
    assert desk.rows("SELECT rating FROM customers") == [(3,), (3,)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "spec",
    [
        pytest.param(_field(CUSTOMER, Field(name="phone", required=False)), id="added"),
        pytest.param(_field(CUSTOMER, Field(name="rating", type=FieldType.INTEGER)), id="added-required"),
        pytest.param(_with(CUSTOMER, fields=CUSTOMER.fields[:2]), id="removed"),
        pytest.param(_with(CUSTOMER, fields=(CUSTOMER.fields[0], CUSTOMER.fields[2])), id="removed-unique"),
        pytest.param(_with(TICKET, fields=TICKET.fields[:1]), id="removed-two"),
        pytest.param(_with(TICKET, relations=()), id="removed-relation"),
        pytest.param(_field(CUSTOMER, Field(name="size", type=FieldType.INTEGER, required=False)), id="text-to-number"),
        pytest.param(_field(CUSTOMER, Field(name="size")), id="required"),
        pytest.param(_field(CUSTOMER, Field(name="name", required=False)), id="optional"),
        pytest.param(_field(CUSTOMER, Field(name="name", type=FieldType.LONG_TEXT)), id="longer"),
        pytest.param(_field(CUSTOMER, Field(name="vat_number")), id="not-unique"),
        pytest.param(_field(CUSTOMER, Field(name="name", unique=True)), id="unique"),
        pytest.param(_with(TICKET, lifecycle=None), id="without-states"),
        pytest.param(replace(DESK, entities=(replace(CUSTOMER),)), id="entity-removed"),
        pytest.param(replace(DESK, accounts=True), id="accounts"),
        pytest.param(
            replace(DESK, rules=(UniqueTogether(entity="ticket", fields=("title", "customer")),)), id="once-together"
        ),
        pytest.param(
            replace(
                DESK,
                entities=(
                    *DESK.entities,
                    Entity(
                        name="note",
                        plural="notes",
                        label="text",
                        fields=(Field(name="text"),),
                        relations=(
                            Relation(name="ticket", target="ticket", children="notes"),
                            Relation(name="reader", target="customer", many=True, children="read_notes"),
                        ),
                    ),
                ),
            ),
            id="entity-added",
        ),
    ],
)
def test_forward_and_back_keeps_every_row(desk: Project, spec: Spec) -> None:
    _both_ways(desk, spec)


LOGGED = replace(DESK, features=(Feature(name="audit_log"), Feature(name="soft_delete")))


@pytest.mark.slow
@pytest.mark.parametrize(
    "spec",
    [
        pytest.param(replace(LOGGED, accounts=True), id="more-columns-of-a-log"),
        pytest.param(replace(LOGGED, features=()), id="no-log-and-no-trash"),
        pytest.param(
            replace(LOGGED, entities=(replace(CUSTOMER, fields=CUSTOMER.fields[:2]), TICKET)), id="field-beside-a-trash"
        ),
    ],
)
def test_tables_that_only_grow_and_records_in_the_trash(spec: Spec, tmp_path: Path) -> None:
    project = Project(tmp_path / "desk", LOGGED)
    write_tree(render(LOGGED, BLUEPRINT), project.home)
    project.start()
    project.put(ROWS)
    project.put(
        "INSERT INTO audit_entries (at, entity, record_id, action) VALUES ('2026-01-01', 'customer', 1, 'created');"
    )
    _both_ways(project, spec)
    assert project.rows("SELECT entity, record_id FROM audit_entries") == [("customer", 1)]
    with pytest.raises(sqlite3.IntegrityError):
        project.put("DELETE FROM audit_entries")


@pytest.mark.slow
def test_a_log_that_comes_refuses_changes(desk: Project) -> None:
    desk.become(replace(DESK, features=(Feature(name="audit_log"),)))
    desk.start()
    desk.put(
        "INSERT INTO audit_entries (at, entity, record_id, action) VALUES ('2026-01-01', 'customer', 1, 'created');"
    )
    with pytest.raises(sqlite3.IntegrityError):
        desk.put("UPDATE audit_entries SET action = 'deleted'")


def test_renames_keep_values_and_references(desk: Project) -> None:
    case = replace(
        TICKET,
        name="case",
        plural="cases",
        fields=(TICKET.fields[0], TICKET.fields[1], replace(TICKET.fields[2], name="deadline")),
        relations=(replace(TICKET.relations[0], name="client", children="cases"),),
    )
    spec = replace(DESK, entities=(CUSTOMER, case))
    renames = Renames(entities={"ticket": "case"}, members={"ticket.due_date": "deadline", "ticket.customer": "client"})
    desk.become(spec, renames)
    desk.start()
    assert desk.rows("SELECT title, deadline, client_id, status FROM cases ORDER BY id") == [
        ("Leak", "2026-05-01", 1, "waiting"),
        ("Noise", None, 2, "new"),
    ]
    desk.back_to(DESK, dict(list(desk.revisions.items())[:1]))
    desk.start()
    assert desk.rows("SELECT title, due_date, customer_id FROM tickets ORDER BY id") == [
        ("Leak", "2026-05-01", 1),
        ("Noise", None, 2),
    ]


@pytest.mark.slow
def test_a_renamed_table_that_others_refer_to(desk: Project) -> None:
    client = replace(CUSTOMER, name="client", plural="clients")
    ticket = replace(TICKET, relations=(replace(TICKET.relations[0], target="client"),))
    _both_ways(desk, replace(DESK, entities=(client, ticket)), Renames(entities={"customer": "client"}))


@pytest.mark.slow
def test_values_of_a_state_that_is_no_more(desk: Project) -> None:
    states = Lifecycle(states=("new", "done"), initial="new", transitions=(Transition(source="new", target="done"),))
    revisions = desk.revisions
    desk.become(_with(TICKET, lifecycle=states), fills=Fills(recoded={"ticket.status": {"waiting": "new"}}))
    desk.start()
    assert desk.rows("SELECT status FROM tickets ORDER BY id") == [("new",), ("new",)]
    desk.back_to(DESK, revisions)
    desk.start()
    assert desk.rows("SELECT status FROM tickets ORDER BY id") == [("waiting",), ("new",)]


@pytest.mark.slow
def test_the_database_is_copied_before_it_changes(desk: Project) -> None:
    desk.become(_with(CUSTOMER, fields=CUSTOMER.fields[:2]))
    desk.start()
    with closing(sqlite3.connect(desk.home / "data.db.before-0002")) as copy:
        assert copy.execute("SELECT size FROM customers ORDER BY id").fetchall() == [("12",), ("huge",)]


def test_a_migration_that_fails_changes_nothing(desk: Project) -> None:
    before = desk.rows("SELECT * FROM customers")
    desk.become(_with(CUSTOMER, fields=CUSTOMER.fields[:2]))
    (path,) = (desk.home / "migrations" / "versions").glob("0002*.py")
    path.write_text(path.read_text().replace("\n\n\ndef downgrade", "\n    raise RuntimeError\n\n\ndef downgrade"))
    done = subprocess.run(
        [sys.executable, "-c", COMPARE], cwd=desk.home, env=environment(desk.home), capture_output=True
    )
    assert done.returncode != 0
    assert desk.rows("SELECT * FROM customers") == before
    assert desk.rows("SELECT name FROM sqlite_master WHERE name LIKE 'kept%' OR name LIKE '_alembic%'") == []
