"""Reads how long a thing may last where it says so by a verb: 'a lesson takes 20, 40 or 60 minutes'. Used by describing."""

from __future__ import annotations

import re

from engines.kernel.spec import FieldType
from engines.spec.english import English
from engines.spec.model import Attribute, Description
from engines.spec.patterns import pattern
from engines.spec.people import is_person

_LASTS = pattern(
    r"\b(?P<verb>takes?|lasts?|runs?(?: for)?|goes? on for|(?:is|are)(?= [\d, or]+ \w+ long\b))(?: either| exactly| always)? "
    r"\d+(?:(?:,| or|, or) \d+)* or \d+ (?P<unit>minute|hour|day|week|month)s?\b",
    re.IGNORECASE,
)


def lasting(
    text: str, number: int, last: str, described: tuple[Description, ...], english: English
) -> tuple[Description, ...]:
    """The duration of what a sentence speaks of; nothing where no choice of lengths is told."""
    match = _LASTS.search(text)
    if not match:
        return ()
    subject = _subject(text[: match.start()], described, english) or last
    told = {a.name for d in described if d.subject == subject for a in d.attributes}
    if not subject or is_person(subject, english) or not told.isdisjoint({"duration", "length"}):
        return ()
    attribute = Attribute(name="duration", type=FieldType.INTEGER, unit=f"{match['unit'].lower()}s")
    return (Description(subject=subject, attributes=(attribute,), sentence=number, strength=0.8),)


def _subject(before: str, described: tuple[Description, ...], english: English) -> str:
    """The thing at the beginning of the clause, or the one that its sentence describes."""
    if described:
        return described[0].subject
    clause = next(iter(english.parse(before)), None)
    head = clause.subject if clause else None
    bare = re.match(
        r"(?:(?:an?|the|each|every|all|any) )?(?P<noun>[a-z]+(?: [a-z]+)?)\s*$", before.strip(), re.IGNORECASE
    )
    if head is not None and not head.pronoun:
        return english.name(" ".join(head.words))
    return english.name(bare["noun"]) if bare and bare["noun"].lower() not in ("it", "they", "that", "which") else ""
