"""Finds people whom nobody describes, though they are spoken of as a kind and things are tied to one of them. Used by discovery."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.people import is_person, role_kind
from engines.spec.relations.goals import entity_of, is_one
from engines.spec.relations.parties import kinds as played_kinds
from engines.spec.relations.sayings import Saying

_GENERIC = frozenset({"a", "an", "each", "every"})


def partaking(said: Sequence[Saying], fields: frozenset[str], context: Context) -> tuple[str, ...]:
    """'Tutors teach subjects to pupils. A lesson is with one tutor and one pupil': tutors and pupils.

    They are a kind where they are spoken of in general, and one of them is a property of a thing or stands beside one.
    """
    beside: dict[str, set[str]] = {}
    for each in said:
        for name in _beside(each, context):
            beside.setdefault(name, set()).update(_known(each, context)[:1])
    kinds = {name for each in said for name in _in_general(each, context)}
    kinds |= {name for name, things in beside.items() if len(things) > 1}
    tied = beside.keys() | fields if kinds else set()
    playing = {name for each in said for name, _ in played_kinds(each, context)} if kinds else set()
    return tuple(sorted(kinds & tied - playing))


def _in_general(said: Saying, context: Context) -> Iterator[str]:
    """'Clients commit to', 'our six walkers', 'a delegate shall be able to': the people of whom that holds."""
    for phrase in said.subjects:
        several = phrase.plural and phrase.determiner in ("", "our", "my", "all")
        if several or (phrase.determiner in _GENERIC and not said.relative):
            yield from _somebody(phrase, context)
    for phrase in (*said.objects, *(p for _, row in said.preps for p in row)):
        if phrase.plural and phrase.determiner in ("", "our", "my", "all", "several"):
            yield from _somebody(phrase, context)


def _beside(said: Saying, context: Context) -> Iterator[str]:
    """The people of whom one is named along with a thing that is known."""
    if not _known(said, context):
        return
    for phrase in (*said.subjects, *said.objects, *(p for _, row in said.preps for p in row)):
        if is_one(phrase) or phrase.determiner in ("which", "no"):
            yield from _somebody(phrase, context)


def _known(said: Saying, context: Context) -> list[str]:
    """The things that are known already of which a saying speaks."""
    phrases = (*said.subjects, *said.before, *said.objects, *(p for _, row in said.preps for p in row))
    return [name for phrase in phrases if (name := entity_of(phrase, context))]


def _somebody(phrase: Phrase, context: Context) -> Iterator[str]:
    if phrase.pronoun or phrase.of or not 0 < len(phrase.words) < 3 or entity_of(phrase, context):
        return
    name = context.english.name(" ".join(phrase.words))
    plain = is_person(name, context.english) and name not in context.english.lexicon.relations.anybody
    if plain and name not in context.roles and role_kind(name, context.english) != "visitor":
        yield name
