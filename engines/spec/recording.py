"""Openings of a list by what somebody does with a thing: writes down, hands over or keeps of it. Used by telling."""

from __future__ import annotations

from engines.spec.chunks import Tags
from engines.spec.people import is_person
from engines.spec.properties import is_reheaded
from engines.spec.things import Found, Things

_GROUP = frozenset({"modal", "adv", "do", "neg", "be", "have", "to", "verb"})
_ONTO = frozenset({"down", "up", "track", "of", "record", "in", "care"})
_KEPT = frozenset(
    {
        "record",
        "keep",
        "store",
        "note",
        "save",
        "register",
        "document",
        "log",
        "track",
        "collect",
        "hold",
        "write",
        "enter",
    }
)
_ASKED = frozenset({"who", "when", "where", "whether", "how", "what", "which"})
_SENDING = frozenset({"upload", "attach", "submit", "send", "put", "add"})
_OWNERS = frozenset({"its", "their", "his", "her"})
_JOTTED = frozenset({"write", "note", "jot", "mark", "tick", "remember"})


def recorded(things: Things, tags: Tags, at: int) -> Found | None:
    """'For every hire we note', 'we keep the name and address of each member'."""
    lexicon = things.english.lexicon
    if tags[at].tag != "have" and (tags[at].tag != "verb" or tags[at].lemma not in lexicon.record | _JOTTED):
        return None
    if _is_headed(things, tags, at):
        return None
    begin = things.clause_start(tags, at)
    who = next((n for n in range(at - 1, begin - 1, -1) if tags[n].tag not in _GROUP), -1)
    ordered = (
        (who < begin or tags[who].tag in ("conj", "punct"))
        and tags[at].lemma == tags[at].low
        and tags[at].lemma in _KEPT | _JOTTED | _SENDING
    )
    if not ordered and (who < begin or not things.is_nobody(tags, begin, who)):
        return None
    start = at + 1
    while start < min(at + 3, len(tags)) and (tags[start].tag == "adv" or tags[start].low in _ONTO):
        if tags[start].low in ("first", "last"):
            break
        start += 1
    if ordered:
        asks = start < len(tags) and tags[start].low in _ASKED and things.last != ""
        return Found(names=(things.last,), start=start, verb="jot", strength=0.8) if asks else None
    near = _front(tags, begin, who)
    if about := things.in_front(tags, near, who):
        return Found(names=about, start=start, verb="record")
    if tags[start : start + 1] and tags[start].low in ("for", "of", "about", "on"):
        first, end = things.phrase_after(tags, start + 1, len(tags))
        if about := things.names(tags[first:end]):
            return Found(names=about, start=end, verb="keep")
    theirs = bool(tags[start : start + 1]) and tags[start].low in _OWNERS
    if theirs and (about := things.owner(tags, start) or ((things.before.deed,) if things.before.deed else ())):
        return Found(names=about, start=start, verb="keep", strength=0.8)
    stop, about = things.at_the_end(tags, start)
    if about:
        return Found(names=about, start=start, stop=stop, verb="record")
    begins, ends = things.phrase_after(tags, start, len(tags))
    whole = (
        bool(things.speaker)
        and begins < ends < len(tags)
        and tags[begins].low in ("a", "an")
        and tags[ends].low == "with"
    )
    if tags[at].lemma in _JOTTED and things.last and not whole:
        return Found(names=(things.last,), start=start, verb="jot")
    return None


def _is_headed(things: Things, tags: Tags, at: int) -> bool:
    """'they write a reading: which meter, ...': the list is of what stands before the colon."""
    start, end = things.phrase_after(tags, at + 1, len(tags))
    return start < end < len(tags) and tags[start].low in ("a", "an") and tags[end].token.text == ":"


def _front(tags: Tags, begin: int, who: int) -> int:
    """Where 'for each piece' begins that stands right before the subject, behind an 'and' or a comma."""
    for n in range(who - 1, begin, -1):
        if tags[n].tag in ("verb", "be", "have", "modal"):
            return begin
        if tags[n].low in ("for", "of", "about") and (tags[n - 1].tag == "conj" or tags[n - 1].token.text == ","):
            return n
    return begin


def handed(things: Things, tags: Tags, at: int) -> Found | None:
    """'A client gives his name and telephone'; 'the clerk enters the plate and the weight', of what was spoken of before."""
    lexicon = things.english.lexicon
    if tags[at].tag != "verb" or tags[at].lemma not in lexicon.giving | lexicon.record or at + 2 >= len(tags):
        return None
    if any(t.tag == "neg" for t in tags[max(0, at - 2) : at]) or tags[at].low.endswith("ing"):
        return None
    if _is_headed(things, tags, at):
        return None
    subject = things.subjects(tags, at)
    people = bool(subject) and all(is_person(name, things.english) for name in subject)
    start = at + 1
    while start < min(at + 3, len(tags) - 1) and (tags[start].tag == "adv" or tags[start].low in _ONTO):
        start += 1
    if not people or tags[start].tag != "det":
        return None
    if tags[start].low in _OWNERS:
        if tags[at].lemma in _SENDING:
            return None
        object_ = (things.last,) if things.last and not is_person(things.last, things.english) else ()
        names = object_ if tags[start].low == "its" else things.owner(tags, start, subject)
        return Found(names=names, start=start, verb="give", strength=0.8) if names else None
    entered = tags[at].lemma in _KEPT and things.last and not is_person(things.last, things.english)
    return Found(names=(things.last,), start=start, verb="give", strength=0.7) if entered else None


def there(things: Things, tags: Tags, at: int) -> Found | None:
    """'For each guest there are contact persons, a name, a phone number': the things, their list, and what they hang on."""
    if tags[at].tag != "be" or not at or tags[at - 1].low != "there":
        return None
    start, end = things.phrase_after(tags, at + 1, len(tags))
    names = things.names(tags[start:end])
    several = things.english.is_plural(tags[end - 1].low)
    one = end < len(tags) and tags[start].low in ("a", "an", "one") and tags[end].token.text == ":"
    if not names or end + 1 >= len(tags) or not (several or one):
        return None
    about = things.in_front(tags, things.clause_start(tags, at), at - 1)
    listed = tags[end].token.text in (",", ":", "-", "–") and tags[end + 1].tag in ("det", "noun", "adj", "rel", "sub")
    near = tuple(name for name in about if name not in names)
    fits = listed and tags[end + 1].low not in ("each", "all", "every")
    return Found(names=names, start=end + 1, verb="list", strength=0.9, near=near) if fits else None


def of_each(things: Things, tags: Tags, at: int) -> Found | None:
    """'For each return a number, the name and the date': a list without a verb."""
    inside = at > 1 and (tags[at - 1].token.text in (",", ";") or tags[at - 1].low == "and")
    if (at and not inside) or len(tags) < at + 5 or tags[at].low not in ("for", "of", "per", "with", "about"):
        return None
    if tags[at + 1].low not in ("each", "every", "all") and not (inside and is_reheaded(tags[at:])):
        return None
    start, end = things.phrase_after(tags, at + 1, len(tags))
    begin = end + 1 if tags[end : end + 1] and tags[end].token.text in (",", ":", "-") else end
    comma = next(
        (n for n in range(begin, len(tags)) if tags[n].token.text == "," or (inside and tags[n].tag == "conj")), 0
    )
    verbless = comma and not any(t.tag in ("verb", "be", "have", "modal", "pron") for t in tags[begin:comma])
    names = things.names(tags[start:end], subject=True)
    return Found(names=names, start=begin, verb="list") if names and verbless else None
