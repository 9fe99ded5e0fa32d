"""The YAML format: what is written is read back, and mistakes are named with their place."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, get_args

import jsonschema_rs
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.kernel.errors import UserError
from engines.kernel.spec import (
    Computed,
    Endpoint,
    Entity,
    Feature,
    Field,
    Grant,
    Lifecycle,
    Origin,
    Question,
    Relation,
    Role,
    Rule,
    Sentence,
    Spec,
    Transition,
)
from engines.spec import dump_spec, load_spec, read_brief, spec_schema

NAME = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\u2028\u2029\ufeff\x85"), max_size=30
)
NUMBER = st.none() | st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: x + 0.0)
ORIGIN = st.builds(
    Origin,
    sentences=st.lists(st.integers(1, 99), max_size=3).map(tuple),
    confidence=st.sampled_from([1.0, 0.8, 0.25]),
    source=st.sampled_from(["reader", "person", "model", "convention"]),
)
DEFAULT = (
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | TEXT
    | st.floats(-99, 99, allow_nan=False).filter(lambda x: not x.is_integer())
)


def unique(parts: st.SearchStrategy[Any], key: str = "name") -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(parts, max_size=3, unique_by=lambda part: getattr(part, key)).map(tuple)


def tuples(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(parts, max_size=3).map(tuple)


FIELD = st.builds(
    Field, name=NAME, default=DEFAULT, minimum=NUMBER, maximum=NUMBER, max_length=st.none() | st.integers(1, 99),
    pattern=TEXT, choices=tuples(NAME), unit=TEXT, origin=ORIGIN,
)  # fmt: skip
RELATION = st.builds(Relation, name=NAME, target=NAME, children=NAME, origin=ORIGIN)
STEP = st.builds(Transition, source=NAME, target=NAME, roles=tuples(NAME), origin=ORIGIN)
LIFE = st.builds(Lifecycle, states=tuples(NAME), initial=NAME, transitions=tuples(STEP), origin=ORIGIN)
COMPUTED = st.builds(Computed, name=NAME, expression=TEXT, origin=ORIGIN)
ENTITY = st.builds(
    Entity, name=NAME, plural=NAME, fields=unique(FIELD), relations=unique(RELATION), lifecycle=st.none() | LIFE,
    computed=unique(COMPUTED), account_role=NAME, label=NAME, origin=ORIGIN,
)  # fmt: skip
TEXTS = {"fields": tuples(NAME), "same": tuples(NAME), "children": tuples(NAME)}
RULE = st.one_of(
    [
        st.builds(kind, **{
            name: ORIGIN if name == "origin" else st.tuples(NAME, NAME) if kind.__name__ == "FieldsDiffer" and name == "fields"
            else TEXTS.get(name, st.booleans() if hint == "bool" else st.sampled_from(["", "day"]) if name == "window" else TEXT)
            for name, hint in kind.__annotations__.items()
        })
        for kind in get_args(Rule)
    ]
)  # fmt: skip
SPEC = st.builds(
    Spec, name=NAME, title=TEXT, summary=TEXT, entities=unique(ENTITY), roles=unique(st.builds(Role, name=NAME, origin=ORIGIN)),
    grants=tuples(st.builds(Grant, role=NAME, entity=NAME, actions=st.just(("create", "read")), origin=ORIGIN)), rules=tuples(RULE),
    features=tuples(st.builds(Feature, name=NAME, fields=tuples(NAME), options=st.dictionaries(NAME, TEXT, max_size=2).map(lambda d: tuple(d.items())), origin=ORIGIN)),
    endpoints=tuples(st.builds(Endpoint, path=TEXT, origin=ORIGIN)), currency=st.just("CHF"), version=st.just(1),
    sentences=unique(st.builds(Sentence, number=st.integers(1, 99), text=TEXT), "number"),
    questions=tuples(st.builds(Question, text=TEXT, suggestion=TEXT, sentences=tuples(st.integers(1, 9)))),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(SPEC)
def test_what_is_written_is_read_back(spec: Spec) -> None:
    assert load_spec(dump_spec(spec)) == spec


def schema_of_the_product() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((resources.files("resources") / "schemas" / "spec.schema.json").read_text())
    return found


def test_the_saved_schema_is_current() -> None:
    assert schema_of_the_product() == json.loads(json.dumps(spec_schema())), (
        "write spec_schema() to resources/schemas/spec.schema.json"
    )


def test_what_is_written_follows_the_schema() -> None:
    spec = read_brief(
        "Members have a name. A loan has a member and a due date. A member can't have more than 3 loans."
    ).spec
    plain = json.loads(json.dumps(yaml.safe_load(dump_spec(spec))))
    assert list(jsonschema_rs.validator_for(schema_of_the_product()).iter_errors(plain)) == []


GOOD = """version: 1
name: shop
title: Shop
entities:
  item:
    plural: items
    fields:
      price: {type: money, minimum: 0}
"""


def test_a_hand_written_specification_needs_no_more_than_the_facts() -> None:
    (item,) = load_spec(GOOD).entities
    assert (item.fields[0].name, item.fields[0].minimum) == ("price", 0.0)


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("type: money", "type: cash", "line 8 at entities.item.fields.price.type: 'cash' is none of the known values"),
        ("minimum: 0", "minimal: 0", "line 8 at entities.item.fields.price.minimal: 'minimal' is not known here"),
        ("minimum: 0", "minimum: low", "line 8 at entities.item.fields.price.minimum: 'low' is not a number"),
        ("    plural: items\n", "", "line 6 at entities.item: 'plural' is missing"),
        ("version: 1", "version: 7", "version 7"),
        ("title: Shop", "title: [Shop", "line 4: this is not YAML"),
        ("name: shop", "name: shop\nrules: [{limit: {}}]", "line 3 at rules\\[1\\]: a rule of one kind"),
        ("name: shop", "name: shop\nname: pub", "line 3: 'name' stands twice"),
        ("entities:", "entities: []\nroles:", "line 4 at entities: a mapping is expected here"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_path(wrong: str, right: str, said: str) -> None:
    assert wrong in GOOD
    with pytest.raises(UserError, match=said):
        load_spec(GOOD.replace(wrong, right))


def test_a_name_that_stands_twice_cannot_be_written() -> None:
    item = Entity(name="item", plural="items")
    with pytest.raises(UserError, match="'item' stands twice"):
        dump_spec(Spec(name="shop", title="Shop", entities=(item, item)))
