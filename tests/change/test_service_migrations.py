"""Revisions of services on real rows: forward, back, and forward again; each end has the tables of its models."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engines.kernel.spec import Spec
from engines.kernel.spec.renames import Renames
from engines.kernel.spec.service import Link, Resource, Stored
from engines.qlayer import load_blueprint, render, revise, undo
from tests.change.test_migrations import Project
from tests.qlayer.running import write_tree
from tests.qlayer.services import service

ROWS = """
INSERT INTO organisation (pk, name) VALUES (1, 'Acme'), (2, 'Bolt');
INSERT INTO member (pk, email, password, role, organisation_pk) VALUES
    (1, 'Ida@a.example', 'x', 'agent', 1), (2, 'bo@b.example', 'x', 'customer', 2), (7, 'gone@b.example', 'x', 'customer', 2);
DELETE FROM member WHERE pk = 7;
INSERT INTO ticket (pk, number, subject, description, status, priority, created_at, organisation_pk, requester_pk, assignee_pk)
    VALUES (1, 1, 'Leak', 'Water', 'new', 'high', '2026-01-01', 1, 1, NULL), (2, 1, 'Noise', 'Loud', 'open', 'low', '2026-01-02', 2, 2, 1);
"""
TABLES = {
    "member": "pk, email, password, role, organisation_pk",
    "ticket": "pk, number, subject, description, status, priority, created_at, organisation_pk, requester_pk, assignee_pk",
}


class Desk(Project):
    """A service on disk with its database."""

    blueprint = load_blueprint("python-service")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    spec = service("tickets")
    project = Desk(tmp_path / "desk", spec)
    write_tree(render(spec, Desk.blueprint), project.home)
    project.start()
    project.put(ROWS)
    return project


def _with(name: str, change: Callable[[Resource], Resource], *more: Resource) -> Spec:
    spec = service("tickets")
    assert spec.service is not None
    resources = tuple(change(r) if r.name == name else r for r in spec.service.resources)
    return replace(spec, service=replace(spec.service, resources=(*resources, *more)))


def _field(name: str, field: Stored) -> Spec:
    return _with(name, lambda r: replace(r, fields=(*(f for f in r.fields if f.name != field.name), field)))


def _link(name: str, link: Link) -> Spec:
    return _with(name, lambda r: replace(r, links=(*r.links, link)))


WATCH = Resource(
    name="watch", plural="watches", links=(Link(name="ticket", to="ticket"), Link(name="member", to="member")),
    once=(("ticket", "member"),),
)  # fmt: skip
WANTED = {
    "field": _field("ticket", Stored(name="source", nullable=True)),
    "field-with-default": _field("ticket", Stored(name="weight", type="integer", default=3)),
    "field-that-is-needed": _field("ticket", Stored(name="cost", type="number")),
    "field-unique": _field("member", Stored(name="badge", unique=True)),
    "field-made": _field("ticket", Stored(name="key", made="uuid")),
    "field-beside-any-case": _field("member", Stored(name="seen_at", type="datetime", nullable=True)),
    "missing-may-be": _field("ticket", Stored(name="description", nullable=True)),
    "another-type": _field("ticket", Stored(name="priority", type="json")),
    "no-longer-unique": _field("member", Stored(name="email")),
    "unique-in-other-words": _field("member", Stored(name="email", unique=True)),
    "link": _link("ticket", Link(name="duplicate", to="ticket", optional=True)),
    "resource": _with("ticket", lambda r: r, WATCH),
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if n in ("field-beside-any-case", "field-made") else pytest.mark.slow) for n in WANTED],
)
def test_forward_and_back_keeps_every_row(desk: Desk, name: str) -> None:
    def rows() -> list[object]:
        return [desk.rows(f"SELECT {columns} FROM {table} ORDER BY pk") for table, columns in TABLES.items()]

    before, revisions, was = rows(), desk.revisions, desk.spec
    desk.become(WANTED[name])
    desk.start()
    assert len(desk.revisions) == 2
    desk.back_to(was, revisions)
    desk.start()
    assert rows() == before
    desk.put("INSERT INTO member (email, password, role, organisation_pk) VALUES ('new@a.example', 'x', 'agent', 1)")
    assert desk.rows("SELECT max(pk) FROM member") == [(8,)]


def test_what_is_made_is_made_for_records_that_exist(desk: Desk) -> None:
    desk.become(WANTED["field-made"])
    desk.start()
    keys = [row[0] for row in desk.rows("SELECT key FROM ticket")]
    assert len({*keys}) == 2
    assert all(len(key) == 36 for key in keys)


def test_an_index_over_small_letters_stands_after_its_table_was_altered(desk: Desk) -> None:
    desk.become(_field("member", Stored(name="role", nullable=True)))
    desk.start()
    (row,) = desk.rows("SELECT sql FROM sqlite_master WHERE name = 'uq_member_email'")
    assert "lower(email)" in row[0]


def test_renames_keep_values_and_links(desk: Desk) -> None:
    spec = _with(
        "member",
        lambda r: replace(r, fields=tuple(replace(f, name="task") if f.name == "role" else f for f in r.fields)),
    )
    text = str(spec.service)
    assert "task" in text
    renames = Renames(members={"member.role": "task"})
    files = {**render(service("tickets"), Desk.blueprint).files}
    made = revise(
        desk.spec, spec, Desk.blueprint, says="Roles are tasks", known=desk.revisions, fresh=files, renames=renames,
        fills=desk.nothing,
    )  # fmt: skip
    (code,) = made.values()
    assert b'batch.alter_column("role", new_column_name="task")' in code


def test_what_does_not_touch_tables_adds_no_revision(desk: Desk) -> None:
    spec = service("tickets")
    desk.become(replace(spec, title="Another title"))
    desk.start()
    assert len(desk.revisions) == 1


def test_undo_is_for_services_too(desk: Desk) -> None:
    desk.become(WANTED["field"])
    settings = (desk.home / "pyproject.toml").read_bytes()
    made = undo(Desk.blueprint, says="Back", known=desk.revisions, keep=[*desk.revisions][:1], settings=settings)
    assert b'take_back("0002")' in next(iter(made.values()))
    assert (
        subprocess.run([sys.executable, "-m", "ruff", "check", "migrations"], cwd=desk.home, check=False).returncode
        == 0
    )
