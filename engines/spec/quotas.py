"""Reads limits on how many: three open loans, all copies out, no overselling, capacity, hours per week. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from engines.kernel.spec import Entity, Field, FieldType, Origin, Quota, Relation
from engines.spec.conditions import alive_condition, open_condition, state_condition
from engines.spec.context import Context
from engines.spec.events import event_of
from engines.spec.model import Content, RuleClaim

_NOT = r"(?:can't|cannot|can not|must not|may not|mustn't|should not|shouldn't)"
_MOST = re.compile(
    rf"^(?:an?|the|each|every|one|no|per|any|all)? ?(?P<who>[\w ]+?) (?:{_NOT} (?:\w+ )?(?:more than|over)|(?:can|may|must|is allowed to|are allowed to)? ?(?:only )?(?:\w+ )?(?:at most|up to|no more than|not more than|a maximum of|max\.?|maximum)|(?:can|may) only \w+) (?P<number>\w+(?:-\w+)?) (?P<what>[\w ]+)$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"^(?:an?|the|each|every|one) (?P<who>[\w ]+?) (?:can|may|must|is allowed to)(?: only)? (?P<verb>\w+)(?: [\w ]+?)?(?: at most| only| no more than| up to)? (?P<number>once|twice|\w+(?= times))(?: times)?$",
    re.IGNORECASE,
)
_PER = re.compile(
    r"^(?:at most|no more than|up to|not more than|a maximum of|maximum(?: of)?|max\.?|there (?:can|may|must) (?:not )?be (?:at most|no more than|more than|up to)) (?P<number>\w+(?:-\w+)?) (?P<what>[\w ]+?) (?:per|for each|for every|of one|for one|by one|for the same|for an?) (?P<who>[\w ]+)$",
    re.IGNORECASE,
)
_ALL_OUT = re.compile(
    rf"^(?:an?|the|no|each)? ?(?P<what>[\w ]+?) (?:{_NOT}|can) (?:longer )?be (?P<verb>\w+(?: out)?) (?:when|if|once|as soon as|while) (?:all )?(?:of )?(?:its|the|their) (?P<amount>[\w ]+?) (?:are|is|have been) (?:all )?(?P<gone>out|taken|gone|lent|lent out|booked|sold|sold out|rented|used up|used|full|reached|exhausted|occupied|on loan|given out|reserved)$",
    re.IGNORECASE,
)
_FULL = re.compile(
    rf"\b(?:(?:stock|inventory|quantity) {_NOT} (?:go|be|become|get|drop|fall) (?:negative|below (?:zero|0))|no (?:over-?(?:booking|selling)|overbookings?|oversold \w+)|{_NOT} be (?:overbooked|oversold|over-booked|booked beyond)|(?:full|sold[- ]out|fully booked) (?P<full>[\w ]+?) (?:{_NOT}|takes? no|accepts? no|sells? no)|never (?:sell|book|take|accept)s? more|{_NOT} (?:sell|book|take|accept|have|exceed|hold|lend|enrol|register)(?: out)? (?:more|the capacity|its capacity)|(?:more|fewer) \w+ than (?:its|the) (?:capacity|seats|places|stock))\b",
    re.IGNORECASE,
)
_THAN = re.compile(
    rf"^(?:the )?(?P<who>[\w ]+?) {_NOT} (?:\w+ )?(?:more|exceed) (?P<what>[\w ]+?)? ?(?:than|beyond)? (?:its |their |the |there are |it has )?(?P<limit>capacity|seats|places|stock|[\w ]+)$",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(
    rf"^(?:an?|the|each|every|no|one)? ?(?P<who>[\w ]+?) (?:{_NOT}|can|may) (?:have|hold|take|accept|get|contain|receive) more (?P<what>[\w ]+?) than (?:it has |there are |its |their |the (?:number of )?)?(?P<limit>[\w ]+)$",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    r"\s*\b(?:(?:per|a|an|each|every|in one|in the same|on the same|in a|within a) (?P<unit>day|week|month)|(?P<daily>daily|weekly|monthly))\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\s*\b(?:at (?:the same time|once|a time|any time|any one time)|in total|simultaneously|in parallel|concurrently)\b",
    re.IGNORECASE,
)
_STOCK = (
    "capacity",
    "quantity",
    "stock",
    "seat",
    "place",
    "copy",
    "copies",
    "seats",
    "places",
    "spot",
    "limit",
    "max_participants",
    "maximum_participants",
    "number_of_places",
    "number_of_seats",
    "stock_quantity",
    "quantity_in_stock",
    "max_attendees",
    "tickets",
    "slots",
    "available",
)
_AMOUNTS = (
    "quantity",
    "amount",
    "seats",
    "places",
    "party_size",
    "number_of_tickets",
    "tickets",
    "number_of_people",
    "persons",
    "people",
    "guests",
    "number_of_seats",
    "number_of_guests",
    "group_size",
    "count",
    "copies",
    "hours",
)
Window = Literal["", "day", "week", "month"]


def read_quotas(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The limits of one clause."""
    origin = Origin(sentences=(sentence,))
    for found in (
        list(_more_than(clause, origin, context)),
        list(_all_out(clause, origin, context, text)),
        list(_at_most(clause, origin, context, text)),
        list(_full(clause, origin, context, last)),
    ):
        if found:
            return found
    return []


