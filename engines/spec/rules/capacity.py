"""Reads what a thing holds at most: no overbooking, never more sign-ups than places, nothing sold beyond the stock. Used by reading."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, Field, FieldType, Origin, Quota, Relation
from engines.spec.conditions import alive_condition, open_condition
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.rules.mentions import Mentions, mentions
from engines.spec.rules.spoken import spoken
from engines.spec.rules.wording import normal

_NOT = r"(?:\b(?:not|never|no(?= (?:more|further|other|one|new|\w+ (?:can|may|must|is|are)))|nobody|cannot|none|nothing|refuse\w*|avoid|prevent)\b|n't\b)"
_MORE = pattern(
    rf"{_NOT}.*?\b(?:more|exceed\w*|beyond|above|over|surpass\w*|greater|higher)\b|\bat most (?:as many|the|its|their)\b|\bup to (?:the|its|their)\b|\bmust (?:stay|be|remain) (?:within|below|under)\b|\blimited (?:to|by) (?:the|its|their)\b|\bonly as many\b|<=|≤",
    re.IGNORECASE,
)
_FULL = pattern(
    rf"\bover-?\s?(?:book|sell|sold|fill|lend|enrol|subscrib|crowd)\w*|\b(?:full|fully booked|sold[- ]out|booked out|used up|exhausted|completely booked)\b.*{_NOT}|{_NOT}.*\b(?:full|fully booked|sold out|used up)\b|{_NOT}.*\b(?:all|no) (?:more |further )?(?:[\w\-]+ )*?(?:left|taken|gone|reached|free|booked|occupied|out|sold|available|rented|lent)\b|\ball (?:[\w\-]+ )*?(?:taken|gone|booked|occupied|out|sold|lent|rented|used|on loan)\b.*{_NOT}|\b(?:maximum|limit|capacity|[\w]+) (?:is|has been|are) reached\b.*{_NOT}|{_NOT}.*\breached\b",
    re.IGNORECASE,
)
_STOCK = pattern(
    r"\b(?:stock|inventory|quantity|balance)\b.*(?:\bnegative|\bbelow (?:zero|0)|\bunder (?:zero|0)|\bless than (?:zero|0))",
    re.IGNORECASE,
)
_BARE = pattern(
    r"^(?:there must be |there is |and |but )?(?:no|never|avoid|prevent) (?:any )?over-?\s?(?:book|sell|sold)\w*$",
    re.IGNORECASE,
)
_HOLDS = (
    "capacity", "stock", "seat", "seats", "place", "places", "copies", "copy", "quantity", "spot", "spots", "slots", "beds",
    "available", "participants", "attendees", "tickets", "openings", "vacancies", "positions", "berths", "spaces", "quota", "group", "teams", "room", "visitors", "students", "members", "players", "children",
)  # fmt: skip
_AMOUNTS = (
    "quantity", "amount", "seats", "places", "party_size", "number_of_tickets", "tickets", "number_of_people", "persons", "people", "guests",
    "number_of_persons", "participants", "number_of_seats", "number_of_guests", "group_size", "count", "copies", "hours", "pieces", "units",
)  # fmt: skip
_BOUNDING = frozenset({"max", "maximum", "limit", "number", "of", "total", "most", "upper", "allowed", "size"})
_TAKING = frozenset(
    {
        "order", "booking", "registration", "reservation", "enrolment", "enrollment", "loan", "rental", "sale", "ticket", "signup", "sign_up", "up",
        "attendance", "participation", "subscription", "purchase", "application", "attendee", "participant", "hire", "pledge", "admission", "checkout",
    }
)  # fmt: skip


def read_capacity(clause: str, sentence: int, context: Context, last: str, text: str) -> list[Content]:
    """The limit that a field of one thing sets to the records of another."""
    plain = normal(clause)
    stock = bool(_STOCK.search(plain)) and bool(re.search(_NOT, plain, re.IGNORECASE))
    if not stock and not (_MORE.search(plain) or _FULL.search(plain)):
        return []
    said = mentions(plain, context, text)
    bare = stock or bool(_BARE.search(plain))
    full, words = bool(_FULL.search(plain)), frozenset(re.findall(r"[a-z]+", plain.lower()))
    ranked = [
        (
            _fit(child, relation, limit, plain, said, last, context, words, full=full)
            or (bare and _usual(child, limit, stock)),
            child,
            relation,
            limit,
        )
        for parent in context.entities
        for child, relation in context.children_of(parent.name)
        if child != parent
        for limit in _limits(parent)
    ]
    best = max(ranked, key=lambda row: row[0], default=None)
    if best is None or best[0] <= 0:
        return []
    return [RuleClaim(rule=taken(best[1], best[2], best[3], context, Origin(sentences=(sentence,))))]


def _usual(child: Entity, limit: Field, stock: bool) -> int:
    """How usual it is that such records use up such a number, when a clause says no more than 'no overbooking'."""
    words = set(limit.name.split("_")) & ({"stock", "inventory", "quantity", "balance"} if stock else set(_HOLDS))
    taking = child.name.split("_")[-1] in (_TAKING | {"line", "item"} if stock else _TAKING)
    return int(bool(words) and taking) * (1 + bool(_summed(child)))


def _limits(entity: Entity) -> list[Field]:
    """The whole numbers of an entity that may say how much it holds."""
    return [f for f in entity.fields if f.type is FieldType.INTEGER and not f.name.startswith(("min", "year"))]


def _holds(field: Field, child: Entity) -> bool:
    """Whether a number says how much there is room for: its places, its stock, its maximum of these records."""
    words = [w for w in field.name.split("_") if w not in _BOUNDING]
    if not words:
        return field.name != "number"
    own = {*child.name.split("_"), *child.plural.split("_")}
    return bool(set(words) & (set(_HOLDS) | own | set(_AMOUNTS)))


def _fit(
    child: Entity,
    relation: Relation,
    limit: Field,
    plain: str,
    said: Mentions,
    last: str,
    context: Context,
    words: frozenset[str],
    *,
    full: bool,
) -> int:
    """How likely it is that the clause limits these records by this field; 0 when it is not. `words`: those of the clause."""
    parent = context.entity(relation.target)
    named = parent is not None and any(s.name == limit.name and not s.loose for s in spoken(parent, plain, context))
    named = named or bool(_BOUNDING & set(limit.name.split("_")) & words - {"of", "total"})
    about = relation.target in said.entities
    what = child.name in said.entities or child.name in said.events
    amount = any(s.name == f for f in _summed(child) for s in spoken(child, plain, context) if s.name != limit.name)
    if not _holds(limit, child) and not amount:
        return 0
    if not (named and (what or amount or about)) and not (
        full and _holds(limit, child) and (about or (what and last == relation.target))
    ):
        return 0
    if not (what or amount or child.name.split("_")[-1] in _TAKING):
        return 0
    score = (
        4 * named + 3 * about + 3 * what + 2 * _holds(limit, child) + amount + (child.name.split("_")[-1] in _TAKING)
    )
    return score + (relation.target == last)


def _summed(entity: Entity) -> tuple[str, ...]:
    return tuple(f.name for name in _AMOUNTS for f in entity.fields if f.name == name and f.type is FieldType.INTEGER)


def taken(entity: Entity, relation: Relation, limit: Field, context: Context, origin: Origin) -> Quota:
    """So many records, or the sum of their amounts, as the limit of the thing allows."""
    amount = next(iter(_summed(entity)), "")
    ends = any(f.name.startswith(("returned", "ended", "closed", "checked_out")) for f in entity.fields)
    where = open_condition(entity, context) if ends else alive_condition(entity, context)
    return Quota(entity=entity.name, per=relation.name, limit=limit.name, amount=amount, where=where, origin=origin)
