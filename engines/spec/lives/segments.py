"""Cuts a sentence into segments, each with one predicate or one bare stage: 'is received | then checked | then ready'. Used by lives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engines.spec.grammar.tagging import Tagged

SEQUENCE = frozenset(
    {"then", "later", "finally", "next", "afterwards", "afterward", "subsequently", "thereupon", "thereafter", "whereupon", "eventually",
     "ultimately", "lastly", "secondly", "thirdly"}
)  # fmt: skip
_MARKERS = frozenset(
    {"when", "whenever", "if", "once", "until", "till", "while", "before", "after", "unless", "upon", "whereas", "since", "because", "where", "so"}
)  # fmt: skip
_ALONG = frozenset({"in", "out", "up", "off", "back", "over", "down", "away", "through"})
_FINITE = frozenset({"be", "modal", "have", "do"})
_ENDS = frozenset({",", ";", ":", ".", "!", "?", "–", "—", "-"})


@dataclass(frozen=True)
class Segment:
    """Some words between two cuts. `mark` is the punctuation before, `marker` a word as until or once, `join` and/or/but."""

    words: tuple[Tagged, ...]
    mark: str = ""
    marker: str = ""
    join: str = ""
    sequence: bool = False

    @property
    def text(self) -> str:
        """The words as they are written."""
        return " ".join(w.token.text for w in self.words)

    @cached_property
    def low(self) -> str:
        """The words in lower case."""
        return " ".join(w.low for w in self.words)


def segments(words: tuple[Tagged, ...]) -> Iterator[Segment]:
    """The segments of a sentence, in order; notes in brackets stay with the words before them."""
    words = tuple(w for w in words if w.token.text not in ('"', "'", "*"))
    start, mark = 0, ""
    for at in range(len(words) + 1):
        noted = at + 1 < len(words) and _is_end(words, at) and words[at + 1].tag == "note"
        if at == len(words) or (_is_end(words, at) and not noted) or (at > start and _cuts(words, start, at)):
            if found := _segment(words[start:at], mark):
                yield found
                mark = ""
            if at < len(words) and _is_end(words, at):
                mark = words[at].token.text
                start = at + 1
            else:
                start = at


def _is_end(words: tuple[Tagged, ...], at: int) -> bool:
    """Whether a mark ends a segment; the dash of '1-10' does not."""
    inside = 0 < at < len(words) - 1 and words[at - 1].tag == words[at + 1].tag == "num"
    return words[at].token.text in _ENDS and not (inside and words[at].token.text in ("-", "–"))


def _cuts(words: tuple[Tagged, ...], start: int, at: int) -> bool:
    word, before = words[at], words[at - 1]
    had = any(_finite_at(words, n) and words[n - 1 if n > start else n].tag != "det" for n in range(start, at))
    if word.low == "once" and (at + 1 == len(words) or words[at + 1].tag in ("prep", "punct", "conj")):
        return False
    if word.low in _MARKERS or (word.low == "as" and _text(words, at) in ("as long as", "as soon as")):
        return (
            before.tag != "conj"
            and before.low not in ("only", "as", "also", "not")
            and (word.low != "so" or _subject_at(words, at + 1))
        )
    if word.tag == "pron" and _main_follows(words, start, at):
        return True
    if (
        word.tag in ("modal", "be", "have", "do")
        and words[start].tag == "rel"
        and had
        and before.tag in ("noun", "adj", "note", "verb")
    ):
        return True
    goes = word.tag == "verb" and (word.lemma == word.low or word.low.endswith("s")) and before.tag in ("verb", "adj")
    if goes and words[start].tag == "rel" and had:
        return True
    if word.low in ("only", "not", "also") and at + 1 < len(words) and words[at + 1].low in _MARKERS:
        return True
    if word.tag == "rel" and before.tag not in ("prep", "det"):
        return True
    if word.low == "that" and word.tag == "sub":
        return had
    if word.low in SEQUENCE:
        return had and before.tag in ("noun", "verb", "adj", "prep", "note") and _bare(words[at + 1 :])
    return word.tag == "conj" and had and _clause_follows(words, at)


def _main_follows(words: tuple[Tagged, ...], start: int, at: int) -> bool:
    """'when people turn up | it is checked in': the main clause behind one with a marker, without a comma."""
    marked = words[start].low in _MARKERS or (words[start].tag == "conj" and words[min(start + 1, at)].low in _MARKERS)
    far = at > start + 1 + (words[start].tag == "conj")
    return (
        marked
        and far
        and at + 1 < len(words)
        and words[at + 1].tag in (*_FINITE, "verb")
        and (
            words[at - 1].tag not in ("conj", "prep")
            or (words[at - 2].tag in ("verb", "pron") and words[at - 1].low in _ALONG)
        )
    )


def _subject_at(words: tuple[Tagged, ...], at: int) -> bool:
    return at + 1 < len(words) and words[at].tag in ("pron", "det") and words[at].low not in ("that",)


def _text(words: tuple[Tagged, ...], at: int) -> str:
    return " ".join(w.low for w in words[at : at + 3])


def _bare(rest: tuple[Tagged, ...]) -> bool:
    """'is draft then issued then paid': a stage without verb of its own follows."""
    return bool(rest) and rest[0].tag in ("verb", "adj", "noun", "prep", "det", "to")


def _clause_follows(words: tuple[Tagged, ...], at: int) -> bool:
    rest = words[at + 1 :]
    if not rest:
        return False
    first = rest[0]
    if first.low in SEQUENCE or first.low in _MARKERS or first.tag in (*_FINITE, "pron", "to"):
        return True
    before = words[at - 1]
    if first.tag == "verb" and before.tag == "verb":
        return False
    if (
        first.tag == "verb"
        and before.tag in ("pron", "noun", "note")
        and len(rest) > 1
        and rest[1].tag in ("det", "pron", "noun", "poss", "prep")
    ):
        return True
    if first.low in ("in", "to", "after", "upon", "on", "at") and first.tag == "prep":
        return first.low not in ("in", "on") or words[at].low != "or"
    seen = False
    for n, word in enumerate(rest):
        if word.token.text in _ENDS or word.tag in ("conj", "sub", "rel"):
            return False
        if word.tag in _FINITE or (word.tag == "verb" and n and not word.low.endswith("ing")):
            return seen
        seen = seen or word.tag in ("noun", "pron", "num", "adj")
    return first.tag == "verb" and before.tag in ("pron", "noun", "note")


def _finite_at(words: tuple[Tagged, ...], at: int) -> bool:
    return at < len(words) and words[at].tag in (*_FINITE, "verb")


def _segment(words: tuple[Tagged, ...], mark: str) -> Segment | None:
    marker = join = ""
    sequence = False
    while words:
        word = words[0]
        if word.low in ("only", "not", "also") and len(words) > 1 and words[1].low in _MARKERS:
            marker, words = f"{word.low} {words[1].low}", words[2:]
        elif word.tag == "prep" and len(words) > 1 and words[1].tag == "rel":
            marker, words = "which", words[2:]
        elif _text(words, 0) in ("as long as", "as soon as", "in the end", "at the end", "after all that"):
            phrase = _text(words, 0)
            sequence = sequence or phrase in ("in the end", "at the end")
            marker = {"as long as": "while", "as soon as": "once"}.get(phrase, marker)
            words = words[3:]
        elif _text(words[:2], 0) in ("after that", "after this", "after it", "by then", "at last") and not _finite_at(
            words, 2
        ):
            sequence, words = True, words[2:]
        elif word.low == "that" and word.tag == "sub":
            words = words[1:]
        elif word.low in _MARKERS or word.tag == "rel":
            marker, words = marker or ("which" if word.tag == "rel" else word.low), words[1:]
        elif word.low in SEQUENCE:
            sequence, words = True, words[1:]
        elif word.tag == "conj" or word.low in ("also", "either", "otherwise", "else", "maybe", "oh", "ok"):
            join, words = join or (word.low if word.tag == "conj" else ""), words[1:]
        else:
            break
    inner = tuple(w for w in words if w.low not in SEQUENCE)
    while len(inner) > 1 and inner[-1].tag == "conj":
        inner = inner[:-1]
    sequence = sequence or len(inner) < len(words)
    return Segment(inner, mark, marker, join, sequence) if inner else None
