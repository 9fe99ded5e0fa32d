"""Requests that are too much: large, packed, deep, slow to read, or of another kind than they say."""

import gzip
import json
import re
from typing import Any

from tests.attacks.exploring import skipped
from tests.attacks.places import numbers, put, texts, with_text
from tests.attacks.target import JSON, Person, Target
from tests.openapi.model import AttackClass
from tests.openapi.values import payload

LARGE = 30_000_000
PATTERN = re.compile(r"pattern|regex|regexp|expression", re.IGNORECASE)
EVIL = (
    ("(a+)+$", "a" * 45 + "!"),
    ("(a|aa)+$", "a" * 60 + "!"),
    ("(.*)*x", "a" * 3000),
    ("(a?){100}a{100}", "a" * 100),
)
NUMBERS: tuple[Any, ...] = (10**400, -(10**400), 1e308, 2**63, -(2**63) - 1, "NaN", 0, -1)
WORDS = (b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-0", b"0x10", b"00")


def size_limit(target: Target, anna: Person, bert: Person) -> None:
    """A body that is far too large is refused in time; so is one that is deep, and an address that is long."""
    with target.attacking(AttackClass.SIZE_LIMIT):
        for operation in target.operations("POST", "PUT", "PATCH"):
            body = target.body(operation)
            if body is None or skipped(operation):
                continue
            request = target.honest(operation, anna)
            request.raw, request.files, request.media = _large(body[0]), {}, body[0]
            if body[0] == "multipart/form-data":
                request.media = "multipart/form-data; boundary=b"
            answer = target.send(request, anna)
            if answer.is_success:
                target.finding(operation, f"takes {LARGE} bytes")
            _in_time(target, operation, answer)
            if JSON.match(body[0]):
                request.raw = b'{"a":' * 100_000
                _in_time(target, operation, target.send(request, anna))
        for operation in target.operations("GET"):
            for _, request in with_text(target, operation, anna, "a" * 20_000):
                _in_time(target, operation, target.send(request, anna))


def _large(media: str) -> bytes:
    if JSON.match(media):
        return json.dumps({"a": "x" * LARGE}).encode()
    if media == "multipart/form-data":
        head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
        return head + b"x" * LARGE + b"\r\n--b--\r\n"
    return b"x" * LARGE


def decompression(target: Target, anna: Person, bert: Person) -> None:
    """What unpacks to far more than it is, is refused in time: bodies under gzip, and archives."""
    with target.attacking(AttackClass.DECOMPRESSION_BOMB):
        bomb = gzip.compress(b" " * 200_000_000, 1)
        for operation in target.operations("POST", "PUT", "PATCH"):
            body = target.body(operation)
            if body is None or skipped(operation):
                continue
            request = target.honest(operation, anna)
            request.raw, request.files, request.media = bomb, {}, body[0]
            request.headers["Content-Encoding"] = "gzip"
            answer = target.send(request, anna)
            if answer.is_success:
                target.finding(operation, "takes 200 MB under gzip")
            _in_time(target, operation, answer)
            if "zip" in body[0]:
                request = target.honest(operation, anna)
                for made in ({"zip_bomb": 200}, {"zip": {"../../evil.txt": "x"}}, {"zip": {"/etc/evil": "x"}}):
                    request.raw = payload(made)
                    answer = target.send(request, anna)
                    if answer.is_success:
                        target.finding(operation, f"unpacks {next(iter(made))}")
                    _in_time(target, operation, answer)


def xml_entities(target: Target, anna: Person, bert: Person) -> None:
    """XML brings neither entities nor files nor visits."""
    with target.attacking(AttackClass.XML_ENTITIES):
        for operation in target.operations("POST", "PUT", "PATCH"):
            body = target.body(operation)
            if body is None or "xml" not in body[0]:
                continue
            for raw in (
                b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
                b'<!DOCTYPE a [<!ENTITY x "hello">]><a>&x;</a>',
                payload({"laughs": 10}),
                b"<a>" * 100_000,
                b'<?xml version="1.0" encoding="x-none"?><a/>',
            ):
                request = target.honest(operation, anna)
                request.raw = raw
                answer = target.send(request, anna)
                if answer.is_success and b"<!" in raw:
                    target.finding(operation, "takes a document type with entities")
                if "root:" in answer.text:
                    target.finding(operation, "shows a file through an entity")
                _in_time(target, operation, answer)


def regex_catastrophe(target: Target, anna: Person, bert: Person) -> None:
    """No pattern of a caller, and no text against a pattern of the service, takes long."""
    with target.attacking(AttackClass.REGEX_CATASTROPHE):
        for operation in target.operations():
            if skipped(operation) or operation.method == "DELETE":
                continue
            base = target.honest(operation, anna)
            for way in [way for way in texts(base.body) if PATTERN.search(str(way[-1]))]:
                for pattern, text in EVIL:
                    request = target.honest(operation, anna)
                    for other in texts(request.body):
                        request.body = put(request.body, other, pattern if other == way else text)
                    if not _in_time(target, operation, target.send(request, anna)):
                        break
            for parameter in target.parameters(operation, "query"):
                if PATTERN.search(parameter["name"]):
                    request = target.honest(operation, anna)
                    request.query[parameter["name"]] = EVIL[0][0]
                    _in_time(target, operation, target.send(request, anna))
            for _, request in with_text(target, operation, anna, "a" * 5000 + "!"):
                _in_time(target, operation, target.send(request, anna))


def hostile_numbers(target: Target, anna: Person, bert: Person) -> None:
    """Numbers beyond all bounds, and what is no number, fail nothing."""
    with target.attacking(AttackClass.HOSTILE_NUMBERS):
        for operation in target.operations():
            if skipped(operation) or operation.method == "DELETE":
                continue
            for parameter in target.parameters(operation):
                if parameter["in"] not in ("query", "path") or not _is_number(target, parameter):
                    continue
                for number in NUMBERS:
                    request = target.honest(operation, anna)
                    place = request.query if parameter["in"] == "query" else request.path
                    place[parameter["name"]] = str(number)
                    target.send(request, anna)
            for way in numbers(target.honest(operation, anna).body):
                for number in NUMBERS:
                    request = target.honest(operation, anna)
                    request.body = put(request.body, way, number)
                    target.send(request, anna)
                for word in WORDS:
                    request = target.honest(operation, anna)
                    said = json.dumps(put(request.body, way, "@@")).encode().replace(b'"@@"', word)
                    request.raw = said
                    target.send(request, anna)


def wrong_content_type(target: Target, anna: Person, bert: Person) -> None:
    """A body of another kind than is taken is refused, and so is one that is broken."""
    with target.attacking(AttackClass.WRONG_CONTENT_TYPE):
        for operation in target.operations("POST", "PUT", "PATCH"):
            body = target.body(operation)
            if body is None or skipped(operation) or body[0] == "*/*":
                continue
            taken = (target.document.resolve(operation.raw["requestBody"]).get("content") or {}).keys()
            for media, raw in (
                ("application/x-yaml", b"!!python/object/apply:os.system ['id']"),
                ("application/x-python-pickle", b"cos\nsystem\n(S'id'\ntR."),
                ("text/plain", b"{}"),
            ):
                request = target.honest(operation, anna)
                request.raw, request.files, request.media = raw, {}, media
                answer = target.send(request, anna)
                if answer.is_success and media not in taken:
                    target.finding(operation, f"takes {media}")
            for raw in (b"", b"{", b"\xff\xfe\x00", b"null", b"[]", b'"x"', b"[" * 50_000, b'{"a":1,"a":2}'):
                request = target.honest(operation, anna)
                request.raw, request.files, request.media = raw, {}, body[0]
                target.send(request, anna)


def _is_number(target: Target, parameter: dict[str, Any]) -> bool:
    kind = str(target.document.resolve(parameter.get("schema", {})).get("type", ""))
    return "integer" in kind or "number" in kind


def _in_time(target: Target, operation: object, answer: Any) -> bool:
    """Whether an answer came in time; else a finding."""
    took = answer.extensions.get("took", 0.0)
    if took > target.quick:
        target.finding(operation, f"took {took:.1f} s")
    return bool(took <= target.quick)
