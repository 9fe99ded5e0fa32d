"""Samples of JSON as people write them, and the limits that clauses tell."""

from __future__ import annotations

from typing import Any

import pytest

from engines.spec.interface.prose.choices import choices
from engines.spec.interface.prose.limits import limits
from engines.spec.interface.prose.listing import listed
from engines.spec.interface.prose.samples import samples


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('POST /notes {"title", "body"?}: 201', [("title", "body")]),
        ("returns {id, name, location}", [("id", "name", "location")]),
        ('`{"notes": [...], "page": 1}`', [("notes", "page")]),
        ("GET /notes/{noteId}/shares", []),
        ("see [the guide](https://example.com)", []),
        ('{"key" (32+ characters, shown once), "title"}', [("key", "title")]),
        ("GET /badge/{label}/{message}.svg", []),
        ("names of [a-z0-9] only", []),
    ],
)
def test_samples_are_found_but_no_paths_or_links(text: str, names: list[tuple[str, ...]]) -> None:
    assert [found.sample.names() for found in samples(text)] == names


def test_members_may_be_optional_or_one_of_several_values() -> None:
    (found,) = samples('{"name"?, "permission": "read"|"write", "note": "x" or null, "id": uuid}')
    name, permission, note, identity = found.sample.members
    assert name.optional
    assert permission.sample is not None
    assert [choice.value for choice in permission.sample.choices] == ["read", "write"]
    assert note.sample is not None
    assert note.sample.choices[1].value is None
    assert identity.sample is not None
    assert identity.sample.kind == "word"


@pytest.mark.parametrize(
    ("clause", "schema"),
    [
        (" has 1-120 characters", {"type": "string", "minLength": 1, "maxLength": 120}),
        (" (at least 10 characters)", {"type": "string", "minLength": 10}),
        (" are 3-30 of a-z, 0-9 and underscore", {"type": "string", "pattern": "^[a-z0-9_]{3,30}$"}),
        (" (two to six capital letters, unique)", {"type": "string", "pattern": "^[A-Z]{2,6}$"}),
        (" is 1-100, default 25", {"type": "integer", "minimum": 1, "maximum": 100}),
        (" is a whole number between 1 and 10000", {"type": "integer", "minimum": 1, "maximum": 10000}),
        (" is one of camera, lens, light or sound", {"enum": ["camera", "lens", "light", "sound"]}),
        (" is desc (default) or asc", {"enum": ["desc", "asc"]}),
        (": own|shared|all", {"enum": ["own", "shared", "all"]}),
        (" (must be http or https)", {"type": "string", "format": "uri", "pattern": "^https?://"}),
        (" must be an e-mail address", {"type": "string", "format": "email"}),
        (" above 0 and at most 100", {"type": "integer", "maximum": 100, "exclusiveMinimum": 0}),
        (", up to 100 kB (413)", {}),
        (" boolean", {"type": "boolean"}),
    ],
)
def test_clauses_tell_limits(clause: str, schema: dict[str, Any]) -> None:
    assert limits(clause).schema == schema


@pytest.mark.parametrize(
    ("clause", "default"),
    [
        (" 1-100, default 25", 25),
        (" is false if left out", False),
        (", empty by default", ""),
        (" goes from 1 to 604800 and is one day if missing", 86400),
        (" is flat (default) or round", "flat"),
        (" (1 to 100, 20 if I leave it out)", 20),
        (" three capitals, EUR if missing", "EUR"),
    ],
)
def test_clauses_tell_defaults(clause: str, default: object) -> None:
    told = limits(clause)
    assert told.default == default
    assert told.required is False


def test_types_and_stop_words_are_no_choices() -> None:
    assert choices(" is a string, required and unique") == ()
    assert choices(" is debug, info, warn, error or fatal and required") == ("debug", "info", "warn", "error", "fatal")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a url (must be http or https), a title of up to 200 characters and optionally a list of tags", "url title tags?"),
        ("email, password (at least 10 characters) and displayName", "email password displayName"),
        ("a name (required), a category, which is one of camera, lens or light, and an optional serialNumber", "name category serialNumber?"),
        ("name (1-40), location?", "name location?"),
        ("the header `X-Burn-Token`", ""),
        ("raw bytes", "raw bytes"),
        ("the same body", ""),
    ],
)  # fmt: skip
def test_names_are_listed_in_words(text: str, names: str) -> None:
    assert " ".join(item.name + ("?" if item.optional else "") for item in listed(text)) == names
