"""Reads who has which properties from a sentence in prose. Used by describing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engines.kernel.spec import FieldType
from engines.spec.belonging import belonging, introduced
from engines.spec.chunks import Tags
from engines.spec.common_kinds import common_kind
from engines.spec.english import English
from engines.spec.fieldtypes import may_be_things, type_of
from engines.spec.grammar.tagging import tags_of
from engines.spec.making import made
from engines.spec.model import Attribute, Description
from engines.spec.names import NOTHING, Before
from engines.spec.occurring import occurring
from engines.spec.owning import described, inverted, linked, possessing
from engines.spec.people import is_person
from engines.spec.properties import read_properties
from engines.spec.recording import handed, of_each, recorded, there
from engines.spec.spelling import bracketed, coloned
from engines.spec.things import Found, Things

_STORY = re.compile(
    r"^\W*as (?:an?|the) (?P<role>[a-z][a-z\- ]{1,40}?)(?: without an account)?,? (?:i|we) ", re.IGNORECASE
)
_FRONT = frozenset({"noun", "adj", "det", "punct", "num"})
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "next", "finally", "ok", "then"})
_FRAGMENT = 7
_PEOPLE = frozenset({"us", "me", "you", "them", "him", "her"})
_OPENINGS = (
    occurring,
    of_each,
    possessing,
    described,
    there,
    recorded,
    handed,
    made,
    linked,
    inverted,
    coloned,
    belonging,
)


@dataclass(frozen=True)
class _Sentence:
    tags: Tags
    number: int
    english: English
    speaker: str
    before: Before = NOTHING

    def read(self, last: str) -> tuple[Description, ...]:
        found: list[Description] = []
        at = 0
        things = Things(self.english, last, self.speaker, self.before)
        while at < len(self.tags):
            if found and found[-1].subject != things.last:
                things = replace(things, last=found[-1].subject)
            opened = _opened(things, self.tags, at)
            if opened:
                told, at = self._told(opened, at)
                found += told
                continue
            if inside := bracketed(things, self.tags, at):
                attributes = read_properties(inside[1], self.english).attributes
                found += [Description(subject=inside[0], attributes=attributes, sentence=self.number, strength=0.8)]
            at += 1
        return (*self._in_brackets(found, last), *found)

    def _in_brackets(self, found: list[Description], last: str) -> list[Description]:
        """'a hold is for a customer (name, phone) and one record': things within a list that say themselves what they have."""
        things = Things(self.english, last, self.speaker, self.before)
        known = {d.subject for d in found} | {a.name for d in found for a in d.attributes if a.children}
        more: list[Description] = []
        for at in range(len(self.tags)):
            inside = bracketed(things, self.tags, at) if found else None
            if inside and inside[0] not in known and not things.english.lexicon.types.get(inside[0].replace("_", " ")):
                attributes = read_properties(inside[1], self.english).attributes
                labelled = any(a.name.split("_")[-1] in things.english.lexicon.labels for a in attributes)
                start = things.phrase_before(self.tags, at)[0]
                if labelled and self._known(attributes) > 1 and self.tags[start].low != "the":
                    more.append(
                        Description(subject=inside[0], attributes=attributes, sentence=self.number, strength=0.8)
                    )
        return more

    def _told(self, opened: Found, at: int) -> tuple[list[Description], int]:
        stop = opened.stop or len(self.tags)
        attributes: tuple[Attribute, ...] = ()
        end = at + 1
        if opened.verb != "belong":
            read = read_properties(self.tags[opened.start : stop], self.english, giving=opened.verb == "list")
            attributes, end = read.attributes, opened.start + read.end
            if not self._meant(opened, attributes):
                return [], at + 1
        else:
            end = next((n for n in range(at + 1, min(opened.start, stop)) if self.tags[n].tag == "note"), end)
        descriptions = [
            Description(
                subject=name,
                attributes=attributes,
                sentence=self.number,
                strength=opened.strength,
                related=tuple(r for r in opened.related if r != name),
                near=opened.near,
            )
            for name in opened.names
        ]
        return descriptions, max(end, at + 1, opened.after)

    def _meant(self, opened: Found, attributes: tuple[Attribute, ...]) -> bool:
        """Whether what was found are properties: 'a member gets a reminder' has none."""
        if not attributes or attributes[0].name in _PEOPLE:
            return False
        lexicon = self.english.lexicon
        shown = opened.verb in ("show", "display", "include", "contain", "state", "mention")
        shown = shown or (opened.verb == "with" and self._known(attributes) < 2)
        if shown and any(name.split("_")[-1] in lexicon.outputs for name in opened.names):
            return False
        if opened.verb == "with" and len(attributes) == 1 and attributes[0].plural and self._counts(opened.start):
            return False
        if opened.verb in ("give", "=") and self._known(attributes) < 2:
            return False
        if opened.verb == "list" and len(attributes) == 1 and not self._known(attributes) and not attributes[0].choices:
            return False
        known = "_" in attributes[0].name and attributes[0].name.replace("_", " ") in lexicon.types
        if attributes[0].name.split("_")[-1] in lexicon.messages and len(attributes) < 3 and not known:
            return False
        labelled = opened.verb == "with" and attributes[0].name in lexicon.labels
        if not labelled and any(name in lexicon.itself for name in opened.names) and self._known(attributes) < 2:
            return False
        spoken = attributes[0].name.replace("_", " ")
        typed = spoken in lexicon.types and spoken not in lexicon.messages and opened.verb not in ("need", "require")
        typed = typed and (opened.verb != "get" or spoken in ("title", "name", "number", "code", "position"))
        typed = typed or (opened.verb in ("keep", "record") and attributes[0].type is FieldType.INTEGER)
        return len(attributes) > 1 or typed or opened.verb not in lexicon.weak

    def _counts(self, start: int) -> bool:
        """'two yards with some four hundred boats' tells how many there are."""
        return any(tag.tag == "num" for tag in self.tags[start : start + 3])

    def _known(self, attributes: tuple[Attribute, ...]) -> int:
        """How many are surely properties: of a system one says what it does, of an application for a job what it has."""
        types = self.english.lexicon.types
        return sum(
            not may_be_things(a.name)
            and (type_of(a.name, self.english) is not FieldType.TEXT or a.name.split("_")[-1] in types)
            for a in attributes
        )


def _opened(things: Things, tags: Tags, at: int) -> Found | None:
    found = next((found for opening in _OPENINGS if (found := opening(things, tags, at))), None)
    kind = common_kind(things, tags, found.start) if found and found.names else ""
    return replace(found, names=(kind,)) if found and kind else found


def told(text: str, sentence: int, last: str, english: English, before: Before = NOTHING) -> tuple[Description, ...]:
    """All descriptions of a sentence in prose; `last` is the thing that 'it' means, `before` what else can be taken up."""
    story = _STORY.match(text)
    speaker = english.name(story["role"]) if story else ""
    said = f"I {text[story.end() :]}" if story else text
    tags = tags_of(said, english.lexicon.grammar)
    return _Sentence(tags, sentence, english, speaker, before).read(last)


def brings_up(text: str, english: English) -> tuple[str, ...]:
    """What a sentence introduces, the likeliest first."""
    return introduced(Things(english), tags_of(text, english.lexicon.grammar))


def several(text: str, english: English) -> str:
    """What the next sentence's 'they' are: 'Candidates stand in one election'; '' when the subject is no plural."""
    tags = tags_of(text, english.lexicon.grammar)
    verb = next((n for n, tag in enumerate(tags) if tag.tag in ("verb", "be", "have", "modal", "do")), 0)
    things = Things(english)
    start, end = things.phrase_before(tags, things.group_start(tags, verb))
    plain = (
        bool(verb)
        and start < end
        and english.is_plural(tags[end - 1].low)
        and all(t.tag == "adv" for t in tags[:start])
    )
    return things.named(tags[start:end], subject=True) if plain else ""


