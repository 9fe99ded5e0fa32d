"""Reads arithmetic as people write it, `weight / height²` or `the net amount times the rate`, into a term. Pure.

Grammar: sums of products of powers; numbers, names, parentheses, functions, and the words that stand for signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?(?![\w])|\.\d+)|(?P<name>[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_]\w*)*)"
    r"|(?P<power>[²³])|(?P<sign>\*\*|[-+*/^(),×·÷−–%])|(?P<quote>[`'\"])"
)
_SIGNS = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "^": "**"}
_WORDS: Mapping[tuple[str, ...], str] = {
    ("times",): "*", ("multiplied", "by"): "*", ("plus",): "+", ("added", "to"): "+", ("minus",): "-", ("less",): "-",
    ("divided", "by"): "/", ("over",): "/", ("to", "the", "power", "of"): "**", ("x",): "*",
    ("percent", "of"): "%", ("per", "cent", "of"): "%",
}  # fmt: skip
_AFTER: Mapping[tuple[str, ...], str] = {("squared",): "**2", ("cubed",): "**3"}
_OF_TWO: Mapping[tuple[str, ...], str] = {
    ("sum", "of"): "+", ("difference", "between"): "-", ("difference", "of"): "-", ("product", "of"): "*",
    ("quotient", "of"): "/", ("ratio", "of"): "/",
}  # fmt: skip
_BEFORE: Mapping[tuple[str, ...], str] = {
    ("twice",): "2 * {}", ("double",): "2 * {}", ("half", "of"): "{} / 2", ("half",): "{} / 2",
    ("square", "of"): "{} ** 2", ("square", "root", "of"): "power({}, 0.5)",
}  # fmt: skip
_FUNCTIONS = {
    "sqrt": "root",
    "abs": "abs",
    "min": "min",
    "max": "max",
    "floor": "floor",
    "ceil": "ceil",
    "round": "round",
}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
    )
}
_ARTICLES = frozenset(("the", "a", "an", "its", "all"))


@dataclass(frozen=True)
class Sum:
    """What was read: the term, the names it uses (their terms), how many signs stand in it, and where it ends in the text."""

    term: str
    uses: frozenset[str]
    signs: int
    end: int


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    end: int


class NoSum(Exception):
    """The text is no arithmetic at this place."""


def number_of(text: str) -> str:
    """A number as a term, from digits or a small number's word; empty where it is none."""
    plain = text.strip().lower().replace(",", "").replace(" ", "")
    return str(_NUMBERS[plain]) if plain in _NUMBERS else plain if re.fullmatch(r"-?\d+(?:\.\d+)?|\.\d+", plain) else ""


def read_sum(text: str, names: Mapping[tuple[str, ...], str], start: int = 0) -> Sum:
    """The longest sum that begins at `start`. `names`: words -> term. NoSum where none does."""
    reader = _Reader(text, names, start)
    term, _ = reader.total()
    return Sum(term, frozenset(reader.uses), reader.signs, reader.end)


