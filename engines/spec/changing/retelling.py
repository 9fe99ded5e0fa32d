"""Tells a specification in plain sentences, so that a change is read with the reader's own eyes. Pure.

Only what a sentence of a change may refer to is told; what is read from the change alone is taken over.
"""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, Field, FieldType, Spec
from engines.spec.english import English

_TYPES = {
    FieldType.LONG_TEXT: "long text",
    FieldType.EMAIL: "email",
    FieldType.URL: "url",
    FieldType.PHONE: "phone",
    FieldType.INTEGER: "whole number",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "money",
    FieldType.BOOLEAN: "yes/no",
    FieldType.DATE: "date",
    FieldType.DATETIME: "date and time",
    FieldType.TIME: "time",
    FieldType.FILE: "file",
    FieldType.IMAGE: "image",
    FieldType.TEXT: "text",
}


def retold(spec: Spec, english: English) -> str:
    """One sentence per thing, reference and life; the roles with what they deal with."""
    return "\n\n".join((*_things(spec, english), *_roles(spec, english)))


def _things(spec: Spec, english: English) -> Iterator[str]:
    for entity in spec.entities:
        name = _words(entity.name)
        properties = [_property(field) for field in entity.fields] or ["name"]
        yield f"{_a(name)} has {_joined([_a(each).lower() for each in properties])}."
        for relation in entity.relations:
            several = _words(english.plural_name(relation.target))
            yield (
                f"{_a(name)} has many {several}."
                if relation.many
                else f"{_a(name)} belongs to {_a(_words(relation.target)).lower()}."
            )
        yield from _life(entity, name)


def _life(entity: Entity, name: str) -> Iterator[str]:
    if entity.lifecycle:
        yield f"{_a(name)} is {_joined([_words(state) for state in entity.lifecycle.states], 'or')}."


def _roles(spec: Spec, english: English) -> Iterator[str]:
    for role in spec.roles:
        things = [
            g.entity for g in spec.grants if g.role == role.name and any(e.name == g.entity for e in spec.entities)
        ]
        for thing in dict.fromkeys(things):
            yield f"{_words(english.plural_name(role.name)).capitalize()} can see {_words(english.plural_name(thing))}."
        if not things:
            yield f"{_words(english.plural_name(role.name)).capitalize()} sign in."


def _property(field: Field) -> str:
    notes = [", ".join(_words(c) for c in field.choices)] if field.choices else [_TYPES[field.type]]
    if not field.required:
        notes.append("optional")
    if field.unique:
        notes.append("unique")
    return f"{_words(field.name)} ({', '.join(notes)})"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _a(words: str) -> str:
    return f"{'An' if words[:1] in 'aeiou' else 'A'} {words}"


def _joined(items: list[str], last: str = "and") -> str:
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)
