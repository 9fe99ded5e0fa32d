"""The made-up data that a project starts with: drawn with a real relationship, the same for the same specification."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sin, tau
from random import Random
from zlib import crc32

from engines.kernel.spec import Column, ColumnKind, Training
from engines.qlayer.python_ml.values import Span, Values, load_values

ROWS = 300
FIRST_DAY = date(2024, 1, 1)
DAYS = 730
NOISE = 0.12
GAPS = 0.02

Cell = str | float | bool | date | None
Row = dict[str, Cell]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The rows, and the same as the text of a CSV."""

    rows: tuple[Row, ...]
    csv: str


def draw_sample(training: Training, seed: str) -> Sample:
    """A sample of 300 rows; `seed` is any text."""
    draw = _Draw(training, Random(crc32(seed.encode())), load_values())  # noqa: S311 - made-up data, not a secret
    classes = training.task == "classification"
    rows = tuple(draw.of_a_class(n) if classes else draw.with_a_number(n) for n in range(ROWS))
    return Sample(rows=rows, csv=_csv([column.name for column in training.columns], rows))


@dataclass(frozen=True)
class _Draw:
    """Draws rows; each input matters less than the one before."""

    training: Training
    random: Random
    values: Values

    def with_a_number(self, number: int) -> Row:
        """Inputs first; the target is their weighted mean with noise, spread over its span."""
        row, score, weights = dict[str, Cell](), 0.0, 0.0
        for place, column in enumerate(self.training.inputs):
            share = self.random.random()
            row[column.name] = self._cell(column, share, _pole(share))
            weight = 1 / (1 + place * 0.6)
            score += weight * self._worth(column, share)
            weights += weight
        score = score / weights + self.random.gauss(0, NOISE / 2)
        span = self.values.span(self.training.goal)
        return self._named(number, row, _number(span, min(max(score, 0.0), 1.0)))

    def of_a_class(self, number: int) -> Row:
        """The class first; the inputs gather around a place of their own for each class."""
        labels = labels_of(self.training)
        odds = [0.6, 0.4] if len(labels) == 2 else [1.0] * len(labels)
        label = self.random.choices(range(len(labels)), odds)[0]
        row = dict[str, Cell]()
        for place, column in enumerate(self.training.inputs):
            middle = (label + 0.5) / len(labels)
            middle = 1 - middle if place % 2 else middle
            spread = 0.2 + 0.05 * place
            share = min(max(self.random.gauss(middle, spread), 0.0), 1.0)
            row[column.name] = self._cell(column, share, labels[label])
        target: Cell = labels[label] == "yes" if self.training.goal.kind is ColumnKind.BOOLEAN else labels[label]
        return self._named(number, row, target)

    def _named(self, number: int, row: Row, target: Cell) -> Row:
        """The whole row in the order of the columns; some cells stay empty, as they do in real data."""
        whole: Row = {}
        for column in self.training.columns:
            if column.name == self.training.target:
                whole[column.name] = target
            elif column.kind is ColumnKind.IDENTIFIER:
                whole[column.name] = f"{column.name.split('_')[0][:1].upper()}{number + 1:04d}"
            else:
                gap = column.kind in (ColumnKind.NUMBER, ColumnKind.CATEGORY) and self.random.random() < GAPS
                whole[column.name] = None if gap else row[column.name]
        return whole

    def _cell(self, column: Column, share: float, label: str) -> Cell:
        match column.kind:
            case ColumnKind.NUMBER:
                return _number(self.values.span(column), share)
            case ColumnKind.BOOLEAN:
                return share > 0.5
            case ColumnKind.DATE:
                return FIRST_DAY + timedelta(days=round(share * DAYS))
            case ColumnKind.TEXT:
                return self._text(label)
            case _:
                choices = self.values.choices(column)
                return choices[min(int(share * len(choices)), len(choices) - 1)]

    def _worth(self, column: Column, share: float) -> float:
        """What an input adds to the target, 0 to 1: numbers rise or fall, days turn with the year."""
        match column.kind:
            case ColumnKind.DATE:
                return 0.5 + 0.5 * sin(tau * share * DAYS / 365)
            case ColumnKind.BOOLEAN:
                return float(share > 0.5)
            case ColumnKind.TEXT:
                return 1.0 if share > 0.5 else 0.0
            case ColumnKind.CATEGORY:
                choices = self.values.choices(column)
                return min(int(share * len(choices)), len(choices) - 1) / max(len(choices) - 1, 1)
            case _:
                return 1 - share if self.values.falling(column) else share

    def _text(self, label: str) -> str:
        said = self.random.sample(self.values.phrases(label), 2)
        said.insert(self.random.randrange(3), self.random.choice(self.values.filler))
        return ", ".join(said)


def labels_of(training: Training) -> tuple[str, ...]:
    """The classes of the sample, the positive one last."""
    goal = training.goal
    found = ("no", "yes") if goal.kind is ColumnKind.BOOLEAN else load_values().choices(goal)
    rest = tuple(label for label in found if label != training.positive)
    return (*rest, training.positive) if training.positive in found else found


def _pole(share: float) -> str:
    return "positive" if share > 0.5 else "negative"


def _number(span: Span, share: float) -> float:
    return round(span.low + share * (span.high - span.low), span.decimals)


def _csv(names: Sequence[str], rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_written(row[name]) for name in names] for row in rows)
    return text.getvalue()


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float():
            return f"{cell:.6f}".rstrip("0").rstrip(".")
        case _:
            return str(cell)
