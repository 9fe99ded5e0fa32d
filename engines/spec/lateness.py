"""Reads what a record is called by its dates alone: 'overdue when its due date has passed', 'expired after its last day'. Used by values.

Nobody takes such a step, so it is no stage of a life: lives leave it out, and it is worked out each time it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import Computed, Entity, Field, FieldType, Origin
from engines.spec.conditions import open_condition, state_condition
from engines.spec.context import Context
from engines.spec.model import ComputedClaim, Content
from engines.spec.overdue import called_late
from engines.spec.patterns import pattern
from engines.spec.rules.spoken import spoken
from engines.spec.rules.stated import state_said

_SPAN = pattern(r"\b(?P<number>\w+) (?P<unit>day|week|month|year)s?\b(?! (?:before|in advance))", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_DENIED = frozenset({"not", "n't", "never", "without", "no", "nobody", "neither", "un"})
_ENDS = (
    "due",
    "deadline",
    "until",
    "till",
    "expiry",
    "expires",
    "expiration",
    "return",
    "end",
    "valid",
    "back",
    "last",
    "best",
)
_BEGINS = frozenset(
    {
        "issue",
        "issued",
        "invoice",
        "sent",
        "start",
        "from",
        "begin",
        "loan",
        "lent",
        "created",
        "purchase",
        "order",
        "made",
    }
)
_TEMPORAL = (FieldType.DATE, FieldType.DATETIME)
_NAMES = {"past due": "overdue", "out of time": "overdue"}


def read_lateness(text: str, sentence: int, context: Context, last: str) -> list[Content]:
    """The value that says of the records of a sentence whether their date has passed."""
    late = called_late(text)
    for entity in _of_whom(text, last, context) if late else ():
        field = _date(text, entity, context)
        if field is None:
            continue
        condition = f"{_passed(text, field, context)}{_while(text, entity, context)}"
        name = context.english.snake(_NAMES.get(late, late))
        computed = Computed(
            name=name, type=FieldType.BOOLEAN, expression=condition, origin=Origin(sentences=(sentence,))
        )
        return [ComputedClaim(entity=entity.name, computed=computed)]
    return []


def _of_whom(text: str, last: str, context: Context) -> Iterator[Entity]:
    for name in dict.fromkeys((*context.mentioned(text), last)):
        if entity := context.entity(name):
            yield entity


def _date(text: str, entity: Entity, context: Context) -> Field | None:
    """The date that a text speaks of, else the one by which such a record ends."""
    dates = {field.name: field for field in entity.fields if field.type in _TEMPORAL}
    named = [dates[s.name] for s in spoken(entity, text, context) if s.name in dates]
    ends = [f for word in _ENDS for f in dates.values() if word in f.name.split("_")]
    if named:
        return next((f for f in named if f in ends), named[0])
    if _length(text, context):
        return next((f for f in dates.values() if not _BEGINS.isdisjoint(f.name.split("_"))), None)
    return ends[0] if ends else None


def _length(text: str, context: Context) -> int:
    """The days after which it is late, as in 'not paid within 14 days'; 0 when none are told."""
    match = _SPAN.search(text)
    number = context.english.number(match["number"]) if match else None
    return int(number * _DAYS[match["unit"].lower()]) if match and number else 0


def _passed(text: str, field: Field, context: Context) -> str:
    days = _length(text, context)
    if days:
        return f"days({field.name}, today()) > {days}"
    return f"{field.name} < {'now()' if field.type is FieldType.DATETIME else 'today()'}"


def _while(text: str, entity: Entity, context: Context) -> str:
    """Which records it can be said of: 'not paid', 'sent'; else all that are still open."""
    words = re.findall(
        r"n't|[a-z]+", text.lower().replace("’", "'").replace("n't", " n't").replace("unpaid", "not paid")
    )
    ways = [(word, not _DENIED.isdisjoint(words[max(0, at - 3) : at])) for at, word in enumerate(words)]
    for word, denied in sorted(ways, key=lambda way: not way[1]):
        found = (state_condition if not denied else state_said)(word, entity, context) if len(word) > 2 else ""
        match = re.fullmatch(r"status == '(\w+)'", found)
        if match and denied:
            return f" and status {_not_among(match[1], entity, context)}"
        if found and not match and denied:
            return f" and {state_said(word, entity, context, negated=True)}"
        if match and match[1] in context.english.lexicon.open_words | {"sent", "issued", "lent", "out", word}:
            return f" and {found}"
    still = open_condition(entity, context)
    return f" and {still}" if still else ""


def _not_among(state: str, entity: Entity, context: Context) -> str:
    """Neither that state nor one in which nothing is expected any more."""
    states = entity.lifecycle.states if entity.lifecycle else ()
    over = tuple(s for s in states if s == state or s in context.english.lexicon.dead_states)
    return f"!= '{state}'" if len(over) < 2 else f"not in ({', '.join(map(repr, over))})"
