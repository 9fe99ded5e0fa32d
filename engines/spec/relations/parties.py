"""Reads who takes which part in a thing: 'a driver and an attendant, who both come from our crew'. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from engines.kernel.spec import FieldType
from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.relations.goals import Link, account_of, entity_of
from engines.spec.relations.sayings import Saying

_BEING = frozenset({"", "be", "come", "belong", "stem", "become"})
_AMONG = ("from", "of", "among", "amongst", "to")
_OF_KIND = frozenset({"other", "different", "further", "second", "registered", "existing"})
_IS = re.compile(r"\bis\b", re.IGNORECASE)
_ITS = frozenset({"its", "their", "the"})


def parties(said: Saying, last: str, context: Context) -> Iterator[Link]:
    """The parts that people or things of one kind play in the thing that a saying is about."""
    whole = next((e for p in said.before if (e := entity_of(p, context))), "") or last
    if said.relative and said.before:
        target, several = _kind(said, context)
        heads = _last_of(said.before, 2 if several else 1, context) if target else ()
        yield from _links(whole, heads, target)
    if said.subjects and not said.negated:
        about = entity_of(said.subjects[0], context) or (last if said.subjects[0].pronoun else "")
        yield from _apposed(said, about or last, context)
        yield from _noted(said, about, context)
        yield from _appointed(said, last, context)


def kinds(said: Saying, context: Context) -> Iterator[tuple[str, str]]:
    """'The readers are professors', 'doctors and assistants are employees': what somebody is, wherever he takes part."""
    generic = all(p.words and not p.pronoun and (p.plural or p.determiner in ("a", "an")) for p in said.subjects)
    if said.relative or said.negated or said.verb != "be" or said.passive or not generic or not said.objects[:1]:
        return
    goal = said.objects[0]
    target = _named(goal, context) if goal.plural or goal.determiner in ("a", "an", "one") else ""
    if target in context.names and not any(entity_of(p, context) for p in said.subjects):
        yield from ((phrase.name, target) for phrase in said.subjects)


def playing(said: Saying, known: Mapping[str, str], context: Context) -> Iterator[Link]:
    """'A shift is staffed by a doctor': links to what a doctor is known to be."""
    about = entity_of(said.subjects[0], context) if said.subjects and not said.negated and said.sure else ""
    for phrase in (*said.objects, *(p for _, row in said.preps for p in row)) if about else ():
        target = _known(phrase.name, known)
        if target and phrase.determiner in ("a", "an", "one", "its") and not entity_of(phrase, context):
            yield from _links(about, (phrase,), target)


def _known(name: str, kinds: Mapping[str, str]) -> str:
    return kinds.get(name, "") or kinds.get(name.split("_")[-1], "")


def played(known: Mapping[str, str], context: Context) -> Iterator[Link]:
    """The fields that are named after somebody who is known to be one of another kind."""
    for entity in context.entities if known else ():
        for field in entity.fields:
            if (target := _known(field.name, known)) and field.type is FieldType.TEXT and target != entity.name:
                yield Link(entity=entity.name, name=field.name, target=target, required=field.required)


def _kind(said: Saying, context: Context) -> tuple[str, bool]:
    """What a clause says that somebody is: 'who are members', 'who both come from our crew members'."""
    if said.verb not in _BEING or said.passive or said.negated:
        return "", False
    told = said.objects[:1] if said.verb in ("be", "become") else ()
    for phrase in (*told, *said.after(*_AMONG)):
        if target := _named(phrase, context):
            some = phrase.plural and not phrase.number
            one = phrase.determiner in ("a", "an", "another") or (phrase.number == "one" and phrase.of is not None)
            return (target, some) if one or (some and not _IS.search(said.text)) else ("", False)
    return "", False


def _named(phrase: Phrase, context: Context) -> str:
    """The thing that a phrase is nothing but another word for, or `user`."""
    if phrase.of is not None and phrase.words[-1:] in (("one",), ("each",), ("member",)):
        return _named(phrase.of, context)
    words = phrase.words[1:] if phrase.words[:1] and phrase.words[0] in _OF_KIND else phrase.words
    name = context.named(" ".join(words)) if words and not phrase.pronoun else ""
    if name and name == "_".join(words):
        return name
    role = "" if name else account_of(phrase, context)
    return "user" if role else ""


def _last_of(phrases: tuple[Phrase, ...], count: int, context: Context) -> tuple[Phrase, ...]:
    found = phrases[-count:]
    plain = all(p.words and not p.pronoun and not entity_of(p, context) and len(p.words) < 4 for p in found)
    return found if len(found) == count and plain else ()


def _links(whole: str, heads: tuple[Phrase, ...], target: str) -> Iterator[Link]:
    for head in heads:
        if whole and head.name not in (whole, target):
            yield Link(entity=whole, name=head.name, target=target, required=target != whole)


def _apposed(said: Saying, about: str, context: Context) -> Iterator[Link]:
    """'A wedding joins a bride and a groom, both persons from our list'."""
    for row in (said.objects, *(row for _, row in said.preps)):
        for n, phrase in enumerate(row):
            if n > 1 and phrase.determiner == "both" and phrase.plural and (target := _named(phrase, context)):
                yield from _links(about, _last_of(row[:n], 2, context), target)


def _noted(said: Saying, about: str, context: Context) -> Iterator[Link]:
    """'A translator (one of our linguists)'."""
    for phrase in (*said.objects, *(p for _, row in said.preps for p in row)):
        words = context.english.words(phrase.note.replace("one of", "")) if phrase.note else []
        name = context.english.name(" ".join(w for w in words if w not in _OF_KIND)) if words else ""
        if name in context.names and len(words) < 4:
            yield from _links(about, _last_of((phrase,), 1, context), name)


def _appointed(said: Saying, last: str, context: Context) -> Iterator[Link]:
    """'One of the divers is appointed as its guide'."""
    target = entity_of(said.subjects[0], context)
    for phrase in said.after("as") if said.passive and target != last else ():
        one = said.subjects[0].words[-1:] == ("one",) or said.subjects[0].determiner in ("a", "an", "one")
        if target and one and (phrase.owner or phrase.determiner) in _ITS:
            yield from _links(last, (phrase,), target)
