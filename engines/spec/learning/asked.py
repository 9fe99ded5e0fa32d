"""What a brief asks of a service beside its target: figures, models, the split, offers, endpoints. Pure; called by the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, cast

from engines.kernel.spec import (
    CLASSIFICATION_METRICS,
    Column,
    ColumnKind,
    Endpoint,
    Estimator,
    Feature,
    Metric,
    Origin,
    Split,
    Task,
)
from engines.spec.english import English
from engines.spec.learning.parts import Part
from engines.spec.learning.words import LearningWords, Patterns

_HELD = r"(?:held[- ]out|hold[- ]?out|hold(?:ing)? (?:out|back)|test(?:ing)?(?: set| data| rows| split)?|set(?:ting)? aside|keep(?:ing)? (?:aside|back)|reserve[ds]?|reserving|unseen|kept? (?:aside|back)|evaluation|for evaluating|validation)"
_PERCENT = re.compile(
    rf"(?:(?P<before>\d{{1,2}}) ?(?:%|per ?cent)[^.;]{{0,50}}?\b{_HELD}|\b{_HELD}\b[^.;]{{0,40}}?(?P<after>\d{{1,2}}) ?(?:%|per ?cent))",
    re.IGNORECASE,
)
_RATIO = re.compile(r"\b(?P<train>[5-9]\d) ?(?:/|:|-) ?(?P<test>[1-5]\d|[5-9])\b")
_FRACTION = re.compile(
    rf"\b(?:a|one|every) (?P<part>quarter|fifth|third|tenth|half)\b[^.;]{{0,50}}{_HELD}|{_HELD}[^.;]{{0,40}}\b(?:a|one|every) (?P<late>quarter|fifth|third|tenth|half)\b",
    re.IGNORECASE,
)
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}
_LATEST = re.compile(
    rf"\b(?:latest|newest|most recent|last|recent)\b[^.;]{{0,40}}\b(?:rows?|months?|weeks?|days?|year|records?|data|orders?|entries|\d+ ?(?:%|per ?cent))\b[^.;]{{0,60}}{_HELD}|{_HELD}[^.;]{{0,40}}\b(?:latest|newest|most recent|last \w+)\b|\bsplit(?:s|ted)? by (?:date|time|day)|\bchronological",
    re.IGNORECASE,
)
_FOLDS = re.compile(r"\b(?P<count>\w+)[- ]folds?\b|\bfolds?: ?(?P<told>\d+)", re.IGNORECASE)
_SPLIT = re.compile(rf"\b{_HELD}\b|\bsplit", re.IGNORECASE)
_ENDPOINT = re.compile(r"\b(?P<method>GET|POST|PUT|PATCH|DELETE)\s+`?(?P<path>/[\w\-/{}.]*)", re.IGNORECASE)
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


def _said(part: Part, patterns: Patterns) -> bool:
    low = part.text.lower()
    return any(pattern.search(low) for pattern in patterns)


def _origin(parts: list[Part]) -> Origin:
    return Origin(sentences=tuple(part.number for part in parts))


def read_metrics(parts: tuple[Part, ...], words: LearningWords) -> tuple[Metric, ...]:
    """Every figure that is asked for, with its statements, in the order in which they are asked for."""
    found: list[tuple[tuple[int, int], Metric]] = []
    for name, patterns in words.metrics.items():
        said = [part for part in parts if _said(part, patterns)]
        if said:
            low = said[0].text.lower()
            place = min(match.start() for pattern in patterns if (match := pattern.search(low)))
            found.append(((said[0].number, place), Metric(name=name, origin=_origin(said))))
    return tuple(metric for _, metric in sorted(found, key=lambda pair: pair[0]))


def fitting(metrics: tuple[Metric, ...], task: Task) -> tuple[Metric, ...]:
    """The figures that can be computed for such a target."""
    return tuple(m for m in metrics if (m.name in CLASSIFICATION_METRICS) == (task == "classification"))


def read_estimators(parts: tuple[Part, ...], words: LearningWords) -> tuple[Estimator, ...]:
    """The families of models that are named."""
    return tuple(
        Estimator(name=name, origin=_origin(said))
        for name, patterns in words.estimators.items()
        if (said := [part for part in parts if _said(part, patterns)])
    )


def read_split(parts: tuple[Part, ...], columns: tuple[Column, ...], english: English) -> Split:
    """How rows are held out; a fifth of them at random where nothing else is said."""
    split = Split()
    said: list[Part] = []
    for part in parts:
        share = _share(part.text)
        folds = _folds(part.text, english)
        days = [column.name for column in columns if column.kind is ColumnKind.DATE]
        by = days[0] if days and _LATEST.search(part.text) else ""
        split = replace(split, share=share or split.share, folds=folds or split.folds, latest_by=by or split.latest_by)
        if share or folds or by or _SPLIT.search(part.text):
            said.append(part)
    return replace(split, origin=_origin(said)) if said else split


def _share(text: str) -> float:
    if (match := _PERCENT.search(text)) and 5 <= (value := int(match["before"] or match["after"])) <= 95:
        return round(1 - value / 100 if value > 50 else value / 100, 2)
    if (match := _RATIO.search(text)) and int(match["train"]) + int(match["test"]) == 100:
        return int(match["test"]) / 100
    if match := _FRACTION.search(text):
        return round(_PARTS[(match["part"] or match["late"]).lower()], 2)
    return 0.0


def _folds(text: str, english: English) -> int:
    match = _FOLDS.search(text)
    count = english.number(match["count"] or match["told"]) if match else None
    return count if count and 2 <= count <= 20 else 0


def read_offers(parts: tuple[Part, ...], words: LearningWords) -> tuple[Feature, ...]:
    """What the service is to offer, whether it is built or not."""
    return tuple(
        Feature(name=offer.name, built=offer.built, origin=_origin(said))
        for offer in words.offers
        if (said := [part for part in parts if not (part.heads and part.number == 1) and _said(part, offer.says)])
    )


def read_endpoints(parts: tuple[Part, ...]) -> tuple[Endpoint, ...]:
    """Methods and paths that are named, each once."""
    found: dict[tuple[str, str], Endpoint] = {}
    for part in parts:
        for method, path in _paths(part.text):
            known = found.get((method, path))
            sentences = tuple(dict.fromkeys((*(known.origin.sentences if known else ()), part.number)))
            found[method, path] = Endpoint(
                method=method,
                path=path,
                purpose=_purpose(method, path),
                origin=Origin(sentences=sentences),
            )
    return tuple(found.values())


def _paths(text: str) -> Iterator[tuple[Method, str]]:
    for match in _ENDPOINT.finditer(text):
        yield cast(Method, match["method"].upper()), match["path"].rstrip(".,;").rstrip("/") or "/"


def _purpose(method: str, path: str) -> str:
    low = path.lower()
    if re.search(r"batch|bulk", low):
        return "batch"
    if re.search(r"health|ready|alive", low):
        return "health"
    if re.search(r"train|upload|data", low) and method == "POST":
        return "training"
    if re.search(r"predict|classif|estimat|forecast|score|infer|detect|quote", low) and method == "POST":
        return "prediction"
    if method == "GET" and re.search(r"model|info|metric|evaluation|report|performance", low) and low != "/metrics":
        return "model"
    return ""
