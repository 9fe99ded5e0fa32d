"""Finds properties of which a text says only that no two things have the same: 'no two hikers share an email'. Used by describing."""

from __future__ import annotations

import re

from engines.spec.english import English
from engines.spec.grammar.tagging import tags_of
from engines.spec.model import Attribute, Description
from engines.spec.patterns import pattern
from engines.spec.rules.uniqueness import NAMING

_SHARED = pattern(
    r"\bno (?:two (?P<things>(?:of (?:them|these|those)|[a-z][\w\-]*(?: [a-z][\w\-]*){0,2}?))|other (?P<other>[a-z][\w\-]*(?: [a-z][\w\-]*)?)) "
    r"(?:(?:may|can|must|should|shall|will|ever) )*(?:ha(?:s|ve)|shares?|carr(?:y|ies)|bears?|uses?|gets?|wears?) (?:one and )?(?:the same|the identical|an?|one|its) (?P<what>[a-z][\w\-]*(?: [a-z][\w\-]*)?)(?=[ ,.;:)]|$)",
    re.IGNORECASE,
)


def read_alike(text: str, number: int, last: str, english: English) -> tuple[Description, ...]:
    """What no two things share, where it is a name, a number or the like; `last` is the thing that was spoken of before."""
    match = _SHARED.search(text)
    if match is None:
        return ()
    said = match["other"] or match["things"]
    thing = _before(text[: match.start()], english) or last if said.lower().startswith("of ") else english.name(said)
    words = english.words(match["what"])
    name = next(("_".join(words[: n + 1]) for n in range(len(words) - 1, -1, -1) if words[n] in NAMING), "")
    if not thing or not name:
        return ()
    return (Description(subject=thing, attributes=(Attribute(name=name),), sentence=number, strength=0.7),)


def _before(text: str, english: English) -> str:
    """What 'of them' means within a sentence: the last of which several are spoken of."""
    nouns = [tag.low for tag in tags_of(text, english.lexicon.grammar) if tag.tag == "noun"]
    return next((english.name(noun) for noun in reversed(nouns) if english.is_plural(noun)), "")
