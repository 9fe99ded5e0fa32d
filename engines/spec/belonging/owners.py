"""Whose a list of properties is: candidates in the order of how surely they are meant. Used by reading."""

from __future__ import annotations

from collections.abc import Callable

from engines.spec.belonging.frame import Frame
from engines.spec.belonging.introduced import introduced
from engines.spec.chunks import Tags
from engines.spec.grammar.tagging import Tagged
from engines.spec.people import is_person
from engines.spec.presented import presented
from engines.spec.things import Things

_EVERY = frozenset({"each", "every", "all", "any"})
_ABOUT = frozenset(
    {"for", "of", "about", "on", "per", "from", "regarding", "concerning", "with", "to", "in", "behind", "at"}
)
_ONLY_EVERY = frozenset({"with", "to", "in", "behind", "at"})
_POINTING = frozenset({"it", "they", "them", "each", "these", "those", "both", "him", "her", "everybody", "everyone"})
_OWN = frozenset({"his", "her", "their", "its"})
_MEANS = frozenset({"with", "by", "under", "through", "via", "as", "having", "using"})
_SENDING = frozenset({"upload", "attach", "submit", "send", "put", "add", "hand", "bring", "deliver"})
_CONTACT = frozenset({"name", "full_name", "first_name", "email", "phone", "address", "telephone"})
_FINITE = frozenset({"verb", "be", "have", "modal", "do"})


def owners(things: Things, tags: Tags, frame: Frame) -> tuple[str, ...]:
    """The things that have the properties; empty when nothing that is spoken of can have them."""
    for source in _SOURCES:
        if names := source(things, tags, frame):
            if names[-1].split("_")[-1] in things.english.lexicon.particulars:
                return (things.last,) if things.last else ()
            return names
    return ()


def _of_head(things: Things, tags: Tags, frame: Frame) -> tuple[str, ...]:
    """'Items on a job - name, brand', 'bales of a sale: grade, kilos': the head of what stands before a mark."""
    if frame.place != "marked" or frame.verb >= 0:
        return ()
    start = frame.begin
    while start < len(tags) and tags[start].tag in ("adv", "conj", "punct"):
        start += 1
    first, end = things.phrase_after(tags, start, frame.listing.start - 1)
    return things.names(tags[first:end]) if first < end and _is_general(things, tags, first, end) else ()


def _of_antecedent(things: Things, tags: Tags, frame: Frame) -> tuple[str, ...]:
    """'courses, for which we publish a title and a fee': what the relative clause around the list hangs on."""
    at = frame.begin - 1
    if at < 1 or tags[at].tag != "rel":
        return ()
    head = at - 1 if tags[at - 1].tag == "prep" else at
    while head and (tags[head - 1].token.text == "," or tags[head - 1].low in ("each", "all", "of")):
        head -= 1
    names = _phrase_before(things, tags, head)
    acts = any(is_person(n, things.english) for n in names) and _acts(tags, frame) and head == at
    return () if acts else names


def _of_every(things: Things, tags: Tags, frame: Frame) -> tuple[str, ...]:
    """'for each costume we need', 'what we know about a trailer is', '... matter for every dog'."""
    before = range(frame.begin, frame.listing.start)
    behind = range(frame.listing.subject or frame.listing.stop, len(tags) - 1)
    for place, sure in ((before, False), (behind, True)):
        for n in place:
            if (
                n + 1 != frame.listing.start
                and tags[n].tag == "prep"
                and tags[n].low in _ABOUT
                and (names := _named_behind(things, tags, n, sure=sure))
            ):
                return names
    return ()


def _named_behind(things: Things, tags: Tags, at: int, *, sure: bool) -> tuple[str, ...]:
    """What a preposition puts in front: every one, any one, or a bare plural, never what is one of its kind."""
    if them := _each_of_them(tags, at + 1):
        return things.antecedent(tags, them) or things.before.new[:1]
    if (
        tags[at + 1].low in _POINTING
        and tags[at + 1].tag in ("pron", "det")
        and (at + 2 >= len(tags) or tags[at + 2].tag not in ("noun", "adj"))
    ):
        return () if sure else things.antecedent(tags, at + 1)
    start, end = things.phrase_after(tags, at + 1, len(tags))
    if start >= end:
        return ()
    every = tags[start].low in _EVERY or tags[at].low == "per"
    one = tags[start].low in ("a", "an")
    plain = tags[start].tag != "det" and things.english.is_plural(tags[end - 1].low) and tags[end - 1].tag == "noun"
    front = tags[at].low not in _ONLY_EVERY
    about = tags[at].low in ("for", "of", "about", "regarding", "concerning")
    if not (every or (front and one) or (about and (plain or tags[start].low == "the") and not sure)):
        return ()
    return things.names(tags[start:end])


