"""Reads one item of a list: the noun phrase, what stands behind it, and its brackets. Used by properties."""

from __future__ import annotations

import re
from dataclasses import replace

from engines.kernel.spec import FieldType
from engines.spec.attributes import read_attribute
from engines.spec.chunks import Chunk, Tags, is_open, spoken
from engines.spec.clauses import clause_attributes
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.model import Attribute
from engines.spec.remarks import YES_NO, apply_bounds, remarked

_KEPT = frozenset({"of", "per"})
_LAST = frozenset({"at", "on", "by", "until", "to", "from", "in", "since", "for", "off", "up", "out", "down"})
_BOUNDS = frozenset({"at", "up", "from", "between", "over", "under", "above", "below", "of"})
_MEASURES = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
_MOMENTS = frozenset({"date", "day", "time", "year", "month", "moment"})
_RANKS = (
    {"first", "last"},
    {"planned", "actual"},
    {"earliest", "latest"},
    {"lower", "upper"},
    {"minimum", "maximum"},
    {"old", "new"},
)
_ENDS = frozenset({"start", "begin", "beginning", "end", "date", "day", "time", "first", "last", "month", "year"})
_LETTERED = re.compile(r"^(?:from )?(?:[a-z]|[ivx]+) (?:to|-|–) (?:[a-z]|[ivx]+)$")


def thing(part: Tags, english: English, *, soft: bool = False) -> tuple[Attribute, ...]:
    """The attributes of one noun phrase with what stands behind it."""
    if (
        part[0].tag == "num"
        and any(t.low == "which" and part[n - 1].low == "of" for n, t in enumerate(part))
        and (counted := read_attribute(spoken(part), english))
    ):
        return counted
    if measured := _measured(part, english):
        return (measured,)
    if is_open(part):
        return (Attribute(name="notes", type=FieldType.LONG_TEXT, required=False),)
    lows = [t.low for t in part]
    if {"few", "couple", "some"} & set(lows[:2]) and {"words", "sentences", "lines"} & set(lows[:4]):
        return (Attribute(name="description", type=FieldType.LONG_TEXT, required=False),)
    if any(t.low in _MOMENTS for t in part[:2]) and (
        asked := clause_attributes(spoken(tuple(t for t in part if t.tag != "note")), english)
    ):
        for note in (t.token.text[1:-1].lower() for t in part if t.tag == "note"):
            asked = (*asked[:-1], _with_note(asked[-1], note, english))
        return asked
    name, notes = _cut(part, english)
    text = spoken(name)
    brackets = [t.token.text for t in part if t.tag == "note"]
    said = [b[1:-1].lower() for b in brackets if _only_remark(b.lower())]
    brackets = [b for b in brackets if b[1:-1].lower() not in said]
    found = read_attribute(" ".join([text, *brackets]), english) if text else ()
    if not found:
        return ()
    last = found[-1]
    for note in (*notes, *said):
        last = _with_note(last, note, english)
    if soft:
        last = replace(last, required=False)
    return (*found[:-1], last)


def _only_remark(bracket: str) -> bool:
    """'(no two have the same one)', '(we leave that empty)': nothing but a remark in words."""
    return len(bracket.split()) > 3 and remarked(Attribute(name=""), bracket) is not None


def _with_note(last: Attribute, note: str, english: English) -> Attribute:
    if YES_NO.search(note):
        return replace(last, type=FieldType.BOOLEAN)
    return remarked(last, note) or apply_bounds(last, note, english)


def _measured(part: Tags, english: English) -> Attribute | None:
    """'at most 20 seats', 'one to five stars': a number with its bounds."""
    head = next((n for n, t in enumerate(part) if t.tag == "noun"), 0)
    lead = part[:head]
    if not any(t.tag == "num" for t in lead) or (head + 1 < len(part) and part[head + 1].tag != "note"):
        return None
    if part[0].tag != "num" and part[0].low not in ("at", "up", "between", "from", "max", "maximum", "maximal"):
        return None
    several = part[0].tag != "num" or any(t.low in ("to", "-") for t in lead)
    if not several or type_of(part[head].low, english) is not FieldType.INTEGER:
        return None
    name = english.snake(part[head].low)
    return apply_bounds(Attribute(name=name, type=FieldType.INTEGER), spoken(lead).lower(), english)


