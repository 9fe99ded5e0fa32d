"""Reads what is remarked on a property within a list: values, bounds, units, unique, optional. Used by properties and refining."""

from __future__ import annotations

import re
from dataclasses import replace

from engines.kernel.spec import FieldType
from engines.spec.chunks import Chunk
from engines.spec.english import English
from engines.spec.model import Attribute
from engines.spec.notes import apply_note
from engines.spec.patterns import pattern

_ONCE = pattern(
    r"\b(?:no two|never (?:two|twice)|not twice|no other|unique|only (?:one|once|used once)|no duplicates?|all different|every \w+ (?:other|different)|must differ)\b"
)
_OPEN = re.compile(
    r"\b(?:empty|blank|optional|not (?:everybody|everyone|every|all|always|needed|necessary|required|obligatory|mandatory)|(?:isn|aren|needn) ?'?t (?:needed|necessary|required|obligatory|mandatory)|if (?:known|any|needed|there|they|he|she|we|i|it|you|somebody|someone|applicable|available|necessary|possible|given))\b"
)
_ORDERED = re.compile(r"^(?:from )?(?:[a-z]|[ivx]+)\s*(?:to|-|–)\s*(?:[a-z]|[ivx]+)$")
YES_NO = re.compile(r",?\s*\b(?:yes ?(?:/|or) ?no|y/n)\b", re.IGNORECASE)
_TILL = re.compile(r"\btill\b")
_ROUGHLY = re.compile(r"^(?:somewhere|anything|anywhere|usually|mostly|always|is|of|a|an|with|normally) ")
_DIGIT = re.compile(r"\d")
_AS_A = re.compile(r"^(?:as |in |an? )+")


def values_at(parts: tuple[Chunk, ...], at: int) -> tuple[str, int]:
    """'which is garden, courtyard or street': the values as text and where they end; '' when no choice is named."""
    first = parts[at]
    low = first.text.lower()
    match = re.match(
        r"^(?:which|that|who) (?:is|are|can be|may be|must be|shall be|has to be|.*\b(?:as|is|are|be)) (?:either |one of )?(?P<rest>.+)$|^(?:either|one of|namely) (?P<one>.+)$|^.+ (?:one of|either) (?P<two>.+)$",
        low,
    )
    following = parts[at + 1] if at + 1 < len(parts) else None
    opened = following is not None and following.glue == ":" and first.kind in ("thing", "question")
    if not match and not opened:
        return "", at
    said = [] if not match else [match["rest"] or match["one"] or match["two"]]
    n = at + 1
    closed = False
    while (
        n < len(parts)
        and (len(parts[n].tags) <= 4 or "/" in parts[n].text)
        and parts[n].glue in (":", ",", "or", "and")
        and not closed
    ):
        if parts[n].tags[0].tag == "det" and parts[n].glue != "or" and not opened:
            break
        said.append(parts[n].text.lower())
        closed = parts[n].glue == "or" or (opened and " / " in parts[n].text)
        n += 1
    if not closed and not opened and not (match and (match["one"] or match["two"])):
        return "", at
    return ", ".join(re.sub(r"^(?:an?|the) ", "", word) for word in said), n


def remarked(last: Attribute, text: str) -> Attribute | None:
    """The property with what a clause in its midst says of it; None when the clause is about something else."""
    low = text.lower()
    if _ONCE.search(low):
        return replace(last, unique=" per " not in low)
    if _OPEN.search(low):
        return replace(last, required=False)
    return None


def noted(last: Attribute, part: Chunk, english: English) -> Attribute:
    text = part.text.lower()
    if YES_NO.search(text):
        return replace(last, type=FieldType.BOOLEAN)
    if changed := remarked(last, text):
        return changed
    if part.kind == "relative":
        match = re.match(
            r"^(?:which|that|who) (?:is|are|must be|has to be|should be|can be|may be|lies?|goes|ranges?|runs)\b(?P<rest>.*)$",
            text,
        )
        text = match["rest"].strip() if match else ""
    return apply_bounds(last, text, english)


def apply_bounds(last: Attribute, text: str, english: English) -> Attribute:
    """The property with the numbers, units and types of a note; words that mean nothing change nothing."""
    text = _TILL.sub("to", text)
    if _ORDERED.match(text):
        return apply_note(last, text, english)
    text = _ROUGHLY.sub("", text)
    known = _DIGIT.search(text) or any(w in english.lexicon.numbers for w in text.split())
    typed = _AS_A.sub("", text).strip()
    if (
        known
        or typed in english.lexicon.typed_words
        or typed in english.lexicon.units
        or re.match(r"^(?:as|positive|required|mandatory|default)\b", text)
    ):
        changed = apply_note(last, text, english)
        return changed if not changed.choices and changed.target == last.target else last
    return last
