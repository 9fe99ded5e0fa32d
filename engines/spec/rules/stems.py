"""The words of a text with their stems, so that 'booking', 'booked' and 'to book' agree. Used by the rules that go by what is mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from engines.spec.context import Context
from engines.spec.grammar import Words
from engines.spec.patterns import pattern

_TOKEN = re.compile(r"n't\b|[a-z0-9]+(?:'(?!s\b|t\b)[a-z]+)?|'s\b|[^\sa-z0-9']")
_FORMS = re.compile(r"(?:ings?|ied|ies|ed|es|s)$")
_DERIVED = re.compile(r"(?:isation|ization|ation|ition|ment|ion|al|ance|ence|ure)$")
_ADMISSION = re.compile(r"(?<=[mr])ission$")
_CANNOT = pattern(r"\bcannot\b")
_NOT = pattern(r"(?<=[a-z])n't\b")
_SIONS = ("usion", "asion", "ision", "ension")
_SHORTEST = 3
_NOUNS = {
    "sale": "sell",
    "loss": "lose",
    "choice": "choose",
    "death": "die",
    "proof": "prove",
    "flight": "fly",
    "receipt": "receive",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Text:
    """Words and marks in lower case; `stems` of each word: of its form and of the verb that it may be. Kept, so each is only itself."""

    low: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    lemmas: tuple[str, ...]

    @cached_property
    def within(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(stem for stems in self.stems for stem in stems)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words and marks."""
        return frozenset(self.low)

    def starts(self, phrase: tuple[str, ...]) -> Iterator[int]:
        """Where these words stand."""
        if phrase[0] not in self.words:
            return
        size = len(phrase)
        yield from (n for n in range(len(self.low) - size + 1) if self.low[n : n + size] == phrase)


def text_of(clause: str, context: Context) -> Text:
    """The text of a clause."""
    return _text_of(clause, context.english.lexicon.grammar)


@lru_cache(maxsize=512)
def _text_of(clause: str, words: Words) -> Text:
    plain = clause.lower().replace("’", "'").replace("can't", "can n't").replace("won't", "will n't")
    plain = _CANNOT.sub("can not", _NOT.sub(" n't", plain))
    low = tuple(_TOKEN.findall(plain))
    lemmas = tuple(words.lemma(word, "verb") if word[0].isalpha() else word for word in low)
    stems = tuple(frozenset({stem(word), stem(lemma)}) for word, lemma in zip(low, lemmas, strict=True))
    return Text(low=low, stems=stems, lemmas=lemmas)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What is left of a word without its endings: reserv of reservation, reserving and reserve; cancel of cancelled."""
    bare = word
    if not word.endswith(("ss", "us", "is")):
        bare = _without(_FORMS, word)
        bare += "y" if bare != word and word.endswith(("ied", "ies")) else ""
    bare = _NOUNS.get(bare, bare)
    bare = f"{bare[:-4]}d" if bare.endswith(_SIONS) else bare
    bare = _without(_DERIVED, _ADMISSION.sub("it", bare))
    bare = bare[:-1] if bare.endswith("ery") else bare
    bare = bare[:-1] if len(bare) > _SHORTEST and bare[-1] == "e" else bare
    return bare[:-1] if len(bare) > _SHORTEST and bare[-1] == bare[-2] and bare[-1] not in "s" else bare


def _without(ending: re.Pattern[str], word: str) -> str:
    match = ending.search(word)
    return word[: match.start()] if match and match.start() >= _SHORTEST else word
