"""Tags: a vocabulary of its own, and any number of them on a thing. Used by claims."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Entity, Field, Relation
from engines.spec.additions.parts import known_thing, origin_of, things_of
from engines.spec.additions.wishes import Wish
from engines.spec.context import Context
from engines.spec.model import Content, EntityClaim, FieldClaim, RelationClaim
from engines.spec.patterns import pattern

_LABELS = pattern(r"\blabel(?:s|led|ling)?\b")


def tags(wish: Wish, context: Context, *, accounts: bool) -> Iterator[Content]:
    """'Recipes can be tagged', 'a card has labels'."""
    things = things_of("tags", context)
    for target in _holders(things, context) or wish.targets:
        entity = known_thing(things, target, context)
        name = entity.name if entity else "label" if _LABELS.search(wish.said) else "tag"
        yield EntityClaim(entity=name)
        unique = Field(name="name", unique=True, max_length=60, origin=origin_of(wish))
        if entity is None or all(f.name in ("name", "position") for f in entity.fields):
            yield FieldClaim(entity=name, field=unique, sure=True)
        tagged = context.entity(target)
        if tagged and any(r.target == name for r in tagged.relations):
            continue
        yield RelationClaim(entity=target, relation=_link(name, target, entity, wish, context))


def _link(name: str, target: str, known: Entity | None, wish: Wish, context: Context) -> Relation:
    """Any number of tags; where a tag was taken for a part of the thing, both are said to have the other."""
    part = known is not None and any(r.target == target and not r.many for r in known.relations)
    return Relation(
        name=context.english.plural_name(name),
        target=name,
        many=not part,
        required=False,
        on_delete="cascade" if part else "restrict",
        children=context.english.plural_name(target) if part else "",
        origin=origin_of(wish),
    )


def _holders(things: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """What is said to have tags: 'a card has a title, a due date and labels'."""
    return tuple(
        e.name
        for e in context.entities
        if any(context.english.singular(f.name) in things for f in e.fields if f.name not in things)
    )
