"""Rows that an application starts with: 'start with these three categories: Books, Music and Toys'. Used by plan.

Such sentences give records, not properties, so they are set apart before the structure is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engines.kernel.spec import Entity, Feature, FieldType, Origin
from engines.spec.context import Context
from engines.spec.english import English
from engines.spec.lists import options
from engines.spec.model import Claim, FeatureClaim, Statement
from engines.spec.patterns import pattern

_DET = r"(?:(?:the|these|those|this|our|following|initial|default|first|(?:two|three|four|five|six|seven|eight|nine|ten|\d+)) )*"
_NOUN = r"(?P<noun>[a-z][a-z-]*(?: [a-z][a-z-]*)??s)"
_FIRST = r"(?:at|from|on|upon) (?:the )?(?:very )?(?:first |initial )?(?:start|beginning|launch|run|install\w*|setup)\b|initially|by default|out of the box|from the outset|already"
_SAYINGS = tuple(
    pattern(said, re.IGNORECASE)
    for said in (
        rf"\b(?:start|begin|come|ship|launch|open)(?:s|ed|ing)?(?: (?:up|out|off))? with {_DET}{_NOUN}(?: \([^)]*\))?(?P<mark>:| -| —|,? namely|)\s+(?P<list>\S.*|$)",
        rf"\b(?:pre-?(?:fill|load|populate|install|define)|seed|fill|populate|initiali[sz]e)(?:s|ed)? {_DET}{_NOUN} with (?:{_DET})(?P<mark>)(?P<list>\S.*)",
        rf"^(?:the )?(?:initial|starting|default|predefined|pre-defined|preset|built-in) {_NOUN}(?: are| should be)?(?P<mark>:|)\s*(?P<list>\S.*|$)",
        rf"\b(?:create|add|insert|include|set up|have|has|are|exist)\b.{{0,30}}?\b(?:the following|these|(?:two|three|four|five|six|\d+)) {_NOUN}\b(?=.*(?:{_FIRST})).*?(?P<mark>:)\s*(?P<list>\S.*|$)",
        rf"\b(?:{_FIRST}),? (?:there (?:are|should be)|it has|we have) {_DET}{_NOUN}(?P<mark>:|,|)\s+(?P<list>\S.*|$)",
    )
)
_KNOWN = pattern(r"^(?:please|thanks?|thank you)$", re.IGNORECASE)
_NO_ROWS = frozenset({"role", "state", "status", "type", "user", "account", "feature", "page", "entity", "field", "step", "letter", "digit", "word", "rule", "permission"})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class GivenRows:
    """What rows are of, in the words of the brief, how each is called, and the sentences that say so."""

    noun: str
    rows: tuple[str, ...]
    sentences: tuple[int, ...]


def set_apart(parts: tuple[Statement, ...], english: English) -> tuple[tuple[Statement, ...], tuple[GivenRows, ...]]:
    """The statements that describe things, and the rows that the others give."""
    found: list[GivenRows] = []
    for place, part in enumerate(parts):
        if part.kind in ("title", "row") or any(part.number in given.sentences for given in found):
            continue
        if given := _given(part, parts[place + 1 :], english):
            rest = " ".join(p.text.lower() for p in parts if p.number not in given.sentences)
            if re.search(rf"\b{re.escape(english.singular(given.noun))}\b", rest):
                found.append(given)
    gone = {number for given in found for number in given.sentences}
    return tuple(part for part in parts if part.number not in gone), tuple(found)


def _given(part: Statement, behind: tuple[Statement, ...], english: English) -> GivenRows | None:
    text = part.original.strip()
    match = next((m for said in _SAYINGS if (m := said.search(text))), None)
    if match is None:
        return None
    noun = match["noun"].lower()
    if english.singular(noun.split()[-1]) in _NO_ROWS or english.singular(noun) == noun:
        return None
    rows, numbers = tuple(_called(match["list"])), [part.number]
    if not match["list"].strip() and text.endswith(":"):
        bullets = list(_bullets(behind))
        rows, numbers = tuple(b.original.strip(" .;,*-") for b in bullets), [part.number, *(b.number for b in bullets)]
    elif not match["mark"] and not all(row[:1].isupper() or row[:1].isdigit() for row in rows):
        return None
    fits = len(rows) > 1 and all(len(row) <= 60 and len(row.split()) <= 5 for row in rows)
    return GivenRows(noun=noun, rows=rows, sentences=tuple(numbers)) if fits else None


def _called(text: str) -> Iterator[str]:
    for item in options(text.strip(" .!")):
        if not _KNOWN.match(item):
            yield item


def _bullets(behind: tuple[Statement, ...]) -> Iterator[Statement]:
    for part in behind:
        if part.kind != "bullet":
            return
        yield part


def seed_claims(given: tuple[GivenRows, ...], context: Context) -> Iterator[Claim]:
    """The features that make the rows, for things that have a text to be called by."""
    for one in given:
        entity = context.entity(context.named(one.noun))
        label = _label(entity) if entity else ""
        if entity and label:
            feature = Feature(
                name="seed_data",
                entity=entity.name,
                fields=(label,),
                options=tuple(("row", row) for row in dict.fromkeys(one.rows)),
                origin=Origin(sentences=one.sentences),
            )
            for number in one.sentences:
                yield Claim(content=FeatureClaim(feature=feature), sentence=number, by="features")


def _label(entity: Entity) -> str:
    texts = [f.name for f in entity.fields if f.type is FieldType.TEXT]
    usual = [name for name in (entity.label, "name", "title", "label") if name in texts]
    return next(iter((*usual, *texts)), "")
