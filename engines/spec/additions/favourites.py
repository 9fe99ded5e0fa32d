"""What people mark to find it again: theirs alone where they sign in, a mark on the thing where nobody does. Used by claims."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Field, FieldType, UniqueTogether
from engines.spec.additions.parts import about, author, known_thing, origin_of, things_of, written_by
from engines.spec.additions.wishes import Wish
from engines.spec.context import Context
from engines.spec.model import Content, FieldClaim, RuleClaim


def favourites(wish: Wish, context: Context, *, accounts: bool) -> Iterator[Content]:
    """'Members can bookmark recipes.'"""
    things = things_of("favourites", context)
    for target in wish.targets:
        entity = known_thing(things, target, context)
        if not accounts and entity is None:
            mark = Field(
                name="favourite", type=FieldType.BOOLEAN, required=False, default=False, origin=origin_of(wish)
            )
            yield FieldClaim(entity=target, field=mark, sure=True)
            continue
        name = entity.name if entity else "favourite" if len(wish.targets) == 1 else f"favourite_{target}"
        yield from about(name, target, context.english.plural_name(name), wish, context)
        by = author(entity, context)
        if accounts and not by:
            by = "owner"
            yield written_by(name, wish, called=by)
        if by:
            yield RuleClaim(rule=UniqueTogether(entity=name, fields=(by, target), origin=origin_of(wish)))
