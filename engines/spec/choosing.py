"""Says a choice as a property with its values: 'it comes in one of three sizes: S, M or L' is 'it has a size (S, M or L)'. Used by document."""

from __future__ import annotations

import re

from engines.spec.english import English
from engines.spec.lists import options
from engines.spec.patterns import pattern
from engines.spec.people import is_person

_WORD = r"(?!(?:and|or|a|an|the|its|their|is|are|which|that|with|each)\b)[\w\-'/&%+.]*[\w%+]"
_VALUE = rf"{_WORD}(?: {_WORD}){{0,2}}"
_VALUES = rf"(?:{_VALUE}, )*{_VALUE},? (?:or|and) {_VALUE}|{_VALUE}(?:, {_VALUE})+"
_VERB = r"(?P<verb>(?:is|are|comes?|falls?|goes?|belongs?|fits?|is assigned|are assigned|is sorted|are sorted|is filed|are filed) (?:of|in|into|to|under|by))"
_OF = r"one (?:out )?of (?:the |these |those |our |its |their |some |exactly )?(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|possible|following|different|fixed|usual) )*"
_CHOICE = pattern(
    rf"\b(?:{_VERB} (?:exactly |just |always |only )?(?:{_OF}|one )|(?:exactly |just |always )?{_OF})"
    rf"(?P<noun>[a-z][a-z\-]+)(?: ?:|,? namely| [–-]) (?P<values>{_VALUES})(?=\s*(?:[.;)]|$|, (?:and |with )?(?:an?|the|its|their)\b))",
    re.IGNORECASE,
)
_POINTING = frozenset({"following", "these", "those", "them"})


def chosen(text: str, english: English) -> str:
    """The sentence with every choice that it tells as a property; what a status is chosen from is told elsewhere."""

    def said(match: re.Match[str]) -> str:
        noun = english.singular(match["noun"].lower())
        values = [english.snake(value) for value in options(match["values"])]
        lived = sum(value in english.lexicon.known_states for value in values) > 1
        if lived or noun in _POINTING or noun in english.lexicon.state_fields or is_person(noun, english):
            return match[0]
        one = match["verb"] and match["verb"].split()[0].lower().endswith("s")
        verb = ("has " if one else "have ") if match["verb"] else ""
        article = "an" if noun[0] in "aeiou" else "a"
        return f"{verb}{article} {noun} ({match['values']})"

    return _CHOICE.sub(said, text)
