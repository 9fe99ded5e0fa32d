"""Where an attacker puts a text: each parameter and each member of a body that takes one, one at a time."""

import copy
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.attacks.samples import schema_of
from tests.attacks.target import JSON, Person, Request, Target
from tests.openapi.document import Operation


def with_text(target: Target, operation: Operation, who: Person, payload: str) -> Iterator[tuple[str, Request]]:
    """Requests that carry a payload at one place each, with the name of the place."""
    for parameter in target.parameters(operation):
        schema = schema_of(target.document, parameter.get("schema", {}))
        request = target.honest(operation, who)
        name, place = parameter["name"], parameter["in"]
        if place == "path":
            request.path[name] = quote(payload, safe="")
        elif place == "query":
            request.query[name] = payload
        elif place == "header" and payload.isascii() and payload.isprintable():
            request.headers[name] = payload
        else:
            continue
        if "string" in str(schema.get("type", "string")) or place == "path":
            yield f"{place} {name}", request
    yield from _in_body(target, operation, who, payload)


def _in_body(target: Target, operation: Operation, who: Person, payload: str) -> Iterator[tuple[str, Request]]:
    body = target.body(operation)
    if body is None:
        return
    base = target.honest(operation, who)
    if base.files:
        for name, (_, content, media) in base.files.items():
            request = target.honest(operation, who)
            request.files[name] = (payload, content, media)
            yield f"file {name}", request
    if base.raw is not None:
        request = target.honest(operation, who)
        request.raw = payload.encode()
        yield "body", request
    for path in texts(base.body):
        request = target.honest(operation, who, mark="")
        request.body = put(request.body, path, payload)
        yield f"body {'.'.join(map(str, path))}", request


def texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The ways to every text in a body."""
    if isinstance(value, str) and path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from texts(part, (*path, key))


def numbers(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The ways to every number in a body."""
    if isinstance(value, int | float) and not isinstance(value, bool) and path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from numbers(part, (*path, key))


def put(body: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """A body with another value at a place."""
    made = copy.deepcopy(body)
    at = made
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return made


def takes_json(target: Target, operation: Operation) -> bool:
    """Whether an operation takes an object as JSON."""
    body = target.body(operation)
    return body is not None and bool(JSON.match(body[0])) and "properties" in body[1]
