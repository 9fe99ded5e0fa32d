"""Reads on which event of which thing whom a message goes to: 'the customer gets an email when it is ready'. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from engines.kernel.spec import Entity, Feature, FieldType
from engines.spec.context import Context
from engines.spec.model import Statement
from engines.spec.patterns import pattern

MESSAGES = ("email", "notifications")
_WORD = re.compile(r"[a-z][a-z'-]*")
_STEP = pattern(r"\b(?:status|state|stage)\b.*\b(?:chang|mov|updat)|\b(?:chang|mov|updat)\w* .*\b(?:status|state|stage)\b|\bstatus (?:change|update)")  # fmt: skip
_SENDING = pattern(r"\b(?:receives?|sends?|gets?)\b(?=.{0,30}\b(?:e-?mails?|mails?|messages?|notifications?)\b)")
_NEW = pattern(r"\b(?:confirm\w*|(?:new|newly|is|are|was|gets?|been|has|after|on|upon|when|every|each)\b.{0,30}\b(?:creat|register|registration|book|submi|plac|add|receiv|arriv|com(?:es|ing) in|made|makes|sign(?:s|ed|ing)? up|order|report|request|appl)\w*|new \w+)\b")  # fmt: skip
_GONE = pattern(r"\b(?:delet|remov)\w*")
_DUE = pattern(r"\b(?:overdue|remind\w*|due soon|is due|are due|late)\b")
_CHANGE = pattern(r"\b(?:chang|edit|updat|modif|reassign|assign|mov)\w*")
_OFFICE = pattern(r"\b(?:me|us|admins?|administrators?|the (?:office|owner of the (?:shop|site|business)))\b")
_OWNER = pattern(r"\b(?:owners?|author|creator|requester|whoever (?:made|created|asked)|(?:who|that) (?:created|made|submitted|booked|reported)\b)")  # fmt: skip
_ENDINGS = re.compile(r"(?:ations?|ments?|ings?|ions?|als?|ance|ies|ied|ed|es|en|e|s|y|d)$")
_DOUBLED = re.compile(r"(.)\1$")


def addressed(feature: Feature, parts: Mapping[int, Statement], context: Context) -> Feature:
    """The feature with its thing, and pairs of event and recipient, as far as its sentence tells them."""
    if feature.name not in MESSAGES or feature.options:
        return feature
    text = " ".join(parts[number].text for number in feature.origin.sentences if number in parts).lower()
    under = next((parts[n].under for n in feature.origin.sentences if n in parts), "")
    entity = _about(text, under, context)
    if entity is None:
        return feature
    to = _recipient(text, entity, context)
    events = tuple(dict.fromkeys(_events(text, entity, context)))
    return replace(feature, entity=entity.name, options=tuple((event, to) for event in events))


def _about(text: str, under: str, context: Context) -> Entity | None:
    """The thing that the message is about: the one whose state is named, else one that is mentioned and no person."""
    named = [entity for name in (*context.mentioned(text), under) if (entity := context.entity(name))]
    reached = [entity for entity in context.entities if list(named_states(text, entity))]
    told = [entity for entity in reached if entity in named]
    if told or len(reached) == 1:
        return (told or reached)[0]
    things = [entity for entity in named if not _is_person(entity)]
    if _STEP.search(text):
        things = [entity for entity in things or context.entities if entity.lifecycle] or things
    return next(iter(things), None)


def _events(text: str, entity: Entity, context: Context) -> Iterator[str]:
    states = list(named_states(text, entity))
    if _DUE.search(text) and not states:
        yield "reminder"
        return
    yield from (f"status:{state}" for state in states)
    if states:
        return
    if entity.lifecycle and _STEP.search(text):
        yield "status"
    elif _GONE.search(text):
        yield "deleted"
    elif found := [name for name in _properties(text, entity, context) if _CHANGE.search(text)]:
        yield from (f"changed:{name}" for name in found)
    elif _NEW.search(text):
        yield "created"
    elif _CHANGE.search(text):
        yield "changed"
    else:
        yield "status" if entity.lifecycle else "created"


def named_states(text: str, entity: Entity) -> Iterator[str]:
    """States that are named, by their word or by its noun: 'refused', 'on refusal'."""
    roots = {_root(word) for word in _WORD.findall(_SENDING.sub("", text))}
    own = {_root(word) for word in entity.name.split("_")}
    for state in entity.lifecycle.states if entity.lifecycle else ():
        parts = {_root(part) for part in state.split("_")} - own
        if parts and parts <= roots:
            yield state


@lru_cache(maxsize=8192)
def _root(word: str) -> str:
    """What a verb, its participle and its noun begin with."""
    plain = _ENDINGS.sub("", word)
    plain = plain if len(plain) >= 3 else word
    return _DOUBLED.sub(r"\1", plain)


def _properties(text: str, entity: Entity, context: Context) -> Iterator[str]:
    names = [field.name for field in entity.fields if field.type is not FieldType.EMAIL]
    names += [
        relation.name for relation in entity.relations if not relation.many and not _receives(relation.name, text)
    ]
    for name in names:
        if re.search(rf"\b{name.replace('_', '[ -]')}\b", text):
            yield name


def _receives(name: str, text: str) -> bool:
    said = name.replace("_", "[ -]")
    return bool(re.search(rf"\b{said}s? (?:gets?|receives?|is|are|should|must|will)\b|\b(?:to|e?-?mail|notify|inform|tell)s? (?:the |its |their )?{said}\b", text))  # fmt: skip


def _recipient(text: str, entity: Entity, context: Context) -> str:
    """Who is told: something that the thing refers to, a role, the owner; '' when nothing says so."""
    for name in _references(entity, context):
        if re.search(rf"\b{name.rpartition('.')[2].replace('_', '[ -]')}s?\b", text):
            return name
    for role in context.roles:
        if role not in ("visitor", "admin") and re.search(rf"\b{role.replace('_', '[ -]')}s?\b", text):
            return f"role:{role}"
    if _OWNER.search(text):
        return "owner"
    return "role:admin" if _OFFICE.search(text) else ""


def _references(entity: Entity, context: Context) -> Iterable[str]:
    """References to people, by their name and by that of their target, up to two steps away."""
    for relation in entity.relations:
        target = context.entity(relation.target)
        if relation.many or not (relation.target == "user" or (target and _is_person(target))):
            continue
        yield relation.name
    for relation in entity.relations:
        target = context.entity(relation.target)
        for further in target.relations if target and not relation.many else ():
            person = context.entity(further.target)
            if not further.many and person and _is_person(person):
                yield f"{relation.name}.{further.name}"


def _is_person(entity: Entity) -> bool:
    return bool(entity.account_role) or any(field.type is FieldType.EMAIL for field in entity.fields)
