"""Reads properties that are said as clauses: 'when it was borrowed', 'how many copies we own'. Used by attributes."""

from __future__ import annotations

import re

from engines.kernel.spec import FieldType
from engines.spec.english import English
from engines.spec.grammar.tagging import tags_of
from engines.spec.model import Attribute

_SUBJECT = r"(?:it|they|he|she|this|the \w+|we|an? \w+)"
_WHICH = re.compile(r"^(?:which|what|whose) (?P<noun>\w+)(?: .*)?$")
_HOW_MANY = re.compile(
    rf"^how many (?P<noun>[\w ]+?)(?: (?:{_SUBJECT}|there|can|are|is|were|has|have|fit|you|people)\b.*)?$"
)
_HOW_MUCH = re.compile(rf"^(?:how much|what) {_SUBJECT} (?:costs?|cost)\b.*$")
_WEIGHS = re.compile(r"^how (?P<quality>much it weighs|heavy|long|far|old|big|high|tall|deep|wide|warm|loud)\b.*$")
_WHEN = re.compile(rf"^(?:the (?:date|time|day|moment) )?when {_SUBJECT} (?P<verb>.+)$|^when (?P<bare>[a-z]+ed|due)$")
_NOUN_WHEN = re.compile(
    rf"^(?:the |its |their )?(?P<noun>year|date|day|time|month) (?:when |in which |on which |at which |that )?{_SUBJECT} (?:(?:was|were|is|are|has been|have been|got(?! (?:it|them|one|that)$)) )?(?P<verb>\w+)(?: (?P<back>back|again)| (?:it|them|him|her|in|on|at|us|one))*$"
)
_TO_WHICH = re.compile(
    r"^(?:the |an? )?(?:date|day) (?P<prep>until|till|by|from|since) which (?:the |its |their |his |her |an? )?(?P<subject>[a-z]+) .*$"
)
_OF_CLAUSE = re.compile(
    r"^(?:the |its |their |his |her |our )?(?P<noun>year|date|day|time|month|moment) (?:when |in which |on which |at which |that )?"
    r"(?P<rest>(?:the|an?|its|their|his|her|our|my|it|they|he|she|we|i|you|somebody|someone)\b .+)$"
)
_GROUP = frozenset({"be", "have", "verb", "do", "modal", "adv", "adj", "neg"})
_WHETHER = re.compile(r"^(?:whether|if)(?: or not)? (?P<rest>.+)$")
_WHERE = re.compile(rf"^where {_SUBJECT} .+$")
_WHOM_TO = re.compile(r"^whom? (?:we (?:can|should|must) |to |you (?:can|should) )(?P<verb>[a-z]+)\b.*$")
_CALLING = frozenset(
    {"call", "phone", "ring", "contact", "telephone", "reach", "notify", "inform", "alert", "text", "ask"}
)
_WHO = re.compile(r"^who(?:m)? (?P<rest>.+)$")
_QUALITIES = {
    "much it weighs": ("weight", FieldType.NUMBER),
    "heavy": ("weight", FieldType.NUMBER),
    "long": ("duration_minutes", FieldType.INTEGER),
    "far": ("distance", FieldType.NUMBER),
    "old": ("age", FieldType.INTEGER),
    "big": ("size", FieldType.NUMBER),
    "high": ("height", FieldType.NUMBER),
    "tall": ("height", FieldType.NUMBER),
    "deep": ("depth", FieldType.NUMBER),
    "wide": ("width", FieldType.NUMBER),
    "warm": ("temperature", FieldType.NUMBER),
    "loud": ("loudness", FieldType.NUMBER),
}
_BRACKETS = re.compile(r"[()\[\]]")
_WHAT_WAS = re.compile(r"^what (?:was|is|has been|were|needs to be|has to be) [a-z]+$")
_WHOSE_IT_IS = re.compile(r"^whose (?:it|this|they|these) (?:is|are)$")
_ASKED_TWICE = re.compile(r"(?:which|what)\b.*\b(?:which|what)\b")


def clause_attributes(text: str, english: English) -> tuple[Attribute, ...]:
    """The attributes of a clause, none when it is a plain noun phrase."""
    low = _BRACKETS.sub(" ", text.lower()).strip()
    if len(several := _asked_nouns(low, english)) > 1:
        return tuple(Attribute(name=name) for name in several)
    if match := _HOW_MANY.match(low):
        return (Attribute(name=english.snake(match["noun"]), type=FieldType.INTEGER, minimum=0),)
    if _HOW_MUCH.match(low):
        return (Attribute(name="price", type=FieldType.MONEY),)
    if match := _WEIGHS.match(low):
        name, kind = _QUALITIES[match["quality"]]
        return (Attribute(name=name, type=kind),)
    if (bare := re.fullmatch(r"when ([a-z]+)", low)) and english.lexicon.grammar.is_participle(bare[1]):
        return (_moment(bare[1], english),)
    if told := _told_moment(low, english):
        return (told,)
    if match := _WHEN.match(low):
        return (_moment(match["verb"] or match["bare"], english),)
    if (match := _NOUN_WHEN.match(low)) and re.search(r"\bexpires?$", low):
        return (_moment("expires", english),)
    if match:
        kind = (
            FieldType.INTEGER
            if match["noun"] == "year"
            else FieldType.DATETIME
            if match["noun"] == "time"
            else FieldType.DATE
        )
        done = english.lexicon.participles.get(f"{match['verb']} {match['back']}", match["verb"])
        return (Attribute(name=f"{match['noun']}_{done}", type=kind),)
    if match := _WHETHER.match(low):
        return (Attribute(name=truth_name(match["rest"], english), type=FieldType.BOOLEAN),)
    if _WHERE.match(low):
        return (Attribute(name="location", type=FieldType.TEXT),)
    if match := _WHOM_TO.match(low):
        return (Attribute(name="contact_person" if match["verb"] in _CALLING else f"who_to_{match['verb']}"),)
    if match := _WHO.match(low):
        return (Attribute(name="who_" + english.snake(match["rest"].split()[0])),)
    if _WHAT_WAS.match(low):
        return (Attribute(name=english.snake(low), type=FieldType.LONG_TEXT),)
    if _WHOSE_IT_IS.match(low):
        return (Attribute(name="owner"),)
    if match := _WHICH.match(low):
        return (Attribute(name=english.name(match["noun"])),)
    return ()


