"""Checks a learning task, read or edited by hand. Called by the check of the whole specification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engines.kernel.findings import Finding, Severity
from engines.kernel.spec import CLASSIFICATION_METRICS, Column, ColumnKind, Training


def check_training(training: Training) -> Iterator[Finding]:
    """Every fault; `place` is the fact's id."""
    yield from _columns(training)
    goals = [column for column in training.columns if column.name == training.target]
    place = f"target:{training.target}"
    if not goals:
        known = ", ".join(column.name for column in training.columns)
        yield _fault(place, f"there is no column '{training.target}'", f"Known: {known}.", "critical")
        return
    if not training.inputs:
        yield _fault(place, "there is no column to learn from", "Add one beside the target.", "critical")
    yield from _goal(training, goals[0])
    yield from _figures(training)
    yield from _split(training)


def _fault(place: str, title: str, advice: str, severity: Severity = "high") -> Finding:
    return Finding(severity=severity, title=title, place=place, advice=advice, by="spec")


def _columns(training: Training) -> Iterator[Finding]:
    for name, count in Counter(column.name for column in training.columns).items():
        if count > 1:
            yield _fault(f"column:{name}", f"the column '{name}' stands twice", "Give each a name of its own.")
    for column in training.columns:
        place = f"column:{column.name}"
        if not column.name.isidentifier() or column.name != column.name.lower():
            yield _fault(place, f"'{column.name}' is not a name", "Use snake_case: letters, digits, _.", "critical")
        if column.choices and column.kind is not ColumnKind.CATEGORY:
            yield _fault(place, "only a category has choices", "Give `kind: category`, or leave them out.", "critical")
        if column.minimum is not None and column.maximum is not None and column.minimum > column.maximum:
            yield _fault(place, f"the minimum {column.minimum} is above the maximum {column.maximum}", "Swap them.")


def _goal(training: Training, goal: Column) -> Iterator[Finding]:
    place = f"target:{goal.name}"
    numbers = goal.kind is ColumnKind.NUMBER
    if numbers != (training.task == "regression"):
        yield _fault(place, f"a {goal.kind} is not learned by {training.task}", "Change `task` or `kind`.", "critical")
    if goal.kind not in (ColumnKind.NUMBER, ColumnKind.CATEGORY, ColumnKind.BOOLEAN):
        yield _fault(place, f"a column of kind {goal.kind} cannot be predicted", "Choose another target.", "critical")
    classes = ("no", "yes") if goal.kind is ColumnKind.BOOLEAN else goal.choices
    if training.positive and (len(classes) != 2 or training.positive not in classes):
        yield _fault(place, f"'{training.positive}' is none of two classes", "Correct or drop `positive`.", "critical")


def _figures(training: Training) -> Iterator[Finding]:
    for metric in training.metrics:
        if (metric.name in CLASSIFICATION_METRICS) != (training.task == "classification"):
            title = f"{metric.name} does not fit {training.task}"
            yield _fault(f"metric:{metric.name}", title, "Leave it out.", "critical")


def _split(training: Training) -> Iterator[Finding]:
    split = training.split
    if not 0.05 <= split.share <= 0.5:
        yield _fault("split:held_out", f"{split.share:g} is no share to hold out", "Give 0.05 to 0.5.")
    if split.folds < 2:
        yield _fault("split:held_out", f"{split.folds} folds cannot be compared", "Give at least 2.")
    days = [column.name for column in training.columns if column.kind is ColumnKind.DATE]
    if split.latest_by and split.latest_by not in days:
        yield _fault("split:held_out", f"'{split.latest_by}' is no column of dates", "Name one, or drop `latest_by`.")