class _Reader:
    """A descent over the tokens; `end` is behind the last one that belongs to the sum."""

    def __init__(self, text: str, names: Mapping[tuple[str, ...], str], start: int) -> None:
        self._names = names
        self._longest = max((len(words) for words in names), default=1)
        self._tokens = _tokens(text, start)
        self._at = 0
        self.uses: set[str] = set()
        self.signs = 0
        self.end = start

    def total(self) -> tuple[str, int]:
        """A term and how strongly it holds together: 1 of a sum, 2 of a product, 3 of a power, 4 of a single value."""
        return self._row(("+", "-"), 1, self._product)

    def _product(self) -> tuple[str, int]:
        return self._row(("*", "/", "%"), 2, self._signed)

    def _row(self, signs: tuple[str, ...], level: int, part: Callable[[], tuple[str, int]]) -> tuple[str, int]:
        term, holds = part()
        while (found := self._sign()) and found[0] in signs:
            back = (self._at, self.end, self.signs, set(self.uses))
            self._at += found[1]
            self.signs += 1
            try:
                other, other_holds = part()
            except NoSum:
                self._at, self.end, self.signs, self.uses = back
                break
            left = term if holds >= level else f"({term})"
            right = other if other_holds > level else f"({other})"
            term = f"{left} * {right} / 100" if found[0] == "%" else f"{left} {found[0]} {right}"
            holds = level
        return term, holds

    def _signed(self) -> tuple[str, int]:
        found = self._sign()
        if found and found[0] == "-":
            self._at += found[1]
            term, holds = self._signed()
            return f"-{term if holds >= 3 else f'({term})'}", 3
        return self._power()

    def _power(self) -> tuple[str, int]:
        term, holds = self._value()
        while True:
            if raised := self._after():
                self.signs += 1
                term, holds = f"{term if holds >= 4 else f'({term})'} {raised}", 2 if raised == "/ 100" else 3
                continue
            found = self._sign()
            if not found or found[0] != "**":
                return term, holds
            self._at += found[1]
            self.signs += 1
            exponent, _ = self._signed()
            plain = re.fullmatch(r"[0-4]", exponent)
            left = term if holds >= 4 else f"({term})"
            term, holds = (f"{left} ** {exponent}", 3) if plain else (f"power({term}, {exponent})", 4)

    def _value(self) -> tuple[str, int]:
        token = self._peek()
        if token is None:
            raise NoSum
        if token.kind == "quote":
            return self._quoted()
        if token.kind == "number":
            self._take(1)
            return token.text.replace(",", "").replace(" ", ""), 4
        if token.text == "(":
            self._take(1)
            term, _ = self.total()
            close = self._peek()
            if close is None or close.text != ")":
                raise NoSum
            self._take(1)
            return term, 0
        if token.kind == "name":
            return self._named(token)
        raise NoSum

    def _quoted(self) -> tuple[str, int]:
        quote = self._peek()
        self._at += 1
        term, holds = self._value()
        close = self._peek()
        if close is None or quote is None or close.text != quote.text:
            raise NoSum
        self._take(1)
        return term, holds

    def _named(self, token: _Token) -> tuple[str, int]:
        after = self._peek(1)
        called = token.text.lower().rpartition(".")[2]
        if called in _FUNCTIONS and after and after.text == "(":
            return self._called(_FUNCTIONS[called])
        for length in range(self._longest, 0, -1):
            words = self._words(length) or ()
            if length == 1 and words not in self._names:
                words = (words[0].rpartition(".")[2],) if words else ()
            if words and words in self._names:
                self._take(length)
                self.uses.add(self._names[words])
                return self._names[words], 4
        word = token.text.lower()
        if words := next((words for words in _OF_TWO if self._words(len(words)) == words), ()):
            return self._of_two(words)
        if words := next((words for words in _BEFORE if self._words(len(words)) == words), ()):
            self._at += len(words)
            term, holds = self._value()
            self.signs += 1
            return _BEFORE[words].format(term if holds >= 4 else f"({term})"), 4 if "power(" in _BEFORE[words] else 2
        if word in _NUMBERS:
            self._take(1)
            return str(_NUMBERS[word]), 4
        if word in ("pi", "π"):
            self._take(1)
            return "3.141592653589793", 4
        if word in _ARTICLES:
            self._at += 1
            return self._value()
        raise NoSum

    def _of_two(self, words: tuple[str, ...]) -> tuple[str, int]:
        """`the sum of a and b`."""
        self._at += len(words)
        first, holds = self._signed()
        if self._words(1) not in (("and",), ("by",)):
            raise NoSum
        self._at += 1
        other, other_holds = self._signed()
        self.signs += 1
        sign, level = _OF_TWO[words], 1 if _OF_TWO[words] in "+-" else 2
        return (
            f"{first if holds >= level else f'({first})'} {sign} {other if other_holds > level else f'({other})'}",
            level,
        )

    def _called(self, function: str) -> tuple[str, int]:
        self._at += 1
        self._take(1)
        arguments = [self.total()[0]]
        while (comma := self._peek()) and comma.text == ",":
            self._take(1)
            arguments.append(self.total()[0])
        close = self._peek()
        if close is None or close.text != ")":
            raise NoSum
        self._take(1)
        self.signs += 1
        return f"power({arguments[0]}, 0.5)" if function == "root" else f"{function}({', '.join(arguments)})", 4

    def _sign(self) -> tuple[str, int] | None:
        token = self._peek()
        if token is None:
            return None
        if token.text == "%":
            of = self._peek(1)
            return ("%", 2) if of is not None and of.text.lower() == "of" else None
        if token.kind == "sign" and token.text not in "(),":
            return _SIGNS.get(token.text, token.text), 1
        for words, sign in _WORDS.items():
            if self._words(len(words)) == words:
                return sign, len(words)
        return None

    def _after(self) -> str:
        token = self._peek()
        if token is not None and token.kind == "power":
            self._take(1)
            return f"** {'²³'.index(token.text) + 2}"
        of = self._peek(1)
        if token is not None and token.text == "%" and not (of and of.text.lower() == "of"):
            self._take(1)
            return "/ 100"
        for words, sign in _AFTER.items():
            if self._words(len(words)) == words:
                self._take(len(words))
                return f"** {sign[-1]}"
        return ""

    def _words(self, length: int) -> tuple[str, ...]:
        tokens = self._tokens[self._at : self._at + length]
        named = len(tokens) == length and all(token.kind == "name" for token in tokens)
        return tuple(token.text.lower() for token in tokens) if named else ()

    def _peek(self, offset: int = 0) -> _Token | None:
        return self._tokens[self._at + offset] if self._at + offset < len(self._tokens) else None

    def _take(self, count: int) -> None:
        self._at += count
        self.end = self._tokens[self._at - 1].end


def _tokens(text: str, start: int) -> list[_Token]:
    """The tokens from a place on, as far as there are any."""
    found, at = list[_Token](), start
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None or not match.lastgroup:
            break
        found.append(_Token(match.lastgroup, match[0], match.end()))
        at = match.end()
    return found
