"""Finds the letters without which a regular expression can't match. Used by patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass

Needles = frozenset[str]

_ZERO_WIDTH = ("?=", "?!", "?<=", "?<!")
_CODES = frozenset("xuUN0123456789")
_MOST_NEEDLES, _MOST_GROUPS = 64, 3
_COMMON = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ,.;:'()-")
_SIGN, _FEW = 2, 6
_KIND = re.compile(r"\?(?:P<\w+>|P=\w+|<[=!]|[:=!])")
_CLASS = re.compile(r"(?P<letters>\^?\]?(?:\\.|[^\]\\])*)\]")
_QUANTITY = re.compile(r"(?P<sign>[?*+]|\{(?P<low>\d*)(?:,\d*)?\})[?+]?")


def needles(expression: str) -> tuple[Needles, ...]:
    """Groups of letters, the rarest first; every match has some of each: `\\bcsv\\b.*(out|export)` needs `csv` and `out` or `export`.

    Nothing when no such letters are known.
    """
    reader = _Expression(expression)
    groups = reader.alternatives()
    if reader.at < len(expression) or reader.strange:
        return ()
    known = sorted(dict.fromkeys(map(_least, groups)), key=_rarity, reverse=True)
    long = [group for group in known if _rarity(group) > 1] or known[:1]
    return tuple(long[:_MOST_GROUPS])


def _rarity(group: Needles) -> int:
    """The length of the needle that is the easiest to find; a sign such as < or ∑ is as rare as a word."""
    return min(len(needle) if _COMMON.issuperset(needle) else _SIGN + len(needle) for needle in group)


def _least(group: Needles) -> Needles:
    """Without the needles that hold another one."""
    return frozenset(one for one in group if not any(other != one and other in one for other in group))


@dataclass
class _Expression:
    """A regular expression, read from left to right; `strange` once it has what is not understood."""

    text: str
    at: int = 0
    strange: bool = False

    def alternatives(self) -> list[Needles]:
        """What every match of the alternatives up to a closing bracket needs."""
        branches = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            branches.append(self._sequence())
        if len(branches) == 1 or not all(branches):
            return branches[0] if len(branches) == 1 else []
        found = Needles().union(*(max(groups, key=_rarity) for groups in branches))
        return [found] if len(found) <= _MOST_NEEDLES else []

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _sequence(self) -> list[Needles]:
        """The needles of what stands in a row."""
        run, found = "", list[Needles]()
        while self._next() not in ("", "|", ")"):
            letters, inner, wide = self._atom()
            least, plain = self._quantity()
            if not wide:
                continue
            run += letters if least else ""
            if not (letters and plain):
                found += [Needles({run})] if run else []
                run = ""
            found += inner if least else []
        return [*found, Needles({run})] if run else found

    def _atom(self) -> tuple[str, list[Needles], bool]:
        """The letter that stands here, or the needles of a group; and whether it takes up room."""
        char = self._next()
        self.at += 1
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            char = self._next()
            self.at += 1
            self.strange = self.strange or char in _CODES
            return ("" if char.isalnum() else char), [], char not in "bBAZ"
        return ("" if char == "." else char), [], char not in "^$"

    def _class(self) -> tuple[str, list[Needles], bool]:
        """One letter of several, where they are few and told one by one."""
        found = _CLASS.match(self.text, self.at)
        if found is None:
            self.strange, self.at = True, len(self.text)
            return "", [], True
        self.at, letters = found.end(), found["letters"]
        told = len(letters) <= _FEW and not set(letters) & set("^\\-")
        return "", [Needles(letters)] if told else [], True

    def _group(self) -> tuple[str, list[Needles], bool]:
        kind = _KIND.match(self.text, self.at)
        self.strange = self.strange or (self._next() == "?" and kind is None)
        self.at = kind.end() if kind else self.at
        inner = self.alternatives()
        self.at += 1
        wide = not (kind and kind[0] in _ZERO_WIDTH)
        return "", inner if wide else [], wide

    def _quantity(self) -> tuple[bool, bool]:
        """Whether what was read must be there, and whether it is there just once."""
        found = _QUANTITY.match(self.text, self.at)
        if found is None:
            return True, True
        self.at = found.end()
        return found["sign"] == "+" or int(found["low"] or 0) > 0, False
