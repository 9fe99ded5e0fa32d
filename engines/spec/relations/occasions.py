"""Reads what a thing stands for: 'a visit is when a nurse goes to a patient', 'if a bike breaks we write a report'. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.spec.context import Context
from engines.spec.grammar import Phrase
from engines.spec.model import Statement
from engines.spec.patterns import pattern
from engines.spec.relations.arguments import is_silent
from engines.spec.relations.goals import Link, entity_of, is_one, is_person
from engines.spec.relations.sayings import Saying

_TELLS = frozenset({"be", "say", "tell", "show", "record", "mean", "note", "describe", "state", "document"})
_ASKED = pattern(r"(?<![a-z] of )\b(?:which|whose) (?P<what>[a-z]+(?: [a-z]+)?)", re.IGNORECASE)
_OF_ONE = re.compile(r"(?<=\w) (?:an?|the|each|every|this|that) (?P<one>[a-z]+(?: [a-z]+){0,2})", re.IGNORECASE)
_EACH = pattern(
    r",? each (?:of (?:them|which|whom|these)|one)?,? ?(?:is |being |with |for |of |by |on |in |from |to |about )*(?:an?|one|exactly one|its) (?P<what>[a-z]+(?: [a-z]+)?)",
    re.IGNORECASE,
)
_NEW = frozenset({"a", "an", "one", "another"})


def occasioned(said: tuple[Saying, ...], context: Context) -> Iterator[Link]:
    """The links of a thing that is told by a clause, and of one that is made on an occasion, to whatever the clause speaks of."""
    for n, saying in enumerate(said):
        if saying.negated or not saying.sure:
            continue
        told = saying.verb in _TELLS and not (saying.objects or saying.preps or saying.state or saying.passive)
        if told and said[n + 1 : n + 2] and (thing := _single(saying.subjects[:1], context)):
            yield from _links(thing, said[n + 1], context)
        elif thing := _made(saying, context):
            for other in said:
                if not other.sure and not other.negated:
                    yield from _links(thing, other, context)


def asked(statement: Statement, last: str, context: Context) -> Iterator[Link]:
    """'A reading: which meter, which reader', 'we note which nurse gave it'."""
    for match in _ASKED.finditer(statement.text) if last else ():
        words = match["what"].lower().split()
        target = next((t for n in (2, 1) if (t := _exactly(" ".join(words[:n]), context))), "")
        told = _OF_ONE.search(statement.text, match.start("what"))
        said = told["one"].lower().split() if told else []
        about = next((t for n in (3, 2, 1) if said and (t := _exactly(" ".join(said[:n]), context))), "") or last
        if target and target != about:
            yield Link(entity=about, name=target, target=target, weak=True)


def each_one(statement: Statement, context: Context) -> Iterator[Link]:
    """'Pieces, each of them by one potter', 'containers stand outside, each for one kind': several, and what each has one of."""
    for match in _EACH.finditer(statement.text):
        words = match["what"].lower().split()
        target = next((t for n in (2, 1) if (t := _exactly(" ".join(words[:n]), context))), "")
        before = statement.text[: match.start()]
        several = [n for n in context.mentioned(before) if _is_several(n, before, context)]
        if target and several and several[-1] != target:
            yield Link(entity=several[-1], name=target, target=target, weak=True)


def _is_several(name: str, text: str, context: Context) -> bool:
    return context.english.plural_name(name).replace("_", " ") in text.lower()


def _exactly(words: str, context: Context) -> str:
    name = context.english.name(words)
    return name if name in context.names and not context.english.is_plural(words.split()[-1]) else ""


def _single(phrases: tuple[Phrase, ...], context: Context) -> str:
    """The thing that a phrase names in the singular, nobody."""
    entity = entity_of(phrases[0], context) if phrases and not phrases[0].plural else ""
    return "" if not entity or is_person(entity, context) else entity


def _made(saying: Saying, context: Context) -> str:
    """What somebody makes anew: 'we write a report', 'a report is written'."""
    if is_silent(saying, context) or saying.modal in ("can", "may"):
        return ""
    phrases = saying.subjects[:1] if saying.passive else saying.objects[:1]
    return _single(phrases, context) if phrases and phrases[0].determiner in _NEW and not phrases[0].owner else ""


def _links(thing: str, saying: Saying, context: Context) -> Iterator[Link]:
    for phrase in (*saying.subjects, *saying.objects, *(p for _, row in saying.preps for p in row)):
        target = entity_of(phrase, context)
        if target and target != thing and (is_one(phrase) or not phrase.determiner) and not phrase.plural:
            yield Link(entity=thing, name=target, target=target, weak=True)
