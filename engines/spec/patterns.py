"""Regular expressions that are tried only where a text has the letters without which they can't match. Used by whoever has many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_NOTHING = frozenset[str]()
_ZERO_WIDTH = ("?=", "?!", "?<=", "?<!")
_CODES = frozenset("xuUN0123456789")
_SHORTEST, _MOST = 1, 64


@dataclass(frozen=True)
class Pattern:
    """A regular expression for texts in lower case; every match holds one of its `needles`, where it has any."""

    regex: re.Pattern[str]
    needles: tuple[str, ...]

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in a text."""
        for needle in self.needles:
            if needle in text:
                return self.regex.search(text)
        return None if self.needles else self.regex.search(text)


def pattern(expression: str) -> Pattern:
    """The pattern of a regular expression."""
    return Pattern(re.compile(expression), tuple(sorted(needles(expression))))


@dataclass(frozen=True)
class Rewriting:
    """What `regex` matches is said as `said`; every match holds, in lower case, one of the `needles`, where there are any."""

    regex: re.Pattern[str]
    said: str | Callable[[re.Match[str]], str]
    needles: tuple[str, ...]

    def may_match(self, low: str) -> bool:
        """Whether a text in lower case has what every match needs."""
        for needle in self.needles:
            if needle in low:
                return True
        return not self.needles


def rewriting(regex: re.Pattern[str], said: str | Callable[[re.Match[str]], str]) -> Rewriting:
    """How one expression is said otherwise."""
    return Rewriting(regex, said, tuple(sorted(needle.lower() for needle in needles(regex.pattern))))


def rewritten(text: str, rewritings: Iterable[Rewriting]) -> str:
    """A text with everything said otherwise, one after the other."""
    low = text.lower()
    for each in rewritings:
        if each.may_match(low) and (new := each.regex.sub(each.said, text)) != text:
            text, low = new, new.lower()
    return text


def needles(expression: str) -> frozenset[str]:
    """Letters of which every match has some: `\\bcsv\\b.*(out|export)` needs `csv`; nothing when no such letters are known."""
    reader = _Expression(expression)
    found = reader.alternatives()
    return found if reader.at == len(expression) and not reader.strange else _NOTHING


@dataclass
class _Expression:
    """A regular expression, read from left to right; `strange` once it has what is not understood."""

    text: str
    at: int = 0
    strange: bool = False

    def alternatives(self) -> frozenset[str]:
        """What every match of the alternatives up to a closing bracket needs."""
        branches = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            branches.append(self._sequence())
        found = frozenset[str]().union(*branches)
        return found if all(branches) and len(found) <= _MOST else _NOTHING

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _sequence(self) -> frozenset[str]:
        """The longest needles of what stands in a row."""
        run, best = "", _NOTHING
        while self._next() not in ("", "|", ")"):
            letters, inner, wide = self._atom()
            least, plain = self._quantity()
            if not wide:
                continue
            run += letters if least else ""
            if not (letters and plain):
                best, run = _better(best, frozenset({run})), ""
            best = _better(best, inner if least else _NOTHING)
        return _better(best, frozenset({run}))

    def _atom(self) -> tuple[str, frozenset[str], bool]:
        """The letter that stands here, or the needles of a group; and whether it takes up room."""
        char = self._next()
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            closed = self.text.find("]", self.at + (2 if self._next() == "^" else 1))
            self.strange, self.at = self.strange or closed < 0, (closed if closed >= 0 else len(self.text) - 1) + 1
            return "", _NOTHING, True
        if char == "\\":
            char = self._next()
            self.at += 1
            self.strange = self.strange or char in _CODES
            return ("" if char.isalnum() else char), _NOTHING, char not in "bBAZ"
        return ("" if char == "." else char), _NOTHING, char not in "^$"

    def _group(self) -> tuple[str, frozenset[str], bool]:
        kind = re.compile(r"\?(?:P<\w+>|P=\w+|<[=!]|[:=!])").match(self.text, self.at)
        self.strange = self.strange or (self._next() == "?" and kind is None)
        self.at = kind.end() if kind else self.at
        inner = self.alternatives()
        self.at += 1
        wide = not (kind and kind[0] in _ZERO_WIDTH)
        return "", inner if wide else _NOTHING, wide

    def _quantity(self) -> tuple[bool, bool]:
        """Whether what was read must be there, and whether it is there just once."""
        found = re.compile(r"(?P<sign>[?*+]|\{(?P<low>\d*)(?:,\d*)?\})[?+]?").match(self.text, self.at)
        if found is None:
            return True, True
        self.at = found.end()
        return found["sign"] == "+" or int(found["low"] or 0) > 0, False


def _better(one: frozenset[str], two: frozenset[str]) -> frozenset[str]:
    """The needles that are harder to find: the longer ones, where the shortest counts."""

    def length(found: frozenset[str]) -> int:
        return min((len(needle) for needle in found), default=0)

    return two if length(two) >= _SHORTEST and length(two) > length(one) else one
