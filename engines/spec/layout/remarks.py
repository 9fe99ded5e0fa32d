"""Tells what stands behind a property's name: what it may hold, or a rule it takes part in. Used by listing and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engines.spec.lists import top_level
from engines.spec.patterns import pattern

_BRACKETS = re.compile(r"[(\[{]((?:[^()\[\]{}]|[(\[{][^()\[\]{}]*[)\]}])*)[)\]}]")
_KIND = re.compile(
    r"^(?:an? )?(?:flag|text|free text|string|number|integer|int|decimal|float|money|dates?|datetime|date and time|time|email|url|link|file|upload|file upload|pdf|image|photo|image upload|photo upload|list|reference|currency|plain text|percent|percentage|stars|hidden)$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(?:(?:is |are |must be |has to be |should be |a |an |also )*(?:unique|optional|required|mandatory|obligatory|not required|nullable|not null|positive|negative|uppercase|upper case|lowercase|lower case|hidden|read[- ]only|auto\w*|generated|yes/no|y/n|bool|boolean|true/false|yes or no|flag|text|free text|string|number|integer|int|decimal|float|money|date|dates|datetime|date and time|time|email|url|link|file|upload|file upload|pdf|image|photo|image upload|photo upload|markdown|list|list of \w+|several|several possible|any number|multiple|many|one or more|one or several|whole number|reference|currency|plain text|multiline|long text|short text|checkbox|enum|percent|percentage|stars)(?: (?:only|please|per \w+|field|allowed|possible|is fine))?$"
    r"|defaults?\b|by default\b|if (?:any|known|available|there is one)\b|(?:max|min|maximum|minimum|at most|at least|up to|no more than|more than|less than|not more than|not less than|greater than|over|exactly|between|from)\b\.?\s*-?[€$£]?\d"
    r"|from [a-z0-9]{1,4} to [a-z0-9]{1,4}$|-?\d[\d.,]*\s*(?:-|–|to|\.\.+)\s*-?\d[\d.,]*(?: ?(?:%|°?[a-z]{1,3}|characters?|chars?|digits?|letters?|words|minutes?|hours?|days?|stars?|points?|(?:upper|lower)case letters?))?$|\d+ (?:\w+ )?(?:characters?|chars?|digits?|letters?|signs|words)\b|[<>]=?\s*-?\d|one of\b|either\b|e\.g\.?|for example|such as|like\b|i\.e\.?|looks like|format\b|in (?:%|[€$£]|°[CF]?|[a-z]{1,3}[²³23]?(?:/[a-z]+)?|minutes?|hours?|days?|weeks?|months?|years?|seconds?|percent|euros?|dollars?|pounds?|(?:kilo|centi|milli|square |cubic )?met(?:re|er)s?|kilomet\w+|kilos?|(?:kilo)?grams?|tons?|tonnes?|lit(?:re|er)s?|degrees|celsius|points|pieces|square \w+)$|(?:no|yes|true|false) by default|starts? (?:as|at|with) \S|initially\b|blank\b|empty\b|can be (?:blank|empty)|may be (?:blank|empty)|not (?:empty|blank)|another\b|->|[€$£%])",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"^(?:(?:must|has to|have to|shall|should|may|can|cannot|can't|is|are|always|never|not|only|no)\b.*"
    r"|(?:strictly )?(?:after|before|later than|earlier than|until|within|during|above|below|over|under|larger than|smaller than|higher than|lower than|greater than|less than|more than|at most|at least|up to|no more than|not (?:more|less|later|earlier|higher|lower) than|unlike|different from|same as)\b.*[a-z]{3}.*"
    r"|[<>]=?\s*[a-z].*|!=\s*[a-z].*|(?!(?:shown|set|hidden) (?:in|on|at) (?:an?|one) )(?:required|mandatory|needed|obligatory|optional|unique|empty|blank|visible|hidden|set|shown|filled)(?: in)? (?:if|when|unless|for|once|only|while|per|within|by|until|together|as soon|with|from|to|in)\b.*|(?:if|when|unless|once|while)\b.*)$",
    re.IGNORECASE,
)
_ONLY_ONE = pattern(
    r"\b(?:never|not|no|nobody|nothing|none|can't|cannot|don't|doesn't|mustn't|won't)\b.*\b(?:twice|again|re-?used|same|shared?|duplicated?|two|alike|repeated)\b|\bno duplicates?\b|\bonly once\b|\bone of a kind\b",
    re.IGNORECASE,
)
_SCOPED = pattern(
    r"\b(?:per|within|at the same|on the same|in the same|for the same|in one|on one|for one|same (?:day|time|date|hour))\b",
    re.IGNORECASE,
)
_BOUNDED = pattern(
    r"^(?P<kind>date|time|datetime|date and time|number|integer|int|money|decimal|text) (?P<rule>[<>]=? ?[a-z].*|(?:after|before|later than|earlier than|not before|not after|at most|at least|up to) .+)$",
    re.IGNORECASE,
)
_ENUMERATES = pattern(
    r"^(?:one of|either|such as|namely|e\.g\.?|for example|like) (?!the\b|our\b|its\b).*,", re.IGNORECASE
)
_FORMULA = re.compile(
    r"^(?:=|(?:is |are )?(?:the )?(?:sum|total|number|count|average|mean|difference|product|share|minimum|maximum|highest|lowest) of\b|computed\b|calculated\b)|^(?!-)[a-z][\w ]* (?:[x*+−-] [a-z\d]|/ \d)|\d ?% of\b",
    re.IGNORECASE,
)


def is_note(part: str) -> bool:
    """Whether a part of a list says something of the property before it."""
    return bool(_NOTE.match(part.strip(" .")))


def is_kind(part: str) -> bool:
    """Whether a part only names what a property holds, which in a list may as well be the next property."""
    return bool(_KIND.match(part.strip(" .")))


def is_rule(part: str) -> bool:
    """Whether a part compares a property with others or says when it holds."""
    return not is_note(part) and bool(_RULE.match(part.strip(" .")))


def is_formula(part: str) -> bool:
    """Whether a part says how a value is computed."""
    return bool(_FORMULA.match(part.strip(" .")))


def annotated(name: str, notes: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """A property with its notes in brackets, and the sentences that the other remarks make."""
    name = name.strip(" .:")
    kept: list[str] = []
    said: list[str] = []
    for note in (part for text in notes for part in _parts(*unbracketed(text))):
        if note.lower().startswith(f"{name.lower()} "):
            note = note[len(name) :].strip()
        if _ONLY_ONE.search(note) and not _SCOPED.search(note):
            kept.append("unique")
        elif "->" in note[3:]:
            said.append(f"{name}: {note}")
            kept.append(note)
        elif is_formula(note):
            name = f"{name} = {note.lstrip('= ')}"
        elif is_rule(note):
            said.append(f"{name} {note}")
            kept += (
                ["optional"] if re.match(r"(?:required|mandatory|needed|optional|empty|only)\b", note.lower()) else []
            )
        else:
            kept.append(note)
    return f"{name} ({', '.join(kept)})" if kept and "=" not in name else name, tuple(said)


def unbracketed(text: str) -> tuple[str, list[str]]:
    """A property without its brackets, and what they hold."""
    if not any(bracket in text for bracket in "([{"):
        return " ".join(text.split()), []
    return " ".join(_BRACKETS.sub(" ", text).split()), [found for found in _BRACKETS.findall(text) if found]


def _parts(text: str, inner: list[str]) -> list[str]:
    """The remarks of a note and of brackets within it, one by one; an enumeration stays whole."""
    return [part for each in (text, *inner) for part in _remarks(each)]


def _remarks(text: str) -> list[str]:
    text = text.strip(" .")
    if bounded := _BOUNDED.match(text):
        return [bounded["kind"], bounded["rule"]]
    if _ENUMERATES.match(text):
        return [text]
    parts = top_level(text)
    if len(parts) < 2 or not any(is_note(part) or is_rule(part) for part in parts[:2] + parts[-1:]):
        return [text] if text else []
    rest = [part for part in parts if not is_note(part) and not is_rule(part)]
    known = [part for part in parts if part not in rest]
    return [", ".join(rest), *known] if len(rest) > 1 else parts
