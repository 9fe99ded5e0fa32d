"""The words of rules: what demands, forbids, compares or makes single, and which words mean the same. Built by lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engines.spec.grammar.words import dictionary_forms


@dataclass(frozen=True, kw_only=True)
class ValueWords:
    """Word classes by base form; phrases are tuples of words, `*` at a word's end stands for any of its forms.

    `meanings` gives each word the numbers of the lines of synonyms that it stands in.
    """

    refuse: frozenset[str]
    refusals: frozenset[tuple[str, ...]]
    accept: frozenset[str]
    demand: frozenset[str]
    otherwise: frozenset[str]
    condition: frozenset[str]
    negation: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    least: frozenset[tuple[str, ...]]
    most: frozenset[tuple[str, ...]]
    bounds: frozenset[tuple[str, ...]]
    lowest: frozenset[str]
    highest: frozenset[str]
    telling: frozenset[str]
    shown: frozenset[str]
    naming: frozenset[str]
    meanings: Mapping[str, frozenset[int]]


def build_value_words(file: Mapping[str, Any]) -> ValueWords:
    """From the parsed lexicon file `verdicts`."""
    meanings: dict[str, frozenset[int]] = {}
    for number, line in enumerate(file["meanings"]):
        for word in line:
            meanings[word] = meanings.get(word, frozenset()) | {number}
    classes = ("refuse", "accept", "demand", "otherwise", "condition", "negation", "up", "down", "lowest", "highest",
               "telling", "shown", "naming")  # fmt: skip
    return ValueWords(
        **{name: frozenset(file[name]) for name in classes},
        refusals=_phrases(file["refuse_phrases"]),
        least=_phrases(file["least"]),
        most=_phrases(file["most"]),
        bounds=_phrases([*file["least"], *file["most"]]),
        meanings=meanings,
    )


def _phrases(items: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(item.split()) for item in items)


@lru_cache(maxsize=20_000)
def forms(word: str) -> frozenset[str]:
    """A word in lower case and its base forms, whatever its class: 'drawn' and draw, 'heavier' and heavy."""
    known = dictionary_forms(word) if word.isalpha() else {}
    return frozenset({word, *(lemma for found in known.values() for lemma in found)})


@lru_cache(maxsize=20_000)
def compares(word: str) -> bool:
    """'deeper', 'dearer': the comparative of an adjective or adverb."""
    known = dictionary_forms(word) if word.endswith("er") else {}
    return any(word not in known[kind] for kind in ("ADJ", "ADV") if kind in known)
