"""What the reader knows of machine learning, as values; the file is resources/lexicons/learning.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engines.kernel.spec import ColumnKind, EstimatorName, MetricName

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A feature of a service, whether it is built, and what asks for it."""

    name: str
    built: bool
    says: Patterns


@dataclass(frozen=True, kw_only=True)
class LearningWords:
    """Phrases are lower case, in the singular, with spaces."""

    columns: Mapping[str, ColumnKind]
    notes: Mapping[str, ColumnKind]
    target_notes: frozenset[str]
    whole: frozenset[str]
    targets: tuple[str, ...]
    spans: frozenset[str]
    vague: frozenset[str]
    positive: tuple[str, ...]
    metrics: Mapping[MetricName, Patterns]
    estimators: Mapping[EstimatorName, Patterns]
    offers: tuple[Offer, ...]


def build_learning(said: Mapping[str, Any]) -> LearningWords:
    """The words from the parsed file."""
    notes = said["notes"]
    return LearningWords(
        columns={str(phrase): ColumnKind(kind) for kind, phrases in said["columns"].items() for phrase in phrases},
        notes={str(note): ColumnKind(kind) for kind in ColumnKind for note in notes.get(kind, ())},
        target_notes=frozenset(notes["target"]),
        whole=frozenset(said["whole"]),
        targets=tuple(said["targets"]),
        spans=frozenset(said["spans"]),
        vague=frozenset(said["vague"]),
        positive=tuple(said["positive"]),
        metrics={MetricName(name): _patterns(says) for name, says in said["metrics"].items()},
        estimators={EstimatorName(name): _patterns(says) for name, says in said["estimators"].items()},
        offers=tuple(
            Offer(name=name, built=entry["built"], says=_patterns(entry["says"]))
            for name, entry in said["features"].items()
        ),
    )


def _patterns(says: list[str]) -> Patterns:
    return tuple(re.compile(pattern) for pattern in says)
