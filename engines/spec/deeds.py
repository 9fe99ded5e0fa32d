"""Gives what people fill in when they book, borrow or order something to the booking, the loan or the order. Used by plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from engines.kernel.spec import FieldType
from engines.spec.english import English
from engines.spec.fieldtypes import type_of
from engines.spec.grammar import Clause, Phrase
from engines.spec.grammar.tagging import tags_of
from engines.spec.lexicon import Lexicon
from engines.spec.model import Attribute, Description
from engines.spec.patterns import pattern
from engines.spec.people import is_person, role_kind

_PARTICLES = ("for", "up", "out", "in", "off", "on")
_SOMEBODY = frozenset({"they", "people", "somebody", "someone", "anybody", "anyone", "who", "whoever", "you", "one", "person", "school", "group", "family", "team", "company", "club"})  # fmt: skip
_MAKES = frozenset({"use", "come", "log", "submit", "call", "take", "test", "play", "message", "follow", "flag", "train", "maintain", "grade", "assign", "sign", "invoice", "quote", "win",
                    "comment", "review", "rate", "object", "schedule", "pay", "accept", "receive", "collect", "register", "swap"})  # fmt: skip
_CONTACT = frozenset({"name", "email", "mail", "phone", "telephone", "mobile", "address", "contact"})
_PERSONAL = frozenset({"birth", "birthday", "born", "age", "member", "joined", "hired"})
_DEED = frozenset({"start", "end", "from", "until", "till", "to", "purpose", "reason", "motivation", "wish", "wished", "wanted", "desired", "number_of", "quantity", "amount", "deposit",
                   "occasion", "party", "guests", "people", "persons", "pickup", "return", "headcount"})  # fmt: skip
_HANDED = frozenset({"lend", "lease", "hire", "hand out", "hand over", "give out", "check out", "lend out", "rent out"})
_TENDED = frozenset({"check", "inspect", "visit", "clean", "repair", "service", "treat", "examine", "measure"})
_LET = frozenset({"rent", "let", "loan", "give"})
_ALSO = 0.5
_WISHES = frozenset({"want", "like", "wish", "be", "need", "have"})
_STORY = pattern(r"^\W*as (?:an?|the) ", re.IGNORECASE)
_MOMENTS = (FieldType.DATE, FieldType.DATETIME, FieldType.TIME)
_MENTION = r"\b(?:an?|the|each|every|of|no|all|any|one|two|their|his|her|our|this|that|open|new|such|per|these|those) (?:\w+ )?{}s?\b|(?:^|[.;:!?]\s+){}s\b"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What people do with a thing, and the record that it leaves; `behind` are the words that follow the thing."""

    record: str
    agent: str
    thing: str
    behind: str


def deed_of(text: str, brief: str, english: English) -> Deed | None:
    """'Schools book a whole screening' is a booking where the brief speaks of bookings; None when it is none."""
    for clause in _acting(text, english) if _may_record(text, english) else ():
        if clause.negated or clause.passive or not clause.verb or clause.subject is None:
            continue
        away = clause.verb in _HANDED or (clause.verb in _LET and bool(clause.after("to", "out")))
        ours = clause.subject.head in ("we", "i") and away
        if not (ours or _is_somebody(clause.subject, english) or (clause.subject.head == "i" and _STORY.match(text))):
            continue
        thing = _thing(clause)
        record = record_of(clause, thing, brief, english)
        if record:
            behind = text[text.find(thing.text) + len(thing.text) :] if thing else ""
            agent = english.name(clause.subject.name.replace("_", " "))
            name = english.name(thing.name.replace("_", " ")) if thing else ""
            return Deed(record=record, agent=agent, thing=name, behind=behind.lower())
    return None


def _may_record(text: str, english: English) -> bool:
    """Whether a text has the word of something done that leaves a record."""
    grammar, verbs = english.lexicon.grammar, _recording(english.lexicon)
    return any(grammar.lemma(tag.low, "verb") in verbs for tag in tags_of(text, grammar))


def _acting(text: str, english: English) -> Iterator[Clause]:
    """The main clauses; of 'I want to book a lane' the booking."""
    for clause in english.parse(text):
        inner = clause.marked("to")
        yield replace(inner[0], subjects=clause.subjects) if inner and clause.verb in _WISHES else clause


