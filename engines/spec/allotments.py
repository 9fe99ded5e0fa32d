"""What a thing holds a number of, and the records that use it up: the sessions of a prescription, the visits of a card. Used by using_up and remaining."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Entity, FieldType, Relation
from engines.spec.conditions import alive_condition
from engines.spec.context import Context
from engines.spec.english import English

_HOLDS = r"(?:is|are) (?:worth|good for|valid for|made up of|for)|has|have|having|with|holds?|includes?|gives?|contains?|covers?|comes? with|consists? of|of|entitles?(?: \w+){0,2} to|allows?(?: for)?|buys?"
_MARK = re.compile(r"[.;:\n]")
_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
_LIGHT = frozenset(
    {"number", "amount", "count", "total", "date", "price", "cost", "value", "of", "other", "new", "certain"}
)
_NEVER = frozenset({"min", "minimum", "least", "year", "age", "used", "taken", "left", "remaining"})


@dataclass(frozen=True, kw_only=True)
class Allotment:
    """Records of `child` use up what the object of `relation` holds: a field's name or a number as `limit`."""

    parent: Entity
    child: Entity
    relation: Relation
    limit: str
    type: FieldType = FieldType.INTEGER


def allotments(what: str, context: Context, text: str) -> Iterator[Allotment]:
    """All that may be meant when `what`, one word, is used up or left; `text` is the whole brief in lower case."""
    one = context.english.singular(what.lower())
    told = tuple(_told(one, context, text)) if one not in _LIGHT else ()
    for parent in context.entities if one not in _LIGHT else ():
        limit = _limit(parent, one, context, told)
        if limit is None:
            continue
        for child, relation in context.children_of(parent.name):
            if child.name != parent.name and not relation.many:
                yield Allotment(parent=parent, child=child, relation=relation, limit=limit[0], type=limit[1])


def _limit(
    parent: Entity, one: str, context: Context, told: tuple[tuple[str, int], ...]
) -> tuple[str, FieldType] | None:
    """The number of such things that an object holds: a field of it, else a number that the brief tells."""
    for field in context.of_type(parent, *_NUMBERS):
        words = field.name.split("_")
        if one in map(context.english.singular, words) and _NEVER.isdisjoint(words):
            return field.name, field.type
    room = next((f for f in parent.fields if f.name in _CAPACITY), None) if one in _ROOM else None
    if room:
        return room.name, room.type
    number = next((number for name, number in told if name == parent.name), None)
    return None if number is None else (str(number), FieldType.INTEGER)


def _told(one: str, context: Context, text: str) -> Iterator[tuple[str, int]]:
    """'A card is worth ten lessons', 'a course has 6 sessions': how many of a thing others hold, by their names."""
    several = context.english.plural_name(one).replace("_", " ")
    telling = re.compile(rf"\b(?:{_HOLDS}) (?P<number>\d+|[a-z]+) (?:\w+ )?{re.escape(several)}\b")
    for clause in context.english.about(text, _clauses):
        start = 0
        for match in telling.finditer(clause) if several in clause else ():
            number = context.english.number(match["number"])
            if number and number > 1:
                yield from ((name, number) for name in context.mentioned(clause[start : match.start()])[:1])
            start = match.end()


def _clauses(text: str, english: English) -> tuple[str, ...]:
    """What stands between marks."""
    return tuple(_MARK.split(text))


def amount_of(found: Allotment, context: Context) -> str:
    """The number of a record that counts against what its thing holds; '' when each record counts once."""
    words = {context.english.singular(w) for w in found.limit.split("_")}
    if found.type is FieldType.MONEY:
        money = context.of_type(found.child, FieldType.MONEY)
        return money[0].name if len(money) == 1 else next((f.name for f in money if f.name == "amount"), "")
    kinds = (FieldType.INTEGER, FieldType.NUMBER)
    alike = [
        f for f in context.of_type(found.child, *kinds) if words & set(map(context.english.singular, f.name.split("_")))
    ]
    people = [f for f in context.of_type(found.child, *kinds) if f.name in _PLACES] if words & _ROOM else []
    return next((f.name for f in (*alike, *people)), "")


_ROOM = frozenset({"seat", "place", "capacity", "spot", "participant", "ticket"})
_CAPACITY = (
    "capacity",
    "maximum_participants",
    "max_participants",
    "maximum_number_of_participants",
    "size",
    "group_size",
)
_PLACES = ("number_of_people", "people", "persons", "number_of_persons", "party_size", "number_of_guests", "guests", "number_of_participants", "quantity")  # fmt: skip


def counting(found: Allotment, context: Context) -> str:
    """Which records count: those that are not cancelled."""
    return alive_condition(found.child, context)
