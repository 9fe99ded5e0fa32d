"""The figures of a project: how each is computed with scikit-learn, and what it is on an example worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engines.kernel.spec import MetricName, Training

_DOC: Mapping[MetricName, str] = {
    MetricName.MEAN_ABSOLUTE_ERROR: "How far predictions are off on average, in the unit of the target.",
    MetricName.ROOT_MEAN_SQUARED_ERROR: "How far predictions are off, large errors counting more, in the unit of the target.",
    MetricName.MEAN_SQUARED_ERROR: "The mean of the squared errors.",
    MetricName.MEDIAN_ABSOLUTE_ERROR: "Half of the predictions are off by less than this.",
    MetricName.MEAN_ABSOLUTE_PERCENTAGE_ERROR: "How far predictions are off on average, as a share of the true value.",
    MetricName.R2: "The share of the variance that is explained: 1 is perfect, 0 no better than the mean.",
    MetricName.ACCURACY: "The share of rows whose class is right.",
    MetricName.BALANCED_ACCURACY: "The share of rows whose class is right, each class counting the same.",
    MetricName.PRECISION: "Of the rows said to be {positive}, the share that are.",
    MetricName.RECALL: "Of the rows that are {positive}, the share that were found.",
    MetricName.F1: "The harmonic mean of precision and recall.",
    MetricName.ROC_AUC: "How likely a row of the class gets a higher probability than one of another: 0.5 is chance.",
    MetricName.CONFUSION_MATRIX: "How many rows of each true class were said to be of each class.",
}
_LABELS: Mapping[MetricName, str] = {
    MetricName.ROOT_MEAN_SQUARED_ERROR: "root mean squared error (RMSE)",
    MetricName.MEAN_ABSOLUTE_ERROR: "mean absolute error (MAE)",
    MetricName.R2: "R²",
    MetricName.F1: "F1",
    MetricName.ROC_AUC: "ROC AUC",
}
_USUAL: Mapping[str, tuple[MetricName, ...]] = {
    "regression": (MetricName.MEAN_ABSOLUTE_ERROR, MetricName.ROOT_MEAN_SQUARED_ERROR, MetricName.R2),
    "classification": (MetricName.ACCURACY, MetricName.PRECISION, MetricName.RECALL, MetricName.F1),
}
_SCORING: Mapping[MetricName, str] = {
    MetricName.MEAN_ABSOLUTE_ERROR: "neg_mean_absolute_error",
    MetricName.ROOT_MEAN_SQUARED_ERROR: "neg_root_mean_squared_error",
    MetricName.MEAN_SQUARED_ERROR: "neg_mean_squared_error",
    MetricName.MEDIAN_ABSOLUTE_ERROR: "neg_median_absolute_error",
    MetricName.MEAN_ABSOLUTE_PERCENTAGE_ERROR: "neg_mean_absolute_percentage_error",
    MetricName.R2: "r2",
    MetricName.BALANCED_ACCURACY: "balanced_accuracy",
    MetricName.F1: "f1_macro",
}
_REGRESSION: Mapping[MetricName, tuple[str, str]] = {
    MetricName.MEAN_ABSOLUTE_ERROR: ("metrics.mean_absolute_error(true, said)", "5 / 3"),
    MetricName.ROOT_MEAN_SQUARED_ERROR: ("metrics.root_mean_squared_error(true, said)", "(17 / 3) ** 0.5"),
    MetricName.MEAN_SQUARED_ERROR: ("metrics.mean_squared_error(true, said)", "17 / 3"),
    MetricName.MEDIAN_ABSOLUTE_ERROR: ("metrics.median_absolute_error(true, said)", "1"),
    MetricName.MEAN_ABSOLUTE_PERCENTAGE_ERROR: (
        "metrics.mean_absolute_percentage_error(true, said)",
        "(1 / 3 + 0.4) / 3",
    ),
    MetricName.R2: ("metrics.r2_score(true, said)", "1 - 17 / 26"),
}
_BINARY = "pos_label=POSITIVE, zero_division=0"
_MACRO = 'average="macro", zero_division=0'
_TWO: Mapping[MetricName, tuple[str, str]] = {
    MetricName.ACCURACY: ("metrics.accuracy_score(true, said)", "3 / 5"),
    MetricName.BALANCED_ACCURACY: ("metrics.balanced_accuracy_score(true, said)", "(2 / 3 + 1 / 2) / 2"),
    MetricName.PRECISION: (f"metrics.precision_score(true, said, {_BINARY})", "2 / 3"),
    MetricName.RECALL: (f"metrics.recall_score(true, said, {_BINARY})", "2 / 3"),
    MetricName.F1: (f"metrics.f1_score(true, said, {_BINARY})", "2 / 3"),
    MetricName.ROC_AUC: (
        "metrics.roc_auc_score([name == POSITIVE for name in true], scores[:, list(classes).index(POSITIVE)])",
        "5 / 6",
    ),
}
_SEVERAL: Mapping[MetricName, tuple[str, str]] = {
    MetricName.ACCURACY: ("metrics.accuracy_score(true, said)", "3 / 5"),
    MetricName.BALANCED_ACCURACY: ("metrics.balanced_accuracy_score(true, said)", "(1 / 2 + 1 + 0) / 3"),
    MetricName.PRECISION: (f"metrics.precision_score(true, said, {_MACRO})", "(1 / 2 + 2 / 3 + 0) / 3"),
    MetricName.RECALL: (f"metrics.recall_score(true, said, {_MACRO})", "(1 / 2 + 1 + 0) / 3"),
    MetricName.F1: (f"metrics.f1_score(true, said, {_MACRO})", "(1 / 2 + 4 / 5 + 0) / 3"),
}
_AUC_OF_SEVERAL = (
    "# a class that has no held-out row has no curve",
    "present = [name for name in classes if name in true]",
    "curves = [metrics.roc_auc_score([one == name for one in true], scores[:, list(classes).index(name)]) for name in present]",
    "return float(np.mean(curves))",
)
_MATRIX = (
    "counts = metrics.confusion_matrix(true, said, labels=list(classes)).tolist()",
    "return {name: dict(zip(classes, row, strict=True)) for name, row in zip(classes, counts, strict=True)}",
)
_REGRESSION_DATA = ("TRUE = [3.0, 5.0, 10.0]", "SAID = [2.0, 5.0, 14.0]", "SCORES = None", "CLASSES = ()")
_SEVERAL_DATA = (
    'CLASSES = ["a", "b", "c"]',
    'TRUE = ["a", "a", "b", "b", "c"]',
    'SAID = ["a", "b", "b", "b", "a"]',
    "SCORES = np.array([[0.8, 0.1, 0.1], [0.4, 0.5, 0.1], [0.2, 0.6, 0.2], [0.1, 0.7, 0.2], [0.5, 0.2, 0.3]])",
)


@dataclass(frozen=True, kw_only=True)
class MetricView:
    """A figure: its function's text, and its value on the data of the project's own test."""

    name: str
    label: str
    fact: str
    doc: str
    body: tuple[str, ...]
    expected: str
    scalar: bool = True

    @property
    def returns(self) -> str:
        return "float" if self.scalar else "dict[str, dict[str, int]]"


def metric_names(training: Training) -> tuple[MetricName, ...]:
    """What is reported: what was asked for, else what is usual."""
    return tuple(metric.name for metric in training.metrics) or _USUAL[training.task]


def metric_views(training: Training) -> tuple[MetricView, ...]:
    """The figures in their order; needs a positive class for two classes."""
    return tuple(_view(name, training) for name in metric_names(training))


def scoring(training: Training) -> str:
    """By which score of scikit-learn candidates are compared: the first figure that can serve, else the usual one."""
    usual = "r2" if training.task == "regression" else "balanced_accuracy"
    return next((_SCORING[name] for name in metric_names(training) if name in _SCORING), usual)


def lower_is_better(training: Training) -> tuple[str, ...]:
    """The errors among the figures."""
    return tuple(str(name) for name in metric_names(training) if name in _REGRESSION and name is not MetricName.R2)


def figure_data(training: Training) -> tuple[str, ...]:
    """The lines that define TRUE, SAID, SCORES and CLASSES of the test; also what it needs numpy for."""
    if training.task == "regression":
        return _REGRESSION_DATA
    if not training.positive:
        return _SEVERAL_DATA
    yes, no = repr(training.positive), repr(other_class(training))
    first = sorted((training.positive, other_class(training)))[0] == training.positive
    rows = ", ".join(
        f"[{p}, {round(1 - p, 1)}]" if first else f"[{round(1 - p, 1)}, {p}]" for p in (0.9, 0.8, 0.4, 0.2, 0.6)
    )
    return (
        f"YES, NO = {yes}, {no}",
        "CLASSES = sorted([YES, NO])",
        "TRUE = [YES, YES, YES, NO, NO]",
        "SAID = [YES, YES, NO, NO, YES]",
        f"SCORES = np.array([{rows}])",
    )


def other_class(training: Training) -> str:
    """The class that is not the positive one."""
    if training.goal.choices:
        return next(choice for choice in training.goal.choices if choice != training.positive)
    return "no" if training.positive == "yes" else "not " + training.positive


def _view(name: MetricName, training: Training) -> MetricView:
    body, expected = _computed(name, training)
    return MetricView(
        name=str(name),
        label=_LABELS.get(name, name.replace("_", " ")),
        fact=f"metric:{name}",
        doc=_doc(name, training),
        body=body,
        expected=expected,
        scalar=name is not MetricName.CONFUSION_MATRIX,
    )


def _doc(name: MetricName, training: Training) -> str:
    if not training.positive and name in (MetricName.PRECISION, MetricName.RECALL, MetricName.F1):
        return _DOC[name].format(positive="of a class")[:-1] + "; the mean over the classes."
    return _DOC[name].format(positive=training.positive)


def _computed(name: MetricName, training: Training) -> tuple[tuple[str, ...], str]:
    """The lines of the function, and the expectation as source."""
    if name is MetricName.CONFUSION_MATRIX:
        two = "{YES: {YES: 2, NO: 1}, NO: {YES: 1, NO: 1}}"
        several = '{"a": {"a": 1, "b": 1, "c": 0}, "b": {"a": 0, "b": 2, "c": 0}, "c": {"a": 1, "b": 0, "c": 0}}'
        return _MATRIX, two if training.positive else several
    if name is MetricName.ROC_AUC and not training.positive:
        return _AUC_OF_SEVERAL, "pytest.approx((5 / 6 + 1 + 1) / 3)"
    known = _REGRESSION if training.task == "regression" else _TWO if training.positive else _SEVERAL
    call, expected = known[name]
    return (f"return float({call})",), f"pytest.approx({expected})"
