"""Reads when a thing happens and what for: 'a firing takes place on a certain day', 'stays from a date until a date'. Used by describing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engines.kernel.spec import FieldType
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.grammar import Clause, Phrase
from engines.spec.model import Attribute, Description
from engines.spec.people import is_person
from engines.spec.remarks import apply_bounds

_MAY = frozenset({"can", "could", "may", "might", "would"})
_WISHES = frozenset({"want", "need", "like", "wish", "love"})
_ONE = frozenset({"a", "an", "one", "some", "its", "their"})
_BARE = frozenset({"date", "time", "hour", "day"})
_AT = frozenset({"at", "on", "for", "from", "until", "till", "to", "by", "since", "against"})
_ENDS = {"from": "start", "until": "end", "till": "end", "to": "end"}
_KINDS = (FieldType.DATE, FieldType.DATETIME, FieldType.TIME, FieldType.MONEY)
_PLACES = frozenset({"position", "seat_number", "place_number", "rank"})
_SPANS = {"day": FieldType.DATE, "hour": FieldType.TIME, "evening": FieldType.DATE, "weekday": FieldType.TEXT}


def read_settings(text: str, number: int, last: str, english: English) -> tuple[Description, ...]:
    """What clauses say of the time and price of their subject, or of what somebody makes."""
    found: list[Description] = []
    for clause in _clauses(english.parse(text)):
        name = _subject(clause, last, english)
        attributes = tuple(_attributes(clause, english)) if name else ()
        if attributes:
            found.append(Description(subject=name, attributes=attributes, sentence=number, strength=0.7))
    return tuple(found)


def settings_of_deed(text: str, number: int, record: str, english: English) -> tuple[Description, ...]:
    """What somebody tells of the time and price of what he does: 'tenants reserve a machine for a day and an hour'."""
    for clause in english.parse(text):
        inner = clause.marked("to") if clause.verb in (*_WISHES, "be") else ()
        said = inner[0] if inner else clause
        if clause.negated or clause.marker or said.passive or clause.subject is None:
            continue
        found = tuple(_bounded(a, said.text, english) for a in _attributes(said, english))
        if len(found) > 1 or any(a.name != "hour" or a.type is FieldType.INTEGER for a in found):
            return (Description(subject=record, attributes=found, sentence=number, strength=0.7),)
    return ()


def _bounded(attribute: Attribute, text: str, english: English) -> Attribute:
    """'an hour between 7 and 21' is a number."""
    spoken = attribute.name.replace("_", " ")
    match = re.search(rf"\b{spoken} (?P<bounds>(?:between|from) \d+ (?:and|to) \d+)(?![\d:.])", text)
    if match is None:
        return attribute
    kind = FieldType.INTEGER if attribute.type is not FieldType.MONEY else attribute.type
    return apply_bounds(replace(attribute, type=kind), match["bounds"], english)


def _clauses(parsed: tuple[Clause, ...]) -> Iterator[Clause]:
    """Main clauses, and what 'I want to ...' wants."""
    for clause in parsed:
        wished = clause.marked("to") if clause.verb in _WISHES else ()
        for each in wished or (clause,):
            if not each.negated and each.modal not in _MAY and each.marker in ("", "to"):
                yield each


def _subject(clause: Clause, last: str, english: English) -> str:
    """The name of what happens; '' for people, messages and talk."""
    lexicon = english.lexicon
    subject = clause.subject
    ours = subject is None or subject.head in lexicon.keepers or subject.head in lexicon.itself
    if ours:
        made = clause.objects[0] if clause.objects and clause.verb in lexicon.make else None
        return _named(made, english) if made and (made.plural or made.determiner in _ONE) else ""
    if subject is None or clause.verb in ("have", ""):
        return ""
    if subject.pronoun:
        return last if subject.head in ("it", "they") else ""
    name = _named(subject, english)
    general = subject.determiner in ("", "a", "an", "each", "every")
    return name if general or name == last else ""


def _named(phrase: Phrase, english: English) -> str:
    words = tuple(w for w in phrase.words if w not in english.lexicon.pointing)
    lexicon = english.lexicon
    head = words[-1] if words else ""
    talk = lexicon.nothing | lexicon.messages | lexicon.spans | lexicon.itself | lexicon.nobody
    if not head or phrase.pronoun or len(words) > 2 or head in talk or head in lexicon.types:
        return ""
    name = english.name(" ".join(words))
    return "" if is_person(name, english) else name


def _attributes(clause: Clause, english: English) -> Iterator[Attribute]:
    told = [(prep, p) for prep, row in clause.preps if prep in _AT for p in row if _fits(prep, p)]
    names = ["_".join(w for w in p.words if w not in english.lexicon.pointing) for _, p in told]
    ends = {prep for prep, _ in told if prep in _ENDS}
    for (prep, _), name in zip(told, names, strict=True):
        kind = _SPANS.get(name) if prep in ("on", "for") else None
        kind = kind or type_of(name, english)
        if (kind not in _KINDS and not (prep == "at" and name in _PLACES)) or (
            len(ends) > 1 and prep not in _ENDS and kind is FieldType.DATE
        ):
            continue
        twice = names.count(name) > 1 and prep in _ENDS
        yield Attribute(name=f"{_ENDS[prep]}_{name}" if twice else name, type=kind)


def _fits(prep: str, phrase: Phrase) -> bool:
    """'on a date', 'for date and hour', not 'at the end of the month'."""
    if phrase.plural or phrase.pronoun or phrase.of is not None or not phrase.words:
        return False
    bare = not phrase.determiner and phrase.words[-1] in _BARE and prep in ("on", "for", "at", "from", "until", "to")
    return phrase.determiner in _ONE or bare
