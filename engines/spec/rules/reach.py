"""How far 'once' reaches: adds the doer whom a rule does not name, and the day that it does. Shared by exclusive and once."""

from __future__ import annotations

import re

from engines.kernel.spec import Entity, FieldType
from engines.spec.context import Context
from engines.spec.events import event_of
from engines.spec.patterns import pattern
from engines.spec.people import is_person

_ANYBODY = pattern(
    r"\b(?:nobody|no one|no-one|somebody|someone|anybody|anyone|everybody|everyone|whoever|people|users?|you)\b",
    re.IGNORECASE,
)
_GERUND = pattern(r"^\W*(?:and |but |so |also |simply |just )?(?P<doing>[a-z]+ing)\b", re.IGNORECASE)
_DAY = pattern(
    r"\b(?:on|per|in|within|for|at|once|twice) (?:(?:an?|any|one|each|every|the same|the|that) )?(?:given |single )?(?:day|date|night|evening)\b"
    r"|\b(?:any|one|each|every|same) (?:day|date|night|evening)\b|\bdaily\b",
    re.IGNORECASE,
)
_DATED = frozenset({FieldType.DATE, FieldType.DATETIME})
_DAYS = frozenset({"date", "day", "night", "weekday", "evening", "slot"})


def gerund_event(text: str, context: Context) -> str:
    """The records that a deed makes which opens a rule: 'Enrolling twice ...'; '' when there are none."""
    match = _GERUND.match(text)
    verb = context.english.lexicon.grammar.lemma(match["doing"].lower(), "verb") if match else ""
    return event_of(verb, "", context) if verb else ""


def anybody(text: str) -> bool:
    """Whether a rule is for whoever does something."""
    return bool(_ANYBODY.search(text) or _GERUND.match(text))


def reached(text: str, entity: Entity, names: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """The values that are there only once together; () when a doer or day is meant that the records lack."""
    found = names
    if len(names) == 1 and anybody(text):
        doer = _doer(entity, names, context)
        found = (doer, *found) if doer else ()
    dates = {f.name for f in entity.fields if f.type in _DATED or f.name.split("_")[-1] in _DAYS}
    dated = any(name in dates or name.split("_")[-1] in _DAYS for name in found)
    if not found or not _DAY.search(text) or dated:
        return found
    named = [name for name in dates if name.split("_")[-1] in _DAYS] or sorted(dates)
    return (*found, named[0]) if len(named) == 1 else ()


def people(entity: Entity, context: Context) -> tuple[str, ...]:
    """The relations of a record to people."""
    return tuple(
        r.name
        for r in entity.relations
        if not r.many
        and (r.owner or r.target == "user" or r.target in context.roles or is_person(r.target, context.english))
    )


def joins(entity: Entity, context: Context) -> bool:
    """Whether a record joins one person and one thing, as a membership does."""
    held = [r.name for r in entity.relations if not r.many]
    return len(held) == 2 and len(set(held) & set(people(entity, context))) == 1


def _doer(entity: Entity, names: tuple[str, ...], context: Context) -> str:
    """The person of a record, or what it joins when it joins two things."""
    held = [r for r in entity.relations if not r.many]
    persons = [name for name in people(entity, context) if name not in names]
    others = [r.name for r in held if r.name not in names]
    return persons[0] if len(persons) == 1 else others[0] if len(held) == 2 and len(others) == 1 else ""