def given_to_deed(
    found: tuple[Description, ...], deed: Deed, text: str, english: English, *, before: bool
) -> tuple[Description, ...]:
    """The descriptions of a sentence, those that tell of the deed with its record as their subject.

    `before`: the deed stood in the sentence before this one.
    """
    said = text.lower() if before else deed.behind
    made: list[Description] = []
    for each in found:
        if not _tells(each, deed, said, english, before=before):
            made.append(each)
            continue
        if each.subject == deed.thing:
            made.append(replace(each, attributes=(), related=(), near=(), strength=_ALSO))
        made.append(replace(each, subject=deed.record, related=tuple(r for r in each.related if r != deed.record)))
    return tuple(made)


def _tells(description: Description, deed: Deed, said: str, english: English, *, before: bool) -> bool:
    subject = description.subject
    if subject == deed.record or len(description.attributes) < 2:
        return False
    named = re.search(rf"(?<!of the )(?<!of their )(?<!of )\b{subject.replace('_', ' ')}(?:s|es)?\b", said)
    if named or (subject not in (deed.thing, deed.agent) and not before):
        return False
    of_deed = sum(_is_of_deed(a, english) for a in description.attributes)
    if subject == deed.agent or is_person(subject, english):
        return of_deed > 0
    contact = sum(bool(_CONTACT & set(a.name.split("_"))) for a in description.attributes)
    first = _is_of_deed(description.attributes[0], english)
    return of_deed + contact >= 2 or (of_deed > 0 and first)


def _is_of_deed(attribute: Attribute, english: English) -> bool:
    words = set(attribute.name.split("_"))
    if words & _PERSONAL:
        return False
    kind = attribute.type or type_of(attribute.name, english)
    return kind in _MOMENTS or bool(words & _DEED) or attribute.name.startswith("number_of")


def _is_somebody(subject: Phrase, english: English) -> bool:
    return subject.head in _SOMEBODY or (not subject.pronoun and is_person(subject.head, english))


def _thing(clause: Clause) -> Phrase | None:
    if clause.objects:
        return clause.objects[0]
    return next((p for _, phrases in clause.preps for p in phrases if not p.pronoun), None)


def record_of(clause: Clause, thing: Phrase | None, brief: str, english: English) -> str:
    """The record that a clause's verb leaves, as the brief calls it; '' when it speaks of none."""
    records = english.lexicon.records
    verbs = [f"{clause.verb} {name}" for name, _ in clause.preps if name in _PARTICLES]
    verbs += [f"{clause.verb} {name}" for name in clause.adverbs if name in _PARTICLES]
    nouns = next((records[verb] for verb in (*verbs, clause.verb) if verb in records), ())
    if clause.verb in _MAKES and not any(verb in records for verb in verbs):
        return ""
    if thing is not None and thing.head in _recorded(english.lexicon) and thing.head not in nouns:
        return ""
    if thing is not None and thing.head in nouns:
        return ""
    nouns = nouns or ((clause.verb,) if clause.passive else ())
    spoken = next((noun for noun in nouns if _is_spoken_of(noun.replace("_", " "), brief)), "")
    return spoken or (nouns[0] if nouns and thing and _is_plain(clause, (*verbs, clause.verb), english) else "")


def _is_plain(clause: Clause, verbs: tuple[str, ...], english: English) -> bool:
    """Whether such a doing is a record of its own though the brief never names it: somebody borrows or books things."""
    doer = clause.subject.head if clause.subject else ""
    known = doer in _SOMEBODY or doer in ("we", "i") or bool(role_kind(doer, english))
    always = english.lexicon.relations.strong | _HANDED | (_TENDED if known else frozenset())
    return not clause.passive and clause.marker == "" and not always.isdisjoint(verbs)


@lru_cache(maxsize=4)
def _recording(lexicon: Lexicon) -> frozenset[str]:
    """The verbs that leave a record, without what stands behind them."""
    return frozenset(verb.split()[0] for verb in lexicon.records)


@lru_cache(maxsize=4)
def _recorded(lexicon: Lexicon) -> frozenset[str]:
    """The nouns of all records."""
    return frozenset(noun for names in lexicon.records.values() for noun in names)


@lru_cache(maxsize=512)
def _is_spoken_of(noun: str, brief: str) -> bool:
    """Whether a brief names the record as a thing: 'a visit', 'Visits are', where 'visits a guest' does not."""
    spoken = noun.replace(" ", "[ -]?")
    if " " not in noun and noun not in brief:
        return False
    return re.search(_MENTION.format(spoken, spoken), brief, re.IGNORECASE) is not None
