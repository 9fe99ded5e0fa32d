"""What a clause presents, so that a list behind a mark says what it has: 'Parents send in an excuse: first day, reason'. Used by spelling, heads and belonging."""

from __future__ import annotations

from engines.spec.chunks import Tags
from engines.spec.things import Things

_NEW = frozenset({"a", "an", "each", "every", "one", "another", "some", "several", "such"})
_INERT = frozenset(
    {"be", "live", "stay", "lie", "sit", "happen", "stand", "sleep", "park", "occur", "come", "arrive", "go", "move", "begin", "start", "end", "fit",
     "belong", "participate", "enrol", "enroll", "engage", "appear", "result", "consist", "differ", "sign", "remain", "register", "pay", "take"}
)  # fmt: skip
_PARTICLES = frozenset({"in", "out", "up", "down", "over", "off", "through", "for", "on", "with", "about"})
_LOOSE = frozenset({"in", "on", "about", "for"})
_FINITE = frozenset({"verb", "be", "have", "modal", "do"})


def presented(things: Things, tags: Tags, verb: int, end: int) -> tuple[int, int]:
    """Where the thing stands that a verb brings up before `end`; an empty span when it is none that is new.

    The verb's own object comes first ('attach journeys to a contract'), also behind a particle ('hand in a report');
    what somebody does something with is what he brings ('answer a call with a proposal').
    """
    at = verb + 1
    while at < end and (tags[at].tag in ("adv", "neg", "verb") or (tags[at].tag == "pron" and at + 1 < end)):
        at += 1
    start, stop = _phrase(things, tags, at, end)
    if start == stop and at < end and tags[at].low in _PARTICLES and not _is_inert(tags, verb, at):
        start, stop = _phrase(things, tags, at + 1, end)
    if (
        start < stop < end
        and tags[stop].low == "of"
        and things.english.singular(tags[stop - 1].low) in things.english.lexicon.holders
    ):
        start, stop = _phrase(things, tags, stop + 1, end)
    if start == stop or _is_vessel(things, tags, start, stop):
        return at, at
    if stop < end and tags[stop].low == "with" and tags[verb].tag == "verb":
        other, after = _phrase(things, tags, stop + 1, end)
        if after == end and tags[other].low in ("a", "an", "one") and things.named(tags[other:after]):
            return other, after
    return (start, stop) if is_new(things, tags, start, stop) and things.named(tags[start:stop]) else (at, at)


def _is_vessel(things: Things, tags: Tags, start: int, stop: int) -> bool:
    """'a form', 'the following data': what is filled in or told of something else."""
    words = [things.english.singular(t.low) for t in tags[start:stop] if t.tag in ("noun", "adj")]
    lexicon = things.english.lexicon
    plain = [word for word in words if word not in lexicon.pointing and word not in ("usual", "important")]
    return " ".join(plain) in lexicon.vessels or (bool(plain) and plain[-1] in lexicon.particulars)


def is_new(things: Things, tags: Tags, start: int, stop: int) -> bool:
    """Whether a phrase brings up any one of a kind, or several of them, rather than the one that is known."""
    several = things.english.is_plural(tags[stop - 1].low) and tags[stop - 1].tag == "noun"
    return tags[start].low in _NEW or tags[start].tag == "num" or (several and tags[start].tag != "det")


def fronted(things: Things, tags: Tags, begin: int, end: int) -> tuple[int, int]:
    """'Every donation of food we note', 'the issues I send': the phrase before a pronoun and its verb, with nothing behind them."""
    start, stop = things.phrase_after(tags, begin, end)
    while stop < end and tags[stop].low == "of":
        stop = things.phrase_after(tags, stop + 1, end)[1]
    if start == stop or stop >= end or tags[stop].tag != "pron":
        return begin, begin
    rest = tags[stop + 1 : end]
    bare = bool(rest) and all(t.tag in (*_FINITE, "adv", "neg", "to", "prep", "sub") for t in rest)
    return (start, stop) if bare and any(t.tag in ("verb", "have") for t in rest) else (begin, begin)


def _phrase(things: Things, tags: Tags, at: int, end: int) -> tuple[int, int]:
    start, stop = things.phrase_after(tags, at, end)
    while stop > start and tags[stop - 1].tag == "adv":
        stop -= 1
    return start, stop


def _is_inert(tags: Tags, verb: int, at: int) -> bool:
    """'stays in a room', 'pays with a card': where or how something is done."""
    return tags[verb].tag != "verb" or (tags[at].low in _LOOSE and tags[verb].lemma in _INERT)
