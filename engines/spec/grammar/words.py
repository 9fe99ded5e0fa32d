"""Words and their possible classes: closed classes from the lexicon, open ones from a dictionary. Used by tagging."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engines.spec.kept import Kept
from engines.spec.patterns import pattern, rewriting, rewritten

Tag = Literal[
    "noun", "verb", "adj", "adv", "det", "pron", "prep", "sub", "conj", "rel", "modal", "be", "have", "do", "neg", "to",
    "num", "poss", "note", "punct",
]  # fmt: skip

_TOKEN = re.compile(
    r"[\(\[\{](?:[^()\[\]{}]|\([^()]*\))*[\)\]\}]|-+>|→|=+>|<=|>=|!=|\d+(?:[.,:]\d+)*%?|n't\b|[A-Za-zÀ-ɏ]+(?:[-/][A-Za-zÀ-ɏ0-9]+)*|'[a-z]*|[^\sA-Za-zÀ-ɏ0-9]"
)
_PREFIX = re.compile(r"^(?:re|un|over|under|mis|pre|out|co|sub|inter)(?=[a-z]{4})")
"""What new words are made with: 'repacked', 'mislabelled'."""
_PARTICLES = frozenset({"in", "out", "off", "on", "up", "down", "over", "back", "away", "by", "through", "around"})
"""They make a noun of a verb: 'take-off', 'hand-over'."""
_MOST_LEXICONS = 4
_NOUNS_TOO = frozenset({"log", "logs", "bar", "bars", "pan", "pans", "jab", "jabs", "splint", "splints", "bake"})
"""Nouns that the dictionary knows only as verbs."""
_LONG = {
    "ur": "your", "u": "you", "ppl": "people", "pls": "please", "plz": "please", "wanna": "want to", "gonna": "will", "gotta": "must",
    "w/o": "without", "cuz": "because", "thru": "through", "favs": "favourites", "btw": "besides",
}  # fmt: skip
_PLAINLY = (
    rewriting(pattern(r"\b[eE]-mail"), lambda m: f"{m[0][0]}mail "),
    rewriting(pattern(r"cannot"), "can not "),
    rewriting(pattern(r"[,–—-]\s*i\. ?e\.,?"), ":"),
    rewriting(pattern(r"\bw/(?=\s|\w)"), "with "),
    rewriting(
        pattern(r"\b(ca|wo|do|does|did|is|are|was|were|has|have|had|must|should|would|could)nt\b", re.IGNORECASE),
        lambda m: f"{m[1]}n't",
    ),
    rewriting(
        pattern(r"(?<![\w/])(?:" + "|".join(_LONG) + r")(?![\w/])", re.IGNORECASE), lambda m: _LONG[m[0].lower()]
    ),
    rewriting(
        pattern(r"\b(?:as well as|(?<!get )(?<!gets )(?<!got )(?<!go )(?<!goes )along with|together with)\b"), "and"
    ),
    rewriting(
        pattern(r"\b([A-Za-z]+)(n't|'s|'re|'ve|'ll|'d|'m)\b|\b([A-Za-z]+s)(')(?=\s)"),
        lambda m: f"{m[1] or m[3]} {m[2] or m[4]}",
    ),
    rewriting(pattern(r"\bca (?=n't)"), "can "),
    rewriting(pattern(r"\bwo (?=n't)"), "will "),
)


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word, number, mark or bracketed note of a sentence; `at` is where it starts, `low` the text in lower case."""

    text: str
    at: int
    low: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", self.text.lower())


@dataclass(frozen=True, eq=False)
class Words:
    """Knows the classes that a word may have; one set of words is like no other, so that what is read with it can be kept."""

    closed: Mapping[str, Tag]
    possessives: frozenset[str]
    subjects: frozenset[str]
    rather_nouns: frozenset[str]
    rather_verbs: frozenset[str]
    numbers: frozenset[str]

    def classes(self, low: str) -> frozenset[Tag]:
        """The classes of a word in lower case."""
        return _classes[self][low]

    def lemma(self, low: str, tag: Tag) -> str:
        """The dictionary form: the infinitive of a verb, the singular of a noun."""
        if tag == "verb":
            return _infinitives[low]
        return _nouns[low] if tag == "noun" else low

    def is_gerund(self, low: str) -> bool:
        """'lending', but not 'bring'."""
        return low.endswith("ing") and _lemmas[low].get("VERB", ("",))[0] != low

    def is_participle(self, low: str) -> bool:
        """'borrowed', 'taken', 'lent': a verb's form that ends a passive."""
        return _participles[low]

    def is_third(self, low: str) -> bool:
        """'lends': the third person singular."""
        return _thirds[low]

    def is_plural(self, low: str) -> bool:
        """'books': a noun that means several."""
        return _plurals[low]


