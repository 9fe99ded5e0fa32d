"""Reads when something begins and ends where a sentence only mentions it: 'visits a guest from a time to a time'. Used by plan."""

from __future__ import annotations

import re

from engines.kernel.spec import FieldType
from engines.spec.deeds import Deed, record_of
from engines.spec.english import English
from engines.spec.model import Attribute, Description
from engines.spec.patterns import pattern
from engines.spec.people import is_person

_MOMENT = r"(?:[a-z\-]+ )?(?:time|date|day|hour|moment)"
_ONE = r"(?:an?|the|one|some|another|a certain|any|their|its)"
_SPAN = pattern(
    rf"\bfrom {_ONE} (?P<one>{_MOMENT})\b(?: (?:that |when |on which )?(?:they|he|she|it|we|you|somebody)\b[a-z ]{{2,30}}?)?,? (?:to|until|till|up to) {_ONE} (?P<two>{_MOMENT})\b",
    re.IGNORECASE,
)
_ENDS = frozenset({"start", "end", "from", "until", "to", "arrival", "departure", "begin"})
_SHOWN = pattern(
    r"\b(?:report|export|filter|search|list|print|statistics?|sort|show|display|overview|calendar|if|when|unless)\b",
    re.IGNORECASE,
)


def span_of(
    text: str, sentence: int, found: tuple[Description, ...], last: str, deed: Deed | None, brief: str, english: English
) -> tuple[Description, ...]:
    """The start and the end of what a sentence tells of; nothing where they are told already or only looked for."""
    match = _SPAN.search(text)
    if match is None or _SHOWN.search(text[: match.start()]):
        return ()
    if any(_ENDS & set(a.name.split("_")) for d in found for a in d.attributes):
        return ()
    owner = deed.record if deed else _subject(text, brief, english) or last
    if not owner:
        return ()
    if re.search(r"\bvalid,? $", text[: match.start()], re.IGNORECASE):
        valid = tuple(Attribute(name=f"valid_{word}", type=FieldType.DATE) for word in ("from", "until"))
        return (Description(subject=owner, attributes=valid, sentence=sentence, strength=0.8),)
    ends = (_end(match["one"].lower(), "start"), _end(match["two"].lower(), "end"))
    return (Description(subject=owner, attributes=ends, sentence=sentence, strength=0.8),)


def _end(moment: str, which: str) -> Attribute:
    """'a date' is the start date, 'an arrival day' the arrival day."""
    *words, unit = moment.split()
    day = unit in ("date", "day")
    if words and words[0] not in ("certain", "given", "first", "last", "later", "other"):
        return Attribute(name="_".join((*words, unit)), type=FieldType.DATE if day else FieldType.DATETIME)
    return Attribute(name=f"{which}_date" if day else which, type=FieldType.DATE if day else FieldType.DATETIME)


def _subject(text: str, brief: str, english: English) -> str:
    """The thing that the sentence is about: what is done to it when that is spoken of as a thing, else itself."""
    for clause in english.parse(text):
        if clause.subject is None or clause.subject.pronoun:
            continue
        if clause.passive and (record := record_of(clause, clause.subject, brief, english)):
            return record
        name = english.name(clause.subject.name.replace("_", " "))
        return "" if is_person(name, english) else name
    return ""
