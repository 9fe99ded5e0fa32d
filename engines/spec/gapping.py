"""Says a verb again that a sentence leaves out: 'boats have a name, skippers a phone'. Used by document."""

from __future__ import annotations

import re

from engines.spec.english import English
from engines.spec.grammar.tagging import Tagged, tags_of
from engines.spec.patterns import pattern

Tags = tuple[Tagged, ...]

_ARTICLES = frozenset({"a", "an", "its", "their", "one", "both", "each"})
_HEADS = frozenset({"a", "an", "each", "every", "the"})
_MEANS = frozenset({"with", "by", "under"})
_SEVERAL = frozenset({"have", "get", "need", "carry", "bear", "show"})
_FINITE = frozenset({"verb", "be", "have", "modal", "do", "sub", "rel", "to"})
_HAVING = pattern(r"\b(?:have|has|get|gets|need|needs|carry|carries|bear|bears|show|shows)\b", re.IGNORECASE)
_JOINED = re.compile(r",|;| and ")


def ungapped(text: str, english: English) -> str:
    """The sentence with the verb of its first thing before the properties of the others."""
    if not _JOINED.search(text) or ":" in text:
        return text
    tags = tags_of(text, english.lexicon.grammar)
    verb = _governing(tags)
    if verb is None:
        return text
    start, end = verb
    found = [at for at in range(end + 1, len(tags) - 1) if _is_gap(tags, at, end, english)]
    for at in reversed(found):
        place = tags[at].token.at
        text = f"{text[:place]}{_again(tags, start, end, at, english)} {text[place:]}"
    return text


def _governing(tags: Tags) -> tuple[int, int] | None:
    """The first verb of a sentence and where what it governs begins, when that is a list or its preposition."""
    at = next((n for n, t in enumerate(tags) if t.tag in _FINITE), 0)
    if not at or tags[at].tag in ("sub", "rel", "to", "modal", "do"):
        return None
    if tags[at].tag == "be":
        end = at + 1
        while end < len(tags) and tags[end].tag == "adv":
            end += 1
        known = end + 1 < len(tags) and tags[end].tag in ("verb", "adj") and tags[end + 1].low in _MEANS
        return (at, end + 1) if known else None
    having = _HAVING.fullmatch(tags[at].low) and at + 1 < len(tags) and tags[at + 1].low in _ARTICLES
    return (at, at + 1) if having else None


def _is_gap(tags: Tags, at: int, behind: int, english: English) -> bool:
    """Whether a thing ends and its properties begin here with no verb between: ', skippers | a name'."""
    asked = tags[behind].low
    if asked in _MEANS:
        if tags[at].low != asked:
            return False
    elif tags[at].low not in _ARTICLES or tags[at].tag not in ("det", "num"):
        return False
    start = at
    while start and (tags[start - 1].tag in ("noun", "adj") or _disagrees(tags, start - 1, behind)):
        start -= 1
    if start == at or not (tags[at - 1].tag == "noun" or _disagrees(tags, at - 1, behind)):
        return False
    several = english.is_plural(tags[at - 1].low)
    if not several:
        if tags[start - 1].low not in _HEADS:
            return False
        start -= 1
    opens = tags[start - 1].token.text in (",", ";") or tags[start - 1].low == "and"
    return opens and not _has_verb(tags, at)


def _disagrees(tags: Tags, at: int, behind: int) -> bool:
    """'Boats have a name, skippers': a word in -s that could only be the verb of one boat."""
    return tags[at].tag == "verb" and tags[at].low.endswith("s") and tags[behind - 1].low in _SEVERAL


def _has_verb(tags: Tags, at: int) -> bool:
    """Whether a verb of its own follows before the next mark."""
    for tag in tags[at:]:
        if tag.token.text in (",", ";", ".") or tag.tag in ("conj", "rel", "note"):
            return False
        if tag.tag in ("be", "have", "modal", "do", "verb") and not tag.gerund:
            return True
    return False


def _again(tags: Tags, start: int, end: int, at: int, english: English) -> str:
    """The verb as it agrees with the thing before."""
    several = english.is_plural(tags[at - 1].low)
    if tags[start].tag == "be":
        return " ".join(["are" if several else "is", *(t.low for t in tags[start + 1 : end])])
    return "have" if several else "has"