def build_words(file: Mapping[str, Any], numbers: Iterable[str]) -> Words:
    """From the parsed lexicon file `grammar`."""
    closed: dict[str, Tag] = {}
    classes: tuple[tuple[str, Tag], ...] = (
        ("prepositions", "prep"), ("adverbs", "adv"), ("determiners", "det"), ("pronouns", "pron"),
        ("subordinators", "sub"), ("conjunctions", "conj"), ("relatives", "rel"), ("modals", "modal"), ("be", "be"),
        ("have", "have"), ("do", "do"), ("negations", "neg"),
    )  # fmt: skip
    for name, tag in classes:
        closed.update(dict.fromkeys(map(str, file[name]), tag))
    closed["'s"] = closed["'"] = "poss"
    return Words(
        closed=closed,
        possessives=frozenset(file["possessives"]),
        subjects=frozenset(file["subjects"]),
        rather_nouns=frozenset(file["nouns"]),
        rather_verbs=frozenset(file["verbs"]),
        numbers=frozenset(numbers) - {"i", "v", "single", "once", "twice"},
    )


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a sentence; brackets with what they hold are one token, "can't" is two."""
    plain = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    plain = rewritten(plain, _PLAINLY)
    return tuple(Token(found[0], found.start()) for found in _TOKEN.finditer(plain) if found[0] != "'")


def _looked_up(word: str) -> dict[str, tuple[str, ...]]:
    from lemminflect import getAllLemmas

    found: dict[str, tuple[str, ...]] = getAllLemmas(word)
    return found


def _lemmas_of(low: str) -> dict[str, tuple[str, ...]]:
    word = low.split("-")[-1] if "-" in low else low
    found = _dictionary[word]
    prefix = _PREFIX.match(word) if not found else None
    return (
        {tag: tuple(prefix[0] + w for w in row) for tag, row in _lemmas[word[prefix.end() :]].items()}
        if prefix
        else found
    )


def dictionary_forms(low: str) -> Mapping[str, tuple[str, ...]]:
    """The base forms of a word in lower case by their classes, as NOUN and VERB; nothing of what the dictionary lacks."""
    return _dictionary[low]


def _noun(low: str) -> str:
    first, mark, _ = low.rpartition("-")
    found = _lemmas[low].get("NOUN", (low,))[0]
    return f"{first}-{found}" if mark and found != low else found


def _is_verb_form(low: str) -> bool:
    return _lemmas[low].get("VERB", (low,))[0] != low


def _is_plural(low: str) -> bool:
    if low in ("people", "staff", "police"):
        return True
    nouns = _lemmas[low].get("NOUN")
    if "-" in low and not low.endswith("s"):
        return False
    return any(noun != low for noun in nouns) if nouns else low.endswith("s") and not low.endswith("ss")


def _classes_of(low: str, words: Words) -> frozenset[Tag]:
    if low in words.closed:
        return frozenset({words.closed[low]})
    if low == "n't":
        return frozenset({"neg"})
    if low[0] in "([{":
        return frozenset({"note"})
    if low[0].isdigit() or low in words.numbers:
        return frozenset({"num"})
    return _open_classes(low) if low[0].isalpha() else frozenset({"punct"})


def _open_classes(low: str) -> frozenset[Tag]:
    known = _lemmas[low]
    first, mark, last = low.rpartition("-")
    if mark and last in _PARTICLES and first in _lemmas[first].get("VERB", ()):
        return frozenset({"noun"})
    found: set[Tag] = set()
    if "NOUN" in known or "PROPN" in known or low in _NOUNS_TOO:
        found.add("noun")
    if "VERB" in known or "AUX" in known:
        found.add("verb")
    if "ADJ" in known:
        found.add("adj")
    if "ADV" in known:
        found.add("adv")
    if low.endswith("ing"):
        found.add("noun")
    return frozenset(found) or frozenset({"adv"} if low.endswith("ly") else {"noun"})


_dictionary = Kept(_looked_up)
_lemmas = Kept(_lemmas_of)
_infinitives = Kept[str, str](lambda low: _lemmas[low].get("VERB", (low,))[0])
_nouns = Kept(_noun)
_participles = Kept[str, bool](lambda low: not low.endswith(("s", "ing")) and _is_verb_form(low))
_thirds = Kept[str, bool](lambda low: low.endswith("s") and _is_verb_form(low))
_plurals = Kept(_is_plural)
_classes = Kept[Words, Kept[str, frozenset[Tag]]](
    lambda words: Kept(lambda low: _classes_of(low, words)), most=_MOST_LEXICONS
)
