"""Words for numbers: "`underweight` below 18.5, `normal` below 25 and `obese` from there on"; "true from four points on". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engines.spec.interface.sums.arithmetic import number_of
from engines.spec.patterns import pattern

_NUMBER = r"(-?\d[\d,]*(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_BOUNDS = (
    ("<=", pattern(rf"\b(?:up to(?: and including)?|at most|no more than|not more than|through)\s+{_NUMBER}|(?:<=|≤)\s*{_NUMBER}", re.IGNORECASE)),
    ("<=", pattern(rf"\b{_NUMBER}\s*(?:\w+\s+)?(?:or|and)\s+(?:less|below|under|lower|fewer)\b", re.IGNORECASE)),
    ("<", pattern(rf"\b(?:below|under|less than|fewer than|smaller than|lower than)\s+{_NUMBER}|(?<![<>=])<\s*{_NUMBER}", re.IGNORECASE)),
    (">=", pattern(rf"\b(?:from|at least|no less than|not less than|starting at)\s+{_NUMBER}(?!\s*(?:to|-|–|until)\s*\d)|(?:>=|≥)\s*{_NUMBER}", re.IGNORECASE)),
    (">=", pattern(rf"\b{_NUMBER}\s*(?:\w+\s+)?(?:or|and)\s+(?:more|above|over|higher|up)\b|\b{_NUMBER}\+", re.IGNORECASE)),
    (">", pattern(rf"\b(?:above|over|more than|greater than|exceeding|higher than|larger than)\s+{_NUMBER}|(?<![<>=])>\s*{_NUMBER}", re.IGNORECASE)),
)  # fmt: skip
_RANGE = pattern(rf"\b(?:from|between)?\s*{_NUMBER}\s*(?:to|-|–|until|and|up to)\s*{_NUMBER}", re.IGNORECASE)
_REST = pattern(
    r"\b(?:otherwise|else|from there on|above that|beyond(?: that)?|and (?:above|over|more|beyond)|any(?:thing)? (?:more|above|else)|everything (?:else|above)|the rest)\b",
    re.IGNORECASE,
)
_TRUE = pattern(r"\b(?:true|whether|set|yes)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Bound:
    """A side on which a number lies: `18.5` with `<`; an empty sign stands for the rest."""

    sign: str
    number: str = ""
    upper: str = ""


def banded(text: str, choices: Sequence[str], subject: str) -> str:
    """The choice that a number belongs to, as a term; empty where the text does not bound every one."""
    found: dict[str, Bound] = {}
    for clause in _clauses(text, choices):
        named = [choice for choice in choices if _names(choice, clause)]
        bound = _bound(clause)
        if len(named) == 1 and bound:
            found.setdefault(named[0], bound)
    missing = [choice for choice in choices if choice not in found]
    if len(missing) == 1 and len(found) >= 2:
        found[missing[0]] = Bound("")
    if missing[1:] or len(choices) < 2 or sum(not b.sign for b in found.values()) > 1:
        return ""
    return _chain(found, subject)


def truth(text: str, subject: str) -> str:
    """The condition of `true from four points on`; empty where the text gives none."""
    match = _TRUE.search(text)
    bound = _bound(text[match.end() :]) if match else None
    return f"{subject} {bound.sign} {bound.number}" if bound and bound.sign and not bound.upper else ""


def _clauses(text: str, choices: Sequence[str]) -> list[str]:
    """The stretches of a text that name one choice each."""
    split = re.split(r"[;\n]|,(?!\d{3})\s*|(?<=[`'\"\w])\s+and\s+(?=[`'\"\w]+)|\bor\s+(?=[`'\"])|\.\s", text)
    clauses: list[str] = []
    for part in split:
        continues = clauses and not any(_names(choice, part) for choice in choices) and _bound(part)
        if continues and not _bound(clauses[-1]):
            clauses[-1] = f"{clauses[-1]} and {part}"
        else:
            clauses.append(part)
    return clauses


def _names(choice: str, clause: str) -> bool:
    said = re.escape(choice).replace("_", "[_ ]").replace(r"\-", "[- ]")
    return bool(re.search(rf"(?<![\w]){said}(?![\w])", clause, re.IGNORECASE))


def _bound(clause: str) -> Bound | None:
    if (match := _RANGE.search(clause)) and (low := number_of(match[1])) and (high := number_of(match[2])):
        closed = "<" if re.search(r"\b(?:below|under|exclusive|before)\b", clause, re.IGNORECASE) else "<="
        return Bound("range" + closed, low, high)
    for sign, bound in _BOUNDS:
        if match := bound.search(clause):
            number = next(group for group in match.groups() if group)
            return Bound(sign, number_of(number))
    return Bound("") if _REST.search(clause) else None


def _chain(found: dict[str, Bound], subject: str) -> str:
    """The choices one after the other, each beside its bound."""
    rest = next((choice for choice, bound in found.items() if not bound.sign), "")
    bounded = [(choice, bound) for choice, bound in found.items() if bound.sign]
    upwards = all(bound.sign in ("<", "<=") for _, bound in bounded)
    downwards = all(bound.sign in (">", ">=") for _, bound in bounded)
    ranges = all(bound.upper or bound.sign in ("<", "<=", ">", ">=") for _, bound in bounded)
    if not rest and ranges and not upwards and not downwards:
        last = max(bounded, key=lambda entry: float(entry[1].number))
        rest, bounded = last[0], [entry for entry in bounded if entry is not last]
        upper = [(c, Bound("<" if b.sign == "range<" else "<=", b.upper) if b.upper else b) for c, b in bounded]
        if last[1].upper or any(bound.sign in (">", ">=") for _, bound in upper):
            return ""
        bounded, upwards = _touching(upper, last[1]), True
    elif not rest and downwards:
        least = min(bounded, key=lambda entry: float(entry[1].number))
        if float(least[1].number) != 0:
            return ""
        rest, bounded = least[0], [entry for entry in bounded if entry is not least]
    if not rest or not bounded or not (upwards or downwards):
        return ""
    ordered = sorted(bounded, key=lambda entry: float(entry[1].number), reverse=downwards and not upwards)
    return "".join(f"{choice!r} if {subject} {bound.sign} {bound.number} else " for choice, bound in ordered) + repr(
        rest
    )


def _touching(bounded: list[tuple[str, Bound]], last: Bound) -> list[tuple[str, Bound]]:
    """Bounds of whole ranges (18.5-24.9, 25 and more): up to the beginning of the next one."""
    ordered = sorted(bounded, key=lambda entry: float(entry[1].number))
    highest = Bound("<", last.number) if last.sign == ">=" else Bound("<=", last.number)
    return [*ordered[:-1], (ordered[-1][0], highest)]
