"""Finds what a statement describes: a subject and its properties, in prose, bullets, brackets and tables. Used by plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from engines.spec.alike import read_alike
from engines.spec.attributes import read_attribute, read_attributes
from engines.spec.english import English
from engines.spec.lasting import lasting
from engines.spec.leftovers import entered
from engines.spec.lists import items, top_level
from engines.spec.model import Attribute, Description, Statement
from engines.spec.names import NOTHING, Before
from engines.spec.patterns import pattern
from engines.spec.settings import read_settings
from engines.spec.telling import told
from engines.spec.users import lists_users

_BRACKET_ITEM = pattern(r"^(?P<subject>[\w\- ]{2,50}?)\s*[\(\[\{](?P<rest>.+)[\)\]\}]$", re.DOTALL)
_PER = pattern(
    r"^(?P<head>.+?)\s+(?:per|of (?:an?|the|each)|for each|in (?:an?|each)|for (?:an?|the)) (?P<per>[\w ]+)$",
    re.IGNORECASE,
)
_PRONOUN = pattern(r"^(?:it|they|each(?: of them| one)?|this|these|he|she|every one)$", re.IGNORECASE)
_CLAUSE = pattern(
    r";\s+|,\s+(?:and\s+)?(?!and\s|or\s|which\s|that\s|but\s)(?=(?:an?\s|the\s|each\s|every\s)?[a-z]+(?:\s[a-z]+)?\s+(?:have|has|belongs?|consists?|contains?)\s)|,\s+(?:and|but|while|whereas)\s+(?=(?:an?|the|each|every|all|its?|they|one|two)\s)|(?<=\w)\s+and\s+(?=(?:an?|each|every)\s+\w+\s+(?:has|have|can|is|records|belongs|contains)\b)",
    re.IGNORECASE,
)
_EQUATED = pattern(r"(?<=[\w)])\s+and\s+(?=(?:the|its|their)\s+(?:[\w'’\-]+\s+){1,6}?(?:is|equals)\s)", re.IGNORECASE)
_HANGS = pattern(r"^\s*(?:if|when|whenever|where|once|while|before|after|until|unless|as)\b", re.IGNORECASE)
_SKIP = frozenset(
    [
        "kanban",
        "diagram",
        "graph",
        "histogram",
        "note",
        "notes",
        "example",
        "examples",
        "goal",
        "goals",
        "feature",
        "features",
        "role",
        "roles",
        "actor",
        "actors",
        "status",
        "statuses",
        "requirement",
        "requirements",
        "must",
        "should",
        "could",
        "api",
        "endpoints",
        "endpoint",
        "background",
        "overview",
        "remark",
        "purpose",
        "reports",
        "rules",
        "rule",
        "constraints",
        "limits",
        "permissions",
        "extra",
        "extras",
        "important",
        "nice",
        "technology",
        "tech",
        "stack",
    ]
)
_LEADS = re.compile(
    r"^(?:also|then|finally|first|next|in addition|besides|furthermore|and|but|so|there (?:is|are)|basically|of course|ok|well|oh and|oh)\s*,?\s+",
    re.IGNORECASE,
)
_FROM_BRACKET = re.compile(r"[(\[].*$")
_SEVERAL = re.compile(r"\b(?:and|with|has|is|allows|accepts)\b")
_LABELLED = re.compile(r"^[\w ]{2,40}:\s+(?P<rest>(?:[\w\-]+ ){1,3}(?:with|has|have) .*)$")
_NOTE = re.compile(r"[\(\[][^()\[\]]*[\)\]]")


@dataclass(frozen=True)
class Describer:
    """Reads one statement after the other; `last` is the subject that 'it' means."""

    english: English

    def read(self, statement: Statement, last: str, before: Before = NOTHING) -> tuple[Description, ...]:
        """All descriptions of the statement; `before` is what those before left to be taken up."""
        if statement.kind in ("title", "heading", "story", "aside") or lists_users(statement.text, self.english):
            return ()
        if statement.properties:
            return tuple(self._listed(statement, last))
        found: list[Description] = []
        for clause in clauses(statement.text):
            found += self._clause(clause, statement)
        found = found or list(told(statement.text, statement.number, last, self.english, before))
        found = entered(found, statement.text, self.english)
        found += read_alike(statement.text, statement.number, last, self.english)
        told_of = (*found, *_beside(found, read_settings(statement.text, statement.number, last, self.english)))
        return (*told_of, *lasting(statement.text, statement.number, last, told_of, self.english))

    def _listed(self, statement: Statement, last: str) -> list[Description]:
        """Properties that stand below or behind the name of a thing, and what the sentences among them describe."""
        name = (self.subject(statement.under) or self._headed(statement)) if statement.under else last
        found = [a for item in statement.properties for a in self._attributes(item)]
        described = [Description(subject=name, attributes=tuple(found), sentence=statement.number)] if name else []
        for said in statement.said:
            described += told(said, statement.number, name, self.english)
        return described

    def _headed(self, statement: Statement) -> str:
        """'Extra: name, price': a word of headings that a list of properties makes a thing."""
        words = self.english.words(statement.under)
        return self.english.name(statement.under) if len(words) < 4 and len(statement.properties) > 1 else ""

    def _attributes(self, item: str) -> tuple[Attribute, ...]:
        """One item of a list; only where it joins several things is it cut again."""
        plain = _FROM_BRACKET.sub("", item)
        joined = _SEVERAL.search(plain)
        return read_attributes(item, self.english) if joined else read_attribute(item, self.english)

    def _clause(self, clause: str, statement: Statement) -> list[Description]:
        told = _LABELLED.match(clause)
        clause = told["rest"] if told and len(clause.split(":")) == 2 else clause
        head, colon, rest = clause.partition(":")
        if colon and "(" not in head and len(several := self._bracketed(rest.strip(), statement, whole=True)) > 1:
            return several
        return self._bracketed(clause, statement, whole=":" in clause)

    def _described(
        self, subject: str, rest: str, statement: Statement, strength: float = 1.0, verb: str = ""
    ) -> list[Description]:
        name = self.subject(subject)
        attributes = read_attributes(rest, self.english)
        if not name or not attributes or (re.fullmatch(r"needs?", verb) and len(attributes) < 2):
            return []
        return [Description(subject=name, attributes=attributes, sentence=statement.number, strength=strength)]

    def subject(self, text: str) -> str:
        """The entity's name when the phrase can be one."""
        phrase, rest = self.english.noun_phrase(_LEADS.sub("", text.strip()))
        words = self.english.words(phrase)
        if rest and 1 < len(words_of := self.english.words(text)) <= 3 and not rest.count(" "):
            words, rest = words_of, ""
        if rest or not words or len(words) > 3 or words[-1] in self.english.lexicon.nobody or words[0] in _SKIP:
            return ""
        if any(word in ("is", "are", "was", "has", "have") for word in words):
            return ""
        if words[-1] in self.english.lexicon.itself and re.match(r"(?:the|this|our|my|your) ", phrase.lower()):
            return ""
        if words[0] in ("different", "new", "single", "same", "own"):
            words = words[1:]
        return self.english.name(" ".join(words)) if words and not words[-1].isdigit() else ""

    def _bracketed(self, clause: str, statement: Statement, *, whole: bool) -> list[Description]:
        """'venues (name, address), events (title, venue)': a list of things with their properties; `whole` when all must have some."""
        clause = re.sub(
            r"^(?:(?:we|i|it|you|the system|the app) (?:\w+ ){0,3}?(?:have|need|store|stores|keep|keeps|track|manage|record|want|save)|there (?:are|is)|manage|(?:entities|tables|models?|data)\s*:)\s+",
            "",
            clause,
            flags=re.IGNORECASE,
        )
        parts = items(clause) if clause.count("(") + clause.count("[") + clause.count("{") else []
        found: list[Description] = []
        for part in parts:
            match = _BRACKET_ITEM.match(part)
            if not match or (len(top_level(match["rest"])) < 2 and len(parts) < 2):
                return [] if whole else found
            plain = [w for w in self.english.words(match["subject"]) if w not in self.english.lexicon.asides]
            if " ".join(plain) in self.english.lexicon.types and len(plain) < len(match["subject"].split()):
                return []
            per = _PER.match(match["subject"])
            head = per["head"] if per else match["subject"]
            described = self._described(head, match["rest"], statement)
            if not described:
                return []
            related = (self.english.name(per["per"]),) if per else ()
            found += [
                Description(subject=d.subject, attributes=d.attributes, sentence=d.sentence, related=related)
                for d in described
            ]
        return found if found and all(_BRACKET_ITEM.match(part) for part in parts) else []


