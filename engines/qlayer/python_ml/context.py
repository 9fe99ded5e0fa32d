"""What the templates of python-ml see: one `ml`. Called by render."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from engines.kernel.errors import UserError
from engines.kernel.spec import ColumnKind, Spec, Split, Training
from engines.qlayer.model import Blueprint, Context
from engines.qlayer.python_ml.columns import ColumnView
from engines.qlayer.python_ml.estimators import (
    EstimatorView,
    counts_words,
    dense,
    estimator_imports,
    estimator_views,
    trusted_types,
)
from engines.qlayer.python_ml.metrics import MetricView, figure_data, lower_is_better, metric_views, scoring
from engines.qlayer.python_ml.paths import FEATURES, Paths, ServedEndpoint, paths_of, served
from engines.qlayer.python_ml.sample import Sample, draw_sample
from engines.qlayer.python_ml.wording import candidates_sentence, class_name, plural, split_sentence
from engines.qlayer.web.look import Accent, look
from engines.qlayer.wording import with_article

_MEASURED = (ColumnKind.NUMBER, ColumnKind.BOOLEAN, ColumnKind.DATE)
_INSIDE = re.compile(r"<svg[^>]*>(?P<inside>.*)</svg>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class MlView:
    """The service as a whole."""

    name: str
    title: str
    summary: str
    training: Training
    columns: tuple[ColumnView, ...]
    metrics: tuple[MetricView, ...]
    estimators: tuple[EstimatorView, ...]
    features: Mapping[str, tuple[str, ...]]
    paths: Paths
    endpoints: tuple[ServedEndpoint, ...]
    sample: Sample
    accent: Accent
    icon: str
    requirements: Mapping[str, str]
    serve: tuple[str, ...]
    test: tuple[str, ...]
    blueprint: str
    version: str

    @property
    def task(self) -> str:
        return self.training.task

    @property
    def classification(self) -> bool:
        return self.training.task == "classification"

    @property
    def positive(self) -> str:
        return self.training.positive

    @property
    def binary(self) -> bool:
        """Whether a figure is about the positive class."""
        about = {"precision", "recall", "f1", "roc_auc"}
        return bool(self.positive) and any(metric.name in about for metric in self.metrics)

    @property
    def split(self) -> Split:
        return self.training.split

    @property
    def target(self) -> ColumnView:
        return next(column for column in self.columns if column.target)

    @property
    def inputs(self) -> tuple[ColumnView, ...]:
        return tuple(c for c in self.columns if not c.target and c.column.kind is not ColumnKind.IDENTIFIER)

    @property
    def identifiers(self) -> tuple[ColumnView, ...]:
        return tuple(c for c in self.columns if not c.target and c.column.kind is ColumnKind.IDENTIFIER)

    @property
    def target_fact(self) -> str:
        return f"target:{self.training.target}"

    @property
    def target_facts(self) -> tuple[str, ...]:
        return (self.target_fact, self.target.fact)

    @property
    def cls(self) -> str:
        return class_name(self.training.subject)

    @property
    def subject_article(self) -> str:
        return with_article(self.training.subject)

    @property
    def subjects(self) -> str:
        return plural(self.training.subject)

    @property
    def split_sentence(self) -> str:
        return split_sentence(self.training)

    @property
    def candidates_sentence(self) -> str:
        return candidates_sentence(tuple(e.name for e in self.estimators), self.split.folds)

    @property
    def estimator_imports(self) -> tuple[str, ...]:
        return estimator_imports(self.estimators)

    @property
    def trusted_types(self) -> tuple[str, ...]:
        return trusted_types(self.estimators)

    @property
    def counts_words(self) -> bool:
        return counts_words(self.training)

    @property
    def dense(self) -> bool:
        return dense(self.training)

    @property
    def scoring(self) -> str:
        return scoring(self.training)

    @property
    def lower_is_better(self) -> tuple[str, ...]:
        return lower_is_better(self.training)

    @property
    def figure_data(self) -> tuple[str, ...]:
        return figure_data(self.training)

    @property
    def measured(self) -> bool:
        return any(column.column.kind in _MEASURED for column in self.inputs)

    @property
    def any_choices(self) -> bool:
        return any(column.choices for column in self.inputs)

    @property
    def names_model(self) -> bool:
        """Whether the name of an identifier begins as pydantic's own do."""
        return any(column.name.startswith("model_") for column in self.identifiers)

    @property
    def any_words(self) -> bool:
        """Whether a value may be a word, which may look like a number."""
        return self.has("category") or bool(self.identifiers)

    @property
    def can_surprise(self) -> bool:
        """Whether a value can be new to the model in a way that is told."""
        return self.has("category") or self.has("number")

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that are known beforehand; none when they are learned from the data."""
        if not self.classification:
            return ()
        return ("no", "yes") if self.target.column.kind is ColumnKind.BOOLEAN else self.target.choices

    @property
    def trainings(self) -> bool:
        return bool(self.facts("retraining"))

    @property
    def bad_cells(self) -> tuple[tuple[str, str, str], ...]:
        learned = tuple(c for c in self.columns if c.column.kind is not ColumnKind.IDENTIFIER)
        return tuple(cell for column in learned for cell in column.bad_cells)

    @property
    def decimals(self) -> int:
        """How exactly a predicted number is told."""
        known = [abs(cell) for cell in self.target.cells if isinstance(cell, float)]
        return 2 if max(known, default=0) >= 100 else 4

    @property
    def example_json(self) -> str:
        return json.dumps({column.name: column.example_json for column in self.inputs}, ensure_ascii=False)

    def has(self, kind: str) -> bool:
        """Whether an input is of that kind."""
        return any(column.kind == kind for column in self.inputs)

    def has_metric(self, name: str) -> bool:
        return any(metric.name == name for metric in self.metrics)

    def facts(self, feature: str) -> tuple[str, ...]:
        """The facts that ask for a feature, with those of endpoints for it."""
        return self.features.get(feature, ())


def build_context(spec: Spec, blueprint: Blueprint) -> Context:
    """The one value; no loops and no conditions. UserError when the specification does not say what is learned."""
    if spec.training is None:
        raise UserError(
            f"the specification of '{spec.name}' does not say what is to be predicted",
            hint="Add `training` with its target and its columns.",
        )
    view = _view(spec, spec.training, blueprint)
    return Context(values={"ml": view}, loops={}, conditions=frozenset())


def _view(spec: Spec, training: Training, blueprint: Blueprint) -> MlView:
    sample = draw_sample(training, spec.name)
    chosen = look(spec)
    return MlView(
        name=spec.name,
        title=spec.title,
        summary=spec.summary or _summary(training),
        training=training,
        columns=tuple(
            ColumnView(column=c, target=c.name == training.target, cells=[row[c.name] for row in sample.rows])
            for c in training.columns
        ),
        metrics=metric_views(training),
        estimators=estimator_views(training),
        features=_features(spec),
        paths=paths_of(spec.endpoints),
        endpoints=served(spec.endpoints),
        sample=sample,
        accent=chosen.accent,
        icon=_icon(chosen.icon),
        requirements=blueprint.requirements,
        serve=blueprint.serve,
        test=blueprint.test,
        blueprint=blueprint.name,
        version=blueprint.version,
    )


def _summary(training: Training) -> str:
    inputs = ", ".join(column.name.replace("_", " ") for column in training.inputs)
    return f"Predicts {training.target.replace('_', ' ')} for {with_article(training.subject)} from {inputs}."


def _features(spec: Spec) -> dict[str, tuple[str, ...]]:
    """The facts by feature; an endpoint that the brief names asks for the feature that it offers."""
    found: dict[str, list[str]] = {}
    for feature in spec.features:
        if feature.built:
            found.setdefault(feature.name, []).append(f"feature:{feature.name}")
    purposes = {endpoint.path: endpoint.purpose for endpoint in spec.endpoints}
    for endpoint in served(spec.endpoints):
        found.setdefault(FEATURES[purposes[endpoint.path]], []).append(endpoint.fact)
    return {name: tuple(facts) for name, facts in found.items()}


def _icon(name: str) -> str:
    """What stands inside of an icon's drawing."""
    found = _INSIDE.search(files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8"))
    return found["inside"].strip() if found else ""