def _told_moment(low: str, english: English) -> Attribute | None:
    """'The date the reserve was last repacked', 'the day when the vet came': a moment, and what happened then."""
    if limit := _TO_WHICH.match(low):
        word = {"by": "due", "till": "until"}.get(limit["prep"], limit["prep"])
        subject = limit["subject"] if limit["subject"] not in ("it", "they", "this", "he", "she", "we") else ""
        return Attribute(
            name=f"{subject}_{word}" if subject else f"{word}_date" if word == "due" else f"valid_{word}",
            type=FieldType.DATE,
        )
    match = _OF_CLAUSE.match(low)
    tags = tags_of(match["rest"], english.lexicon.grammar) if match else ()
    start = next((n for n, t in enumerate(tags) if n and t.tag in ("be", "have", "verb", "do") and not t.gerund), 0)
    if match is None or not start or match["rest"].endswith(("expires", "expire")):
        return None
    end = next((n for n in range(start, len(tags)) if tags[n].tag not in _GROUP), len(tags))
    verb = next((t.low for t in reversed(tags[start:end]) if t.tag in ("verb", "adj")), "")
    particle = tags[end].low if end < len(tags) else next((t.low for t in tags[start:end] if t.low == "back"), "")
    verb = english.lexicon.participles.get(f"{verb} {particle}", verb)
    noun = match["noun"]
    kinds = {"year": FieldType.INTEGER, "time": FieldType.DATETIME, "moment": FieldType.DATETIME}
    order = next((t.low for t in tags[:end] if t.low in ("last", "first", "next")), "")
    name = f"{order}_{verb}" if order else f"{verb}_at" if noun == "moment" else f"{noun}_{verb}"
    return Attribute(name=name, type=kinds.get(noun, FieldType.DATE)) if verb and verb != "due" else None


def _asked_nouns(low: str, english: English) -> list[str]:
    """'which volunteer works at which stall' asks for the volunteer and the stall."""
    if not _ASKED_TWICE.match(low):
        return []
    tags = tags_of(low, english.lexicon.grammar)
    found: list[str] = []
    for start in (n + 1 for n, t in enumerate(tags) if t.low in ("which", "what")):
        end = next((n for n in range(start, len(tags)) if tags[n].tag not in ("noun", "adj")), len(tags))
        if end > start:
            found.append(english.name(" ".join(t.low for t in tags[start:end])))
    return found


def _moment(verb: str, english: English) -> Attribute:
    """'was borrowed' is borrowed_at; 'is due' the due date; what closes a record is not known when it begins."""
    verb = re.sub(r"\s+(?:again|back again|in|out of .*|by .*|from .*|to .*|for .*)$", "", verb.strip())
    if re.search(r"\bdue\b|\bmust be\b|\bhas to be\b|\bshould be\b", verb):
        return Attribute(name="due_date", type=FieldType.DATE)
    if re.search(r"\bexpires?\b|\bruns out\b", verb):
        return Attribute(name="expiry_date", type=FieldType.DATE)
    said = english.lexicon.participles.get(verb)
    if not said:
        words = [
            w
            for w in re.findall(r"[a-z]+", verb)
            if w not in ("was", "were", "is", "are", "has", "been", "have", "got", "actually", "finally", "will", "be")
        ]
        said = "_".join(words[:3]) if words else "happened"
        said = english.lexicon.participles.get(" ".join(words), said)
    return Attribute(
        name=f"{said}_at", type=FieldType.DATETIME, required=False if said in english.lexicon.closing else None
    )


def participle(verb: str) -> str:
    """'approve' is approved."""
    from lemminflect import getInflection

    return next(iter(getInflection(verb, "VBN")), verb)


def truth_name(text: str, english: English) -> str:
    """The name of what holds or not: 'it is under repair' is repair."""
    text = re.sub(r"(?<=[a-z]) ?'(?:ve|re|s|d|ll)\b", "", text)
    text = re.sub(r"^(?:it|they|he|she|the|this)\s+", "", text)
    if did := re.fullmatch(r"(?:do|does|did) (?:already |also |ever )?([a-z]+)(?: already| yet)?", text):
        return participle(did[1])
    words = [
        w
        for w in re.findall(r"[a-z0-9]+", text)
        if w
        not in (
            "is",
            "are",
            "was",
            "were",
            "a",
            "an",
            "the",
            "has",
            "have",
            "been",
            "it",
            "they",
            "be",
            "can",
            "may",
            "must",
            "you",
            "we",
            "i",
            "one",
            "there",
            "at",
            "with",
            "of",
            "for",
            "or",
            "not",
            "somebody",
            "someone",
            "their",
            "his",
            "her",
            "its",
            "this",
            "that",
            "also",
            "get",
            "already",
            "under",
        )
    ]
    return "_".join(words[:4]) or "flag"
