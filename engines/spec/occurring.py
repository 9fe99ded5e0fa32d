"""Opens the list of what is written down whenever something is done: 'when we clean a tank we note the date'. Used by telling."""

from __future__ import annotations

from engines.kernel.spec import FieldType
from engines.spec.chunks import Tags
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.properties import read_properties
from engines.spec.things import Found, Things

_MARKERS = frozenset({"when", "whenever", "after", "once"})
_TIMES = frozenset({"each", "every"})
_MOMENTS = (FieldType.DATE, FieldType.DATETIME, FieldType.TIME)
_BEGINS = frozenset(
    {"buy", "get", "receive", "acquire", "find", "see", "add", "sell", "order", "create", "open", "start", "make", "register", "join", "enter", "write", "note", "record", "hire", "book",
     "reserve", "borrow", "lend", "rent", "take", "give", "bring", "send", "want", "need", "have", "say", "ask", "tell", "accept", "arrive", "come", "return"}
)  # fmt: skip
"""By these a thing comes to us or leaves, so that what is written down is said of the thing itself."""
_LEAVES = frozenset({"go", "leave", "change"})
_TAKES = frozenset({"take", "borrow", "get", "rent", "want", "book", "reserve", "hire", "receive", "collect", "pick"})
_LIGHT = frozenset({"go", "do", "make", "carry", "have", "perform", "conduct"})
_NOUNS = frozenset(
    {
        "check",
        "walk",
        "patrol",
        "wash",
        "search",
        "dive",
        "tour",
        "count",
        "control",
        "review",
        "change",
        "exchange",
        "move",
        "transport",
        "delivery",
        "massage",
        "ride",
        "race",
        "fight",
        "dance",
        "scan",
    }
)
_OWN = frozenset({"its", "their", "his", "her"})


def occurring(things: Things, tags: Tags, at: int) -> Found | None:
    """The record of what is done with a thing, which hangs on that thing; None where the thing itself is described."""
    begin = _marked(tags, at)
    if not begin:
        return None
    verb = _writing(things, tags, begin)
    if not verb:
        return None
    start = verb + 1
    while start < len(tags) and (tags[start].tag == "adv" or tags[start].low in ("down", "up", "in")):
        start += 1
    subject = _subject_start(things, tags, verb)
    if (again := _again(things, tags[begin:subject])) and start < len(tags):
        told = read_properties(tags[start:], things.english).attributes
        return Found(names=(again[1],), start=start, verb="list", related=(again[0],)) if len(told) > 1 else None
    record, thing = _done(things, tags[begin:subject])
    if not record or start >= len(tags) or tags[start].low in _OWN or not _tells_when(tags[start:], things.english):
        return None
    if things.before.deed:
        return None
    if thing and things.last != thing:
        made = _is_made(things, tags[begin:subject])
        return Found(names=(thing,), start=start, verb="list") if made else None
    return Found(names=(record,), start=start, verb="list", related=(thing,) if thing else ())


def _again(things: Things, occasion: Tags) -> tuple[str, str] | None:
    """'Whenever a key goes out', 'when someone takes one': the thing that people were told to lend, and the record of it."""
    deeds = dict(things.before.deeds)
    verb = next((n for n, t in enumerate(occasion) if n and t.tag in ("verb", "be")), 0)
    if not deeds or not verb:
        return None
    start, stop = things.phrase_before(occasion, verb)
    subject = things.named(occasion[start:stop])
    if subject in deeds and occasion[verb].lemma in _LEAVES:
        return subject, deeds[subject]
    pointing = [t.low for t in occasion[verb + 1 : verb + 2]] in (["one"], ["it"])
    first, end = things.phrase_after(occasion, verb + 1, len(occasion))
    taken = things.named(occasion[first:end])
    if taken in deeds and occasion[verb].lemma in _TAKES:
        return taken, deeds[taken]
    if not pointing or len(deeds) > 1 or occasion[verb].lemma not in _LEAVES | _TAKES:
        return None
    return next(iter(deeds.items()))


