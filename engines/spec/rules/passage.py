"""A passage: the words and marks of a sentence in which a rule may be told. Used by the rules about values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from engines.spec.english import English
from engines.spec.model import Statement
from engines.spec.patterns import pattern
from engines.spec.rules.vocabulary import forms

_TOKEN = re.compile(
    r"-+>|=+>|→|(?<![\w)\]])(?<!\d )-\d+(?:\.\d+)?|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.:]\d+)*|n't\b|[^\W\d_]+(?:'(?!s\b)[a-z]+)?|>=|<=|=>|=<|!=|\.\.+|[<>≥≤=%€$£+&/,;:.!?()\[\]–—\-]"
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])|(?<=\d)-(?=[^\W\d_])")
_NOT = pattern(
    r"(?<=[a-z])n't\b|\b(ca|wo|do|does|did|is|are|was|were|has|have|must|should|would|could)nt\b", re.IGNORECASE
)
_CANNOT = pattern(r"\bcan ?not\b", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d+)?")
_DIGITS = frozenset("-0123456789")
_LONG = {"ca": "can", "wo": "will"}
_HARD = frozenset({".", ";", "?", "!"})
_SOFT = frozenset({",", ":", "(", ")", "[", "]", "–", "—", "-"})
_JOINS = frozenset(
    {
        "if", "when", "whenever", "that", "because", "so", "but", "which", "who", "whose", "while", "unless", "otherwise", "else", "until",
    }
)  # fmt: skip
_LONGEST = 160
_VERDICT = 24
_CUT_SHORT = re.compile(r"\b(ca|wo)(?= n't)")
_OWNS = re.compile(r"'s\b")


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Lower-case words and marks in their order; `sentence` is the number of the statement."""

    words: tuple[str, ...]
    sentence: int
    english: English

    @cached_property
    def forms(self) -> tuple[frozenset[str], ...]:
        """The base forms of each word."""
        return tuple(forms(word) for word in self.words)

    @cached_property
    def hard(self) -> tuple[int, ...]:
        """Where a part ends for certain."""
        return tuple(n for n, word in enumerate(self.words) if word in _HARD)

    def part(self, at: int) -> tuple[int, int]:
        """The part between hard marks around a word."""
        start = max((n + 1 for n in self.hard if n < at), default=0)
        return start, min((n for n in self.hard if n >= at), default=len(self.words))

    def clause(self, at: int) -> int:
        """Where the clause of a word begins: behind the last mark or joining word before it."""
        for n in range(at - 1, -1, -1):
            word = self.words[n]
            if word in _JOINS:
                if n < at - 1:
                    return n
            elif word in _HARD or word in _SOFT:
                return n + 1
        return 0

    @cached_property
    def brackets(self) -> tuple[int, ...]:
        """For each word the number of the bracket that it stands in, 0 outside of all."""
        found, inside, count = list[int](), list[int](), 0
        for word in self.words:
            if word in ("(", "["):
                count += 1
                inside.append(count)
            found.append(inside[-1] if inside else 0)
            if word in (")", "]") and inside:
                inside.pop()
        return tuple(found)

    def has(self, start: int, end: int, words: Iterable[str]) -> bool:
        """Whether any word of a span has one of these base forms."""
        goal = frozenset(words)
        for form in self.forms[max(0, start) : end]:  # noqa: SIM110
            if not goal.isdisjoint(form):
                return True
        return False

    def number(self, at: int) -> float | None:
        """The number that stands here, in digits or as a word."""
        if not 0 <= at < len(self.words):
            return None
        word = self.words[at].replace(",", "")
        if word[:1] in _DIGITS:
            return float(word) if _NUMBER.fullmatch(word) else None
        if word in ("nothing", "nil", "nought"):
            return 0.0
        small = (
            self.english.lexicon.numbers.get(word)
            if len(word) > 2 and word not in ("once", "twice", "single", "iii")
            else None
        )
        return None if small is None else float(small)

    def phrase(self, at: int, phrases: frozenset[tuple[str, ...]]) -> int:
        """How many words of a phrase begin here, the longest of those; 0 when none does."""
        return self.places(phrases).get(at, 0)

    def places(self, phrases: frozenset[tuple[str, ...]]) -> Mapping[int, int]:
        """Where any of some phrases stand, each with how many words the longest of them has."""
        if phrases not in self._found:
            self._found[phrases] = self._places(_by_first_word(phrases))
        return self._found[phrases]

    @cached_property
    def _found(self) -> dict[frozenset[tuple[str, ...]], Mapping[int, int]]:
        """Where any of some phrases stand and how long they are, once it was asked."""
        return {}

    def _places(self, index: Mapping[str, list[tuple[str, ...]]]) -> dict[int, int]:
        if index.keys().isdisjoint(self._beginnings):
            return {}
        found: dict[int, int] = {}
        for at, starts in enumerate(self._starts):
            for start in starts:
                for phrase in index.get(start, ()):
                    if len(phrase) > found.get(at, 0) and self._begins(at, phrase):
                        found[at] = len(phrase)
        return found

    @cached_property
    def _starts(self) -> tuple[tuple[str, ...], ...]:
        """What a phrase may begin with that stands at each word: the word itself, or any of its forms."""
        return tuple((word, *(f"{form}*" for form in own)) for word, own in zip(self.words, self.forms, strict=True))

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(start for starts in self._starts for start in starts)

    def _begins(self, at: int, phrase: tuple[str, ...]) -> bool:
        if at + len(phrase) > len(self.words):
            return False
        return all(
            goal == self.words[at + n] or (goal.endswith("*") and goal[:-1] in self.forms[at + n])
            for n, goal in enumerate(phrase)
        )


