"""A service whose document, specification or operations change: rows and hand edits stay, and each can be taken back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.services import Services
from engines.change import difference
from engines.edges.git import GitRepository
from engines.kernel.errors import UserError
from engines.kernel.spec import Spec
from engines.qlayer import load_blueprint, render
from engines.spec import dump_spec, load_spec, read_brief, read_document_change, read_service_change
from tests.change.conftest import Shop
from tests.change.test_thirty_changes import _start as started
from tests.projects.conftest import TIME, Desk, git

BOOK = {
    "type": "object",
    "required": ["id", "title"],
    "properties": {"id": {"type": "integer"}, "title": {"type": "string"}, "pages": {"type": "integer"}},
}
NEW_BOOK = {
    "type": "object",
    "required": ["title"],
    "properties": {"title": {"type": "string", "maxLength": 80}, "pages": {"type": "integer", "minimum": 1}},
}


def document(**more: Any) -> dict[str, Any]:
    """A library: books are listed, made and read. `more` are further properties of books."""
    book = {**BOOK, "properties": {**BOOK["properties"], **more}}  # type: ignore[dict-item]
    new = {**NEW_BOOK, "properties": {**NEW_BOOK["properties"], **more}}  # type: ignore[dict-item]
    shown = {"content": {"application/json": {"schema": book}}}
    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    several = {"content": {"application/json": {"schema": {"type": "array", "items": book}}}}
    made = {"required": True, "content": {"application/json": {"schema": new}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Library", "version": "1"},
        "paths": {
            "/books": {
                "get": {"operationId": "list_books", "responses": {"200": {"description": "All.", **several}}},
                "post": {
                    "operationId": "add_book",
                    "requestBody": made,
                    "responses": {"201": {"description": "Made.", **shown}, "422": {"description": "Invalid."}},
                },
            },
            "/books/{id}": {
                "get": {
                    "operationId": "get_book",
                    "parameters": [number],
                    "responses": {"200": {"description": "It.", **shown}, "404": {"description": "None."}},
                },
            },
        },
    }


def deleting(said: dict[str, Any]) -> dict[str, Any]:
    """The same with a way to remove a book."""
    one = said["paths"]["/books/{id}"]
    one["delete"] = {
        "operationId": "remove_book",
        "parameters": one["get"]["parameters"],
        "responses": {"204": {"description": "Gone."}, "404": {"description": "None."}},
    }
    return said


def spec_of(said: dict[str, Any], brief: str = "") -> Spec:
    return read_brief(brief, interface=yaml.safe_dump(said), name="library").spec


@pytest.fixture
async def library(desk: Desk, services: Services, tmp_path: Path) -> Shop:
    folder = tmp_path / "library"
    spec = spec_of(document())
    files = {**render(spec, load_blueprint("python-service")).files, "spec.yaml": dump_spec(spec).encode()}
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    GitRepository().commit(folder, message="Library", time=TIME)
    shop = Shop(desk=Desk(browser=desk.browser, project=folder), services=services)
    assert (await shop.desk.send("POST", "open")).status_code == 200
    started(folder)
    with closing(sqlite3.connect(folder / "data.db")) as database:
        database.execute("INSERT INTO book (title, pages) VALUES ('Emma', 400)")
        database.commit()
    return shop


def _books(folder: Path, columns: str) -> list[Any]:
    with closing(sqlite3.connect(folder / "data.db")) as database:
        return database.execute(f"SELECT {columns} FROM book ORDER BY pk").fetchall()


@pytest.mark.slow
async def test_another_document_migrates_rows_and_is_taken_back(library: Shop) -> None:
    mine = "\n\ndef mine() -> int:\n    return 1\n"
    group = next(path for path in (library.folder / "app/operations").glob("books*.py"))
    group.write_text(group.read_text("utf-8") + mine, "utf-8")
    later = deleting(document(shelf={"type": "string"}))
    result = await library.change(interface=yaml.safe_dump(later))
    assert result["status"] == "done", (result.get("why"), result["questions"])
    places = {(fact["verb"], fact["what"], fact["place"]) for fact in result["change"]["facts"]}
    assert {("added", "field", "book.shelf"), ("added", "operation", "DELETE /books/{id}")} <= places
    assert result["change"]["migration"].startswith("migrations/versions/0002_")
    assert mine in group.read_text("utf-8")
    started(library.folder)
    assert _books(library.folder, "title, pages, shelf") == [("Emma", 400, None)]
    assert git(library.folder, "log", "-1", "--format=%s").strip() == "Stand behind another document"
    assert (await library.desk.send("POST", "restore")).status_code == 201
    started(library.folder)
    assert _books(library.folder, "title, pages") == [("Emma", 400)]
    assert "shelf" not in (library.folder / "app/models/book.py").read_text("utf-8")


@pytest.mark.slow
async def test_an_edited_specification_migrates_rows(library: Shop) -> None:
    library.edit("spec.yaml", "title: {type: text}", "title: {type: text}\n        shelf: {type: text, nullable: true}")
    result = await library.change()
    assert result["status"] == "done", result.get("why")
    assert [(f["verb"], f["place"]) for f in result["change"]["facts"]] == [("added", "book.shelf")]
    started(library.folder)
    assert _books(library.folder, "title, shelf") == [("Emma", None)]


async def test_english_that_names_no_operation_is_refused_with_the_way_to_do_it(library: Shop) -> None:
    before = library.files()
    result = await library.change("Books also have a shelf.")
    assert result["status"] == "refused"
    assert "names no operation" in result["why"]
    assert "--openapi" in result["why"]
    assert library.files() == before


def test_english_that_names_an_operation_changes_it() -> None:
    spec = spec_of(document())
    found = read_service_change("GET /books lists the newest books first.", spec)
    assert not found.questions
    (fact,) = difference(spec, found.spec).facts
    assert (fact.verb, fact.what, fact.place) == ("changed", "operation", "GET /books")
    assert fact.before != fact.after
    assert found.spec.sentences[0].text == "GET /books lists the newest books first."


def test_english_that_an_operation_does_already_or_that_says_nothing_is_a_question() -> None:
    (question,) = read_service_change("GET /books frobnicates.", spec_of(document())).questions
    assert question.blocking
    assert "was not understood" in question.text


def test_what_people_changed_in_the_specification_outlives_another_document() -> None:
    spec = load_spec(dump_spec(spec_of(document())).replace("status: 404", "status: 410"))
    found = read_document_change(yaml.safe_dump(deleting(document())), spec)
    assert not found.questions
    assert found.spec.service is not None
    assert "status: 410" in dump_spec(found.spec)
    assert [o.name for o in found.spec.service.operations] == ["list_books", "add_book", "get_book", "remove_book"]


def test_what_both_changed_is_asked_with_both_sides() -> None:
    spec = load_spec(
        dump_spec(spec_of(document())).replace("pages: {type: integer, nullable: true}", "pages: {type: number}")
    )
    later = document(pages={"type": "string"})
    (question,) = read_document_change(yaml.safe_dump(later), spec).questions
    assert "pages" in question.text
    assert "number" in question.text
    assert "text" in question.text

    def pages(answer: str) -> str:
        found = read_document_change(yaml.safe_dump(later), spec, answers={question.text: answer})
        assert not found.questions
        assert found.spec.service is not None
        return next(f.type for f in found.spec.service.resources[0].fields if f.name == "pages")

    assert (pages("mine"), pages("the document's")) == ("number", "text")


def test_a_project_without_a_document_takes_none() -> None:
    spec = read_brief("A shop has orders. An order has a price.").spec
    with pytest.raises(UserError, match="stands behind no document"):
        read_document_change(yaml.safe_dump(document()), spec)