def _marked(tags: Tags, at: int) -> int:
    """Where the clause of the occasion begins; 0 when none does here."""
    opens = (
        not at
        or tags[at - 1].token.text in (".", ";", ":", "!", "?")
        or all(t.tag in ("adv", "conj", "punct") for t in tags[:at])
    )
    if not opens or at + 4 >= len(tags):
        return 0
    if tags[at].low in _TIMES and tags[at + 1].low == "time":
        return at + 2
    return at + 1 if tags[at].low in _MARKERS else 0


def _writing(things: Things, tags: Tags, begin: int) -> int:
    """The verb by which somebody writes the list down: 'we note', 'the farrier writes down'."""
    noting = things.english.lexicon.record - {"see", "have", "know", "want", "need", "take", "give", "put", "ask"} | {
        "jot"
    }
    for n in range(begin + 2, len(tags) - 1):
        if (
            tags[n].tag == "verb"
            and tags[n].lemma in noting
            and not tags[n].gerund
            and tags[n - 1].tag in ("pron", "noun", "adv", "modal")
        ):
            return n
    return 0


def _subject_start(things: Things, tags: Tags, verb: int) -> int:
    at = things.group_start(tags, verb)
    return at - 1 if at and tags[at - 1].tag == "pron" else things.phrase_before(tags, at)[0]


def _done(things: Things, occasion: Tags) -> tuple[str, str]:
    """The record that an occasion leaves and what it is done with; '' when nothing is done with anything."""
    verbs = [
        n for n, t in enumerate(occasion) if t.tag == "verb" or (t.tag == "noun" and not n and t.low.endswith("ing"))
    ]
    if not verbs:
        return "", ""
    at = verbs[-1]
    lemma = things.english.lexicon.grammar.lemma(occasion[at].low, "verb")
    passive = at > 0 and occasion[at - 1].tag == "be"
    rest = occasion[at + 1 :]
    if lemma in _LIGHT and rest and rest[0].tag in ("noun", "det"):
        nouns = [n for n, t in enumerate(rest) if t.tag == "noun"]
        head = nouns[0] if nouns else 0
        lemma, rest = rest[head].low, rest[head + 1 :]
        record = things.english.name(lemma)
    else:
        record = record_name(lemma, things.english)
    if lemma in _BEGINS:
        return "", ""
    if passive:
        start, stop = things.phrase_before(occasion, at - 1)
        return record, things.named(occasion[start:stop])
    while rest and rest[0].tag in ("prep", "adv"):
        rest = rest[1:]
    start, stop = things.phrase_after(rest, 0, len(rest))
    thing = things.named(rest[start:stop])
    pointing = bool(rest) and rest[0].low in ("it", "them", "em", "him", "her", "one")
    return (record, things.last if pointing else thing) if thing or (pointing and things.last) else ("", "")


def record_name(verb: str, english: English) -> str:
    """'Clean' leaves a cleaning, 'inspect' an inspection, 'check' a check."""
    records = english.lexicon.records.get(verb, ())
    if records:
        return records[0]
    if verb in _NOUNS:
        return verb
    from lemminflect import getInflection

    return next(iter(getInflection(verb, "VBG")), verb)


def _is_made(things: Things, occasion: Tags) -> bool:
    """'When we ring a peal': what was not spoken of before comes about by what is done."""
    verb = next((n for n, t in enumerate(occasion) if t.tag == "verb"), len(occasion))
    return occasion[0].tag == "pron" and [t.low for t in occasion[verb + 1 : verb + 2]] == ["a"]


def _tells_when(rest: Tags, english: English) -> bool:
    """Whether the list tells when it was: a day, a time."""
    found = read_properties(rest, english).attributes
    return len(found) > 1 and any((a.type or type_of(a.name, english)) in _MOMENTS for a in found)
