"""Reads records that verbs leave behind: 'members book classes' makes bookings of a member and a class. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from engines.kernel.spec import Origin, Relation, UniqueTogether
from engines.spec.acts import Act
from engines.spec.context import Context
from engines.spec.english import English
from engines.spec.lists import items
from engines.spec.model import Claim, Content, EntityClaim, RelationClaim, RuleClaim
from engines.spec.patterns import pattern
from engines.spec.people import role_kind

_MADE = frozenset(
    {
        "manage",
        "administer",
        "create",
        "add",
        "post",
        "maintain",
        "define",
        "write",
        "publish",
        "plan",
        "edit",
        "delete",
        "organise",
        "organize",
    }
)
_OWN = pattern(r"\b(?:their own|his own|her own|my own|my|his or her own) (?P<what>[\w\-]+(?: [\w\-]+)?)")
_POSTED = frozenset(
    {
        "post",
        "create",
        "add",
        "write",
        "publish",
        "upload",
        "report",
        "submit",
        "offer",
        "propose",
        "open",
        "file",
        "log",
        "record",
        "enter",
        "request",
    }
)
_VAGUE = frozenset(
    [
        "everything",
        "anything",
        "all",
        "thing",
        "account",
        "data",
        "system",
        "content",
        "list",
        "page",
        "schedule",
        "overview",
        "report",
        "setting",
        "stuff",
        "detail",
        "information",
        "profile",
        "email",
        "result",
        "history",
        "status",
        "application_setting",
        "user",
        "password",
        "record",
        "entry",
        "average",
        "total",
        "score",
        "number",
    ]
)


def managed_names(acts: tuple[Act, ...], english: English) -> tuple[str, ...]:
    """Things that somebody manages or creates, said in the plural."""
    found: list[str] = []
    for act in acts:
        if act.verb not in _MADE or act.negated:
            continue
        said = re.split(r"\s+(?:with|for|of|in|on|to|that|which|by|so|per|from|when|as|if)\s", act.rest, maxsplit=1)[0]
        for item in items(re.sub(r"^(?:and \w+|or \w+)\s+", "", said)):
            words = english.words(re.sub(r"^(?:their|my|own|new|all|the|his|her)(?: own)?\s+", "", item))
            words = [word for word in words if word not in ("own", "new", "all")]
            if words and len(words) <= 2 and english.is_plural(words[-1]) and english.singular(words[-1]) not in _VAGUE:
                found.append(english.name(" ".join(words)))
    return tuple(dict.fromkeys(found))


def event_of(verb: str, text: str, context: Context) -> str:
    """The record of a verb: a known entity, or a noun that the brief uses; '' when there is none."""
    nouns = context.english.lexicon.records.get(verb, ())
    for noun in nouns:
        if known := context.about(noun, _named):
            return known
    return next((noun for noun in nouns if _uses(text, noun)), "")


@lru_cache(maxsize=512)
def _uses(text: str, noun: str) -> bool:
    """Whether the brief has a noun, in the singular or plural."""
    said = noun.replace("_", " ")
    if said != noun:
        joined = said.replace(" ", "[ -]?")
        return bool(
            re.search(
                rf"\b(?:an?|the|each|every|no|of|their|his|her) {joined}s?\b|\b{said.replace(' ', '-')}s?\b|\b{joined}s\b",
                text,
            )
        )
    return said in text and bool(re.search(rf"\b{said}s?\b", text))


def _named(noun: str, context: Context) -> str:
    """The first entity that a noun or the end of its name names."""
    return next((name for name in context.names if name == noun or name.endswith("_" + noun)), "")


def read_events(acts: tuple[Act, ...], text: str, context: Context) -> list[Claim]:
    """Entities, relations and 'once' rules of what people do."""
    found: list[Claim] = []
    for act in acts:
        found += [
            Claim(content=c, sentence=act.sentence, confidence=0.8, by="events") for c in _possessed(act, context)
        ]
        if act.negated or act.action != "create":
            continue
        found += [Claim(content=c, sentence=act.sentence, confidence=0.8, by="events") for c in _posted(act, context)]
        name = event_of(act.verb, text, context)
        target = next((n for n in context.mentioned(act.rest) if n not in (name, act.role)), "")
        if name and target and name in context.names:
            found += [
                Claim(content=c, sentence=act.sentence, confidence=0.8, by="events")
                for c in _event(name, target, act, context)
            ]
    return found


def _possessed(act: Act, context: Context) -> Iterator[Content]:
    """'see their own reports': a report belongs to the account of the role."""
    match = _OWN.search(act.rest)
    owned = (context.named(match["what"]) or context.named(match["what"].split()[0])) if match else ""
    if not owned or owned == act.role or role_kind(act.role, context.english) in ("administrator", "visitor"):
        return
    goal = act.role if act.role in context.names else "user"
    origin = Origin(sentences=(act.sentence,), confidence=0.8)
    yield RelationClaim(entity=owned, relation=Relation(name=act.role, target=goal, owner=True, origin=origin))


def _posted(act: Act, context: Context) -> Iterator[Content]:
    """'Companies post jobs': what customers make is theirs."""
    made = _made(act, context)
    if not made or made == act.role or role_kind(act.role, context.english) != "customer":
        return
    goal = act.role if act.role in context.names else "user"
    origin = Origin(sentences=(act.sentence,), confidence=0.8)
    yield RelationClaim(entity=made, relation=Relation(name=act.role, target=goal, owner=True, origin=origin))


def _made(act: Act, context: Context) -> str:
    """The thing that an act creates, named right behind its verb."""
    if act.verb not in _POSTED or act.negated:
        return ""
    said = re.split(r"\s+(?:with|for|of|in|on|to|that|which|by|per|from|when|and)\s", act.rest, maxsplit=1)[0]
    return context.named(re.sub(r"^(?:their|my|own|new|a|an|the)(?: own| new)?\s+", "", said))


def _event(name: str, target: str, act: Act, context: Context) -> Iterator[Content]:
    origin = Origin(sentences=(act.sentence,), confidence=0.8)
    yield EntityClaim(entity=name)
    yield RelationClaim(entity=name, relation=Relation(name=target, target=target, origin=origin))
    if role_kind(act.role, context.english) in ("customer", "staff"):
        goal = act.role if act.role in context.names else "user"
        yield RelationClaim(entity=name, relation=Relation(name=act.role, target=goal, owner=True, origin=origin))
        if re.search(r"\b(?:once|only one time|at most once)\b", act.rest):
            yield RuleClaim(
                rule=UniqueTogether(entity=name, fields=(act.role, target), origin=Origin(sentences=(act.sentence,)))
            )
