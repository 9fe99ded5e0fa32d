"""Finds the features that a text has words for. Used by features and by additions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from engines.spec.kept import Kept
from engines.spec.lexicon import FeatureWords, Lexicon
from engines.spec.patterns import Patterns

_MOST_LEXICONS = 4


def asked(
    low: str, lexicon: Lexicon, among: Collection[str] | None = None
) -> Iterator[tuple[FeatureWords, re.Match[str]]]:
    """The features that a text in lower case asks for, each with the first match; `among` names those that count."""
    patterns, features = _patterns[lexicon]
    found: FeatureWords | None = None
    for place in patterns.fitting(low):
        words = features[place]
        if words is found or (among is not None and words.name not in among):
            continue
        if match := patterns.all[place].regex.search(low):
            found = words
            yield words, match


def _patterns_of(lexicon: Lexicon) -> tuple[Patterns, tuple[FeatureWords, ...]]:
    """The patterns of all features, and the feature of each."""
    pairs = [(pattern, words) for words in lexicon.features for pattern in words.says]
    return Patterns(pattern for pattern, _ in pairs), tuple(words for _, words in pairs)


_patterns = Kept(_patterns_of, most=_MOST_LEXICONS)
