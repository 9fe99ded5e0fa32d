"""The document that is derived from prose: bodies, answers, refusals, parameters, credentials, and what is assumed."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from engines.qlayer import load_blueprint, render
from engines.spec import read_brief
from engines.spec.english import English
from engines.spec.interface.prose.deriving import Derived, derive
from engines.spec.lexicon_files import load_lexicon


@pytest.fixture(scope="module")
def english() -> English:
    return English(load_lexicon())


def body(derived: Derived, path: str, method: str) -> dict[str, Any]:
    content = derived.document["paths"][path][method]["requestBody"]["content"]
    schema: dict[str, Any] = next(iter(content.values()))["schema"]
    return schema


def test_words_become_members_with_their_limits(english: English) -> None:
    found = derive("POST /links takes a url and an optional title (at most 100 characters) and returns 201. GET /{code} redirects.", english)  # fmt: skip
    schema = body(found, "/links", "post")
    assert schema["required"] == ["url"]
    assert schema["properties"]["title"]["maxLength"] == 100
    assert "302" in found.document["paths"]["/{code}"]["get"]["responses"]


def test_things_are_known_by_name_across_operations(english: English) -> None:
    found = derive(
        'POST /notes {"title", "body"}: 201.\nA note is {"id": uuid, "title", "body", "createdAt"}.\n'
        "GET /notes/{id}: 200, the note, or 404.\nGET /notes: 200, an array of notes.",
        english,
    )
    paths = found.document["paths"]
    for path, method, status in (("/notes", "post", "201"), ("/notes/{id}", "get", "200")):
        schema = paths[path][method]["responses"][status]["content"]["application/json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Note"}
    listed = paths["/notes"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert listed == {"type": "array", "items": {"$ref": "#/components/schemas/Note"}}
    assert found.document["components"]["schemas"]["Note"]["properties"]["id"]["format"] == "uuid"


def test_queries_have_types_and_defaults(english: English) -> None:
    found = derive("GET /cars lists cars; filter with ?colour=red and page with ?limit= (1 to 100, 20 if I leave it out). GET /cars/{id} shows one.", english)  # fmt: skip
    colour, limit = found.document["paths"]["/cars"]["get"]["parameters"]
    assert colour["name"] == "colour"
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}


def test_errors_and_credentials_are_told_once_for_all(english: English) -> None:
    found = derive(
        'POST /login {"email", "password"}: 200 {"token"}. Everything else needs "Authorization: Bearer <token>", otherwise 401.\n\n'
        'POST /cars {"name"}: 201.\nGET /cars: 200.\n\nErrors look like {"error": {"code": "...", "message": "..."}}. Invalid input is 422.',
        english,
    )
    paths = found.document["paths"]
    assert "security" not in paths["/login"]["post"]
    assert paths["/cars"]["get"]["security"] == [{"bearer": []}]
    refused = paths["/cars"]["post"]["responses"]
    assert {"401", "422"} <= set(refused)
    schema = refused["422"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]["error"]["properties"]) == {"code", "message"}


def test_a_base_path_stands_before_all(english: English) -> None:
    found = derive("Base path: /api/v1\n\nGET /cars lists cars.\nGET /cars/{id} shows one.", english)
    assert found.document["servers"] == [{"url": "/api/v1"}]
    assert set(found.document["paths"]) == {"/cars", "/cars/{id}"}


def test_tables_of_endpoints_are_read(english: English) -> None:
    found = derive(
        "| Method | Path | Request | Response |\n|---|---|---|---|\n"
        '| POST | /zones | `{"name": "Old town"}` | 201, the zone |\n| GET | /zones | – | 200, list of zones |',
        english,
    )
    assert body(found, "/zones", "post")["required"] == ["name"]
    assert set(found.document["paths"]["/zones"]) == {"post", "get"}


def test_every_part_names_its_sentences(english: English) -> None:
    found = derive("POST /cars takes a name and returns 201. The name has 1-40 characters.\n\nGET /cars: 200.", english)
    made = found.document["paths"]["/cars"]["post"]
    assert made["x-sentences"] == [1, 2]
    assert body(found, "/cars", "post")["properties"]["name"]["x-sentences"] == [2]
    assert made["responses"]["201"]["x-sentences"] == [1]


def test_what_is_left_open_is_asked_and_an_answer_is_read() -> None:
    text = "POST /cars takes a name. GET /cars lists cars. GET /cars/{id} shows one."
    reading = read_brief(text)
    asked = next(q for q in reading.questions if "with which status POST /cars" in q.text)
    assert asked.suggestion == "201"
    told = read_brief(text, answers={asked.text: "202"})
    assert told.spec.service is not None
    assert '"202"' in told.spec.service.document
    assert asked.text not in {question.text for question in told.questions}


def test_the_decision_is_explained_and_can_be_turned_down() -> None:
    text = "POST /cars takes a name. GET /cars lists cars. A car has a name."
    reading = read_brief(text)
    assert reading.spec.kind == "service"
    decision = reading.questions[0]
    assert "POST /cars" in decision.text
    assert read_brief(text, answers={decision.text: "No"}).spec.kind == "web"


def test_sentences_that_gave_nothing_are_not_understood() -> None:
    reading = read_brief("Our cat is called Minka.\n\nPOST /cars takes a name. GET /cars lists cars.")
    assert reading.spec.sentences[0].status == "not_understood"
    assert reading.spec.sentences[1].status == "facts"


def test_the_project_keeps_the_document_with_its_sentences() -> None:
    spec = read_brief("POST /cars takes a name and returns 201.\n\nGET /cars lists cars.").spec
    files = render(spec, load_blueprint("python-service")).files
    told = yaml.safe_load(files["openapi.yaml"])
    assert told["paths"]["/cars"]["post"]["x-sentences"] == [1]
    assert told["x-brief"][1] == "POST /cars takes a name and returns 201."
    assert b"x-sentences" not in files["app/openapi.json"]
