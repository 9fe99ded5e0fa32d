"""Openings of a list by 'with' and its like behind a thing that somebody makes, has or speaks of. Used by telling and spelling."""

from __future__ import annotations

from engines.spec.chunks import Tags
from engines.spec.things import Found, Things

_JOINING = frozenset({"register", "sign", "join", "enrol", "enroll", "apply"})
_OWNERS = frozenset({"its", "their", "his", "her"})


def made(things: Things, tags: Tags, at: int) -> Found | None:
    """'I want to plan a round with a date, a driver and a van'; 'three doctors, each with a name and a room number'."""
    begins = _with_at(tags, at, things.english.lexicon.stating)
    if not begins or begins >= len(tags) or not at:
        return None
    behind = things.phrase_after(tags, begins, len(tags))[1]
    if tags[behind : behind + 1] and tags[behind].token.text == ":" and tags[begins].low in ("a", "an"):
        return None
    each = tags[at - 1].low in ("each", "all", "both") or lows_each(tags, at)
    head = at
    while head and (
        tags[head - 1].token.text == ","
        or tags[head - 1].low in ("then", "too", "also", "each", "all", "both", "one", "every")
    ):
        head -= 1
    begin = things.clause_start(tags, head)
    verb = last_verb(things, tags, begin, head)
    making = verb >= 0 and is_making(things, tags, verb)
    shown = _each_by(tags, begin, head)
    if verb >= 0 and (entry := _put_on_list(things, tags, verb, head)):
        return Found(names=(entry,), start=begins, verb="with", strength=0.8)
    if verb >= 0 and things.speaker and tags[begins].low in ("my", "our") and _enters(things, tags, verb):
        return Found(names=(things.speaker,), start=begins, verb="with", strength=0.8)
    if (
        verb >= 0
        and tags[begins].low in _OWNERS
        and tags[verb].lemma in _JOINING
        and not tags[verb].low.endswith("ing")
    ):
        names = things.subjects(tags, verb)
        return Found(names=names, start=begins, verb="with", strength=0.8) if names else None
    if each:
        start, end = _several(things, tags, begin, head)
    elif shown:
        start, end = _several(things, tags, begin, shown)
    elif verb > 0 and tags[verb].tag == "be" and not making:
        return _being(things, tags, verb, begins)
    elif verb < 0:
        start, end = things.phrase_before(tags, head)
    elif making:
        particle = (
            verb + 2 < head
            and tags[verb + 1].tag == "prep"
            and tags[verb + 1].low in ("up", "out", "down", "in", "off")
        )
        start, end = things.phrase_after(tags, verb + (2 if particle else 1), head)
        if tags[verb - 1].tag == "be" and (particle or start == end or not things.names(tags[start:end])):
            end = things.group_start(tags, verb)
            start, end = things.phrase_before(tags, end)
    else:
        return None
    name = things.named(tags[start:end])
    several = things.english.is_plural(tags[end - 1].low) if name else False
    if not name or not (
        each or shown or making or several or any(t.token.text == "," or t.low == "and" for t in tags[at:])
    ):
        return None
    related, near = things.related(tags, end, head) if making or shown else ((), ())
    return Found(names=(name,), start=begins, verb="with", strength=0.8, related=related, near=near)


def _put_on_list(things: Things, tags: Tags, verb: int, head: int) -> str:
    """'I put myself on the waiting list with my name': an entry of that list; '' for everything else."""
    oneself = tags[verb + 1 : verb + 2] and (
        tags[verb + 1].low.endswith(("self", "selves")) or tags[verb + 1].tag == "pron"
    )
    on = (
        next((n for n in range(verb + 2, head) if tags[n].low in ("on", "onto", "to", "in", "into")), 0)
        if oneself
        else 0
    )
    start, end = things.phrase_after(tags, on + 1, head) if on else (0, 0)
    words = [t.low for t in tags[start:end] if t.tag in ("noun", "adj")]
    listed = bool(words) and (words[-1] in things.english.lexicon.holders or words[-1].endswith("list"))
    return things.english.name(" ".join((*words, "entry"))) if listed else ""


def _being(things: Things, tags: Tags, verb: int, begins: int) -> Found | None:
    """'Owners are private persons with a name and an address': what the subject is tells nothing, what it has does."""
    start, stop = things.phrase_after(tags, verb + 1, begins - 1)
    kind = things.english.singular(tags[stop - 1].low) if start < stop else ""
    names = things.subjects(tags, verb) if stop == begins - 1 and kind in things.english.lexicon.sorts else ()
    return Found(names=names, start=begins, verb="with", strength=0.8) if names else None


def _enters(things: Things, tags: Tags, verb: int) -> bool:
    """'I register with my name', 'I am listed with my name'."""
    passive = verb > 0 and tags[verb - 1].tag == "be" and tags[verb].lemma in things.english.lexicon.described
    return passive or tags[verb].lemma in _JOINING


def _with_at(tags: Tags, at: int, stating: frozenset[str]) -> int:
    """Where the list behind 'with', 'consisting of', 'comprising' begins; 0 when none of them stands here."""
    low = tags[at].low
    if low in ("with", "having", "containing", "comprising") or (
        low in stating and tags[at - 1].tag in ("noun", "adv")
    ):
        return at + 1
    return (
        at + 2 if low in ("consisting", "composed", "made") and [t.low for t in tags[at + 1 : at + 2]] == ["of"] else 0
    )


def _each_by(tags: Tags, begin: int, head: int) -> int:
    """'Works are shown, each by one artist, with a title': where 'each' stands; 0 when it does not."""
    return next(
        (
            n
            for n in range(head - 1, begin, -1)
            if tags[n].low == "each" and tags[n - 1].token.text == "," and tags[n + 1].tag == "prep"
        ),
        0,
    )


def lows_each(tags: Tags, at: int) -> bool:
    """'every one with', 'each one with'."""
    return at > 1 and tags[at - 1].low == "one" and tags[at - 2].low in ("each", "every")


def _several(things: Things, tags: Tags, begin: int, head: int) -> tuple[int, int]:
    """The nearest phrase in the plural before a place; 'each' means its things."""
    for n in range(head, begin, -1):
        word = tags[n - 1]
        if word.tag == "noun" and things.english.is_plural(word.low):
            return things.phrase_before(tags, n)
    return things.phrase_before(tags, head)


def is_making(things: Things, tags: Tags, verb: int) -> bool:
    """Whether the verb brings its object about, or says that there is one."""
    there = tags[verb].tag == "be" and verb > 0 and tags[verb - 1].low == "there"
    return tags[verb].lemma in things.english.lexicon.make or there


def last_verb(things: Things, tags: Tags, begin: int, end: int) -> int:
    """The last verb between two places that is no participle inside a noun phrase; -1 when there is none."""
    return next((n for n in range(end - 1, begin - 1, -1) if _governs(things, tags, n)), -1)


def _governs(things: Things, tags: Tags, at: int) -> bool:
    done = tags[at].tag == "do" and at + 1 < len(tags) and tags[at + 1].tag in ("det", "noun", "adj", "num")
    if (not done and tags[at].tag not in ("verb", "have", "be")) or (
        tags[at].gerund and (not at or tags[at - 1].tag != "be")
    ):
        return False
    inside = tags[at].tag == "verb" and things.english.lexicon.grammar.is_participle(tags[at].low)
    return not (inside and at and tags[at - 1].tag in ("noun", "adj"))
