"""Finds what a statement describes: a subject and its properties, in prose, bullets, brackets and tables. Used by plan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engines.spec.attributes import read_attribute, read_attributes
from engines.spec.english import English
from engines.spec.lists import items, top_level
from engines.spec.model import Attribute, Description, Statement
from engines.spec.telling import told

_BRACKET_ITEM = re.compile(r"^(?P<subject>[\w\- ]{2,50}?)\s*[\(\[\{](?P<rest>.+)[\)\]\}]$", re.DOTALL)
_COLON = re.compile(r"^(?P<subject>[\w\-' ]{2,50}?)\s*(?::|\s[-–—]\s|\s=>?\s)\s*(?P<rest>\S.*)$", re.DOTALL)
_PER = re.compile(
    r"^(?P<head>.+?)\s+(?:per|of (?:an?|the|each)|for each|in (?:an?|each)|for (?:an?|the)) (?P<per>[\w ]+)$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:for|of|about) (?:each|every|all|an?) (?P<one>[\w\- ]+?)(?:,? (?:we|i|you|the system|it|store|keep|record).*)?$"
    r"|^(?:an?|each|every|the)? ?(?P<two>[\w\- ]+?) (?:has|have|contains?|consists? of|includes?|needs?|stores?|records?)(?: the following.*| these.*)?$"
    r"|^(?:the )?(?:fields|properties|attributes|columns) of (?:an?|the|each) (?P<three>[\w\- ]+?)(?: are)?$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:it|they|each(?: of them| one)?|this|these|he|she|every one)$", re.IGNORECASE)
_CLAUSE = re.compile(
    r";\s+|,\s+(?:and\s+)?(?!and\s|or\s|which\s|that\s|but\s)(?=(?:an?\s|the\s|each\s|every\s)?[a-z]+(?:\s[a-z]+)?\s+(?:have|has|belongs?|consists?|contains?)\s)|,\s+(?:and|but|while|whereas)\s+(?=(?:an?|the|each|every|all|its?|they|one|two)\s)|(?<=\w)\s+and\s+(?=(?:an?|each|every)\s+\w+\s+(?:has|have|can|is|records|belongs|contains)\b)",
    re.IGNORECASE,
)
_SKIP = frozenset(
    [
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


@dataclass(frozen=True)
class Describer:
    """Reads one statement after the other; `last` is the subject that 'it' means."""

    english: English

    def read(self, statement: Statement, last: str) -> tuple[Description, ...]:
        """All descriptions of the statement."""
        if statement.kind in ("title", "heading", "story"):
            return ()
        if statement.kind == "row":
            return self._row(statement)
        found: list[Description] = []
        for clause in clauses(statement.text):
            found += self._listed(clause, statement, found[-1].subject if found else last)
        found = found or list(told(statement.text, statement.number, last, self.english))
        return tuple(found or self._below(statement))

    def _below(self, statement: Statement) -> list[Description]:
        """A bullet that is a property of what its heading or the sentence before the list names."""
        owner = self._leading(statement)
        words = re.sub(r"\([^()]*\)", "", statement.text.lower()).strip(" .").split()
        if statement.kind != "bullet" or not owner or len(words) > 7 or self.english.is_verb(words[0]):
            return []
        if any(word in self.english.lexicon.modals for word in words):
            return []
        return self._described(owner, statement.text.strip(" ."), statement, 0.9)

    def _leading(self, statement: Statement) -> str:
        lead = statement.lead.rstrip(": ")
        if lead and (match := _LEADING.match(lead)):
            return match["one"] or match["two"] or match["three"]
        heading = re.sub(r"^[\d.)\s]+", "", statement.heading)
        words = self.english.words(heading)
        several = bool(words) and len(words) <= 2 and self.english.is_plural(words[-1])
        return heading if several and not lead else ""

    def _listed(self, clause: str, statement: Statement, last: str) -> list[Description]:
        told = re.match(r"^[\w ]{2,40}:\s+(?P<rest>(?:[\w\-]+ ){1,3}(?:with|has|have) .*)$", clause)
        clause = told["rest"] if told and len(clause.split(":")) == 2 else clause
        head, colon, rest = clause.partition(":")
        if colon and "(" not in head and len(several := self._bracketed(rest.strip(), statement, last)) > 1:
            return several
        return self._bracketed(clause, statement, last) or self._colon(clause, statement, last)

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
        if rest or not words or len(words) > 3 or words[-1] in self.english.lexicon.nobody or words[0] in _SKIP:
            return ""
        if words[-1] in self.english.lexicon.itself and re.match(r"(?:the|this|our|my|your) ", phrase.lower()):
            return ""
        if words[0] in ("different", "new", "single", "same", "own"):
            words = words[1:]
        return self.english.name(" ".join(words)) if words and not words[-1].isdigit() else ""

    def _colon(self, clause: str, statement: Statement, last: str) -> list[Description]:
        match = _COLON.match(clause)
        if not match or (statement.kind == "prose" and len(top_level(match["rest"])) < 2):
            return []
        if len(self.english.words(match["subject"])) > 3:
            return []
        return self._described(match["subject"], match["rest"], statement)

    def _bracketed(self, clause: str, statement: Statement, last: str) -> list[Description]:
        """'venues (name, address), events (title, venue)': a list of things with their properties."""
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
                return found if found else []
            per = _PER.match(match["subject"])
            head = per["head"] if per else match["subject"]
            described = self._described(head, match["rest"], statement)
            related = (self.english.name(per["per"]),) if per else ()
            found += [
                Description(subject=d.subject, attributes=d.attributes, sentence=d.sentence, related=related)
                for d in described
            ]
        return found if found and all(_BRACKET_ITEM.match(part) for part in parts) else []

    def _row(self, statement: Statement) -> tuple[Description, ...]:
        headers = tuple(header.lower() for header in statement.headers)
        cells = statement.cells
        if len(cells) < 2 or len(headers) < 2:
            return ()
        if re.search(r"field|column|attribute|propert|name", headers[0]) and re.search(r"type|kind|format", headers[1]):
            subject = self.subject(statement.heading)
            note = "; ".join(cell for cell in cells[1:] if cell)
            attributes = _field_row(cells[0], note, self.english)
            return (Description(subject=subject, attributes=attributes, sentence=statement.number),) if subject else ()
        if re.search(r"column|field|attribute|propert|data|information|contain|store", " ".join(headers[1:])):
            subject = self.subject(cells[0])
            attributes = read_attributes(", ".join(cell for cell in cells[1:2] if cell), self.english)
            return (Description(subject=subject, attributes=attributes, sentence=statement.number),) if subject else ()
        return ()


def _field_row(name: str, note: str, english: English) -> tuple[Attribute, ...]:
    return read_attribute(f"{name} ({note})", english) if note else read_attribute(name, english)


def clauses(text: str) -> list[str]:
    """The main clauses of a sentence, without the closing mark."""
    text = re.sub(r"[\(\[][^()\[\]]*[\)\]]", lambda match: match[0].replace(";", ","), text)
    return [part.strip(" .!?") for part in _CLAUSE.split(text) if part and part.strip(" .!?")]
