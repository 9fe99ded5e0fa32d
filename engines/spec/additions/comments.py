"""Comments that people leave: a text, what it is about and whose it is. Used by claims."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec import Field, FieldType
from engines.spec.additions.parts import about, author, known_thing, origin_of, things_of, written_by
from engines.spec.additions.wishes import Wish
from engines.spec.context import Context
from engines.spec.model import Content, FieldClaim

_TEXTS = (FieldType.TEXT, FieldType.LONG_TEXT)
_NAMES = ("name", "author", "author_name", "nickname", "written_by")
_BY_VISITORS = (
    r"\b(?:visitors?|anyone|anybody|everyone|everybody|guests?|without (?:an? )?(?:account|log\w*|sign\w*))\b"
)


def comments(wish: Wish, context: Context, *, accounts: bool) -> Iterator[Content]:
    """'Members can comment on recipes.'"""
    things = things_of("comments", context)
    for target in wish.targets:
        entity = known_thing(things, target, context)
        name = entity.name if entity else "comment" if len(wish.targets) == 1 else f"{target}_comment"
        yield from about(name, target, "comments", wish, context)
        texts = [f for f in entity.fields if f.type in _TEXTS and f.name not in _NAMES] if entity else []
        if not texts:
            yield FieldClaim(
                entity=name, field=Field(name="text", type=FieldType.LONG_TEXT, origin=origin_of(wish)), sure=True
            )
        if author(entity, context):
            continue
        if accounts and not wish.says(_BY_VISITORS):
            yield written_by(name, wish)
        elif entity is None or not any(f.name in _NAMES for f in entity.fields):
            yield FieldClaim(entity=name, field=Field(name="author", origin=origin_of(wish)))
