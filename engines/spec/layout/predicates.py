"""Makes sentences of keys with a predicate behind them: 'Playlists: made for a show; go from draft to aired'. Used by document."""

from __future__ import annotations

import re

from engines.spec.english import English
from engines.spec.layout.heads import head_of
from engines.spec.layout.listing import keyed
from engines.spec.lists import items, top_level

_LINK = re.compile(
    r"^(?P<one>[\w][\w \-]{1,30}?)\s*(?:->|[-–—]{1,2}|<-|:|=)\s*(?P<many>[\w][\w ,\-]*?)\s*(?:\((?P<how>[^()]*)\))?$"
)
_HAS_MANY = re.compile(r"^(?:one|1)[ -]?(?:to|:)[ -]?(?:many|n|m|\*)|^1\s*[:.]+\s*(?:n|m|\*)|^has many", re.IGNORECASE)
_MADE = frozenset({"for", "by", "of", "from", "in", "to", "at", "on", "with", "under", "into", "within", "per"})


def linked(text: str, english: English) -> str:
    """'prop -> shelf (many to one)' as a sentence: a prop belongs to a shelf; '' when it is no such link."""
    match = _LINK.match(text.strip(" ."))
    if not match:
        return ""
    ends = [english.name(name).replace("_", " ") for name in items(match["many"])]
    if _HAS_MANY.match(match["how"] or "") or (not match["how"] and english.is_plural(match["many"].split()[-1])):
        return "; ".join(f"a {end} belongs to a {english.name(match['one']).replace('_', ' ')}" for end in ends)
    return "; ".join(f"a {english.name(match['one']).replace('_', ' ')} belongs to a {end}" for end in ends)


def predicated(text: str, english: English) -> str:
    """A key of several things and what is said of them, each with the key for its subject; '' when that is none."""
    key, rest = keyed(text, longest=3)
    if not key or not english.is_plural(english.words(key)[-1] if english.words(key) else ""):
        return ""
    if head_of(key, english, many=False) is None:
        return ""
    parts = top_level(rest, ";")
    said = [_clause(key, part, english) for part in parts]
    return "; ".join(one or part for one, part in zip(said, parts, strict=True)) + "." if said[0] else ""


def _clause(key: str, part: str, english: English) -> str:
    """The predicate with its subject; '' when the part is none."""
    words = part.lower().split()
    grammar = english.lexicon.grammar
    if len(words) < 3:
        return ""
    if grammar.is_participle(words[0]) and words[1] in _MADE:
        return f"{key} are {part}"
    if words[0] in english.lexicon.modals or words[0] in ("have", "are", "belong", "consist"):
        return f"{key} {part}"
    if words[0] in ("go", "run", "pass", "move", "start", "begin", "come") and words[1] in (
        "from",
        "through",
        "as",
        "with",
        "to",
    ):
        return f"{key} {part}"
    return f"{key} have {part.split(maxsplit=1)[1]}" if words[0] in ("with", "having") else ""
