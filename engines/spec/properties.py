"""Reads a list of properties as people say it, with asides, relative clauses and questions, into attributes. Used by telling."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engines.kernel.spec import FieldType
from engines.spec.attributes import is_verb_phrase, read_attribute
from engines.spec.chunks import Chunk, Tags, chunks, spoken
from engines.spec.english import English
from engines.spec.model import Attribute
from engines.spec.notes import apply_note
from engines.spec.questions import question_attributes

_KEPT = frozenset({"of", "per"})
_LAST = frozenset({"at", "on", "by", "until", "to", "from", "in", "since", "for", "off", "up", "out", "down"})
_BOUNDS = frozenset({"at", "up", "from", "between", "over", "under", "above", "below", "of"})
_ONCE = re.compile(
    r"\b(?:no two|never (?:two|twice)|not twice|no other|unique|only (?:one|once|used once)|no duplicates?|all different|every \w+ (?:other|different)|must differ)\b"
)
_OPEN = re.compile(
    r"\b(?:empty|blank|optional|not (?:everybody|everyone|every|all|always|needed|necessary|required|obligatory|mandatory)|(?:isn|aren|needn) ?'?t|if (?:known|any|needed|there|they|he|she|we|i|it|you|applicable|available|necessary|possible|given))\b"
)
_PEOPLE = re.compile(
    r"^(?:who|which|that) (?:are|is) (?:both |all |also )?(?:an? |one of (?:the|our) )?(?P<what>[a-z]+(?: [a-z]+)?)$"
)
_MEASURES = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
_ENDS = frozenset({"start", "begin", "beginning", "end", "date", "day", "time", "first", "last", "month", "year"})
_YES_NO = re.compile(r",?\s*\b(?:yes ?(?:/|or) ?no|y/n)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Properties:
    """What a list says, and where in its words the list ends."""

    attributes: tuple[Attribute, ...]
    end: int


def read_properties(tags: Tags, english: English) -> Properties:
    """All properties of a list, up to the first clause that says something else."""
    found: list[Attribute] = []
    parts = chunks(tags, english)
    end = len(tags)
    n = 0
    while n < len(parts):
        part = parts[n]
        if part.glue == "." and n:
            end = part.at
            break
        values, after = _values(parts, n)
        if part.kind == "each" and found:
            found[-1] = replace(found[-1], children=_nested(tags, part, english))
            break
        if values and found and part.kind in ("relative", "note"):
            found[-1] = apply_note(found[-1], values, english)
            n = after
            continue
        if part.kind in ("verb", "clause"):
            if (
                found
                and part.kind == "clause"
                and part.glue in ("", ",", "and")
                and (noted := _aside(found[-1], part.text))
            ):
                found[-1] = noted
            else:
                end = part.at
                break
        elif found and (people := _PEOPLE.match(part.text)):
            both = 2 if "both" in part.text else 1
            found[-both:] = [replace(a, target=people["what"]) for a in found[-both:]]
        elif part.kind in ("note", "relative"):
            if found:
                found[-1] = _noted(found[-1], part, english)
        elif part.kind == "question":
            found += question_attributes(part.tags, english)
        elif part.kind == "thing":
            if found and is_verb_phrase(part.text, english):
                end = part.at
                break
            if inner := _inner(part):
                made = thing(part.tags[:inner], english, soft=part.soft)
                nested = read_properties(tags[part.at + inner + 1 :], english).attributes
                if made and nested:
                    found += [*made[:-1], replace(made[-1], children=nested)]
                    break
            shared = _shared(part, parts[n + 1] if n + 1 < len(parts) else None, english)
            made = thing(shared, english, soft=part.soft)
            if values and made:
                made = (*made[:-1], apply_note(made[-1], values, english))
                n = after - 1
            found += made
        n += 1
    return Properties(attributes=tuple(found), end=end)


def _nested(tags: Tags, part: Chunk, english: English) -> tuple[Attribute, ...]:
    rest = tags[part.at :]
    start = next((i for i, t in enumerate(rest) if t.low in ("with", "having") or t.tag == "have"), -1)
    return read_properties(rest[start + 1 :], english).attributes


def _inner(part: Chunk) -> int:
    """Where 'lists with a name and a position' begins to say what the things have; 0 when it does not."""
    return next((n for n, t in enumerate(part.tags) if n and t.low in ("with", "having", "containing")), 0)


def _values(parts: tuple[Chunk, ...], at: int) -> tuple[str, int]:
    """'which is garden, courtyard or street': the values as text and where they end; '' when no choice is named."""
    first = parts[at]
    low = first.text.lower()
    match = re.match(
        r"^(?:which|that|who) (?:is|are|can be|may be|must be|shall be|has to be|.*\b(?:as|is|are|be)) (?:either |one of )?(?P<rest>.+)$|^(?:either|one of|namely) (?P<one>.+)$|^.+ (?:one of|either) (?P<two>.+)$",
        low,
    )
    following = parts[at + 1] if at + 1 < len(parts) else None
    opened = following is not None and following.glue == ":" and first.kind == "thing"
    if not match and not opened:
        return "", at
    said = [] if not match else [match["rest"] or match["one"] or match["two"]]
    n = at + 1
    closed = False
    while n < len(parts) and len(parts[n].tags) <= 4 and parts[n].glue in (":", ",", "or", "and") and not closed:
        if parts[n].tags[0].tag == "det" and parts[n].glue != "or" and not opened:
            break
        said.append(parts[n].text.lower())
        closed = parts[n].glue == "or"
        n += 1
    if not closed and not opened and not (match and (match["one"] or match["two"])):
        return "", at
    return ", ".join(re.sub(r"^(?:an?|the) ", "", word) for word in said), n


def _aside(last: Attribute, text: str) -> Attribute | None:
    """The property with what a clause in its midst says of it; None when the clause is about something else."""
    low = text.lower()
    if _ONCE.search(low):
        return replace(last, unique=" per " not in low)
    if _OPEN.search(low):
        return replace(last, required=False)
    return None


def _noted(last: Attribute, part: Chunk, english: English) -> Attribute:
    text = part.text.lower()
    if _YES_NO.search(text):
        return replace(last, type=FieldType.BOOLEAN)
    if noted := _aside(last, text):
        return noted
    if part.kind == "relative":
        match = re.match(
            r"^(?:which|that|who) (?:is|are|must be|has to be|should be|can be|may be|lies?|goes|ranges?|runs)\b(?P<rest>.*)$",
            text,
        )
        text = match["rest"].strip() if match else ""
    return apply_bounds(last, text, english)


def apply_bounds(last: Attribute, text: str, english: English) -> Attribute:
    """The property with the numbers, units and types of a note; words that mean nothing change nothing."""
    text = re.sub(r"^(?:somewhere|anything|anywhere|usually|mostly|always|is|of|a|an|with|normally) ", "", text)
    known = re.search(r"\d", text) or any(w in english.lexicon.numbers for w in text.split())
    typed = re.sub(r"^(?:as |in |an? )+", "", text).strip()
    if (
        known
        or typed in english.lexicon.typed_words
        or typed in english.lexicon.units
        or re.match(r"^(?:as|positive|required|mandatory|default)\b", text)
    ):
        changed = apply_note(last, text, english)
        return changed if not changed.choices and changed.target == last.target else last
    return last


def thing(part: Tags, english: English, *, soft: bool = False) -> tuple[Attribute, ...]:
    """The attributes of one noun phrase with what stands behind it."""
    if (
        part[0].tag == "num"
        and any(t.low == "which" for t in part)
        and (counted := read_attribute(spoken(part), english))
    ):
        return counted
    name, notes = _cut(part, english)
    text = spoken(name)
    brackets = [t.token.text for t in part if t.tag == "note"]
    found = read_attribute(" ".join([text, *brackets]), english) if text else ()
    if not found:
        return ()
    last = found[-1]
    for note in notes:
        if _YES_NO.search(note):
            last = replace(last, type=FieldType.BOOLEAN)
        elif noted := _aside(last, note):
            last = noted
        else:
            last = apply_bounds(last, note, english)
    if soft:
        last = replace(last, required=False)
    return (*found[:-1], last)


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
        if tag.tag == "pron" or (tag.tag in ("modal", "be", "have", "do") and at):
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
        if tag.tag in ("prep", "to") and at:
            cut = _at_preposition(plain, at)
            if cut is not None:
                return cut
    return plain, []


def _counted_off(plain: Tags) -> Tags:
    """'one or more order lines' are order lines."""
    at = 0
    while at < len(plain) and (
        plain[at].tag == "num" or plain[at].low in ("or", "more", "several", "to", "many", "exactly")
    ):
        at += 1
    return plain[at:] if at > 1 and at < len(plain) and plain[at - 1].low in ("more", "several", "many") else plain


def _at_preposition(plain: Tags, at: int) -> tuple[Tags, list[str]] | None:
    """Where a name ends at a preposition: 'a duration | of 30 to 240 minutes'; None when it goes on."""
    tag, rest = plain[at], plain[at:]
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


def _shared(part: Chunk, after: Chunk | None, english: English) -> Tags:
    """'first and last name' shares its noun, 'width and height in centimetres' its unit."""
    tags = part.tags
    if after is None or after.glue != "and" or after.kind != "thing" or len(tags) > 2:
        return tags
    bare = [t for t in tags if t.tag not in ("det",)]
    other = [t for t in after.tags if t.tag != "note"]
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
    return (*tags, *other[1:]) if other[1].low == "of" and bare[0].low in _ENDS else tags
