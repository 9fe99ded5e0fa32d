"""Finds the thing that stands before a colon and a list: 'gigs', 'The service stores cars', 'one report per child'. Used by document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engines.spec.english import English
from engines.spec.grammar import Phrase

_LONGEST = 3
_LONGEST_CLAUSE = 16
_BEHIND = re.compile(
    r"^(?P<head>(?:[\w\-]+ ){0,2}[\w\-]+?),? (?:between|from|among|for|by|of|per|on|to|in|at|about|with|which|that|who)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\b(?:per|for (?:an?|each|every|the)|of (?:an?|each|every|the)|(?:on|in|at|during|within) (?:an?|each|every))\s+(?P<per>[\w\-]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Head:
    """A thing as it is named, and what it stands under: a report per child."""

    name: str
    related: tuple[str, ...] = ()


def head_of(key: str, english: English, *, many: bool) -> Head | None:
    """The thing that a key names; `many`: the list behind it is long enough to tell from within a sentence."""
    key = re.sub(r"\s*\([^()]*\)", "", key).strip(" ,")
    words = english.words(key)
    while len(words) > 1 and words[-1] in ("too", "also", "please", "again", "then", "now"):
        words = words[:-1]
    if 0 < len(words) <= _LONGEST and _names_thing(words, english):
        return Head(" ".join(words))
    if not many or len(key.split()) > _LONGEST_CLAUSE:
        return None
    phrase = _phrase(key, english)
    if phrase is None:
        return None
    head = _BEHIND.match(phrase.name.replace("_", " "))
    name = head["head"] if head else phrase.name.replace("_", " ")
    per = _PER.search(key[key.lower().rfind(name.split()[-1][:4]) :]) if name else None
    if not name or len(name.split()) > _LONGEST or not _names_thing(name.split(), english):
        return None
    return Head(name, (per["per"],) if per and per["per"].lower() not in english.lexicon.layout.shown else ())


def _phrase(key: str, english: English) -> Phrase | None:
    """The phrase in a clause that a list behind it describes: its last object, or its subject when it has none."""
    clauses = english.parse(key)
    if not clauses:
        behind = _BEHIND.match(key)
        named = english.parse(f"We keep {behind['head'] if behind else key}")
        return named[-1].objects[-1] if named and named[-1].objects else None
    last = clauses[-1]
    if last.negated:
        return None
    return last.objects[-1] if last.objects else last.subjects[-1] if last.subjects and last.passive else None


def _names_thing(words: list[str], english: English) -> bool:
    lexicon = english.lexicon
    if not all(word.isalpha() for word in (w.replace("-", "") for w in words)):
        return False
    small = lexicon.prepositions | lexicon.modals | lexicon.nobody
    last = english.singular(words[-1])
    listed = last in lexicon.layout.shown and not (last == "list" and len(words) > 1)
    if any(word in small for word in words) or (listed and not lexicon.layout.may_be_thing(" ".join(words))):
        return False
    named = lexicon.layout.section(" ".join(words))
    return not named or lexicon.layout.may_be_thing(" ".join(words))
