"""The families of models of a project, as source with their imports. Called by the context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engines.kernel.spec import ColumnKind, EstimatorName, Training

E = EstimatorName
_TREES = "n_estimators=100, min_samples_leaf=2, random_state=SEED"
_REGRESSION: Mapping[EstimatorName, tuple[str, str]] = {
    E.LINEAR: ("sklearn.linear_model.Ridge", "Ridge()"),
    E.GRADIENT_BOOSTING: (
        "sklearn.ensemble.HistGradientBoostingRegressor",
        "HistGradientBoostingRegressor(random_state=SEED)",
    ),
    E.RANDOM_FOREST: ("sklearn.ensemble.RandomForestRegressor", f"RandomForestRegressor({_TREES})"),
    E.DECISION_TREE: ("sklearn.tree.DecisionTreeRegressor", "DecisionTreeRegressor(max_depth=6, random_state=SEED)"),
    E.NEAREST_NEIGHBOURS: (
        "sklearn.neighbors.KNeighborsRegressor",
        'KNeighborsRegressor(n_neighbors=7, algorithm="brute")',
    ),
    E.SUPPORT_VECTORS: (
        "sklearn.compose.TransformedTargetRegressor sklearn.preprocessing.StandardScaler sklearn.svm.SVR",
        "TransformedTargetRegressor(SVR(), transformer=StandardScaler())",
    ),
}
_CLASSIFICATION: Mapping[EstimatorName, tuple[str, str]] = {
    E.LINEAR: ("sklearn.linear_model.LogisticRegression", "LogisticRegression(max_iter=2_000)"),
    E.GRADIENT_BOOSTING: (
        "sklearn.ensemble.HistGradientBoostingClassifier",
        "HistGradientBoostingClassifier(random_state=SEED)",
    ),
    E.RANDOM_FOREST: ("sklearn.ensemble.RandomForestClassifier", f"RandomForestClassifier({_TREES})"),
    E.DECISION_TREE: ("sklearn.tree.DecisionTreeClassifier", "DecisionTreeClassifier(max_depth=6, random_state=SEED)"),
    E.NEAREST_NEIGHBOURS: (
        "sklearn.neighbors.KNeighborsClassifier",
        'KNeighborsClassifier(n_neighbors=7, algorithm="brute")',
    ),
    E.SUPPORT_VECTORS: (
        "sklearn.calibration.CalibratedClassifierCV sklearn.svm.SVC",
        "CalibratedClassifierCV(SVC(), cv=2, ensemble=False)",
    ),
    E.NAIVE_BAYES: ("sklearn.naive_bayes.GaussianNB", "GaussianNB()"),
}
# What skops does not trust by itself and a fitted estimator consists of: arrays of numbers, no code.
_TRUSTED: Mapping[EstimatorName, tuple[str, ...]] = {
    E.GRADIENT_BOOSTING: ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",),
    E.RANDOM_FOREST: ("sklearn.tree._tree.Tree",),
    E.DECISION_TREE: ("sklearn.tree._tree.Tree",),
    E.SUPPORT_VECTORS: ("sklearn.calibration._CalibratedClassifier", "sklearn.calibration._SigmoidCalibration"),
}
_COUNTING = ("sklearn.naive_bayes.MultinomialNB", "MultinomialNB(alpha=0.1)")


@dataclass(frozen=True, kw_only=True)
class EstimatorView:
    """A family: the expression that makes one, and the names it imports."""

    name: str
    fact: str
    source: str
    imports: tuple[str, ...]


def estimator_views(training: Training) -> tuple[EstimatorView, ...]:
    """What is tried: what was asked for, else what suits the columns."""
    return tuple(_view(name, training) for name in _names(training))


def estimator_imports(views: tuple[EstimatorView, ...]) -> tuple[str, ...]:
    """Import lines, one per module."""
    by_module: dict[str, list[str]] = {}
    for path in sorted({path for view in views for path in view.imports}):
        module, _, name = path.rpartition(".")
        by_module.setdefault(module, []).append(name)
    return tuple(f"from {module} import {', '.join(sorted(names))}" for module, names in by_module.items())


def trusted_types(views: tuple[EstimatorView, ...]) -> tuple[str, ...]:
    """The types that the project's store lets pass beside those that skops trusts."""
    return ("numpy.dtype", *sorted({kind for view in views for kind in _TRUSTED.get(EstimatorName(view.name), ())}))


def counts_words(training: Training) -> bool:
    """Whether naive Bayes counts words, which wants numbers of 0 and above."""
    return E.NAIVE_BAYES in _names(training) and _reads_text(training)


def dense(training: Training) -> bool:
    """Whether an estimator wants all features written out."""
    names = _names(training)
    return E.GRADIENT_BOOSTING in names or (E.NAIVE_BAYES in names and not _reads_text(training))


def _reads_text(training: Training) -> bool:
    return any(column.kind is ColumnKind.TEXT for column in training.inputs)


def _names(training: Training) -> tuple[EstimatorName, ...]:
    known = _REGRESSION if training.task == "regression" else _CLASSIFICATION
    asked = tuple(estimator.name for estimator in training.estimators if estimator.name in known)
    if asked:
        return asked
    if not _reads_text(training):
        return (E.LINEAR, E.GRADIENT_BOOSTING)
    return (E.LINEAR, E.RANDOM_FOREST) if training.task == "regression" else (E.LINEAR, E.NAIVE_BAYES)


def _view(name: EstimatorName, training: Training) -> EstimatorView:
    known = _REGRESSION if training.task == "regression" else _CLASSIFICATION
    imports, source = _COUNTING if name is E.NAIVE_BAYES and counts_words(training) else known[name]
    return EstimatorView(name=str(name), fact=f"estimator:{name}", source=source, imports=tuple(imports.split()))
