"""Operations that a verified function carries out, by what they are called, take and give."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engines.kernel.spec.service import Answer, NotBuilt, Set
from engines.spec import read_brief


def steps(path: str, takes: dict[str, Any], gives: dict[str, Any], *, summary: str = "") -> tuple[Any, ...]:
    body = {
        "content": {"application/json": {"schema": {"type": "object", "required": list(takes), "properties": takes}}}
    }
    shown = {
        "content": {"application/json": {"schema": {"type": "object", "required": list(gives), "properties": gives}}}
    }
    operation = {
        "operationId": "run it",
        "summary": summary,
        "requestBody": body,
        "responses": {"200": {"description": "ok", **shown}},
    }
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {path: {"post": operation}}}
    spec = read_brief("", interface=json.dumps(document)).spec
    assert spec.service
    return spec.service.operations[0].steps


TEXT, NUMBER = {"type": "string"}, {"type": "number"}


@pytest.mark.parametrize(
    ("path", "takes", "gives", "term", "body"),
    [
        ("/calc", {"formula": TEXT}, {"answer": NUMBER}, "evaluate(body.formula, {})", '{"answer": found}'),
        ("/tools/slug", {"title": TEXT}, {"slug": TEXT}, "slugify(body.title)", '{"slug": found}'),
        (
            "/compare",
            {"old": TEXT, "new": TEXT},
            {"added": NUMBER},
            "line_diff(body.old, body.new)",
            '{"added": get(found, "added")}',
        ),
    ],
)
def test_a_function_is_found_by_its_names(
    path: str, takes: dict[str, Any], gives: dict[str, Any], term: str, body: str
) -> None:
    work, answer = steps(path, takes, gives)
    assert isinstance(work, Set)
    assert work.to == term
    assert isinstance(answer, Answer)
    assert answer.body == body


@pytest.mark.parametrize(
    ("path", "takes", "gives"),
    [
        ("/calc", {"colour": TEXT}, {"answer": NUMBER}),
        ("/calc", {"formula": TEXT}, {"mood": TEXT}),
        ("/horoscope", {"formula": TEXT}, {"answer": NUMBER}),
    ],
)
def test_what_does_not_fit_whole_is_not_built(path: str, takes: dict[str, Any], gives: dict[str, Any]) -> None:
    (step,) = steps(path, takes, gives)
    assert isinstance(step, NotBuilt)
