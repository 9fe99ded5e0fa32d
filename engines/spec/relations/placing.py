"""Reads what people do with a thing that ties it: whose it is, where they put it, as what they choose somebody. Used by reading."""

from __future__ import annotations

from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.model import Statement
from engines.spec.patterns import pattern
from engines.spec.relations.arguments import is_silent
from engines.spec.relations.goals import Link, entity_of, is_one, is_person
from engines.spec.relations.sayings import Saying

_THEIRS = frozenset({"their", "his", "her", "its"})
_INTO = frozenset({"to", "into", "onto", "in", "on", "under", "inside", "within", "at"})
_WITH = frozenset({"with", "through", "via", "by", "using"})
_AS = pattern(
    r"(?:an?|one|another|the|some|any|their|our) (?P<thing>[a-z]+(?: [a-z]+)?) as (?:an? |the |its |their )?(?P<role>[a-z]+)"
    r"(?:,? (?:and|plus) (?:(?:one|another|an?|the other|a second|a different)(?: [a-z]+)? )?as (?:an? |the |its |their )?(?P<other>[a-z]+))?"
)


def placed(said: Saying, context: Context) -> Iterator[Link]:
    """'Members bring their pieces to a firing': a piece refers to its member and to the firing."""
    if said.negated or not said.sure or said.passive or is_silent(said, context) or not said.objects:
        return
    lexicon = context.english.lexicon
    subject = entity_of(said.subjects[0], context) if said.subjects else ""
    thing = entity_of(said.objects[0], context)
    if not thing or said.verb in lexicon.actions["read"] or is_person(thing, context):
        return
    if said.objects[0].owner in _THEIRS and subject and subject != thing:
        yield Link(entity=thing, name=subject, target=subject, weak=True)
    if said.verb in lexicon.records or thing == subject or (subject and not is_person(subject, context)):
        return
    for name, phrases in said.preps[:1]:
        target = entity_of(phrases[0], context) if phrases and name in _INTO else ""
        if target and target != thing and is_one(phrases[0]) and not is_person(target, context):
            yield Link(entity=thing, name=target, target=target, weak=True)


def served(said: Saying, context: Context) -> Iterator[Link]:
    """'Researchers answer a call with a proposal': the proposal refers to the call."""
    named = [entity for p in said.objects if (entity := entity_of(p, context))]
    if said.negated or not said.sure or said.passive or len(named) != 1:
        return
    thing = entity_of(said.objects[0], context)
    means = entity_of(tool(said), context)
    if thing and means and means != thing and not is_person(means, context) and not is_person(thing, context):
        yield Link(entity=means, name=thing, target=thing, weak=True)


def tool(said: Saying) -> Phrase | None:
    """'with a proposal', 'by means of a review'."""
    found = [p.of if p.of and p.words in (("mean",), ("means",), ("way",)) else p for p in said.after(*_WITH)]
    return found[0] if found and found[0].determiner in ("a", "an", "one") else None


def after_each(said: Saying, context: Context) -> Iterator[Link]:
    """'After every walk the walker files a report', 'invoices are produced per owner': once for each."""
    rows = [p for p in said.after("after", "before", "during", "for") if p.determiner in ("each", "every")]
    rows += said.after("per")
    made = said.subjects[:1] if said.passive else said.objects[:1]
    event = entity_of(made[0], context) if made else ""
    indefinite = bool(made) and (made[0].determiner in ("a", "an", "one", "") and not made[0].owner)
    if (
        said.negated
        or not said.sure
        or not event
        or not indefinite
        or is_silent(said, context)
        or is_person(event, context)
    ):
        return
    for phrase in rows[:1]:
        target = entity_of(phrase, context)
        if target and target != event:
            yield Link(entity=event, name=target, target=target, weak=True)


def chosen(statement: Statement, context: Context) -> Iterator[Link]:
    """'We make a pairing, choosing one employee as mentor and one as mentee': roles of the thing that is made."""
    low = statement.text.lower()
    for match in _AS.finditer(low):
        target = context.named(match["thing"])
        named = [name for name in context.mentioned(low[: match.start()]) if not is_person(name, context)]
        if not target or not is_person(target, context) or not named:
            continue
        for role in (match["role"], match["other"]):
            if role and role not in context.names:
                yield Link(entity=named[0], name=role, target=target)