def topic(text: str, english: English) -> str:
    """What the next sentence's 'it' is: 'A donation is made', 'on arrival a delivery is weighed', 'then we open a case'; '' when unclear."""
    tags = tags_of(text, english.lexicon.grammar)
    verb = next((n for n, tag in enumerate(tags) if tag.tag in ("verb", "be", "have", "modal")), 0)
    things = Things(english)
    if not verb and len(tags) <= _FRAGMENT:
        return _fragment(things, tags)
    if verb and tags[verb].tag == "be" and tags[verb - 1].low != "there":
        start, end = things.phrase_before(tags, verb)
        one = tags[start].low in ("a", "an", "every", "each")
        happens = tags[verb + 1 : verb + 2] and tags[verb + 1].tag == "verb" and english.is_plural(tags[end - 1].low)
        first = start == 0 or (tags[0].tag == "prep" and all(t.tag in _FRONT for t in tags[1:start]))
        if (one or (happens and start == 0 and tags[0].tag in ("noun", "adj"))) and first:
            return things.named(tags[start:end], subject=True)
    return (
        _brought(things, tags) or (verb and (_general(things, tags, verb) or _made_by_people(things, tags, verb))) or ""
    )


def _made_by_people(things: Things, tags: Tags, verb: int) -> str:
    """'A sponsor makes a deal': what people bring about."""
    start, end = things.phrase_before(tags, things.group_start(tags, verb))
    doer = things.named(tags[start:end], subject=True) if start == 0 < end else ""
    if not doer or not is_person(doer, things.english) or tags[verb].tag not in ("verb", "modal"):
        return ""
    found = (name for name in introduced(things, tags[end:]) if not is_person(name, things.english))
    return next(found, "") if any(tag.low in ("a", "an") for tag in tags[end:]) else ""


