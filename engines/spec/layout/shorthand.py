"""Spells out shorthand and signs once, before anything is read: w/, opt., max., no., arrows, e-mail. Used by document."""

from __future__ import annotations

import re
from functools import lru_cache

from engines.spec.layout.words import LayoutWords
from engines.spec.patterns import pattern

_SIGNS = (
    (pattern(r"\s*(?:-{1,2}>|→|={1,2}>|⇒|➔|➜|⟶|»)\s*"), " -> "),
    (pattern(r"m²"), "m2"),
    (pattern(r"≥"), ">="),
    (pattern(r"≤"), "<="),
    (pattern(r"(?<=\d)\s*[–—]\s*(?=\d)"), "-"),
    (pattern(r"(?<=\S)\s+#\s+[a-z].*$"), ""),
    (pattern(r"(?<=\w)\?(?=\s*[,;)}\]])"), " (optional)"),
)
_PLUS = pattern(r"\s+\+\s+(?=[a-z])", re.IGNORECASE)
_ADDS = pattern(
    r"=|\b(?:is|are|equals?|being|(?:calculated|computed|worked out|made) (?:as|from|of|by)|totals?:)\s+(?:[\w'’%\-()]+ ){1,5}\+\s",
    re.IGNORECASE,
)
_COUNTS = pattern(r"(?P<what>[a-z]{2,}s) ?\(?#\)?(?=\s*(?:[,;|.)]|$))", re.IGNORECASE)
_NUMBERED = pattern(r"(?P<what>[a-z]{2,}) ?\(?#\)?(?=\s*(?:[,;|.)(]|$))", re.IGNORECASE)
_SHARE = pattern(r"(?<=[a-z]) %(?=\s*(?:[,;|.]|$))", re.IGNORECASE)
_STARRED = pattern(r"(?<=[a-z)\]]) ?\*(?=\s*(?:[,;|]|$))", re.IGNORECASE)
_EMPHASIS = (
    pattern(r"(\*\*|__|`)(\S.*?\S|\S)\1"),
    pattern(r"(?<![\w*])(\*)([^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"),
    pattern(r"(?<![\w_])(_)([^\s_](?:[^_]*[^\s_])?)_(?![\w_])"),
)
_STEPS = re.compile(r"(?<=[a-z)])\s+>\s+(?=[a-z])", re.IGNORECASE)
_NUMBER = pattern(
    r"\b(?P<what>(?!yes\b|or\b|default\b|is\b|say\b|says\b|there\b|are\b|and\b|but\b|so\b|of\b|with\b|to\b|has\b|have\b|by\b)[a-z]{2,}) no\b\.?(?=\s*(?:[,;()]|$|unique\b|optional\b|required\b|:|\.\s))",
    re.IGNORECASE,
)
_STATES = pattern(r"\bstat(?:us|e)s?\b[^.;]*\s>\s")
_WORD = re.compile(r"(?<![\w.])[A-Za-z&'][\w&'/.-]*")
_ALONE = pattern(r"(?P<before>(?:^|[:,;]\s*))no\.(?=\s*[(,;])", re.IGNORECASE)
_MINUTES = pattern(r"(?P<before>\d |\bin |\b[a-z]{3,} )min\b\.?(?=\s*(?:$|[,;)=]|default|per\b))", re.IGNORECASE)


def without_emphasis(text: str) -> str:
    """The text without Markdown's stars, underscores and backticks, and with single spaces."""
    for mark in _EMPHASIS:
        text = mark.sub(r"\2", text)
    return " ".join(text.split())


@lru_cache(maxsize=512)
def spelt_out(text: str, words: LayoutWords) -> str:
    """The text as a careful writer would have put it; what people see stays as it is."""
    low = text.lower()
    if "no" in low:
        text = _ALONE.sub(lambda m: m["before"] + "number", _NUMBER.sub(lambda m: m["what"] + " number", text))
    if "min" in low:
        text = _MINUTES.sub(lambda m: m["before"] + "minutes", text)
    if "#" in text:
        text = _NUMBERED.sub(r"\g<what> number", _COUNTS.sub(r"\g<what> (whole number)", text))
    if "*" in text or "%" in text:
        text = _STARRED.sub(" (required)", _SHARE.sub(" in %", text))
    for sign, instead in _SIGNS:
        text = sign.sub(instead, text)
    if "+" in text and not _ADDS.search(text):
        text = _PLUS.sub(" and ", text)
    if ">" in text and (("->" not in text and len(_STEPS.findall(text)) > 1) or _STATES.search(text)):
        text = _STEPS.sub(" -> ", text)
    return " ".join(_WORD.sub(lambda match: _instead(match[0], words), text).split())


def _instead(word: str, words: LayoutWords) -> str:
    low = word.lower()
    if low in words.shorthand:
        return words.shorthand[low]
    if low.endswith(".") and low[:-1] in words.shorthand:
        return words.shorthand[low[:-1]] + "."
    if low.startswith("w/") and len(low) > 3:
        rest = low[2:]
        return f"without {word[3:]}" if rest.startswith("o/") else f"with {word[2:]}"
    return word
