"""Reads what may not be twice: unique values, once per pair, no overlap in time, no double booking. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import Entity, FieldType, NoOverlap, Origin, UniqueTogether
from engines.spec.arithmetic import ordered_pair
from engines.spec.conditions import alive_condition
from engines.spec.context import Context
from engines.spec.events import event_of
from engines.spec.lists import items
from engines.spec.model import Content, FieldClaim, RuleClaim

_NOT = r"(?:can't|cannot|can not|must not|may not|mustn't|should not|shouldn't|do not|don't|never|are not allowed to|is not allowed to)"
_OVERLAP = re.compile(
    rf"\b(?:{_NOT} (?:ever )?overlap|no overlap(?:ping|s)?|no two .* overlap|without overlap|overlapping .* (?:are|is) (?:not|refused|rejected|forbidden)|not overlap)\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(
    rf"\b(?:no double[- ]?bookings?|{_NOT} be (?:double[- ]?booked|booked twice|reserved twice|rented twice|used twice|taken twice|lent twice|in two \w+|assigned to two|scheduled twice)|(?:only|just) one \w+ at a time|{_NOT} (?:have|give|teach|attend|drive|take|run|be in|be at|do) two [\w ]+ (?:at|in) (?:the )?(?:same time|once)|booked by two|two \w+ at the same time)\b",
    re.IGNORECASE,
)
_SAME = re.compile(r"\b(?:the )?same (?P<same>\w+(?: \w+)?)", re.IGNORECASE)
_FOR_ONE = re.compile(
    r"\b(?:for|of|in|on|per|within|with|by) (?:the same|one|an?|each|every) (?P<same>\w+(?: \w+)?)", re.IGNORECASE
)
_UNIQUE = re.compile(
    r"^(?:the |an? |all |each |every )?(?P<fields>[\w ,\-]+?)(?: of (?:an?|the|each|every) (?P<entity>[\w ]+?))? (?:must be|is|are|has to be|have to be|should be|needs to be) unique(?: (?:per|within|for each|for every|in each|in an?|within an?|within the) (?P<per>[\w ]+))?$",
    re.IGNORECASE,
)
_NO_TWO = re.compile(
    r"^no two (?P<entity>[\w ]+?) (?:may |can |should |must )?(?:have|share|with) the same (?P<fields>[\w ,]+)$",
    re.IGNORECASE,
)
_TWICE = re.compile(
    rf"^(?:the same |an? |each |every |one |no |nobody |any )?(?P<who>[\w ]+?) (?:{_NOT}|can only|may only|can|may|must only) (?P<verb>\w+)(?: for| to| in| on| up for)? (?:the same |an? |each |every |one |any )?(?P<what>[\w ]+?)(?: only)? (?:twice|once|more than once|only once|at most once|a second time|several times|multiple times)(?: only)?$",
    re.IGNORECASE,
)
_ONE_PER = re.compile(
    r"^(?:only |at most |just )?one (?P<entity>[\w ]+?) per (?P<one>[\w ]+?) (?:and|per) (?P<two>[\w ]+)$",
    re.IGNORECASE,
)
_SCOPE = (FieldType.DATE, FieldType.DATETIME, FieldType.TIME)


def read_sharing(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The rules of one clause about what may not be twice."""
    origin = Origin(sentences=(sentence,))
    for found in (
        [],
        [],
        list(_unique(clause, origin, context, last)),
        [],
    ):
        if found:
            return found
    return []


def _overlap(clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    double = _DOUBLE.search(clause)
    if not (_OVERLAP.search(clause) or double):
        return
    named = [e for name in context.mentioned(clause) if (e := context.entity(name))]
    said = _SAME.search(clause) or _FOR_ONE.search(clause)
    lasting = [e for e in named if _span(e, context) and _holders(e, [n.name for n in named if n != e], context)]
    for entity in lasting or _using(named, context, last):
        others = [e.name for e in named if e != entity]
        same = _holders(entity, others, context)
        if not same and said and (relation := context.relation(entity, said["same"])):
            same = (relation.name,)
        if not same and said and (field := context.field(entity, said["same"])):
            same = (field.name,)
        if not same and len(entity.relations) == 1:
            same = (entity.relations[0].name,)
        span = _span(entity, context)
        days = [f.name for f in context.of_type(entity, FieldType.DATE)]
        if span and len(days) == 1 and any(f.name == span[0] and f.type is FieldType.TIME for f in entity.fields):
            same = (*same, days[0])
        if span and (same or not entity.relations):
            yield RuleClaim(
                rule=NoOverlap(
                    entity=entity.name,
                    same=same,
                    start=span[0],
                    end=span[1],
                    where=alive_condition(entity, context),
                    origin=origin,
                )
            )
            return


def _span(entity: Entity, context: Context) -> tuple[str, str] | None:
    pair = ordered_pair(entity, context)
    if pair:
        return pair
    instants = [f.name for f in entity.fields if f.type is FieldType.DATETIME] or [
        f.name for f in entity.fields if f.type is FieldType.DATE
    ]
    return (instants[0], "") if len(instants) == 1 else None


def _holders(entity: Entity, names: list[str], context: Context) -> tuple[str, ...]:
    return tuple(r.name for r in entity.relations if r.target in names or r.name in names)


def _using(named: list[Entity], context: Context, last: str) -> list[Entity]:
    """Who uses what a clause names: 'a room can't be double booked' is about bookings."""
    users = [child for e in named for child, _ in context.children_of(e.name) if _span(child, context)]
    spoken = [e for e in context.entities if e.name == last and _span(e, context)]
    return [
        *(e for e in named if _span(e, context) and e.relations),
        *users,
        *spoken,
        *(e for e in context.entities if _span(e, context) and e.relations),
    ]


def _twice(clause: str, origin: Origin, context: Context, text: str) -> Iterator[Content]:
    match = _TWICE.match(clause)
    if not match:
        return
    who, what = context.english.name(match["who"]), context.named(match["what"])
    name = event_of(context.english.base(match["verb"].lower()), text, context)
    for entity in [e for e in context.entities if e.name == name] or list(context.entities):
        one, two = context.relation(entity, who), context.relation(entity, what) if what else None
        if one and two and one != two:
            where = alive_condition(entity, context)
            yield RuleClaim(
                rule=UniqueTogether(entity=entity.name, fields=(one.name, two.name), where=where, origin=origin)
            )
            return


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


def _one_per(clause: str, origin: Origin, context: Context) -> Iterator[Content]:
    match = _ONE_PER.match(clause)
    entity = context.entity(context.named(match["entity"])) if match else None
    if match and entity:
        names = [
            r.name
            if (r := context.relation(entity, match[k]))
            else f.name
            if (f := context.field(entity, match[k]))
            else ""
            for k in ("one", "two")
        ]
        if all(names):
            yield RuleClaim(rule=UniqueTogether(entity=entity.name, fields=tuple(names), origin=origin))
