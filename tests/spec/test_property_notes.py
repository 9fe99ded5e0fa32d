"""What stands behind a property's name, in brackets or bare, says what it may hold."""

from __future__ import annotations

from typing import Any

import pytest

from engines.kernel.spec import Field, FieldType
from engines.spec.attributes import read_attribute
from engines.spec.english import English
from engines.spec.fieldtypes import to_field
from engines.spec.lexicon_files import load_lexicon

ENGLISH = English(load_lexicon())


def field(text: str) -> Field:
    """The one field of a property as written."""
    (attribute,) = read_attribute(text, ENGLISH)
    return to_field(attribute, 1, ENGLISH)


@pytest.mark.parametrize(
    ("text", "name", "facts"),
    [
        ("pin 4 digits", "pin", {"pattern": "^[0-9]{4}$"}),
        ("code (4 uppercase letters, unique)", "code", {"pattern": "^[A-Z]{4}$", "unique": True}),
        ("key (2-6 uppercase letters)", "key", {"pattern": "^[A-Z]{2,6}$", "type": FieldType.TEXT}),
        ("nickname (unique, 3 to 20 characters)", "nickname", {"min_length": 3, "max_length": 20, "unique": True}),
        ("label (max 5 characters)", "label", {"min_length": None, "max_length": 5}),
        ("teaser optional max 200 chars", "teaser", {"required": False, "max_length": 200}),
        ("paid bool default false", "paid", {"type": FieldType.BOOLEAN, "default": False}),
        ("active y/n default y", "active", {"type": FieldType.BOOLEAN, "default": True}),
        ("break minutes default 30", "break_minutes", {"type": FieldType.INTEGER, "default": 30}),
        ("rating int default 1200", "rating", {"type": FieldType.INTEGER, "maximum": None}),
        ("level from I to IV", "level", {"choices": ("i", "ii", "iii", "iv")}),
        ("row A-D", "row", {"choices": ("a", "b", "c", "d")}),
        ("value (1 or -1)", "value", {"type": FieldType.INTEGER, "minimum": -1, "maximum": 1}),
        ("size (38, 40, 42)", "size", {"choices": ("38", "40", "42")}),
        ("rhesus positive/negative", "rhesus", {"choices": ("positive", "negative")}),
        ("body in Markdown", "body", {"type": FieldType.LONG_TEXT}),
        ("strength in mg", "strength", {"type": FieldType.NUMBER, "unit": "mg"}),
        ("school year e.g. 2025/26", "school_year", {"type": FieldType.TEXT}),
        ("archived (yes/no, default no)", "archived", {"type": FieldType.BOOLEAN, "default": False}),
        ("beds (1-12)", "beds", {"minimum": 1, "maximum": 12}),
    ],
)
def test_notes_are_read(text: str, name: str, facts: dict[str, Any]) -> None:
    found = field(text)
    assert found.name == name
    assert {key: getattr(found, key) for key in facts} == facts


@pytest.mark.parametrize(
    ("text", "target", "many"),
    [
        ("manager (another employee, optional)", "employee", False),
        ("part of (another device, e.g. a trolley)", "device", False),
        ("tables (one or more tables)", "tables", True),
        ("invigilator (a user)", "user", False),
    ],
)
def test_notes_name_what_is_referred_to(text: str, target: str, many: bool) -> None:
    (attribute,) = read_attribute(text, ENGLISH)
    assert (attribute.target, attribute.many) == (target, many)