def _beside(found: list[Description], settings: tuple[Description, ...]) -> tuple[Description, ...]:
    """'Surveys are made on a date and list the species': when a thing happens, beside what else a sentence says that it has."""
    if not found:
        return settings
    told = {d.subject for d in found}
    kinds = {a.type for d in found for a in d.attributes if a.type}
    names = {a.name for d in found for a in d.attributes}
    kept = (
        replace(d, attributes=tuple(a for a in d.attributes if a.type not in kinds and a.name not in names))
        for d in settings
        if d.subject in told
    )
    return tuple(d for d in kept if d.attributes)


def unqualified(found: list[Description], text: str, english: English) -> tuple[Description, ...]:
    """A broken device is a device, where devices are spoken of as well; `text` is the whole brief in lower case."""
    known = {description.subject for description in found}

    def spoken(name: str) -> bool:
        bare = name.replace("_", " ")
        return bare in text and bool(
            re.search(rf"\b(?:an?|the|each|every|of) (?:{bare}|{english.plural(bare)})\b", text)
        )

    def plain(name: str) -> str:
        first, _, rest = name.partition("_")
        many, _, done = name.rpartition("_")
        if english.lexicon.grammar.is_participle(done) and english.is_plural(many.rpartition("_")[2]):
            return english.name(many.replace("_", " "))
        stated = english.lexicon.grammar.is_participle(first) or first in english.lexicon.known_states
        return rest if rest and stated and (rest in known or spoken(rest)) else name

    return tuple(replace(d, subject=plain(d.subject)) for d in found)


def clauses(text: str) -> list[str]:
    """The main clauses of a sentence, without the closing mark."""
    return list(_cut(text))


@lru_cache(maxsize=512)
def _cut(text: str) -> tuple[str, ...]:
    text = _NOTE.sub(lambda match: match[0].replace(";", ","), text)
    parts = (inner for part in _CLAUSE.split(text) if part for inner in _equated(part))
    return tuple(plain for part in parts if (plain := part.strip(" .!?")))


def _equated(part: str) -> list[str]:
    """'a quantity | and the price of the line is quantity times price': what is said to be something is a clause of its own."""
    return [part] if _HANGS.match(part) else _EQUATED.split(part)
