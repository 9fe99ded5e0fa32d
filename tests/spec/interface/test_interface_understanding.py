"""What stands behind an interface: resources, people and steps, and an honest gap where nothing tells."""

from __future__ import annotations

from textwrap import dedent

import pytest

from engines.kernel.spec.service import (
    Answer,
    Change,
    Create,
    Find,
    If,
    Match,
    NotBuilt,
    Operation,
    Refuse,
    Remove,
    Require,
    Select,
    Service,
)
from engines.spec import check_spec, dump_spec, load_spec, read_brief

LOANS = dedent("""
    openapi: 3.1.0
    info: {title: Tool loans, version: '1'}
    paths:
      /people:
        post:
          operationId: join
          requestBody: {required: true, content: {application/json: {schema: {type: object, required: [handle, password], properties: {handle: {type: string}, password: {type: string}}}}}}
          responses: {'201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}, '409': {$ref: '#/components/responses/E'}}
      /sessions:
        post:
          operationId: signIn
          requestBody: {required: true, content: {application/json: {schema: {type: object, required: [handle, password], properties: {handle: {type: string}, password: {type: string}}}}}}
          responses: {'200': {description: ok, content: {application/json: {schema: {type: object, required: [accessToken], properties: {accessToken: {type: string}}}}}}, '401': {$ref: '#/components/responses/E'}}
      /tools:
        get:
          operationId: tools
          security: [{token: []}]
          description: Cheapest first, by price.
          parameters: [{name: maxPrice, in: query, schema: {type: integer}}, {name: mood, in: query, schema: {type: string}}, {name: limit, in: query, schema: {type: integer, default: 10}}, {name: offset, in: query, schema: {type: integer, default: 0}}]
          responses: {'200': {description: ok, content: {application/json: {schema: {type: object, required: [tools, total], properties: {tools: {type: array, items: {$ref: '#/components/schemas/Tool'}}, total: {type: integer}}}}}}, '401': {$ref: '#/components/responses/E'}}
        post:
          operationId: addTool
          security: [{token: []}]
          requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name, price], properties: {name: {type: string}, price: {type: integer, minimum: 0}}}}}}
          responses: {'201': {description: ok, headers: {Location: {schema: {type: string}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Tool'}}}}, '401': {$ref: '#/components/responses/E'}, '422': {$ref: '#/components/responses/E'}}
      /tools/{toolId}:
        parameters: [{name: toolId, in: path, required: true, schema: {type: string}}]
        get: {operationId: tool, security: [{token: []}], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Tool'}}}}, '404': {$ref: '#/components/responses/E'}}}
        patch:
          operationId: changeTool
          security: [{token: []}]
          requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {name: {type: string}, price: {type: integer}}}}}}
          responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Tool'}}}}, '404': {$ref: '#/components/responses/E'}}
        delete: {operationId: dropTool, security: [{token: []}], responses: {'204': {description: gone}, '404': {$ref: '#/components/responses/E'}}}
      /tools/{toolId}/retire:
        parameters: [{name: toolId, in: path, required: true, schema: {type: string}}]
        post: {operationId: retire, security: [{token: []}], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Tool'}}}}, '409': {$ref: '#/components/responses/E'}}}
      /horoscope:
        get: {operationId: horoscope, responses: {'200': {description: ok, content: {application/json: {schema: {type: object, required: [sign], properties: {sign: {type: string}}}}}}}}
    components:
      securitySchemes: {token: {type: http, scheme: bearer}}
      responses:
        E: {description: no, content: {application/json: {schema: {type: object, required: [problem], properties: {problem: {type: object, required: [code, text], properties: {code: {type: string, enum: [bad, notFound, conflict, unauthorized]}, text: {type: string}}}}}}}}
      schemas:
        Person: {type: object, required: [id, handle], properties: {id: {type: string, format: uuid}, handle: {type: string}}}
        Tool:
          type: object
          required: [toolId, name, price, state, owner, addedAt]
          properties: {toolId: {type: string}, name: {type: string}, price: {type: integer}, state: {type: string, enum: [ready, retired]}, owner: {type: string}, addedAt: {type: string, format: date-time}}
""")


