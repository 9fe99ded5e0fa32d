"""Terms of services: what they may be, what Python they become, and what an oracle says of them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from engines.kernel.errors import UserError
from engines.kernel.spec import Spec
from engines.kernel.spec.service import Match, Service
from engines.kernel.spec.service_terms import FUNCTIONS, QUERIES, members, parse_term, places
from engines.qlayer import load_blueprint, render
from engines.qlayer.python_service import library, oracle_terms
from engines.qlayer.python_service.conditions import Conditions
from engines.qlayer.python_service.document import Document
from engines.qlayer.python_service.kinds import Record
from engines.qlayer.python_service.names import snake
from engines.qlayer.python_service.skills import skills
from engines.qlayer.python_service.sql import chosen_order, ordered
from engines.qlayer.python_service.syntax import name, written
from engines.qlayer.python_service.terms import Needs, Scope, Terms
from engines.qlayer.python_service.world import World
from tests.qlayer.services import service


@pytest.fixture(scope="module")
def world() -> World:
    found = service("notes_sharing").service
    assert found is not None
    return World(service=found, skills=skills())


def scope(world: World, operation: str) -> Scope:
    chosen = next(o for o in world.service.operations if o.name == operation)
    names = {"caller": (name("caller"), Record("user")), "note": (name("note"), Record("note"))}
    return Scope(operation=world.documented(chosen), names=dict(names))


@pytest.mark.parametrize(
    "term",
    [
        "__import__('os')",
        "note.__class__",
        "().x()",
        "note.title.upper()",
        "lambda: (yield)",
        "x := 1",
        "await x",
        "1 +",
        "",
    ],
)
def test_what_is_no_term_is_refused(term: str) -> None:
    with pytest.raises(UserError):
        parse_term(term)


def test_members_are_found_with_what_they_stand_in() -> None:
    assert places(parse_term("lower(body.user.email) if given(body.user.email) else query.x")) == ("body.user.email",)
    assert places(parse_term("path.id"), "path") == ("path.id",)


def test_lists_are_ordered_and_bound_by_queries(world: World) -> None:
    conditions = Conditions(Terms(world, Needs()))
    here = scope(world, "list_notes")
    (order,) = ordered(conditions, "note", ["-count(share, note=note)"], here)
    assert written(order) == ("select(func.count()).where(Share.note_pk == Note.pk).scalar_subquery().desc()")
    match = Match(field="count(share, note=note)", operator=">=", value="2")
    assert written(conditions.match("note", match, here)).endswith(".scalar_subquery() >= 2")
    chosen = chosen_order(conditions, "note", 'get({"most": "-count(share, note=note)"}, query.q, "pk")', here)
    assert chosen is not None
    assert written(chosen).startswith("{'most': select(func.count())")
    assert chosen_order(conditions, "note", '{"title": "title"}[query.q]', here) is None


def test_members_of_the_request_are_found() -> None:
    assert members(parse_term("moment(body.due) if given(body.due) else query.due")) == ("due",)


@pytest.mark.parametrize(
    ("operation", "term", "python"),
    [
        ("create_note", "body.title", "call.body['title']"),
        ("login", "lower(body.username)", "call.body['username'].lower()"),
        ("list_notes", "query.per_page", "call.query['perPage']"),
        ("list_notes", "query.q", "call.query.get('q')"),
        ("list_notes", "given(query.q)", "'q' in call.query"),
        ("get_note", "path.note_id", "call.path['noteId']"),
        ("get_note", "note.owner.username", "note.owner.username"),
        ("get_note", "note_view(note)", "note_view(note, caller, call.store)"),
        ("get_note", "count(share, note=note)", "call.store.count(Share, Share.note == note)"),
        ("get_note", "first(share, note=note).permission", "call.store.value(Share.permission, Share.note == note)"),
        (
            "get_note",
            "[s.user for s in rows(share, note=note)]",
            "[s.user for s in call.store.rows(Share, Share.note == note)]",
        ),
        ("get_note", "now() + seconds(60)", "now() + seconds(60)"),
        ("get_note", "round(1.5)", "rounded(1.5)"),
    ],
)
def test_terms_become_python(world: World, operation: str, term: str, python: str) -> None:
    assert Terms(world, Needs()).text(term, scope(world, operation)) == python


@pytest.mark.parametrize("term", ["nobody", "note.nothing", "unknown(note)", "query.nothing", "count(nothing)"])
def test_names_that_nothing_has_are_refused(world: World, term: str) -> None:
    with pytest.raises(UserError):
        Terms(world, Needs()).text(term, scope(world, "list_notes"))


@pytest.mark.parametrize(
    ("match", "python"),
    [
        (Match(field="title", value="query.q", operator="contains"), "contains(Note.title, call.query.get('q'))"),
        (Match(field="tags", value="'a'", operator="has"), "has(Note.tags, 'a')"),
        (Match(field="owner.username", value="'a'"), "Note.owner.has(User.username == 'a')"),
        (Match(field="title|body", value="'a'"), "or_(Note.title == 'a', Note.body == 'a')"),
        (Match(field="version", value="None", operator="!="), "Note.version.is_not(None)"),
    ],
)
def test_matches_become_conditions(world: World, match: Match, python: str) -> None:
    made = Conditions(Terms(world, Needs())).match("note", match, scope(world, "list_notes"))
    assert written(made) == python


def test_a_condition_as_a_term_is_asked_of_the_database(world: World) -> None:
    conditions = Conditions(Terms(world, Needs()))
    term = "note.owner == caller or exists(share, note=note, user=caller)"
    assert [written(part) for part in conditions.that("note", term, scope(world, "list_notes"))] == [
        "or_(Note.owner == caller, exists().where(Share.note_pk == Note.pk, Share.user == caller))"
    ]


def test_every_function_of_the_language_can_be_rendered() -> None:
    special = {"given", "matches", "address", "sorted", "reversed"}
    known = {*library.BUILTINS, *library.FROM_APP, *library.METHODS, *special}
    assert set(FUNCTIONS) - known == set()
    assert not set(FUNCTIONS) & set(QUERIES)


def test_the_oracle_works_terms_out_by_itself() -> None:
    row = oracle_terms.Row("note", 1, {"title": "Plan", "tags": ["a", "b"]})
    at = oracle_terms.Evaluator({"note": row, "body": {"noteTitle": "x"}}, lambda called, node, _: called)
    said = {
        "body.note_title": "x",
        "given(body.nothing)": False,
        "[t for t in note.tags if t != 'a']": ["b"],
        "{**{'a': 1}, 'b': len(note.tags)}": {"a": 1, "b": 2},
        "f'/{lower(note.title)}'": "/plan",
        "sorted(note.tags, key=lambda t: t, reverse=True)[0]": "b",
        "count(note)": "count",
    }
    assert {term: at.of(parse_term(term)) for term in said} == said
    with pytest.raises(oracle_terms.CannotTell):
        at.of(parse_term("nobody"))


@pytest.mark.parametrize(
    ("wire", "snaked"),
    [
        ("priceCents", "price_cents"),
        ("X-Locker-Key", "x_locker_key"),
        ("class", "class_"),
        ("createdAt", "created_at"),
        ("URL", "url"),
    ],
)
def test_names_of_the_wire_are_snaked(wire: str, snaked: str) -> None:
    assert snake(wire) == snaked


def test_a_service_without_records_is_rendered(tmp_path: Path) -> None:
    document = '{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}'
    spec = Spec(name="t", title="T", kind="service", service=Service(document=document))
    files = render(spec, load_blueprint("python-service")).files
    assert ast.parse(files["migrations/versions/0001_initial.py"])
    assert "app/callers.py" not in files


def test_what_an_answer_lacks_is_named() -> None:
    row = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
    }
    schema = {"type": "object", "required": ["rows"], "properties": {"rows": {"type": "array", "items": row}}}
    document = Document("{}")
    assert document.lacking({"rows": [{"id": 1, "name": "a"}]}, schema) == []
    assert document.lacking({"rows": [{"id": None}]}, schema) == ["name", "id"]
    assert document.lacking({}, schema) == ["rows"]
