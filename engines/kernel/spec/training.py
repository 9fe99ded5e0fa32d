"""What a machine-learning service learns from and towards: columns, target, figures, split. A part of the specification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from engines.kernel.spec.facts import CONVENTION, Origin

Task = Literal["regression", "classification"]


class ColumnKind(StrEnum):
    """What a column holds. An identifier names its row and is not learned from."""

    NUMBER = "number"
    CATEGORY = "category"
    BOOLEAN = "boolean"
    DATE = "date"
    TEXT = "text"
    IDENTIFIER = "identifier"


class MetricName(StrEnum):
    """A figure of merit on rows that the model has not seen, under its usual name."""

    MEAN_ABSOLUTE_ERROR = "mean_absolute_error"
    ROOT_MEAN_SQUARED_ERROR = "root_mean_squared_error"
    MEAN_SQUARED_ERROR = "mean_squared_error"
    MEDIAN_ABSOLUTE_ERROR = "median_absolute_error"
    MEAN_ABSOLUTE_PERCENTAGE_ERROR = "mean_absolute_percentage_error"
    R2 = "r2"
    ACCURACY = "accuracy"
    BALANCED_ACCURACY = "balanced_accuracy"
    PRECISION = "precision"
    RECALL = "recall"
    F1 = "f1"
    ROC_AUC = "roc_auc"
    CONFUSION_MATRIX = "confusion_matrix"


CLASSIFICATION_METRICS = frozenset(
    {
        MetricName.ACCURACY,
        MetricName.BALANCED_ACCURACY,
        MetricName.PRECISION,
        MetricName.RECALL,
        MetricName.F1,
        MetricName.ROC_AUC,
        MetricName.CONFUSION_MATRIX,
    }
)


class EstimatorName(StrEnum):
    """A family of models. `linear` is ridge regression for numbers and logistic regression for classes."""

    LINEAR = "linear"
    GRADIENT_BOOSTING = "gradient_boosting"
    RANDOM_FOREST = "random_forest"
    DECISION_TREE = "decision_tree"
    NEAREST_NEIGHBOURS = "nearest_neighbours"
    SUPPORT_VECTORS = "support_vectors"
    NAIVE_BAYES = "naive_bayes"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the CSV. `choices` as they stand in its cells; bounds inclusive; `whole`: counted, not measured.

    `required`: a prediction needs it; an empty cell in the CSV is filled in from the training rows either way.
    """

    name: str
    kind: ColumnKind
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    whole: bool = False
    required: bool = True
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A figure that is reported."""

    name: MetricName
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Estimator:
    """A family of models that is tried."""

    name: EstimatorName
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Split:
    """How rows are held out: `share` of them at random, or the latest ones by the date column `latest_by`.

    `folds` of cross-validation on the other rows choose among the estimators.
    """

    share: float = 0.2
    latest_by: str = ""
    folds: int = 5
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Training:
    """The learning task: `target` is one of `columns`, `subject` what a row is about.

    `positive` is the class that precision and recall are about; empty for more than two classes or for a number.
    """

    target: str
    task: Task
    subject: str = "row"
    columns: tuple[Column, ...] = ()
    metrics: tuple[Metric, ...] = ()
    estimators: tuple[Estimator, ...] = ()
    split: Split = Split()
    positive: str = ""
    origin: Origin = CONVENTION

    @property
    def goal(self) -> Column:
        """The column that is predicted."""
        return next(column for column in self.columns if column.name == self.target)

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that the model learns from."""
        return tuple(c for c in self.columns if c.name != self.target and c.kind is not ColumnKind.IDENTIFIER)


def training_facts(training: Training) -> Iterator[tuple[str, Origin]]:
    """Every fact's id with its origin: `target:price`, `column:area`, `metric:r2`, `split:held_out`, `estimator:linear`."""
    yield f"target:{training.target}", training.origin
    for column in training.columns:
        yield f"column:{column.name}", column.origin
    for metric in training.metrics:
        yield f"metric:{metric.name}", metric.origin
    for estimator in training.estimators:
        yield f"estimator:{estimator.name}", estimator.origin
    yield "split:held_out", training.split.origin
