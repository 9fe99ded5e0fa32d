"""What stands inside an answer or a body: the thing itself without its envelope, or the list of things. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from engines.spec.interface.model import Call, Schema, snake
from engines.spec.interface.schemas import is_array, is_object, items, properties, required
from engines.spec.interface.words import Words


def core(schema: Schema | None, words: Words) -> Schema:
    """The object that an answer is about, without envelopes such as `{"data": ...}`; empty where it is none."""
    while schema and is_object(schema):
        members = properties(schema)
        inner = [name for name, part in members.items() if is_object(part) and properties(part)]
        wrapped = inner if len(members) == 1 else [n for n in inner if words.is_a("envelope", snake(n))]
        others = [snake(name) for name in members if name not in inner]
        if (
            len(inner) == 1
            and not wrapped
            and all(words.is_a("secret", n) or words.is_a("lifetime", n) or n == "token_type" for n in others)
        ):
            wrapped = inner
        if not wrapped:
            return schema
        schema = members[wrapped[0]]
    return {}


def listed(schema: Schema | None, words: Words) -> Schema:
    """The schema of the things that an answer lists; empty where it lists none."""
    if is_array(schema):
        return items(schema)
    members = properties(schema)
    lists = [name for name, part in members.items() if is_array(part)]
    known = [name for name in lists if words.is_a("lists", snake(name))]
    objects = [name for name in lists if is_object(items(members[name]))]
    if chosen := known or objects or lists:
        return items(members[chosen[0]])
    inner = [part for name, part in members.items() if is_object(part) and words.is_a("envelope", snake(name))]
    return listed(inner[0], words) if inner else {}


def body_members(call: Call) -> Mapping[str, tuple[str, Schema]]:
    """The members of an operation's body: name in terms -> the term for it and its schema.

    A body that only wraps one object (`{"user": {...}}`) is looked into.
    """
    if not call.body:
        return {}
    root, schema = ("body", call.body.json)
    if schema is None:
        schema = call.body.form
        root = "parts" if "multipart/form-data" in call.body.media else "form"
    members = properties(schema)
    if len(members) == 1:
        ((name, part),) = members.items()
        if is_object(part) and properties(part):
            root, members = f"{root}.{snake(name)}", properties(part)
    return {snake(name): (f"{root}.{snake(name)}", part) for name, part in members.items()}


def needed(call: Call) -> frozenset[str]:
    """The members that an operation's body must have, by their names in terms."""
    schema = (call.body.json or call.body.form) if call.body else None
    members = properties(schema)
    inner = next(iter(members.values())) if len(members) == 1 else {}
    inner = inner if is_object(inner) and properties(inner) else {}
    return frozenset(snake(name) for name in (required(inner) if inner else required(schema)))


def overlap(one: Schema, other: Schema) -> float:
    """How much of the smaller of two objects' members the other has too, 0 to 1."""
    first, second = {snake(n) for n in properties(one)}, {snake(n) for n in properties(other)}
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0
