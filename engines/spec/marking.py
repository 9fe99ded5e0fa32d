"""Reads what a thing can be marked as: 'an item can be marked as defective', 'we tick whether it is heated'. Used by plan."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, FieldType
from engines.spec.clauses import truth_name
from engines.spec.context import Context
from engines.spec.fieldtypes import to_field
from engines.spec.model import Attribute, Claim, FieldClaim, Statement
from engines.spec.patterns import pattern

_MARKED = pattern(
    r"(?P<who>[a-z][a-z \-']{0,60}?),? (?:\w+ly |also |then )?(?:(?:can|may|could|must|should|shall|is|are|be|being|gets?|will|to) )+(?:also )?(?:marked|flagged|ticked(?: off)?)(?: by [a-z ]{3,30}?)? as "
    r"(?P<what>[a-z\-]+(?: [a-z\-]+){0,2}?)(?= (?:by|so|which|when|if|and|but|or|for|until|once|after|with)\b|[.,;:!?)]|$)",
    re.IGNORECASE,
)
_TICKED = pattern(
    r"\b(?:mark|marks|tick|ticks|flag|flags|(?:note|notes|record|records|write|writes)(?: down)? (?=whether)) ?(?:off |down )?(?:whether|if|that) (?:it|they|he|she|(?:the|a|an) (?P<who>[a-z]+)) "
    r"(?P<what>(?:is|are|was|were|has|have|needs?|can) [a-z\-]+(?: [a-z\-]+){0,2}?)(?: or not)?(?= (?:and|but|so|when|if|by)\b|[.,;:!?)]|$)",
    re.IGNORECASE,
)
_EITHER = pattern(
    r"(?:\b(?P<who>[a-z][a-z \-']{0,60}?),? (?:which |that |who )?(?:(?:can|may|could|is|are|has|have|be|been|being|gets?) )+|(?:\b(?:an?|the|no|every|each|any) |(?:^|[.;:,] ))(?=[a-z\-]+ (?P<thing>[a-z]+) ?\())"
    r"(?P<what>[a-z\-]+(?: (?!is |are )[a-z\-]+)??)(?: (?P=thing))? ?\((?:yes ?(?:/|or) ?no|y ?/ ?n|true ?/ ?false)\)",
    re.IGNORECASE,
)
_ACTS = frozenset({"deleted", "removed", "read", "unread", "spam", "flag"})


def read_marked(parts: tuple[Statement, ...], lasts: dict[int, str], context: Context) -> list[Claim]:
    """A boolean for each mark that is neither a state nor a property of its thing yet."""
    found: list[Claim] = []
    for part in parts:
        if part.kind in ("title", "heading"):
            continue
        for mark in (_MARKED, _TICKED, _EITHER):
            for match in mark.finditer(part.text):
                told = match.groupdict()
                who = told["who"] or told.get("thing") or ""
                entity = _thing(who, lasts[part.number], context, nearest=mark is _EITHER)
                name = truth_name(match["what"].lower(), context.english)
                if entity is None or name in _ACTS or _is_told(entity, name, context):
                    continue
                attribute = Attribute(name=name, type=FieldType.BOOLEAN)
                field = to_field(attribute, part.number, context.english)
                found.append(
                    Claim(content=FieldClaim(entity=entity.name, field=field), sentence=part.number, by="marking")
                )
    return found


def _thing(who: str, last: str, context: Context, *, nearest: bool) -> Entity | None:
    """The thing before the verb, what was spoken of where only a pronoun stands there; the `nearest` or the first one."""
    words = who.lower().split()
    if not words or words[-1] in ("it", "they", "and", "which", "that", "one", "ones"):
        return context.entity(last)
    named = context.mentioned(who)
    return context.entity(named[-1 if nearest else 0]) if named else None


def _is_told(entity: Entity, name: str, context: Context) -> bool:
    states = entity.lifecycle.states if entity.lifecycle else ()
    return (
        name in states
        or any(name in state or state in name for state in states)
        or context.field(entity, name) is not None
    )
