"""Hears that a record is only called overdue, late or expired because a date has passed. Used by lives and lateness."""

from __future__ import annotations

import re

from engines.spec.patterns import pattern

_WORD = r"(?:overdue|past due|late|in arrears|delayed|in default|expired|lapsed|out of date|outdated|stale|out of time)"
_LATE = rf"(?P<late>{_WORD})"
_CALLED = pattern(
    rf"\b(?:(?:consider|mark|call|flag|show|treat|count|report|regard)(?:s|ed)? (?:(?!is\b|are\b)[\w-]+ ){{1,4}}?(?:as )?|(?:is|are|it's|they're|'s|counts?(?: as)?|considered|marked(?: as)?|shown(?: as)?|flagged(?: as)?|called|becomes?|turns?|goes|regarded as|treated as|as|gets?|falls?) (?:(?:now|then|automatically|to be|being|as|an?|the|already) )*){_LATE}\b(?! \w+(?:ed|s)\b)"
    rf"|\b(?:and|or) (?P<then>{_WORD})(?= (?:if|when|once|as soon as|after)\b)",
    re.IGNORECASE,
)
_GONE = pattern(
    r"\b(?:pass(?:ed|es)?|past|after|beyond|gone|over|elapsed|missed|(?:ran|run|runs) out|exceeded|exceeds|earlier than today|before today|in the past|reached|in time|on time|later than|behind|by (?:its|the|their|his|her|that|then)|until|within|(?:more|longer|older) than)\b",
    re.IGNORECASE,
)
_DATED = pattern(
    r"\b(?:dates?|deadlines?|days?|due|until|time|weeks?|months?|term|period|end|return|expir\w+|limit)\b",
    re.IGNORECASE,
)


def called_late(text: str) -> str:
    """The word by which a text calls what a date has passed for; '' when it tells no such thing."""
    match = _CALLED.search(text) if _GONE.search(text) and _DATED.search(text) else None
    rest = text[: match.start()] + text[match.end() :] if match else ""
    return (match["late"] or match["then"]).lower() if match and _GONE.search(rest) and _DATED.search(rest) else ""
