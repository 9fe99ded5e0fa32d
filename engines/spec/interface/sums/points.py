"""Points for what a text has: "one point each for at least eight characters, a capital and a digit". Pure."""

from __future__ import annotations

import re

from engines.spec.interface.sums.arithmetic import number_of
from engines.spec.patterns import pattern

_EACH = pattern(r"\b(\w+) points?(?: each)? for(?: each of| every one of)?:?\s+([^.;]+)", re.IGNORECASE)
_LENGTH = pattern(
    r"\b(?:at least|a length of(?: at least)?|more than|minimum(?: of)?|)\s*(\w+)(?: or more)? (?:characters?|letters or more|signs)\b",
    re.IGNORECASE,
)
_CLASSES = (
    (r"\b(?:neither|not? (?:a )?letters? (?:n?or)|special|symbols?|punctuation|non-?alphanumeric)", "[^A-Za-z0-9]"),
    (r"\b(?:capitals?|upper[- ]?case|big letters?)", "[A-Z]"),
    (r"\b(?:small letters?|lower[- ]?case|minuscules?)", "[a-z]"),
    (r"\b(?:digits?|numbers?|numerals?)", "[0-9]"),
    (r"\b(?:letters?)", "[A-Za-z]"),
)
_MORE = pattern(r"\bmore than\b", re.IGNORECASE)


def points(text: str, subject: str) -> str:
    """The sum of points that a text says are given for what `subject` has; empty where a part of it is not understood."""
    match = _EACH.search(text)
    worth = number_of(match[1]) if match else ""
    if match is None or not worth:
        return ""
    terms = [_condition(part, subject) for part in _parts(match[2])]
    if not all(terms) or len(terms) < 2:
        return ""
    return " + ".join(f"({worth} if {term} else 0)" for term in terms)


def _parts(said: str) -> list[str]:
    """The parts of an enumeration; `neither letter nor digit` is one."""
    return [
        part
        for part in re.split(
            r",\s*(?:and\s+)?|\s+and\s+(?=(?:an?|one|at|the|some|lower|upper|digits?|symbols?|special)\b)", said.strip()
        )
        if part
    ]


def _condition(part: str, subject: str) -> str:
    if (match := _LENGTH.search(part)) and (number := number_of(match[1])):
        return f"len({subject}) {'>' if _MORE.search(part) else '>='} {number}"
    for words, letters in _CLASSES:
        if re.search(words, part, re.IGNORECASE):
            return f'fits({subject}, "(?s).*{letters}.*")'
    return ""
