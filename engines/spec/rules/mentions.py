"""What a clause speaks of: its phrases, and what each means for an entity. Used by the rules about several records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Entity, FieldType
from engines.spec.arithmetic import ordered_pair
from engines.spec.context import Context
from engines.spec.events import event_of
from engines.spec.grammar import Clause, Phrase

_DAYS = frozenset({"day", "date", "night", "weekday"})
_MOMENTS = frozenset({"time", "slot", "timeslot", "hour", "moment", "start", "period"})
_TIMES = (FieldType.DATE, FieldType.DATETIME)
_ANYBODY = frozenset(
    {
        "person",
        "people",
        "somebody",
        "someone",
        "nobody",
        "anyone",
        "anybody",
        "everyone",
        "everybody",
        "user",
        "he",
        "she",
        "they",
        "you",
        "i",
        "we",
        "one",
        "none",
    }
)
_NEVER_A_SPAN = frozenset(
    {"birth", "born", "due", "deadline", "closing", "founded", "created", "published", "purchase", "warranty"}
)
_AS_A = re.compile(r"\s*as an? ", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Mentions:
    """The phrases of a clause in order, the entities they name, and the records that its verbs leave behind."""

    phrases: tuple[Phrase, ...]
    entities: tuple[str, ...]
    events: tuple[str, ...]


def mentions(clause: str, context: Context, text: str) -> Mentions:
    """What one clause of the brief `text` speaks of."""
    parsed = context.english.parse(clause)
    phrases = tuple(p for c in parsed for p in _phrases(c))
    if _AS_A.match(clause):
        phrases = tuple(p for p in phrases if p.name not in ("i", "we"))
    verbs = dict.fromkeys(verb for c in parsed for verb in _verbs(c))
    events = dict.fromkeys(
        name for verb in verbs for name in (event_of(verb, text, context), by_form(verb, context)) if name
    )
    return Mentions(phrases=phrases, entities=context.mentioned(clause), events=tuple(events))


def by_form(verb: str, context: Context) -> str:
    """The record whose name is made of the verb: 'pledge' is a pledge, 'enrol' an enrolment, 'rate' a rating."""
    return context.about(verb, _by_form)


def _by_form(verb: str, context: Context) -> str:
    root = verb.removesuffix("e")
    for name in context.names:
        last = name.split("_")[-1]
        if last == verb or (
            len(root) > 3 and last.startswith(root) and last != verb + "r" and not last.endswith(("er", "or"))
        ):
            return name
    return ""


def _phrases(clause: Clause) -> Iterator[Phrase]:
    for phrase in (*clause.subjects, *clause.objects, *(p for _, group in clause.preps for p in group)):
        yield phrase
        if phrase.of:
            yield phrase.of
    for inner in clause.under:
        yield from _phrases(inner)


def _verbs(clause: Clause) -> Iterator[str]:
    if clause.verb not in ("", "be", "have", "do"):
        yield clause.verb
    for inner in clause.under:
        yield from _verbs(inner)


def link(entity: Entity, phrase: Phrase, context: Context) -> str:
    """The relation or field of an entity that a phrase means; '' when it means the entity itself or nothing of it."""
    known = context.of(entity, _known)
    if phrase.words not in known:
        known[phrase.words] = _link(entity, phrase, context)
    return known[phrase.words]


def _known(entity: Entity, context: Context) -> dict[tuple[str, ...], str]:
    """What the words of phrases mean for an entity, once it was asked."""
    return {}


def _link(entity: Entity, phrase: Phrase, context: Context) -> str:
    words = tuple(
        word for word in phrase.words if word not in ("same", "given", "particular", "single", "certain", "own")
    )
    spoken = " ".join(words)
    if not spoken or context.named(spoken) == entity.name:
        return ""
    name, target = "_".join(words), context.named(spoken)
    for relation in entity.relations:
        if not relation.many and (relation.name == name or (target and relation.target == target)):
            return relation.name
    if phrase.head in _ANYBODY and len(words) == 1:
        people = [r for r in entity.relations if r.target == "user" or r.owner or r.target in context.roles]
        return people[0].name if people else ""
    if phrase.head in context.roles and not target:
        owner = next((r for r in entity.relations if r.target == "user" and (r.name == phrase.head or r.owner)), None)
        if owner:
            return owner.name
    alike = context.of(entity, _by_last).get(name.rpartition("_")[2], ())
    exact = next((field for field in alike if field in (name, words[-1]) or _tail(field, name)), "")
    return exact or (when(entity, phrase.head, context) if len(words) == 1 else "")


def _by_last(entity: Entity, context: Context) -> dict[str, list[str]]:
    """The names of the fields by their last words."""
    found: dict[str, list[str]] = {}
    for field in entity.fields:
        found.setdefault(field.name.rpartition("_")[2], []).append(field.name)
    return found


def _tail(field: str, name: str) -> bool:
    return field.endswith("_" + name) or name.endswith("_" + field)


def when(entity: Entity, word: str, context: Context) -> str:
    """The field that 'day' or 'time' means; '' when there is none."""
    if word not in _DAYS and word not in _MOMENTS:
        return ""
    wanted = (FieldType.DATE,) if word in _DAYS else (FieldType.TIME, FieldType.DATETIME, FieldType.DATE)
    for kind in (*wanted, *_TIMES):
        found = context.of_type(entity, kind)
        if found:
            return found[0].name
    return ""


def links(entity: Entity, said: Mentions, context: Context) -> tuple[str, ...]:
    """Everything of an entity that a clause speaks of, in order."""
    return tuple(dict.fromkeys(name for phrase in said.phrases if (name := link(entity, phrase, context))))


def span(entity: Entity, context: Context) -> tuple[str, str] | None:
    """The two fields between which a record lasts, or its one moment and ''."""
    if pair := ordered_pair(entity, context):
        return pair
    moments = [
        field
        for kind in (FieldType.DATETIME, FieldType.DATE)
        for field in context.of_type(entity, kind)
        if not _NEVER_A_SPAN & set(field.name.split("_"))
    ]
    return (moments[0].name, "") if len(moments) == 1 else None
