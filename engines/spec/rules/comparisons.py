"""Finds the comparisons of a passage: which way they point, and whether equality is within. Used by ordering and bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engines.spec.rules.passage import Passage
from engines.spec.rules.vocabulary import compares

_SIGNS = {
    ">": (1, True),
    "<": (-1, True),
    ">=": (1, False),
    "<=": (-1, False),
    "=<": (-1, False),
    "≥": (1, False),
    "≤": (-1, False),
}
_VERBS = frozenset({"top", "follow", "fall", "succeed", "past", "beat", "lead"})
_LEADS = frozenset(
    {
        "not", "n't", "never", "must", "should", "can", "may", "to", "always", "shall", "will", "cannot", "go", "goes", "gets", "get", "or", "and",
    }
)  # fmt: skip
_PLAIN = frozenset(
    {
        "than", "over", "under", "after", "before", "above", "below", "past", "follow", "top", "fall", "most", "least", "from", "until", "till",
        "limit",
    }
)  # fmt: skip
_EQUAL = frozenset({("or", "equal"), ("or", "the", "same"), ("or", "on"), ("or", "at"), ("or", "same"), ("or", "as")})
_ALONE = frozenset({"under", "over", "after"})
_MORE = frozenset({"more", "less", "fewer", "lesser", "later", "earlier", "sooner", "upper", "lower"})
_IDIOMS = frozenset(
    {
        ("more", "or", "less"),
        ("before", "long"),
        ("after", "all"),
        ("over", "there"),
        ("later", "on"),
        ("sooner", "or"),
        ("over", "and"),
        ("more", "and", "more"),
        ("no", "longer"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Words `at` up to `end` that compare; `sign` 1: what stands before is greater. `strict`: equality is not within.

    `post`: it stands behind what it compares with, '5 or more'. `bound`: what it compares with is itself allowed.
    """

    at: int
    end: int
    sign: int
    strict: bool
    post: bool = False
    bound: bool = False

    @property
    def sure(self) -> bool:
        """Whether its words can't name a value."""
        return not self.bound


def comparisons(passage: Passage) -> tuple[Comparison, ...]:
    """All comparisons in their order."""
    found: list[Comparison] = []
    rules, idioms = passage.english.lexicon.values, passage.places(_IDIOMS)
    bounds = {at: (size, -1) for at, size in passage.places(rules.most).items()}
    bounds |= {at: (size, 1) for at, size in passage.places(rules.least).items()}
    at = 0
    while at < len(passage.words):
        here = _at(passage, at, bounds) if at not in idioms or passage.words[at] in _SIGNS else None
        if here:
            found.append(here)
        at = max(at + 1, here.end if here else 0)
    return tuple(found)


def _at(passage: Passage, at: int, bounds: Mapping[int, tuple[int, int]]) -> Comparison | None:
    words = passage.words
    word = words[at]
    if words[at + 1 : at + 2] in (("which",), ("whom",)):
        return None
    if word in _SIGNS:
        sign, strict = _SIGNS[word]
        return Comparison(at=at, end=at + 1, sign=sign, strict=strict)
    if at in bounds:
        size, sign = bounds[at]
        if size == 1 and not any(passage.number(n) is not None for n in (*range(at - 4, at), *range(at + 1, at + 5))):
            return None
        if word == "plus" and (
            not at or passage.number(at - 1) is None or words[at + 1 : at + 2] not in ((), (".",), (",",), (")",))
        ):
            return None
        end = at + size + _of(words, at + size)
        post = word in ("or", "and", "plus", "tops")
        if word == "and" and (words[at - 1] == "," or all(passage.number(n) is None for n in range(at - 2, at))):
            return None
        return Comparison(at=at, end=end, sign=sign, strict=False, post=post, bound=True)
    sign = _direction(passage, at)
    if not sign:
        return None
    than = next((n for n in range(at + 1, min(len(words), at + 7)) if words[n] == "than"), 0)
    if than and any(words[n] in (".", ";", ",", "?", "(", ")") for n in range(at, than)):
        than = 0
    if than or words[at + 1 : at + 2] == ("as",) or words[at + 2 : at + 3] == ("as",):
        than = than or (at + 1 if words[at + 1] == "as" else at + 2)
    elif word not in _ALONE and (compares(word) or word in _MORE):
        return None
    end = than + 1 if than else at + 1
    equal = passage.phrase(end, _EQUAL) or (passage.phrase(at + 1, _EQUAL) if not than else 0)
    before = words[max(0, at - 2) : at] in (("on", "or"), ("at", "or"), ("equal", "or"), ("to", "or"), ("same", "or"))
    return Comparison(at=at, end=end + (passage.phrase(end, _EQUAL) and 2), sign=sign, strict=not (equal or before))


def _of(words: tuple[str, ...], at: int) -> int:
    return int(words[at : at + 1] in (("of",), ("is",)))


def _direction(passage: Passage, at: int) -> int:
    word, rules = passage.words[at], passage.english.lexicon.values
    if word == "than":
        return 0
    if word in _VERBS and not (at and passage.words[at - 1] in _LEADS):
        return 0
    known = {word} if word in _PLAIN else passage.forms[at]
    if not rules.down.isdisjoint({word} if word.endswith("er") else known):
        return -1
    if word in rules.up or (not word.endswith("er") and not rules.up.isdisjoint(known)):
        return 1
    than = any(w == "than" for w in passage.words[at + 1 : at + 3])
    return 1 if than and compares(word) else 0
