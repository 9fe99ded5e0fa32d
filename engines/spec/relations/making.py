"""Reads what people do to things, where the doing is a thing of its own: 'a team makes a registration for a tournament'."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.events import event_of
from engines.spec.grammar import Phrase
from engines.spec.people import role_kind
from engines.spec.relations.goals import Link, account_of, entity_of, is_one, is_person
from engines.spec.relations.sayings import Saying
from engines.spec.rules.mentions import by_form

_FEATURED = frozenset({"comment", "rate", "review", "like", "follow", "upvote", "vote", "tag", "flag"})
"""What additions bring along by themselves."""
_LENDING = frozenset(
    {
        "lend",
        "rent",
        "lease",
        "let",
        "loan",
        "hire",
        "sell",
        "give",
        "hand out",
        "rent out",
        "lend out",
        "give out",
        "hand over",
    }
)
TOWARDS = ("for", "to", "on", "in", "at", "from", "about", "against", "of", "with", "under", "into")


def done(said: Saying, text: str, context: Context) -> Iterator[Link]:
    """The links of the record that a saying's verb leaves, if that is a thing."""
    if not said.verb:
        return
    made = _made(said, context)
    event = made or left_record(said, text, context)
    if not event:
        return
    passed = (said.subjects[0],) if said.passive and said.subjects and not made else ()
    others = said.objects if not made else tuple(p for p in said.objects if entity_of(p, context) != event)
    targets: list[str] = []
    for phrase in (
        *passed,
        *(() if made else others),
        *(p for name, row in said.preps if name in TOWARDS for p in row[:2]),
    ):
        target = entity_of(phrase, context)
        if target and target != event and target not in targets and not _loose(phrase):
            targets.append(target)
    actor = _actor(said, event, context)
    anybody = any(p.words[-1:] and p.words[-1] in context.english.lexicon.relations.anybody for p in said.subjects[:1])
    anybody = anybody and said.verb not in _FEATURED
    given = not said.passive and said.verb in _LENDING and bool(said.after("to")) and len(targets) > 1
    if not made and not (targets and (actor or said.passive or anybody or given)):
        return
    for target in targets[:2]:
        if actor is None or target != actor.target:
            yield Link(entity=event, name=target, target=target, weak=True)
    if actor:
        yield actor


def _loose(phrase: Phrase) -> bool:
    """'under my account', 'for all orders'."""
    return phrase.determiner in ("all", "no") or phrase.number not in ("", "one", "1")


def _made(said: Saying, context: Context) -> str:
    """The thing that a verb of making names: 'cast a ballot'."""
    if said.verb not in context.english.lexicon.relations.make or said.passive or said.negated or not said.objects:
        return ""
    first = said.objects[0]
    if first.determiner == "the" or first.owner:
        return ""
    entity = entity_of(first, context)
    records = context.english.lexicon.records.get(said.verb)
    if records and not any(entity == name or entity.endswith("_" + name) for name in records):
        return ""
    return "" if entity and is_person(entity, context) else entity


def left_record(said: Saying, text: str, context: Context) -> str:
    """The record that a verb leaves, when it is a known thing."""
    records = context.english.lexicon.records
    if said.verb not in records:
        return by_form(said.verb, context) if said.verb not in context.english.lexicon.relations.passing else ""
    event = event_of(said.verb, text, context)
    return event if event in context.names else by_form(said.verb, context)


def _actor(said: Saying, event: str, context: Context) -> Link | None:
    """Who does it: an entity, or the account of a customer; nobody when the system or the staff only records it."""
    phrases = said.after("by") if said.passive else said.subjects
    for phrase in phrases[:1]:
        name = entity_of(phrase, context)
        if name and name != event:
            kind = role_kind(name, context.english)
            if said.verb in context.english.lexicon.records or kind in ("customer", "") or is_one(phrase):
                return Link(entity=event, name=name, target=name, weak=True)
            return None
        role = account_of(phrase, context)
        whom = role_kind(role, context.english)
        oneself = whom == "customer" or (whom == "" and said.verb in context.english.lexicon.relations.strong)
        if role and role not in ("user", event) and oneself and not said.negated:
            return Link(entity=event, name=role, target="user", owner=True, weak=True)
    return None


def taken(said: Saying, context: Context) -> Iterator[Link]:
    """'A rider takes a job': the job refers to whom it then belongs to."""
    if said.verb not in context.english.lexicon.relations.claim or said.negated or said.passive:
        return
    role = account_of(said.subjects[0], context) if said.subjects and not entity_of(said.subjects[0], context) else ""
    thing = entity_of(said.objects[0], context) if said.objects else ""
    if role and role != "user" and thing and not is_person(thing, context):
        yield Link(entity=thing, name=role, target="user", required=False, owner=True, weak=True)


def assigned(said: Saying, context: Context) -> Iterator[Link]:
    """'Assign cleanings to housekeepers': the thing refers to the person, whichever comes first."""
    if said.verb not in context.english.lexicon.relations.give or said.negated:
        return
    first = said.subjects[0] if said.passive and said.subjects else said.objects[0] if said.objects else None
    second = next(iter(said.after("to")), None)
    if first is None or second is None:
        return
    one, two = _somebody(first, context), _somebody(second, context)
    thing, person = (one, two) if two[1] else (two, one) if one[1] else (one, two)
    if thing[0] in context.names and person[0] and thing[0] != person[0]:
        target = person[0] if person[0] in context.names else "user"
        yield Link(entity=thing[0], name=person[0], target=target, required=False, weak=True)


def _somebody(phrase: Phrase, context: Context) -> tuple[str, bool]:
    name = entity_of(phrase, context)
    if name:
        return name, is_person(name, context)
    role = account_of(phrase, context)
    return role, bool(role)