def _at_most(clause: str, origin: Origin, context: Context, text: str) -> Iterator[Content]:
    window, plain = _window(clause)
    if window and (times := _TIMES.match(plain)):
        yield from _so_often(times, window, origin, context, text)
        return
    match = _MOST.match(plain) or _PER.match(plain)
    number = context.english.number(match["number"]) if match else None
    if not match or number is None:
        return
    what, who = match["what"].strip(), match["who"].strip()
    named = context.named(what)
    owner = context.named(who) or context.english.name(who)
    for entity in [e for e in context.entities if e.name == named] or _counted(owner, what, context):
        relation = context.relation(entity, who) or next((r for r in entity.relations if r.target == owner), None)
        if relation is None:
            continue
        amount = "" if named else _counted_field(entity, what, context)
        field = _window_field(entity) if window else ""
        if window and not field:
            continue
        where = _limited(what, entity, context) or alive_condition(entity, context)
        yield RuleClaim(
            rule=Quota(
                entity=entity.name,
                per=relation.name,
                limit=str(number),
                amount=amount,
                where=where,
                window=window if field else "",
                window_field=field,
                origin=origin,
            )
        )
        return


def _counted_field(entity: Entity, what: str, context: Context) -> str:
    """The number that is summed: 'hours' of a time entry."""
    field = context.field(entity, what.split()[0])
    return field.name if field and field.type in (FieldType.INTEGER, FieldType.NUMBER) else ""


def _so_often(match: re.Match[str], window: Window, origin: Origin, context: Context, text: str) -> Iterator[Content]:
    """'A donor may donate at most once per month'."""
    number = context.english.number(match["number"])
    name = event_of(context.english.base(match["verb"].lower()), text, context)
    entity = context.entity(name)
    relation = context.relation(entity, match["who"]) if entity else None
    field = _window_field(entity) if entity else ""
    if entity and relation and field and number is not None:
        where = alive_condition(entity, context)
        yield RuleClaim(
            rule=Quota(
                entity=name,
                per=relation.name,
                limit=str(number),
                where=where,
                window=window,
                window_field=field,
                origin=origin,
            )
        )


def _window(clause: str) -> tuple[Window, str]:
    plain = _TIME.sub("", clause).strip()
    match = _WINDOW.search(plain)
    if not match:
        return "", plain
    unit = (match["unit"] or "").lower() or {"daily": "day", "weekly": "week", "monthly": "month"}[
        match["daily"].lower()
    ]
    found: Window = "day" if unit == "day" else "week" if unit == "week" else "month"
    return found, (plain[: match.start()] + plain[match.end() :]).strip()


def _window_field(entity: Entity) -> str:
    times = [f.name for f in entity.fields if f.type in (FieldType.DATE, FieldType.DATETIME)]
    early = [name for name in times if not any(word in name for word in ("due", "end", "return", "until"))]
    return (early or times or [""])[0]