@pytest.fixture(scope="module")
def service() -> Service:
    spec = read_brief("", interface=LOANS).spec
    assert not check_spec(spec)
    assert load_spec(dump_spec(spec)) == spec
    assert spec.service
    return spec.service


def operation(service: Service, name: str) -> Operation:
    return next(operation for operation in service.operations if operation.name == name)


def test_resources_and_those_who_sign_in(service: Service) -> None:
    names = {resource.name: resource for resource in service.resources}
    assert set(names) == {"person", "tool", "login_session", "failed_login"}
    assert {f.name: f.made for f in names["tool"].fields} == {
        "tool_id": "code", "name": "", "price": "", "state": "", "added_at": "created",
    }  # fmt: skip
    assert [(link.name, link.to) for link in names["tool"].links] == [("owner", "person")]
    (scheme,) = service.schemes
    assert (scheme.place, scheme.resource, scheme.holder) == ("bearer", "login_session", "person")


def test_signing_in_tells_nobody_who_exists(service: Service) -> None:
    _, patience, find, check, _, made, answer = operation(service, "sign_in").steps
    assert isinstance(patience, Require)
    assert (patience.that, patience.otherwise) == ("count(failed_login, login=body.handle) < 20", "too_many")
    assert isinstance(find, Find)
    assert find.otherwise == "nothing"
    assert isinstance(check, If)
    assert isinstance(check.then[-1], Refuse)
    assert check.then[-1].fault == "unauthenticated"
    assert isinstance(made, Create)
    assert isinstance(answer, Answer)
    assert answer.body == '{"accessToken": session.token}'


def test_making_takes_only_what_the_document_takes(service: Service) -> None:
    create, answer = operation(service, "add_tool").steps
    assert isinstance(create, Create)
    assert dict(create.values) == {"owner": "caller", "name": "body.name", "price": "body.price"}
    assert isinstance(answer, Answer)
    assert answer.status == 201
    assert dict(answer.headers) == {"Location": '"/tools" + "/" + str(tool.tool_id)'}


def test_lists_show_what_is_the_callers_in_the_order_told(service: Service) -> None:
    gap, select, _ = operation(service, "tools").steps
    assert isinstance(gap, Require)
    assert (gap.that, gap.otherwise) == ("not given(query.mood)", "not_built")
    assert isinstance(select, Select)
    assert Match(field="owner", value="caller") in select.where
    assert Match(field="price", value="query.max_price", operator="<=", optional=True) in select.where
    assert select.order[0] == "price"
    assert (select.limit, select.offset, select.total) == ("query.limit", "query.offset", "total")


def test_what_is_others_is_not_there(service: Service) -> None:
    for name, kind in (("tool", Answer), ("change_tool", Change), ("drop_tool", Remove)):
        find, act, *_ = operation(service, name).steps
        assert isinstance(find, Find)
        assert find.where == (Match(field="tool_id", value="path.tool_id"), Match(field="owner", value="caller"))
        assert isinstance(act, kind)


def test_a_verb_leads_to_its_state_once(service: Service) -> None:
    _, check, change, _ = operation(service, "retire").steps
    assert isinstance(check, Require)
    assert check.otherwise == "conflict"
    assert isinstance(change, Change)
    assert dict(change.values) == {"state": "'retired'"}


def test_refusals_look_as_the_document_says(service: Service) -> None:
    faults = {fault.name: fault for fault in service.faults}
    assert faults["unknown"].body == '{"problem": {"code": "notFound", "text": says}}'
    assert faults["conflict"].code == "conflict"
    assert faults["invalid"].status == 422


def test_what_nothing_tells_is_a_question_and_not_built() -> None:
    reading = read_brief("", interface=LOANS)
    assert reading.spec.service
    (step,) = operation(reading.spec.service, "horoscope").steps
    assert isinstance(step, NotBuilt)
    assert [q.text for q in reading.questions] == [
        "The document does not tell what the parameter 'mood' of GET /tools does. What is meant?",
        "The document does not tell what GET /horoscope does. What is meant?",
    ]
