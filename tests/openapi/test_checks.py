"""The checks of the collection find what they are there to find, and values and operators mean what the page says."""

import base64
import gzip
import hmac
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from tests.openapi.collection import Interface, interface
from tests.openapi.consistency import unsaid, wrong_bodies, wrong_places
from tests.openapi.expect import ABSENT, faults, select
from tests.openapi.model import Functional
from tests.openapi.values import Missing, fill, payload


def with_step(**step: Any) -> Interface:
    cases = {"cases": [{"name": "made up", "steps": [step]}]}
    return replace(interface("secret-vault"), functional=Functional.model_validate(cases))


LEAVE = "POST /api/v1/secrets"


@pytest.mark.parametrize(
    ("check", "step", "said"),
    [
        (wrong_bodies, {"json": {"content": ""}, "status": 201}, "shorter than 1"),
        (wrong_bodies, {"json": {}, "status": 201}, '"content" is a required property'),
        (wrong_places, {"status": 201, "expect": {"$.data.colour": 1}}, "the document has no $.data.colour"),
        (wrong_places, {"status": 201, "expect": {"$.data.hasPassphrase": "yes"}}, 'not of type "boolean"'),
        (wrong_places, {"status": 201, "expect": {"header.X-Colour": "red"}}, "declares no header X-Colour"),
        (unsaid, {"status": 201, "headers": {"X-Colour": "red"}}, "never says 'X-Colour'"),
        (unsaid, {"status": 418}, "never says 418"),
    ],
)
def test_a_case_that_contradicts_its_interface_is_found(check: Any, step: dict[str, Any], said: str) -> None:
    assert any(said in found for found in check(with_step(call=LEAVE, **step)))


def test_a_placeholder_is_taken_on_trust() -> None:
    assert list(wrong_bodies(with_step(call=LEAVE, status=201, json={"content": "${uid}"}))) == []


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.items[0].id", 1),
        ("$.items[-1].id", 2),
        ("$.items[*].id", [1, 2]),
        ("$.items[id=2].name", "b"),
        ("$.items[id=3].name", ABSENT),
        ("$.nothing", ABSENT),
    ],
)
def test_places_in_an_answer(path: str, found: Any) -> None:
    assert select({"items": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}, path) == found


@pytest.mark.parametrize(
    ("found", "check"),
    [
        (1, True),
        ("1", 1),
        ({"a": 1}, {"a": 2}),
        ([1], [1, 2]),
        (ABSENT, None),
        (ABSENT, {"matches": "."}),
        (None, {"absent": True}),
        ("abc", {"lacks": ["x", "b"]}),
        ([1, 2], {"contains": [1, 3]}),
        ([1, 1], {"unordered": [1, 2]}),
        (True, {"type": "integer"}),
        (3, {"min": 4}),
        ([], {"length": 1}),
    ],
)
def test_a_check_that_does_not_hold(found: Any, check: Any) -> None:
    assert faults(found, check)


@pytest.mark.parametrize(
    ("found", "check"),
    [
        ({"a": 1, "b": 2}, {"a": 1}),
        (66.7, 66.7),
        ([{"a": 1, "b": 2}], [{"a": 1}]),
        (ABSENT, {"absent": True}),
        (ABSENT, {"lacks": "x"}),
        ([2, 1], {"unordered": [1, 2]}),
        (3, {"type": "number"}),
        ({}, {"length": 0}),
    ],
)
def test_a_check_that_holds(found: Any, check: Any) -> None:
    assert faults(found, check) == []


def test_values_keep_their_type_and_unknown_names_are_told() -> None:
    assert fill({"a": "${n}", "b": "x${n}"}, {"n": 7}) == {"a": 7, "b": "x7"}
    with pytest.raises(Missing, match="m was never saved"):
        fill("${m}", {})


def opened(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_tokens_are_tampered_with() -> None:
    head, claims = (
        base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode()
        for one in ({"alg": "HS256"}, {"sub": "7"})
    )
    known = {"t": f"{head}.{claims}.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"}
    unsigned, resigned, raised, bent = (
        fill(f"${{{name}(t)}}", known) for name in ("unsigned", "resigned", "raised", "bent")
    )
    assert opened(unsigned.split(".")[0])["alg"] == "none"
    assert unsigned.endswith(".")
    assert opened(resigned.split(".")[1]) == {"sub": "7"}
    assert opened(raised.split(".")[1])["role"] == "admin"
    assert raised.split(".")[2] == known["t"].split(".")[2]
    assert sum(one != other for one, other in zip(bent, known["t"], strict=True)) == 1


def test_made_payloads() -> None:
    assert zipfile.ZipFile(io.BytesIO(payload({"zip": {"../a": "x"}}))).namelist() == ["../a"]
    assert len(gzip.decompress(payload({"gzip_bomb": 2}))) == 2_000_000
    assert payload({"repeat": ["ab", 3]}) == b"ababab"
    assert payload({"png": [2, 2]}).startswith(b"\x89PNG")
    assert payload({"laughs": 3}).count(b"<!ENTITY") == 3
    assert fill("${hmac(key, text)}", {}) == hmac.digest(b"key", b"text", "sha256").hex()