@lru_cache(maxsize=64)
def _by_first_word(phrases: Collection[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found


@lru_cache(maxsize=512)
def spelt(text: str) -> tuple[str, ...]:
    """The words and marks of a text in lower case; "can't" is can and n't."""
    plain = text.lower().replace("’", "'").replace("e-mail", "email")
    plain = _NOT.sub(lambda m: f"{m[1] or ''} n't", _CANNOT.sub("can not", plain))
    plain = _CUT_SHORT.sub(lambda m: _LONG[m[1]], _HYPHEN.sub(" ", plain))
    return tuple(_TOKEN.findall(_OWNS.sub("", plain)))


def passages(parts: Iterable[Statement], english: English) -> tuple[Passage, ...]:
    """One passage for each statement; a short verdict that follows ('Never!', 'That is nonsense.') belongs to what it judges."""
    told = [part for part in parts if part.kind not in ("title", "heading")]
    found: list[Passage] = []
    for n, part in enumerate(told):
        words = spelt(part.text)
        after = spelt(told[n + 1].text) if n + 1 < len(told) and told[n + 1].kind == part.kind else ()
        if _is_verdict(after, english):
            words = (*words, *(() if words[-1:] in (("?",), (".",), ("!",)) else ("?",)), *after)
        if words and len(words) <= _LONGEST:
            found.append(Passage(words=words, sentence=part.number, english=english))
    return tuple(found)


def _is_verdict(words: tuple[str, ...], english: English) -> bool:
    """Whether a sentence only judges what was said before it."""
    if not words or len(words) > _VERDICT or any(word[0].isdigit() for word in words):
        return False
    rules = english.lexicon.values
    if words[0] == "no" and len(words) > 1 and words[1] not in (",", ".", "!", "way", "chance", "go", "good", "thanks"):
        return False
    judged = any(not rules.refuse.isdisjoint(forms(word)) for word in words) or words[0] in ("never", "no", "nope")
    return judged and words[0] in (
        "never",
        "no",
        "nope",
        "that",
        "this",
        "such",
        "it",
        "those",
        "these",
        "please",
        "then",
        "which",
        "refuse",
        "reject",
        "impossible",
        "forbidden",
        "nonsense",
        "wrong",
        "error",
    )