def _general(things: Things, tags: Tags, verb: int) -> str:
    """'A sighting happens on a trail': what is said of every thing of a kind is about that kind."""
    start, end = things.phrase_before(tags, things.group_start(tags, verb))
    if start or start == end or tags[0].low not in ("a", "an", "every", "each"):
        return ""
    name = things.named(tags[start:end], subject=True)
    return "" if is_person(name, things.english) else name


def _fragment(things: Things, tags: Tags) -> str:
    """'Third, the rentals.', 'Now subscribers.': nothing but what comes next."""
    words = tuple(t for t in tags if t.tag != "punct")
    start = next(
        (n for n, t in enumerate(words) if t.tag in ("det", "noun", "adj") and t.low not in _ORDINALS), len(words)
    )
    rest = words[start:]
    several = bool(rest) and things.english.is_plural(rest[-1].low) and tags[-1].token.text in (".", ":")
    return things.named(rest) if several and all(t.tag in ("det", "noun", "adj") for t in rest) else ""


def _brought(things: Things, tags: Tags) -> str:
    """'When somebody calls we open a case', 'first there has to be a proposal': the thing that is brought about."""
    for n in range(len(tags) - 2, 0, -1):
        becomes = tags[n].tag == "verb" and tags[n].lemma == "become"
        there = tags[n].tag == "be" and any(t.low == "there" for t in tags[max(0, n - 4) : n])
        there = there and not any(t.low in ("if", "unless", "whether") for t in tags[:n])
        ours = (
            tags[n].tag == "verb" and tags[n - 1].low in ("we", "i") and tags[n].lemma in things.english.lexicon.opening
        )
        if (there or ours or becomes) and tags[n + 1].low in ("a", "an"):
            start, end = things.phrase_after(tags, n + 1, len(tags))
            return things.named(tags[start:end])
    return ""
