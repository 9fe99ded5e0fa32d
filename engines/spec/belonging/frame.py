"""What governs a list: the verb of its clause, and whether the list is its subject, its object or stands behind a preposition. Used by owners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engines.spec.belonging.coordination import Listing
from engines.spec.belonging.items import MARKS, NAMELY
from engines.spec.chunks import Tags
from engines.spec.things import Things

Place = Literal["object", "behind", "subject", "said", "marked", "bare"]

_FINITE = frozenset({"verb", "be", "have", "modal", "do"})
_SKIPPED = frozenset({"adv", "neg", "note"})
_STOPS = frozenset({";", ".", "!", "?"})


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The clause around a list: it begins at `begin`; its verb (-1: none) and how the list stands to it.

    place: the verb's object or subject, `behind` a preposition, `said` of the subject ('is a date and a sum'), behind a mark,
    or `bare` without any verb. first: the first verb before a mark.
    """

    listing: Listing
    begin: int
    verb: int
    place: Place
    passive: bool = False
    participle: bool = False
    first: int = -1


def framed(things: Things, tags: Tags, listing: Listing) -> Frame:
    """The frame of a list."""
    if listing.subject:
        begin = _clause(tags, listing.start)
        passive = _is_passive(things, tags, listing.subject)
        return Frame(listing=listing, begin=begin, verb=listing.subject, place="subject", passive=passive)
    before = listing.start - 1
    while before >= 0 and (tags[before].tag in _SKIPPED or tags[before].low in ("up", "down", "out")):
        before -= 1
    if before < 0:
        return Frame(listing=listing, begin=0, verb=-1, place="bare")
    if tags[before].token.text in MARKS or is_named_behind(tags, before, listing.start):
        begin = max((n + 1 for n in range(before) if tags[n].token.text in _STOPS), default=0)
        first = next((n for n in range(begin, before) if tags[n].tag in ("verb", "have", "be")), -1)
        return Frame(listing=listing, begin=begin, verb=_verb(tags, begin, before), place="marked", first=first)
    begin = _clause(tags, listing.start)
    verb = _verb(tags, begin, before + 1)
    if verb < 0:
        return Frame(listing=listing, begin=begin, verb=verb, place="bare")
    passive = _is_passive(things, tags, verb)
    participle = not passive and _is_reduced(things, tags, begin, verb)
    place: Place = "behind"
    if before == verb or _is_particle(tags, verb, before):
        place = "said" if tags[verb].tag == "be" else "object"
    elif tags[before].token.text == ",":
        place = "bare"
    return Frame(listing=listing, begin=begin, verb=verb, place=place, passive=passive, participle=participle)


def is_named_behind(tags: Tags, at: int, start: int) -> bool:
    """'the sponsors, so | name, email', 'a solution, namely | a title': a comma that a list stands behind like behind a colon."""
    comma = at if tags[at].token.text == "," else at - 1
    between = {t.low for t in tags[comma + 1 : start]}
    return comma > 0 and tags[comma].token.text == "," and bool(between & NAMELY)


def _is_particle(tags: Tags, verb: int, before: int) -> bool:
    """'takes down | name and date', 'tell us | name and date'."""
    return all(t.tag == "pron" or t.low in ("down", "up", "out") for t in tags[verb + 1 : before + 1])


def _clause(tags: Tags, at: int) -> int:
    """Where the clause begins that holds this word."""
    for n in range(at - 1, -1, -1):
        tag = tags[n]
        if tag.token.text in _STOPS or tag.token.text == ":" or tag.tag == "rel":
            return n + 1
        if tag.tag == "sub" and any(t.tag in _FINITE for t in tags[n:at]):
            return n + 1
        joint = tag.tag == "conj" or tag.token.text in (",", "–", "—", "-")
        if joint and _has_subject(tags, n + 1, at) and any(t.tag in _FINITE for t in tags[:n]):
            return n + 1
    return 0


def _has_subject(tags: Tags, start: int, end: int) -> bool:
    """Whether a subject and a finite verb follow: 'and | we note', ', | the clerk enters'."""
    seen = False
    for n in range(start, end):
        tag = tags[n]
        if tag.token.text == "," or tag.tag in ("conj", "prep", "sub", "rel"):
            return False
        if tag.tag in _FINITE and not tag.low.endswith("ing"):
            return seen
        seen = seen or tag.tag in ("pron", "noun")
    return False


def _verb(tags: Tags, begin: int, end: int) -> int:
    """The last verb before the list; 'leaving their' is one though it looks like a noun."""
    for n in range(end - 1, begin - 1, -1):
        after = tags[n + 1].tag if n + 1 < len(tags) else "punct"
        ing = tags[n].low.endswith("ing") and tags[n].tag == "noun" and after in ("det", "pron")
        done = tags[n].tag == "do" and after in ("det", "noun", "adj", "num")
        if done or tags[n].tag in ("verb", "have", "be") or (ing and n > begin):
            return n
    return -1


def _is_passive(things: Things, tags: Tags, verb: int) -> bool:
    group = range(things.group_start(tags, verb), verb)
    if tags[verb].tag == "be":
        following = next((t for t in tags[verb + 1 : verb + 4] if t.tag not in _SKIPPED and t.tag != "be"), None)
        return following is not None and following.tag == "verb" and not following.low.endswith("ing")
    return any(tags[n].tag == "be" for n in group) and not tags[verb].low.endswith("ing")


def _is_reduced(things: Things, tags: Tags, begin: int, verb: int) -> bool:
    """'courts, each identified by', 'volunteers sign up leaving': no finite verb of its own."""
    if tags[verb].tag in ("be", "have"):
        return False
    if tags[verb].low.endswith("ing"):
        return things.group_start(tags, verb) == verb
    if not things.english.lexicon.grammar.is_participle(tags[verb].low) or things.group_start(tags, verb) != verb:
        return False
    before = tags[verb - 1] if verb else None
    return before is not None and (
        before.low in ("each", "all", "both") or before.token.text == "," or before.tag == "conj"
    )
