"""Whether the cases, the text and the document of one interface speak of the same interface. Used by the tests alone."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from tests.openapi.collection import Interface
from tests.openapi.document import ANYTHING, Operation
from tests.openapi.expect import path_parts
from tests.openapi.model import OPERATORS, Attack, Case, Step

HOLE = "${"


def steps(interface: Interface, *, attacks: bool) -> Iterator[tuple[str, Step]]:
    """Every calling step, with the case that it stands in; fragments once, under their own names."""
    cases: list[Case | Attack] = [*(interface.attacks if attacks else interface.functional).cases]
    for case in cases:
        runs = [case.given, case.steps, case.control] if isinstance(case, Attack) else [case.steps]
        yield from ((case.name, step) for run in runs for step in run)
    fragments = (interface.attacks if attacks else interface.functional).fragments
    yield from ((name, step) for name, run in fragments.items() for step in run)


def calls(interface: Interface, *, attacks: bool) -> Iterator[tuple[str, Step, Operation | None]]:
    for name, step in steps(interface, attacks=attacks):
        if step.call is not None:
            yield name, step, interface.document.find(step.method, step.path)


def validator(interface: Interface, schema: Any) -> jsonschema_rs.Validator:
    """A validator of one schema of the document, whose references lead into the document."""
    root = {"components": interface.document.raw.get("components", {}), "allOf": [_plain(schema)]}
    return jsonschema_rs.Draft202012Validator(_plain(root))


def _plain(node: Any) -> Any:
    """OpenAPI 3.0 in JSON Schema's words: `nullable` and boolean exclusive limits put as today's."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _plain(value) for key, value in node.items() if key not in {"example", "examples", "discriminator"}}
    if plain.pop("nullable", None) is True:
        return {"anyOf": [plain, {"type": "null"}]}
    for limit in ("Minimum", "Maximum"):
        if plain.get(f"exclusive{limit}") is True:
            plain[f"exclusive{limit}"] = plain.pop(limit.lower())
    return plain


def wrong_bodies(interface: Interface) -> Iterator[str]:
    """Bodies that the functional cases expect to be taken but that the document's schema refuses."""
    for name, step, operation in calls(interface, attacks=False):
        if step.body is None or operation is None or not all(status[0] == "2" for status in step.statuses):
            continue
        schema = interface.document.json_schema(operation.raw.get("requestBody", ANYTHING))
        if schema is None:
            yield f"{name}: {step.call} sends JSON, the document takes none"
            continue
        for error in validator(interface, schema).iter_errors(step.body):
            if HOLE not in json.dumps(_at(step.body, error.instance_path)):
                yield f"{name}: {step.call}: {error.message}"


def wrong_places(interface: Interface) -> Iterator[str]:
    """Places in answers that cases read but that the document's schema for that status does not have."""
    for attacks in (False, True):
        for name, step, operation in calls(interface, attacks=attacks):
            if operation is None or len(step.statuses) != 1 or not step.statuses[0].isdigit():
                continue
            answer = interface.document.response(operation, step.statuses[0]) or {}
            schema = interface.document.json_schema(answer)
            if not attacks:
                yield from (f"{name}: {step.call}: {wrong}" for wrong in _headers(step, answer))
            for place, check in [*step.expect.items(), *((place, ANYTHING) for place in step.save.values())]:
                yield from (f"{name}: {step.call}: {wrong}" for wrong in _place(interface, schema, place, check))


def _headers(step: Step, answer: dict[str, Any]) -> Iterator[str]:
    declared = {key.lower() for key in answer.get("headers", {})} | {"content-type"}
    for place, check in step.expect.items():
        if place.startswith("header.") and check != {"absent": True} and place[7:].lower() not in declared:
            yield f"the document declares no header {place[7:]}"


def _place(interface: Interface, schema: Any, place: str, check: Any) -> Iterator[str]:
    if not place.startswith("$") or (isinstance(check, dict) and check.keys() & {"absent", "not", "lacks"}):
        return
    if schema is None:
        yield f"{place} is read of an answer without JSON"
        return
    found = interface.document.leaves(schema, place)
    if not found:
        yield f"the document has no {place}"
    elif "*" not in path_parts(place):
        yield from (f"{place}: {wrong}" for wrong in _literal(interface, found, check))


def _literal(interface: Interface, found: list[dict[str, Any]], check: Any) -> Iterator[str]:
    """What the schemas say against the value that the case expects, as far as it is written out."""
    if isinstance(check, dict) and set(check) <= OPERATORS:
        if "equals" not in check:
            return
        check = check["equals"]
    if isinstance(check, dict) or HOLE in json.dumps(check, default=str):
        return
    errors = [list(validator(interface, one).iter_errors(check)) for one in found]
    if all(errors) and not isinstance(check, list):
        yield errors[0][0].message


def _at(value: Any, path: list[str | int]) -> Any:
    for key in path:
        value = value[key]
    return value


def unsaid(interface: Interface) -> Iterator[str]:
    """What the functional cases need and the text leaves out: paths, statuses, names of members and headers."""
    text = interface.text
    told = {_shape(path) for path in re.findall(r"/[^\s`\"'),;|]*", text)}
    for name, step, operation in calls(interface, attacks=False):
        if operation is not None and not any(path.endswith(_shape(operation.path)) for path in told):
            yield f"the text never says {operation.path}"
        for status in step.statuses:
            if not re.search(rf"\b{status}\b", text):
                yield f"{name}: the text never says {status}"
        for word in _words(step):
            if word.lower() not in text.lower():
                yield f"{name}: the text never says {word!r}"


def _shape(path: str) -> str:
    path = re.sub(r"\{[^}]*\}|<[^>]*>|:[A-Za-z_]\w*", "{}", path.split("?")[0])
    return path.rstrip("/.:*") or "/"


def _words(step: Step) -> set[str]:
    """The names that a reader of the text must know to pass this step."""
    found = set(step.query) | set(step.form or {}) | set(step.files or {})
    found |= {header for header in step.headers if header not in {"Content-Type", "Accept"}}
    places = [*step.expect, *step.save.values()]
    for place in places:
        if place.startswith("$"):
            found |= {part for part in path_parts(place) if isinstance(part, str) and part != "*"}
        elif not place.lower().startswith(("text", "canary", "header.content-type")):
            found.add(place.split(".", 1)[1])
    if all(status[0] == "2" for status in step.statuses):
        found |= set(_keys(step.body))
    return {word for word in found if HOLE not in word and not word.isdigit()}


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item)
