"""Reads a brief for a machine-learning service into its learning task, its features and its questions. Called by plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engines.kernel.spec import (
    CLASSIFICATION_METRICS,
    Column,
    ColumnKind,
    Endpoint,
    Feature,
    Metric,
    Origin,
    Question,
    Task,
    Training,
)
from engines.spec.english import English
from engines.spec.learning.asked import (
    fitting,
    read_endpoints,
    read_estimators,
    read_metrics,
    read_offers,
    read_split,
)
from engines.spec.learning.columns import Found, read_columns
from engines.spec.learning.parts import Part, parts_of
from engines.spec.learning.target import Aim, akin, column_of, new_target, read_aims, subject_of
from engines.spec.learning.words import LearningWords
from engines.spec.model import Statement

_TASK = re.compile(
    r"^\W*(?:an? |it is an? |this is an? )?(?:binary |multi-?class )?(?:regression|classification)(?: task| problem)?\W*$",
    re.IGNORECASE,
)
_LAST = re.compile(r"\blast (?:one|column|field)\b.*\b(?:predict|target|label)", re.IGNORECASE)
_NAIVE = "naive_bayes"


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What a brief says of a service; no training when it does not say what to learn from."""

    title: str
    training: Training | None
    features: tuple[Feature, ...]
    endpoints: tuple[Endpoint, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class _Goal:
    """The target among the columns, the statements that name it, and whether that had to be guessed."""

    column: Column
    sentences: tuple[int, ...]
    guessed: bool = False


def read_learning(statements: tuple[Statement, ...], english: English, words: LearningWords) -> Learned:
    """Everything that is said of the service."""
    parts = parts_of(statements)
    found, aims = read_columns(parts, english, words), read_aims(parts)
    features, endpoints = read_offers(parts, words), read_endpoints(parts)
    found = _with_last(found, parts)
    goal = _goal(found, aims, english, words)
    columns = tuple(f.column for f in found)
    if goal is None or len({*(c.name for c in columns), goal.column.name}) < 2:
        return Learned(title="", training=None, features=features, endpoints=endpoints, questions=(_no_columns(),))
    goal = replace(
        goal,
        sentences=tuple(
            sorted({*goal.sentences, *(p.number for p in parts if _TASK.match(p.text) or _LAST.search(p.text))})
        ),
    )
    metrics = read_metrics(parts, words)
    column, task = _task(goal.column, aims, metrics)
    known = {c.name: c for c in columns} | {column.name: column}
    learned = tuple(known.values())
    training = Training(
        target=column.name,
        task=task,
        subject=subject_of(aims, column.name, learned, english),
        columns=learned,
        metrics=fitting(metrics, task),
        estimators=tuple(e for e in read_estimators(parts, words) if task == "classification" or e.name != _NAIVE),
        split=read_split(parts, learned, english),
        positive=_positive(column, aims, words) if task == "classification" else "",
        origin=Origin(sentences=goal.sentences, confidence=0.6 if goal.guessed else 1.0),
    )
    return Learned(
        title=_title(training, aims, english, words),
        training=training,
        features=features,
        endpoints=endpoints,
        questions=(*_target_question(goal), *_kind_question(found, training)),
    )


def _with_last(found: tuple[Found, ...], parts: tuple[Part, ...]) -> tuple[Found, ...]:
    """'The last column is to be predicted' marks it."""
    if not found or not any(_LAST.search(part.text) for part in parts):
        return found
    return (*found[:-1], replace(found[-1], target=True))


def _goal(found: tuple[Found, ...], aims: tuple[Aim, ...], english: English, words: LearningWords) -> _Goal | None:
    """The target: marked in the list, spoken of, named like one, or the last column."""
    columns = tuple(f.column for f in found)
    for one in found:
        if one.target:
            return _Goal(column=one.column, sentences=_spoken(one.column, aims, columns, english))
    inputs = {f.column.name for f in found if f.inputs}
    open_to = tuple(c for c in columns if c.name not in inputs) or (() if inputs else columns)
    for aim in aims:
        column = column_of(aim, open_to, english)
        if column:
            return _Goal(column=column, sentences=_spoken(column, aims, open_to, english))
    if inputs and not open_to:
        return next((_added(aim, english, words) for aim in aims if new_target(aim, english, words)), None)
    named = next((c for name in words.targets for c in open_to if c.name == name), None)
    flags = [c for c in open_to if c.kind is ColumnKind.BOOLEAN] if any(aim.yes_no for aim in aims) else []
    if named or open_to:
        column = (flags and flags[-1]) or named or open_to[-1]
        sentences = tuple(sorted({aim.sentence for aim in aims[:1]} | set(column.origin.sentences)))
        return _Goal(column=column, sentences=sentences, guessed=not (named or flags) or not aims)
    return None


def _spoken(column: Column, aims: tuple[Aim, ...], columns: tuple[Column, ...], english: English) -> tuple[int, ...]:
    """The statements that speak of the target; those that name its column when none does."""
    said = {aim.sentence for aim in aims if column_of(aim, columns, english) == column}
    return tuple(sorted(said)) or column.origin.sentences


def _added(aim: Aim, english: English, words: LearningWords) -> _Goal:
    """A target beside a list of inputs."""
    name = new_target(aim, english, words)
    last = english.singular(name.split("_")[-1])
    kind = (
        ColumnKind.BOOLEAN
        if aim.yes_no
        else words.columns.get(name.replace("_", " "), words.columns.get(last, ColumnKind.NUMBER))
    )
    if aim.classes or aim.classify:
        kind = ColumnKind.CATEGORY
    origin = Origin(sentences=(aim.sentence,), confidence=0.8)
    return _Goal(column=Column(name=name, kind=kind, choices=aim.classes, origin=origin), sentences=(aim.sentence,))


def _task(column: Column, aims: tuple[Aim, ...], metrics: tuple[Metric, ...]) -> tuple[Column, Task]:
    """Whether a number or a class is learned; the column follows where its kind was only guessed."""
    if column.kind in (ColumnKind.TEXT, ColumnKind.IDENTIFIER, ColumnKind.DATE):
        column = replace(column, kind=ColumnKind.CATEGORY)
    asked = [metric.name in CLASSIFICATION_METRICS for metric in metrics]
    classify = any(aim.classify or aim.classes for aim in aims)
    if column.kind is ColumnKind.NUMBER and column.minimum is None and not column.unit:
        if any(aim.yes_no for aim in aims) and not any(asked) and not column.whole and column.origin.confidence < 1:
            column = replace(column, kind=ColumnKind.BOOLEAN)
        elif (asked and all(asked)) or (classify and not asked and column.origin.confidence < 1):
            column = replace(column, kind=ColumnKind.CATEGORY)
    if column.kind is ColumnKind.CATEGORY and not column.choices:
        column = replace(column, choices=next((aim.classes for aim in aims if len(aim.classes) > 1), ()))
    if column.kind is ColumnKind.CATEGORY and asked and not any(asked) and not column.choices:
        column = replace(column, kind=ColumnKind.NUMBER)
    return column, "regression" if column.kind is ColumnKind.NUMBER else "classification"


def _positive(column: Column, aims: tuple[Aim, ...], words: LearningWords) -> str:
    """The class that precision and recall are about: yes, or the one of two that people look for."""
    if column.kind is ColumnKind.BOOLEAN:
        return "yes"
    if len(column.choices) != 2:
        return ""
    low = {choice.lower(): choice for choice in column.choices}
    spoken = next((low[aim.what.lower()] for aim in aims if aim.what.lower() in low), "")
    return spoken or next((low[word] for word in words.positive if word in low), column.choices[0])


def _title(training: Training, aims: tuple[Aim, ...], english: English, words: LearningWords) -> str:
    """'House price prediction', 'Customer churn prediction', 'Message classification'."""
    subject = "" if training.subject == "row" else training.subject.replace("_", " ")
    target = training.target.replace("_", " ")
    if subject and training.target in words.vague:
        return f"{subject} classification".capitalize()
    spoken = [word for aim in aims for word in english.words(aim.what) if akin(word, target) and word != target]
    what = min(spoken, key=len) if spoken and target.endswith("ed") else target
    return f"{'' if subject in what else subject} {what} prediction".strip().capitalize()


def _no_columns() -> Question:
    return Question(
        text="Which columns does the CSV have, and which of them is to be predicted?",
        suggestion="The CSV has the columns area, rooms, age, district and price. Predict the price.",
        blocking=True,
    )


def _target_question(goal: _Goal) -> tuple[Question, ...]:
    if not goal.guessed:
        return ()
    name = goal.column.name
    return (
        Question(
            text="Which column is to be predicted?", suggestion=f"The target is {name}.", sentences=goal.sentences
        ),
    )


def _kind_question(found: tuple[Found, ...], training: Training) -> tuple[Question, ...]:
    """One question about all columns whose kind had to be guessed."""
    inputs = {column.name: column for column in training.inputs}
    guessed = [inputs[f.column.name] for f in found if f.guessed and f.column.name in inputs]
    if not guessed:
        return ()
    said = ", ".join(f"{column.name} ({column.kind})" for column in guessed)
    return (
        Question(
            text=f"What do the columns {', '.join(c.name for c in guessed)} hold?",
            suggestion=f"The columns are {said}.",
        ),
    )
