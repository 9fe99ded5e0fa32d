"""Fields that name an account where people sign in: assignee, reported by, the author of a comment."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, FieldType
from engines.spec.context import Context
from engines.spec.people import role_kind
from engines.spec.relations.goals import Link


def acting(entity: Entity, context: Context) -> Iterator[Link]:
    """The links that an entity's fields mean by their names; none where nobody has an account."""
    words = context.english.lexicon.relations
    if not any(role_kind(role, context.english) != "visitor" for role in context.roles):
        return
    spoken = entity.name.split("_")[-1] in words.utterances
    for field in entity.fields:
        if field.type is not FieldType.TEXT or field.choices or field.unique or field.max_length:
            continue
        named = field.name in context.roles or field.name.split("_")[-1] in context.roles
        if named or field.name in words.actors or (spoken and field.name in words.speakers):
            yield Link(entity=entity.name, name=field.name, target="user", required=field.required)