def _cut(part: Tags, english: English) -> tuple[Tags, list[str]]:
    """The words of the name, and the notes behind it."""
    plain = _counted_off(tuple(t for t in part if t.tag != "note"))
    for at, tag in enumerate(plain):
        rest = plain[at:]
        following = plain[at + 1] if at + 1 < len(plain) else None
        if not at and tag.tag not in ("verb", "rel", "sub"):
            continue
        if tag.low in ("yes", "y/n", "yes/no") or tag.tag in ("rel", "sub"):
            return plain[:at], [spoken(rest).lower()]
        if at and _LETTERED.match(spoken(rest).lower()):
            return plain[:at], [spoken(rest).lower()]
        if tag.tag == "pron" and at and (said := _of_money(plain, at, english)):
            return said, []
        contact = tag.low in ("the", "a", "an") and at and plain[at - 1].tag == "noun" and following is not None
        if contact and (said := _of_money(plain, at, english)):
            return said, []
        if tag.tag == "pron" or contact or (tag.tag in ("modal", "be", "have", "do") and at):
            return plain[:at], []
        if (tag.tag == "num" and at and plain[at - 1].tag in ("noun", "adj")) or (
            tag.low in ("max", "min", "maximal", "minimal") and at and following
        ):
            return plain[:at], [spoken(rest).lower()]
        reduced = (
            tag.tag in ("verb", "adj")
            and plain[at - 1].tag == "noun"
            and english.lexicon.grammar.is_participle(tag.low)
        )
        if (
            reduced
            and following
            and following.tag in ("prep", "adv")
            and not (at + 2 == len(plain) and following.low in _LAST)
        ):
            return plain[:at], []
        if tag.tag in ("prep", "to") and at and _is_known(plain, english):
            return plain, []
        if tag.tag in ("prep", "to") and at:
            priced = tag.low == "for" and at + 2 == len(plain) and english.is_plural(plain[-1].low)
            if priced and type_of(english.snake(spoken(plain[:at])), english) is FieldType.MONEY:
                return plain, []
            cut = _at_preposition(plain, at)
            if cut is not None:
                return cut
    return plain, []


def _of_money(plain: Tags, at: int, english: English) -> Tags:
    """'the price I paid' and 'the price we are asking' are two prices."""
    verb = next((t for t in reversed(plain[at:]) if t.tag == "verb"), None)
    money = at <= 2 and type_of(plain[at - 1].low, english) is FieldType.MONEY
    if not money or verb is None or verb.lemma in ("cost", "be", "have", "get", "take"):
        return ()
    said = verb.low if verb.low.endswith("ing") else _participle(verb.lemma)
    word = replace(verb, token=replace(verb.token, text=said), tag="adj")
    return (word, plain[at - 1]) if said.endswith("ing") else (plain[at - 1], word)


def _participle(verb: str) -> str:
    from lemminflect import getInflection

    return next(iter(getInflection(verb, "VBN")), verb)


def _is_known(plain: Tags, english: English) -> bool:
    """'the best before date', 'check in time': a known name in spite of its preposition."""
    words = english.words(spoken(plain))
    return len(words) > 2 and any(" ".join(words[n:]) in english.lexicon.types for n in range(len(words) - 2))


def _counted_off(plain: Tags) -> Tags:
    """'one or more order lines' are order lines, 'at least one photo' is a photo."""
    at = 0
    if [t.low for t in plain[:2]] in (["at", "least"], ["up", "to"]) and len(plain) > 3 and plain[2].tag == "num":
        return plain[3:]
    if [t.low for t in plain[:3]] == ["at", "most", "one"] and len(plain) > 3:
        return plain[3:]
    while at < len(plain) and (
        plain[at].tag == "num" or plain[at].low in ("or", "more", "several", "to", "many", "exactly")
    ):
        at += 1
    return plain[at:] if at > 1 and at < len(plain) and plain[at - 1].low in ("more", "several", "many") else plain


def _at_preposition(plain: Tags, at: int) -> tuple[Tags, list[str]] | None:
    """Where a name ends at a preposition: 'a duration | of 30 to 240 minutes'; None when it goes on."""
    tag, rest = plain[at], plain[at:]
    if all(t.low in _LAST for t in rest):
        return None
    following = plain[at + 1] if at + 1 < len(plain) else None
    if following is None:
        return None
    bounded = following.tag == "num" or following.low in ("at", "up", "between", "most", "least", "no", "max", "minus")
    if tag.low in _BOUNDS and bounded and not (tag.low == "of" and following.low == "one"):
        return plain[:at], [spoken(rest).lower()]
    if tag.low in _KEPT or (tag.low == "of"):
        return None
    if tag.low in ("in", "as"):
        return plain[:at], [spoken(rest).lower()]
    return plain[:at], []


def shared(part: Chunk, after: Chunk | None, english: English) -> Tags:
    """'first and last name' shares its noun, 'width and height in centimetres' its unit."""
    tags = part.tags
    if after is None or after.glue != "and" or after.kind != "thing" or len(tags) > 2:
        return tags
    bare = [t for t in tags if t.tag not in ("det",)]
    other = [t for t in after.tags if t.tag != "note"]
    if len(bare) == 1 and len(other) > 2 and other[0].tag == "det" and {bare[0].low, other[1].low} in _RANKS:
        return (*tags, *other[2:])
    if len(bare) != 1 or len(other) < 2 or other[0].tag == "det":
        return tags
    modifies = (
        bare[0].tag in ("adj", "adv", "verb")
        and other[0].tag in ("adj", "adv", "verb")
        and other[1].tag in ("noun", "adj")
    )
    if modifies:
        return (*tags, *other[1:])
    if other[1].low == "in" and english.lexicon.types.get(bare[0].low) in _MEASURES:
        return (*tags, *other[1:])
    whose = len(other) > 2 and other[2].tag == "det" and part.tags[0].tag == "det"
    return (*tags, *other[1:]) if other[1].low == "of" and (bare[0].low in _ENDS or whose) else tags
