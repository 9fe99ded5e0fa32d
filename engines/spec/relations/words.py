"""Verbs and nouns by which one thing refers to another, as values; the file is resources/lexicons/relations.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class RelationWords:
    """Classes of verbs as infinitives, of nouns in the singular; each is told in the lexicon."""

    hang: frozenset[str]
    join: frozenset[str]
    passing: frozenset[str]
    authored: frozenset[str]
    make: frozenset[str]
    give: frozenset[str]
    actors: frozenset[str]
    speakers: frozenset[str]
    utterances: frozenset[str]
    strong: frozenset[str]
    anybody: frozenset[str]
    accounts: frozenset[str]
    claim: frozenset[str]
    talk: frozenset[str]
    documents: frozenset[str]
    towards: frozenset[str]
    silent: frozenset[str]
    contenders: frozenset[str]


def build_relation_words(given: Mapping[str, Any]) -> RelationWords:
    """The classes of a parsed lexicon file."""
    return RelationWords(**{name: frozenset(str(word) for word in words) for name, words in given.items()})