def _counted(owner: str, what: str, context: Context) -> list[Entity]:
    """What 'four hours' or 'three books' of somebody counts: the records between the two."""
    children = [child for child, _ in context.children_of(owner)]
    target = context.named(what)
    linked = [c for c in children if target and any(r.target == target for r in c.relations)]
    return linked or [c for c in children if context.field(c, what)]


def _limited(what: str, entity: Entity, context: Context) -> str:
    for word in what.lower().split()[:-1]:
        if found := state_condition(word, entity, context):
            return found
    return ""


def _more_than(clause: str, origin: Origin, context: Context) -> Iterator[Content]:
    """'A garage can't have more permits than spaces'."""
    match = _MORE_THAN.match(clause)
    parent = context.entity(context.named(match["who"])) if match else None
    child = context.entity(context.named(match["what"])) if match else None
    limit = context.field(parent, match["limit"]) or _stock(parent) if match and parent else None
    relation = context.relation_to(child, parent.name) if child and parent else None
    if child and relation and limit and limit.type is FieldType.INTEGER:
        yield RuleClaim(rule=_taken(child, relation, limit, context, origin))


def _all_out(clause: str, origin: Origin, context: Context, text: str) -> Iterator[Content]:
    match = _ALL_OUT.match(_TIME.sub("", clause))
    parent = context.entity(context.named(match["what"])) if match else None
    if not match or not parent:
        return
    limit = context.field(parent, match["amount"]) or _stock(parent)
    event = event_of(context.english.base(match["verb"].lower().split()[0]), text, context)
    children = context.children_of(parent.name)
    chosen = [(e, r) for e, r in children if e.name == event] or list(children)
    for entity, relation in chosen[:1] if limit else ():
        yield (
            RuleClaim(rule=_taken(entity, relation, limit, context, origin))
            if limit
            else RuleClaim(rule=Quota(entity=entity.name, per=relation.name, limit="1", origin=origin))
        )


def _taken(entity: Entity, relation: Relation, limit: Field, context: Context, origin: Origin) -> Quota:
    amount = next(
        (f.name for name in _AMOUNTS for f in entity.fields if f.name == name and f.type is FieldType.INTEGER), ""
    )
    where = (
        open_condition(entity, context)
        if any(f.name.startswith(("returned", "ended", "closed", "checked_out")) for f in entity.fields)
        else alive_condition(entity, context)
    )
    return Quota(entity=entity.name, per=relation.name, limit=limit.name, amount=amount, where=where, origin=origin)


def _stock(entity: Entity) -> Field | None:
    whole = [f for f in entity.fields if f.type is FieldType.INTEGER]
    return next((f for name in _STOCK for f in whole if name == f.name or name in f.name.split("_")), None)


def _full(clause: str, origin: Origin, context: Context, last: str) -> Iterator[Content]:
    if not _FULL.search(clause) and not (
        _THAN.match(clause) and re.search(r"capacity|seats|places|stock|copies", clause)
    ):
        return
    named = context.mentioned(clause)
    pairs = [
        (child, relation, limit)
        for parent in context.entities
        if (limit := _stock(parent))
        for child, relation in context.children_of(parent.name)
    ]
    ranked = sorted(pairs, key=lambda p: -_fit(p[0], p[1], named))
    if ranked and _fit(ranked[0][0], ranked[0][1], named) > 0:
        entity, relation, limit = ranked[0]
        yield RuleClaim(rule=_taken(entity, relation, limit, context, origin))


def _fit(entity: Entity, relation: Relation, named: tuple[str, ...]) -> int:
    """How likely the child is what fills the parent: an order of tickets rather than an event of a venue."""
    words = (
        "order",
        "booking",
        "registration",
        "reservation",
        "enrolment",
        "enrollment",
        "loan",
        "rental",
        "sale",
        "ticket",
        "signup",
        "sign_up",
        "attendance",
        "participation",
        "order_item",
        "order_line",
        "line_item",
        "seat_reservation",
        "subscription",
        "purchase",
        "application",
        "attendee",
        "participant",
    )
    score = 2 if entity.name in words or entity.name.split("_")[-1] in words else 0
    score += 1 if any(f.name in _AMOUNTS and f.type is FieldType.INTEGER for f in entity.fields) else 0
    score += 2 * (entity.name in named) + 2 * (relation.target in named)
    return score
