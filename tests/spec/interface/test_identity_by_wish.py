"""What a record is known by may be given or left out: then it is made, and two never share it."""

from __future__ import annotations

import json

from engines.kernel.spec.service import Create
from engines.spec import read_brief

TEXT = """POST /links takes a url (required) and an optional code (3 to 20 letters or digits) and answers 201 with the code and the url. 409 if the code is taken.
GET /{code} redirects with 302 to the url; 404 if there is none.
GET /links/{code} shows the link."""


def test_a_code_is_made_where_none_is_given() -> None:
    service = read_brief(TEXT).spec.service
    assert service is not None
    (link,) = service.resources
    code = next(field for field in link.fields if field.name == "code")
    assert (code.made, code.unique) == ("code", True)
    (made,) = [step for step in service.operations[0].steps if isinstance(step, Create)]
    assert dict(made.values)["code"].startswith("body.code if body.code is not None else code(")


def test_one_that_must_be_given_is_never_made() -> None:
    service = read_brief(
        TEXT.replace("an optional code", "a code (required)").replace("(3 to 20", "of (3 to 20")
    ).spec.service
    assert service is not None
    assert next(field for field in service.resources[0].fields if field.name == "code").made == ""


def test_what_is_answered_ends_with_its_sentence() -> None:
    service = read_brief(TEXT.replace("the code and the url", "the code, the url and clicks")).spec.service
    assert service is not None
    answered = json.loads(service.document)["paths"]["/links"]["post"]["responses"]["201"]
    schema = answered["content"]["application/json"]["schema"]
    shown = schema.get("properties") or json.loads(service.document)["components"]["schemas"]["Link"]["properties"]
    assert list(shown) == ["code", "url", "clicks"]