def _each_of_them(tags: Tags, at: int) -> int:
    """Where 'them' stands in 'for every one of | them', 'of each of | these'; 0 when it does not."""
    n = at + 1
    if tags[at].low not in _EVERY:
        return 0
    n += n < len(tags) and tags[n].low in ("one", "single")
    pointing = [t.low for t in tags[n : n + 2]]
    return n + 1 if pointing[:1] == ["of"] and pointing[1:] and pointing[1] in ("them", "these", "those") else 0


def _of_participle(things: Things, tags: Tags, frame: Frame) -> tuple[str, ...]:
    """'courts, each identified by', 'volunteers sign up leaving their name'."""
    if not frame.participle:
        return ()
    head = frame.verb
    if head + 1 < frame.listing.start and tags[head + 1].low in _POINTING:
        return things.antecedent(tags, head + 1)
    if head and tags[head - 1].tag == "conj":
        return (things.last,) if things.last else ()
    if head and tags[head - 1].low in ("each", "all", "both"):
        return things.antecedent(tags, head - 1)
    if (
        tags[frame.verb].low.endswith("ing")
        and frame.listing.start < len(tags)
        and tags[frame.listing.start].low in _OWN
    ):
        main = next((n for n in range(frame.begin, head) if tags[n].tag in _FINITE), 0)
        return things.subjects(tags, main) if main else ()
    while head and tags[head - 1].token.text == ",":
        head -= 1
    return _phrase_before(things, tags, head)


def _of_object(things: Things, tags: Tags, frame: Frame) -> tuple[str, ...]:
    """'we know a café by its name', 'they send us orders with a date and a note'."""
    if frame.place not in ("behind", "marked") or frame.passive or frame.verb < 0 or tags[frame.verb].tag == "be":
        return ()
    limit = frame.listing.start - 1
    if frame.place == "marked" and tags[frame.verb].tag != "have":
        first, stop = presented(things, tags, frame.verb, limit)
        if names := things.names(tags[first:stop]):
            return names
    at = frame.verb + 1
    while at < limit and (
        tags[at].tag in ("pron", "adv")
        or (tags[at].tag == "prep" and tags[at].low in ("up", "out", "down", "in", "off", "for"))
    ):
        if tags[at].low in ("it", "them") and tags[at + 1].tag == "prep" and len(frame.listing.attributes) > 1:
            return things.antecedent(tags, at)
        at += 1
    start, end = things.phrase_after(tags, at, limit)
    while end > start and tags[end - 1].tag == "adv":
        end -= 1
    if start >= end or not _is_general(things, tags, start, end):
        return ()
    names = things.names(tags[start:end])
    who = things.group_start(tags, frame.verb) - 1
    speaks = things.speaker and who >= 0 and tags[who].low in ("i", "we")
    acts = speaks or any(is_person(n, things.english) for n in things.subjects(tags, frame.verb))
    if acts and tags[limit].low == "with" and tags[frame.verb].lemma not in things.english.lexicon.make:
        return ()
    first = next((n for n in range(end, limit + 1) if tags[n].tag == "prep"), limit)
    means = tags[first].low in _MEANS or [t.low for t in tags[first : first + 3]] == ["in", "terms", "of"]
    plain = frame.place == "marked" or means or tags[limit].tag in ("verb", "noun")
    return names if plain else ()


