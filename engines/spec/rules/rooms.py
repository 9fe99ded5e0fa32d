"""Reads for how many people a thing has room, told as a number: 'a class takes 12 people'. Used by reading.

The sign-ups of that thing are what it is full with; who signs up may be named, or any word for people.
"""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, FieldType, Origin, Quota, Relation
from engines.spec.conditions import alive_condition
from engines.spec.context import Context
from engines.spec.model import Content, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.people import is_person

_ROOM = pattern(
    r"\b(?:takes?|holds?|fits?|accommodates?|admits?|seats?|has (?:room|space|places|seats) for|(?:room|space|places|seats) for|(?:is|are) (?:limited to|for)|has|at most|up to|no more than|not more than|a maximum of|maximum|max\.?)(?: at most| up to| only| exactly| no more than| a maximum of| max\.?)? (?P<number>\d+|[a-z]+) (?P<who>[a-z]+)\b",
    re.IGNORECASE,
)
_PEOPLE = frozenset(
    {"people", "person", "participant", "attendee", "guest", "visitor", "place", "seat", "spot", "head"}
)
_OTHER = pattern(
    r"\b(?:per|(?:people|persons|times|once|twice|\w+s) an? (?:day|week|month|year)|at least|minimum|if|when|unless|until)\b",
    re.IGNORECASE,
)


def read_room(clause: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The quota that a clause sets to the sign-ups of what it speaks of."""
    if _OTHER.search(clause):
        return []
    for match in _ROOM.finditer(clause):
        number = context.english.number(match["number"])
        one = context.english.singular(match["who"].lower())
        if not number or number < 2 or not (one in _PEOPLE or is_person(one, context.english)):
            continue
        named = [name for name in context.mentioned(clause) if name != one]
        for name in dict.fromkeys((*named, last)):
            if found := _taking(name, one, context):
                child, relation = found
                rule = Quota(
                    entity=child.name,
                    per=relation.name,
                    limit=str(number),
                    where=alive_condition(child, context),
                    origin=Origin(sentences=(sentence,)),
                )
                return [RuleClaim(rule=rule)]
    return []


def _taking(name: str, who: str, context: Context) -> tuple[Entity, Relation] | None:
    """The records by which people take part in a thing that counts nothing itself."""
    thing = context.entity(name)
    if thing is None or _counts(thing):
        return None
    for child, relation in context.children_of(name):
        others = [r.target for r in child.relations if r is not relation and not r.many]
        people = [t for t in others if t in ("user", who) or (who in _PEOPLE and is_person(t, context.english))]
        if people and child.name != who and not relation.many and len(others) == 1:
            return child, relation
    return None


def _counts(thing: Entity) -> bool:
    """Whether a field of it says already how many there is room for."""
    words = {"capacity", "places", "seats", "participants", "maximum", "max"}
    return any(f.type is FieldType.INTEGER and words & set(f.name.split("_")) for f in thing.fields)
