"""Reads values that are unique, alone or within another: 'the number must be unique per year'. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Origin, UniqueTogether
from engines.spec.context import Context
from engines.spec.lists import items
from engines.spec.model import Content, FieldClaim, RuleClaim

_UNIQUE = re.compile(
    r"^(?:the |an? |all |each |every )?(?P<fields>[\w ,\-]+?)(?: of (?:an?|the|each|every) (?P<entity>[\w ]+?))? (?:must be|is|are|has to be|have to be|should be|needs to be) unique(?: (?:per|within|for each|for every|in each|in an?|within an?|within the) (?P<per>[\w ]+))?$",
    re.IGNORECASE,
)
_NO_TWO = re.compile(
    r"^no two (?P<entity>[\w ]+?) (?:may |can |should |must )?(?:have|share|with) the same (?P<fields>[\w ,]+)$",
    re.IGNORECASE,
)


def read_sharing(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The values of one clause that may not be there twice."""
    return list(_unique(clause, Origin(sentences=(sentence,)), context, last))


def _unique(clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    match = _UNIQUE.match(clause) or _NO_TWO.match(clause)
    if not match:
        return
    known = match.groupdict()
    phrases = items(match["fields"].replace(" and ", ", "))
    named = context.named(known.get("entity") or "") or next(iter(context.mentioned(clause)), "")
    first = [e for e in context.entities if e.name in (named, last)]
    for entity in [*first, *context.entities]:
        names = [
            f.name if (f := context.field(entity, p)) else r.name if (r := context.relation(entity, p)) else ""
            for p in phrases
        ]
        per = context.relation(entity, known["per"]) if known.get("per") else None
        if not all(names):
            continue
        if len(names) == 1 and not known.get("per") and (field := context.field(entity, phrases[0])):
            yield FieldClaim(entity=entity.name, field=replace(field, unique=True, origin=origin))
        else:
            fields = (*names, *((per.name,) if per else ()))
            yield RuleClaim(rule=UniqueTogether(entity=entity.name, fields=fields, origin=origin))
        return