def _of_subject(things: Things, tags: Tags, frame: Frame) -> tuple[str, ...]:
    """'a class takes a title and a fee', 'members are on file with'; of people only what is theirs, never what they do."""
    if frame.verb < 0 or frame.place == "subject":
        return ()
    verb = frame.first if frame.place == "marked" else frame.verb
    names = things.subjects(tags, verb)
    if not names or _keeps(things, tags, verb) or (len(frame.listing.attributes) > 1 and not frame.listing.sure):
        return ()
    if not any(is_person(name, things.english) for name in names):
        return names
    lexicon = things.english.lexicon
    lemma = tags[frame.verb].lemma
    theirs = tags[frame.listing.start].low in _OWN and lemma not in _SENDING
    to_us = tags[frame.verb + 1].low in ("us", "me") and frame.verb + 2 == frame.listing.start
    if to_us and frame.listing.attributes[0].name in _CONTACT:
        return names
    still = frame.passive or tags[frame.verb].tag in ("be", "have") or lemma in lexicon.possess - lexicon.weak
    means = frame.place == "behind" and tags[frame.listing.start - 1].low in _MEANS
    return names if still or (means and not _has_object(tags, frame)) or (theirs and frame.place != "behind") else ()


def _of_last(things: Things, tags: Tags, frame: Frame) -> tuple[str, ...]:
    """What was introduced before, where nobody in particular writes the list down."""
    likely = frame.listing.sure or len(frame.listing.attributes) > 2
    if not likely or not _is_unowned(things, tags, frame):
        return ()
    theirs = any(t.low in ("his", "her", "their") for t in tags[frame.begin : frame.listing.start + 1])
    before = frame.verb if frame.place == "marked" and frame.verb > frame.begin else frame.begin
    known = (*introduced(things, tags[:before]), *things.before.new, *((things.last,) if things.last else ()))
    fitting = [name for name in known if not theirs or is_person(name, things.english)]
    named = [name for name in fitting if any(a.name.startswith(f"{name}_") for a in frame.listing.attributes)]
    return tuple((*named, *fitting)[:1])


def _is_unowned(things: Things, tags: Tags, frame: Frame) -> bool:
    """Whether the list is governed by nothing that could have it: 'the date is noted', 'I'd write down', 'number, date.'."""
    if frame.place == "subject":
        return True
    if frame.verb < 0:
        return all(t.tag in ("adv", "conj", "punct", "prep") for t in tags[frame.begin : frame.listing.start])
    subjects = things.subjects(tags, frame.verb)
    if frame.place == "marked":
        return not subjects
    nobody = _keeps(things, tags, frame.verb) or not subjects
    return nobody and (frame.place in ("said", "object") or not _has_object(tags, frame))


def _keeps(things: Things, tags: Tags, verb: int) -> bool:
    """Whether the subject merely records: we, the clerk, the system."""
    at = things.group_start(tags, verb) - 1
    return at >= 0 and tags[at].low not in _POINTING and things.is_nobody(tags, 0, at)


def _acts(tags: Tags, frame: Frame) -> bool:
    return frame.place == "object" and not frame.passive and tags[frame.verb].tag == "verb"


def _has_object(tags: Tags, frame: Frame) -> bool:
    between: tuple[Tagged, ...] = tags[frame.verb + 1 : frame.listing.start - 1]
    return bool(between) and between[0].tag in ("det", "noun", "adj", "num")


def _is_general(things: Things, tags: Tags, start: int, end: int) -> bool:
    several = things.english.is_plural(tags[end - 1].low)
    return tags[start].low in ("a", "an", *_EVERY) or tags[start].tag == "num" or several


def _phrase_before(things: Things, tags: Tags, end: int) -> tuple[str, ...]:
    start, stop = things.phrase_before(tags, end)
    whole = [t.low for t in tags[max(0, start - 2) : stop]]
    if "one" in whole and "of" in whole[whole.index("one") + 1 :]:
        first = (
            next(n for n in range(start, stop) if tags[n].low == "of") + 1
            if any(t.low == "of" for t in tags[start:stop])
            else start
        )
        plain = tuple(t for t in tags[first:stop] if t.tag != "det")
        return things.names(plain)
    return things.names(tags[start:stop])


_SOURCES: tuple[Callable[[Things, Tags, Frame], tuple[str, ...]], ...] = (
    _of_antecedent,
    _of_participle,
    _of_head,
    _of_every,
    _of_object,
    _of_subject,
    _of_last,
)
