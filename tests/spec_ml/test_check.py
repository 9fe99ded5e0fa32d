"""What the check of a specification says about a learning task that was edited by hand."""

from dataclasses import replace

import pytest

from engines.kernel.spec import (
    Column,
    ColumnKind,
    Metric,
    MetricName,
    Spec,
    Split,
    Training,
)
from engines.spec.check import check_spec

AREA = Column(name="area", kind=ColumnKind.NUMBER)
PRICE = Column(name="price", kind=ColumnKind.NUMBER)
KIND = Column(name="kind", kind=ColumnKind.CATEGORY, choices=("flat", "house"))
GOOD = Training(target="price", task="regression", columns=(AREA, PRICE))
CLASSES = Training(target="kind", task="classification", columns=(AREA, KIND), positive="flat")


def said(training: Training) -> list[str]:
    return [finding.title for finding in check_spec(Spec(name="x", title="X", kind="ml", training=training))]


def test_what_is_right_is_not_found_fault_with() -> None:
    assert said(GOOD) == said(CLASSES) == []


@pytest.mark.parametrize(
    ("training", "title"),
    [
        (replace(GOOD, target="rent"), "there is no column 'rent'"),
        (replace(GOOD, columns=(PRICE,)), "there is no column to learn from"),
        (replace(GOOD, columns=(AREA, AREA, PRICE)), "the column 'area' stands twice"),
        (replace(GOOD, columns=(replace(AREA, name="Living area"), PRICE)), "'Living area' is not a name"),
        (replace(GOOD, columns=(replace(AREA, choices=("1",)), PRICE)), "only a category has choices"),
        (replace(GOOD, columns=(replace(AREA, minimum=2, maximum=1), PRICE)), "the minimum 2 is above the maximum 1"),
        (replace(GOOD, task="classification"), "a number is not learned by classification"),
        (replace(CLASSES, positive="boat"), "'boat' is none of two classes"),
        (replace(GOOD, metrics=(Metric(name=MetricName.F1),)), "f1 does not fit regression"),
        (replace(GOOD, split=Split(share=0.9)), "0.9 is no share to hold out"),
        (replace(GOOD, split=Split(folds=1)), "1 folds cannot be compared"),
        (replace(GOOD, split=Split(latest_by="area")), "'area' is no column of dates"),
    ],
)
def test_a_fault_is_named(training: Training, title: str) -> None:
    assert said(training) == [title]


def test_a_text_cannot_be_predicted() -> None:
    text = Column(name="story", kind=ColumnKind.TEXT)
    found = said(Training(target="story", task="classification", columns=(AREA, text)))
    assert found == ["a column of kind text cannot be predicted"]
