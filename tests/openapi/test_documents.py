"""Every document of the collection is a valid OpenAPI document whose schemas and examples hold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.openapi.collection import fresh_names, held_out, interface, names
from tests.openapi.consistency import validator
from tests.openapi.document import METHODS

OFFICIAL = {version: Path(__file__).parent / f"schema/openapi-{version}.json" for version in ("3.0", "3.1")}
NAMES = [*names(), *fresh_names()]


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def contents(document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every JSON media type of a request or an answer, with where it stands."""
    for operation in document.operations():
        holders = [operation.raw.get("requestBody", {}), *operation.raw["responses"].values()]
        for holder in holders:
            for media, content in (document.resolve(holder).get("content") or {}).items():
                if "json" in media:
                    yield str(operation), content


@pytest.mark.parametrize("name", NAMES)
def test_the_document_follows_the_official_schema(name: str) -> None:
    document = interface(name).document
    schema = json.loads(OFFICIAL[document.version].read_text())
    plain = json.loads(json.dumps(document.raw, default=str))
    plain["paths"] = {
        path: {**item, **{m: {**item[m], "responses": _text_keys(item[m]["responses"])} for m in METHODS if m in item}}
        for path, item in plain["paths"].items()
    }
    faults = [
        f"{error.instance_path}: {error.message}"[:300]
        for error in jsonschema_rs.validator_for(schema).iter_errors(plain)
    ]
    assert faults == []


def _text_keys(responses: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in responses.items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_leads_somewhere(name: str) -> None:
    document = interface(name).document
    for reference in references(document.raw):
        assert document.resolve({"$ref": reference}) is not None


@pytest.mark.parametrize("name", NAMES)
def test_operation_ids_are_unique_and_path_parameters_declared(name: str) -> None:
    document = interface(name).document
    ids = [one.raw["operationId"] for one in document.operations() if "operationId" in one.raw]
    assert len(ids) == len(set(ids))
    for path, item in document.raw["paths"].items():
        for method in (method for method in METHODS if method in item):
            listed = [*item.get("parameters", []), *item[method].get("parameters", [])]
            declared = {one["name"] for one in map(document.resolve, listed) if one["in"] == "path"}
            assert declared == {piece.split("}")[0] for piece in path.split("{")[1:]}, f"{method} {path}"


@pytest.mark.parametrize("name", NAMES)
def test_schemas_can_be_used_and_examples_hold(name: str) -> None:
    chosen = interface(name)
    for where, content in contents(chosen.document):
        check = validator(chosen, content.get("schema", {}))
        examples = [content["example"]] if "example" in content else []
        examples += [chosen.document.resolve(one)["value"] for one in content.get("examples", {}).values()]
        for example in examples:
            assert [
                f"{where}: {error.message}" for error in check.iter_errors(json.loads(json.dumps(example, default=str)))
            ] == []


def test_the_collection_is_large_and_a_third_is_held_out() -> None:
    assert len(names()) >= 25
    assert 0.25 <= sum(map(held_out, names())) / len(names()) <= 0.42
    assert not any(map(held_out, fresh_names()))


def test_the_documents_are_of_both_versions_and_both_spellings() -> None:
    folders = [interface(name).document.version for name in NAMES]
    assert min(folders.count("3.0"), folders.count("3.1")) >= 8
    root = Path(__file__).parent / "collection"
    assert len(list(root.glob("*/openapi.json"))) >= 3
