"""Specifications of services to learn from: numbers, two classes, several classes, text, dates."""

from engines.kernel.spec import (
    CLASSIFICATION_METRICS,
    Column,
    ColumnKind,
    Endpoint,
    Estimator,
    EstimatorName,
    Feature,
    Metric,
    MetricName,
    Origin,
    Sentence,
    Spec,
    Split,
    Training,
)

SAID = Origin(sentences=(1,))
SENTENCES = (Sentence(number=1, text="All that was said.", status="facts"),)
Kind = ColumnKind


def number(name: str, unit: str = "", *, minimum: float | None = None, maximum: float | None = None) -> Column:
    return Column(name=name, kind=Kind.NUMBER, unit=unit, minimum=minimum, maximum=maximum, origin=SAID)


def other(name: str, kind: Kind, *choices: str, required: bool = True) -> Column:
    return Column(name=name, kind=kind, choices=choices, required=required, origin=SAID)


def offers(*names: str) -> tuple[Feature, ...]:
    return tuple(Feature(name=name, origin=SAID) for name in names)


def figures(*names: MetricName) -> tuple[Metric, ...]:
    return tuple(Metric(name=name, origin=SAID) for name in names)


HOUSES = Spec(
    name="house-prices",
    title="House prices",
    kind="ml",
    sentences=SENTENCES,
    features=offers("prediction_endpoint", "validation", "unknown_values", "csv_errors", "missing_values"),
    training=Training(
        target="price",
        task="regression",
        subject="house",
        columns=(
            number("area", "m²"),
            Column(name="rooms", kind=Kind.NUMBER, whole=True, minimum=1, origin=SAID),
            number("age"),
            other("district", Kind.CATEGORY),
            number("price"),
        ),
        metrics=figures(MetricName.MEAN_ABSOLUTE_ERROR),
        split=Split(origin=SAID),
        origin=SAID,
    ),
)
CHURN = Spec(
    name="customer-churn",
    title="Customer churn",
    kind="ml",
    sentences=SENTENCES,
    features=offers(
        "prediction_endpoint",
        "batch_prediction",
        "validation",
        "unknown_values",
        "model_card",
        "retraining",
        "web_page",
        "feature_importance",
        "baseline",
        "probabilities",
        "missing_values",
        "csv_errors",
        "train_command",
        "model_file",
        "preprocessing",
        "model_choice",
        "reproducible",
        "sample_data",
        "health",
        "openapi",
    ),
    endpoints=(
        Endpoint(method="POST", path="/predict", purpose="prediction", origin=SAID),
        Endpoint(method="GET", path="/health", purpose="health", origin=SAID),
    ),
    training=Training(
        target="churned",
        task="classification",
        subject="customer",
        positive="yes",
        columns=(
            other("customer_id", Kind.IDENTIFIER),
            number("tenure_months", minimum=0, maximum=120),
            other("plan", Kind.CATEGORY, "basic", "pro", "enterprise"),
            number("monthly_charges"),
            other("joined_on", Kind.DATE),
            other("city", Kind.CATEGORY, required=False),
            other("newsletter", Kind.BOOLEAN),
            other("churned", Kind.BOOLEAN),
        ),
        metrics=figures(*(name for name in MetricName if name in CLASSIFICATION_METRICS)),
        split=Split(share=0.25, origin=SAID),
        origin=SAID,
    ),
)
SPAM = Spec(
    name="spam-filter",
    title="Spam filter",
    kind="ml",
    sentences=SENTENCES,
    training=Training(
        target="label",
        task="classification",
        subject="message",
        positive="spam",
        columns=(other("text", Kind.TEXT), other("label", Kind.CATEGORY, "spam", "ham")),
        origin=SAID,
    ),
)
IRIS = Spec(
    name="iris",
    title="Iris species",
    kind="ml",
    sentences=SENTENCES,
    training=Training(
        target="species",
        task="classification",
        subject="flower",
        columns=(
            *(number(f"{part}_{side}", "cm") for part in ("sepal", "petal") for side in ("length", "width")),
            other("species", Kind.CATEGORY),
        ),
        metrics=figures(*(name for name in MetricName if name in CLASSIFICATION_METRICS)),
        estimators=tuple(Estimator(name=name, origin=SAID) for name in EstimatorName),
        origin=SAID,
    ),
)
ENERGY = Spec(
    name="energy-use",
    title="Energy use",
    kind="ml",
    sentences=SENTENCES,
    training=Training(
        target="energy_use",
        task="regression",
        subject="day",
        columns=(
            other("day", Kind.DATE),
            number("outdoor_temperature", "°C"),
            other("occupied", Kind.BOOLEAN),
            other("remark", Kind.TEXT, required=False),
            number("energy_use", "kWh"),
        ),
        metrics=figures(*(name for name in MetricName if name not in CLASSIFICATION_METRICS)),
        estimators=tuple(Estimator(name=n, origin=SAID) for n in EstimatorName if n is not EstimatorName.NAIVE_BAYES),
        split=Split(latest_by="day", origin=SAID),
        origin=SAID,
    ),
)
TITANIC = Spec(
    name="titanic",
    title="Titanic",
    kind="ml",
    sentences=SENTENCES,
    training=Training(
        target="survived",
        task="classification",
        subject="passenger",
        positive="yes",
        columns=(
            other("class", Kind.CATEGORY, "1", "2", "3"),
            other("date", Kind.DATE),
            number("model_year"),
            other("copy", Kind.BOOLEAN),
            other("import", Kind.CATEGORY),
            other("survived", Kind.BOOLEAN),
        ),
        origin=SAID,
    ),
)
ALL = (TITANIC, HOUSES, CHURN, SPAM, IRIS, ENERGY)
