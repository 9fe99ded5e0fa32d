"""Ties a thing that nothing else ties to what it is spoken of with: hardly anything in an application stands alone. Used by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engines.kernel.spec import FieldType
from engines.spec.context import Context
from engines.spec.grammar.tagging import tags_of
from engines.spec.model import Statement
from engines.spec.relations.goals import Link, is_person
from engines.spec.relations.hanging import AT_ONCE

_PIECE = re.compile(r"(?<=[.;:!?])\s+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ELSE = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|cannot|neither|without|only|if|unless|search|filter|sort|export|import|report|statistics?|"
    r"likes?|e-?mail|reminders?|dashboard|calendar|print|pdf|csv|alone|independent|separate|besides|same)\b|n't\b",
    re.IGNORECASE,
)
_MOMENTS = (FieldType.DATE, FieldType.DATETIME, FieldType.TIME)


def isolated(parts: tuple[Statement, ...], tied: frozenset[str], context: Context) -> Iterator[tuple[Link, int]]:
    """A reference for each thing that is not `tied`, by the first sentence that names it along with another."""
    for entity in context.entities:
        if entity.name == "user" or entity.name in tied or entity.name not in context.names:
            continue
        beside = next((found for part in parts if (found := _beside(entity.name, part, context))), None)
        if beside:
            one, other = _directed(entity.name, *beside[0], context)
            yield Link(entity=one, name=other, target=other, required=False), beside[1]


def _beside(name: str, part: Statement, context: Context) -> tuple[tuple[str, bool], int] | None:
    """The thing that a sentence names next to another, whether it is one of those among several, and the sentence's number."""
    if part.kind in ("title", "heading", "aside", "row"):
        return None
    text = "; ".join(part.said) if part.properties else part.text
    for piece in _PIECE.split(_BRACKETS.sub("", text)):
        found = context.mentioned(piece)
        if name in found and not _ELSE.search(piece) and not _says_nothing(piece, context):
            at = found.index(name)
            near = (*reversed(found[:at]), *found[at + 1 :])
            known = [other for other in near if other != name and context.entity(other)]
            if known:
                return (
                    known[0],
                    _is_several(name, piece, context) > _is_several(known[0], piece, context),
                ), part.number
    return None


def _says_nothing(text: str, context: Context) -> bool:
    """Whether a sentence tells what is looked at, felt or done with a record, or what holds at one time."""
    lexicon = context.english.lexicon
    words = lexicon.relations
    tags = tags_of(text, lexicon.grammar)
    for n, tag in enumerate(tags):
        if tag.tag not in ("verb", "adj"):
            continue
        lemma = lexicon.grammar.lemma(tag.low, "verb")
        acts = any(t.tag in ("det", "noun", "adj", "num") or t.low == "for" for t in tags[n + 1 : n + 2])
        if lemma in lexicon.looking | words.silent | lexicon.actions["read"] or (lemma in words.passing and not acts):
            return True
    return bool(AT_ONCE.search(text.lower()))


def _is_several(name: str, text: str, context: Context) -> bool:
    return context.english.plural_name(name).replace("_", " ") in text.lower()


def _directed(name: str, other: str, several: bool, context: Context) -> tuple[str, str]:
    """Who refers to whom: several things to one, what happens at a time to what lasts, a thing to somebody."""
    if several and not is_person(name, context):
        return name, other
    here, there = _happens(name, context), _happens(other, context)
    if here != there:
        return (name, other) if here else (other, name)
    if is_person(name, context) and not is_person(other, context):
        return other, name
    return name, other


def _happens(name: str, context: Context) -> bool:
    entity = context.entity(name)
    return entity is not None and any(field.type in _MOMENTS for field in entity.fields)
