"""An OpenAPI document is read whole, or refused with the place and what to do."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Any

import pytest

from engines.kernel.errors import UserError
from engines.spec.interface.loading import load_interface
from engines.spec.interface.schemas import properties, required, types


def document(**parts: Any) -> str:
    return json.dumps(
        {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/": {"get": {}}}, **parts}
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("just words", "this is no OpenAPI document"),
        ("{a: [", "neither YAML nor JSON in line 2"),
        (json.dumps({"swagger": "2.0", "paths": {}}), "Swagger 2.0"),
        (document(openapi="3.2.0"), "OpenAPI 3.2.0"),
        (document(paths={}), "names no paths"),
        (
            document(paths={"/a": {"get": {"parameters": [{"$ref": "#/components/parameters/p"}]}}}),
            "#/components/parameters/p",
        ),
        (document(paths={"/a": {"get": {"parameters": [{"$ref": "other.yaml#/p"}]}}}), "other.yaml#/p"),
        (document(paths={"/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}}}), "'x' stands twice"),
    ],
)
def test_what_is_no_document_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        load_interface(text)
    assert said in str(caught.value)
    assert caught.value.hint


def test_references_are_followed_and_parts_joined() -> None:
    text = dedent("""
        openapi: 3.0.3
        info: {title: Shop, version: '1'}
        servers: [{url: 'https://example.org/v2/'}]
        paths:
          /things:
            parameters: [{$ref: '#/components/parameters/page'}]
            get:
              operationId: listThings
              responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}
        components:
          parameters: {page: {name: pageNo, in: query, schema: {type: integer, nullable: true}}}
          schemas:
            Named: {type: object, required: [name], properties: {name: {type: string}}}
            Thing:
              allOf:
                - {$ref: '#/components/schemas/Named'}
                - {type: object, required: [size], properties: {size: {type: number, minimum: 0, exclusiveMinimum: true}, part: {$ref: '#/components/schemas/Thing'}}}
    """)
    found = load_interface(text)
    (call,) = found.calls
    assert (found.base, call.id, call.key) == ("/v2", "list_things", "GET /things")
    assert [(p.term, types(p.schema)) for p in call.parameters] == [("query.page_no", {"integer", "null"})]
    assert call.success
    assert call.success.json
    thing = call.success.json["items"]
    assert set(properties(thing)) == {"name", "size", "part"}
    assert required(thing) == {"name", "size"}
    assert properties(thing)["size"] == {"type": "number", "exclusiveMinimum": 0}
    assert properties(thing)["part"] == {"x-schema-name": "Thing"}
