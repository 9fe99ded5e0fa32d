"""Plausible values for columns by their names, from the blueprint's values.yaml. Called by the sample."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from engines.kernel.spec import Column

_RANGE = re.compile(r"(-?[\d.]+)-(-?[\d.]+)")
_Found = TypeVar("_Found")


@dataclass(frozen=True, kw_only=True)
class Span:
    """Where the numbers of a column lie; `decimals` as the bounds are written."""

    low: float
    high: float
    decimals: int


@dataclass(frozen=True, kw_only=True)
class Values:
    """Spans and words by phrase, in the singular with spaces; texts by class."""

    spans: Mapping[str, Span]
    words: Mapping[str, tuple[str, ...]]
    falls: frozenset[str]
    texts: Mapping[str, tuple[str, ...]]
    filler: tuple[str, ...]
    alike: Mapping[str, str]

    def span(self, column: Column) -> Span:
        """Where the column's numbers lie: within its own bounds, else as such a name suggests."""
        known = _ending(self.spans, column.name) or Span(low=0, high=100, decimals=1)
        low, high = column.minimum, column.maximum
        if low is not None and high is not None:
            known = Span(low=low, high=high, decimals=known.decimals if high - low < 20 else 0)
        elif low is not None and known.low < low:
            known = Span(low=low, high=max(known.high, low + known.high - known.low), decimals=known.decimals)
        elif high is not None and known.high > high:
            known = Span(low=min(known.low, high - 100), high=high, decimals=known.decimals)
        return Span(low=known.low, high=known.high, decimals=0 if column.whole else known.decimals)

    def choices(self, column: Column) -> tuple[str, ...]:
        """The column's own choices, else those of its name, else lettered ones."""
        if column.choices:
            return column.choices
        word = column.name.split("_")[-1]
        return _ending(self.words, column.name) or tuple(f"{word} {letter}" for letter in "ABC")

    def falling(self, column: Column) -> bool:
        """Whether the target is lower where this is higher."""
        return _ending(dict.fromkeys(self.falls, True), column.name) or False

    def phrases(self, label: str) -> tuple[str, ...]:
        """What texts of a class say; made of the label itself where nothing is known."""
        key = "_".join(re.findall(r"[a-z0-9]+", label.lower()))
        word = key.replace("_", " ")
        own = (f"about {word}", f"it is {word} again", f"more {word}", f"{word} today", f"a note on {word}")
        return self.texts.get(key) or self.texts.get(self.alike.get(key, ""), own)


@lru_cache(maxsize=1)
def load_values() -> Values:
    """Reads the file, once."""
    text = files("resources").joinpath("blueprints", "python-ml", "values.yaml").read_text("utf-8")
    said: dict[str, Any] = yaml.safe_load(text)
    return Values(
        spans={phrase: _span(bounds) for bounds, phrases in said["numbers"].items() for phrase in phrases},
        words={phrase: tuple(str(word) for word in words) for phrase, words in said["categories"].items()},
        falls=frozenset(said["falls"]),
        texts={label: tuple(phrases) for label, phrases in said["texts"].items()},
        filler=tuple(said["filler"]),
        alike=dict(said["alike"]),
    )


def _span(bounds: str) -> Span:
    match = _RANGE.fullmatch(bounds)
    if match is None:
        raise ValueError(f"'{bounds}' in values.yaml is no span of numbers")
    decimals = max(len(number.partition(".")[2]) for number in match.groups())
    return Span(low=float(match[1]), high=float(match[2]), decimals=decimals)


def _ending(known: Mapping[str, _Found], name: str) -> _Found | None:
    """What is known of the longest ending of a name, then of its longest beginning."""
    words = [_singular(word) for word in name.split("_")]
    tries = [" ".join(words[start:]) for start in range(len(words))]
    tries += [" ".join(words[:end]) for end in range(len(words) - 1, 0, -1)]
    return next((known[phrase] for phrase in tries if phrase in known), None)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4 and word != "species":
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "ies")) and len(word) > 3 else word
