"""Things and fields that a wish for a feature brings along: comments to comment with, positions to drag. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Field, FieldType, Origin, Relation
from engines.spec.context import Context
from engines.spec.model import Claim, Content, EntityClaim, FieldClaim, RelationClaim, Statement

_COMMENT = re.compile(
    r"\b(?:comment|comments|commenting) (?:on|to|under|for|about) (?:an? |the |each |every |any )?(?P<what>\w+)"
)
_DRAG = re.compile(r"\bdrag\w*\b(?P<what>.*)")


def comments_name(low: str, context: Context) -> tuple[str, ...]:
    """Whether the brief wants comments that are no thing of their own yet."""
    return ("comment",) if _COMMENT.search(low) and "comment" not in context.names else ()


def read_additions(statement: Statement, context: Context) -> list[Claim]:
    """The claims that a statement's wishes bring along."""
    low = statement.text.lower()
    contents = [*_comments(low, statement, context), *_positions(low, statement, context)]
    return [Claim(content=c, sentence=statement.number, confidence=0.8, by="additions") for c in contents]


def _comments(low: str, statement: Statement, context: Context) -> Iterator[Content]:
    match = _COMMENT.search(low)
    said = context.mentioned(low[: match.start()]) if match and match["what"] in ("them", "it", "these") else ()
    target = (said[0] if said else context.named(match["what"])) if match else ""
    if not target or "comment" not in context.names or target == "comment":
        return
    origin = Origin(sentences=(statement.number,), confidence=0.8)
    yield EntityClaim(entity="comment")
    yield FieldClaim(entity="comment", field=Field(name="text", type=FieldType.LONG_TEXT, origin=origin))
    relation = Relation(name=target, target=target, on_delete="cascade", children="comments", origin=origin)
    yield RelationClaim(entity="comment", relation=relation)


def _positions(low: str, statement: Statement, context: Context) -> Iterator[Content]:
    match = _DRAG.search(low)
    for name in context.mentioned(re.split(r"\band\b", match["what"])[0]) if match else ():
        origin = Origin(sentences=(statement.number,), confidence=0.8)
        field = Field(name="position", type=FieldType.INTEGER, required=False, default=0, minimum=0, origin=origin)
        yield FieldClaim(entity=name, field=field, sure=True)
