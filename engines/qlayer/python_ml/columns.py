"""One column of a project: its declaration, its property over HTTP, examples of it and values that are refused."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from keyword import iskeyword

from engines.kernel.spec import Column, ColumnKind
from engines.qlayer.python_ml.sample import Cell

_TAKEN = frozenset(
    {"bool", "construct", "copy", "date", "dict", "float", "json", "parse_obj", "schema", "str", "validate"}
)
_TYPES = {
    ColumnKind.NUMBER: "float",
    ColumnKind.BOOLEAN: "bool",
    ColumnKind.DATE: "date",
    ColumnKind.CATEGORY: "Word",
}
_HOLDS = {
    ColumnKind.NUMBER: "a number",
    ColumnKind.BOOLEAN: "yes or no",
    ColumnKind.DATE: "a date, 2026-05-31",
    ColumnKind.CATEGORY: "a category",
    ColumnKind.TEXT: "text",
    ColumnKind.IDENTIFIER: "names the row",
}


@dataclass(frozen=True, kw_only=True)
class ColumnView:
    """A column of the specification with the cells of the sample."""

    column: Column
    target: bool
    cells: Sequence[Cell]

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def words(self) -> str:
        return self.column.name.replace("_", " ")

    @property
    def kind(self) -> str:
        return str(self.column.kind)

    @property
    def unit(self) -> str:
        return self.column.unit

    @property
    def label(self) -> str:
        return self.words.capitalize() + (f" ({self.unit})" if self.unit else "")

    @property
    def fact(self) -> str:
        return f"column:{self.name}"

    @property
    def choices(self) -> tuple[str, ...]:
        return self.column.choices

    @property
    def required(self) -> bool:
        return self.column.required

    @property
    def open_category(self) -> bool:
        """Whether it is a category that may be any word."""
        return self.column.kind is ColumnKind.CATEGORY and not self.choices

    @property
    def declaration(self) -> str:
        """The column as the project's source declares it."""
        said = [f'name="{self.name}"', f'kind="{self.kind}"']
        if self.choices:
            comma = "," if len(self.choices) == 1 else ""
            said.append(f"choices=({', '.join(map(_quoted, self.choices))}{comma})")
        said += [f"{name}={_plain(bound)}" for name, bound in self._bounds() if bound is not None]
        if self.unit:
            said.append(f"unit={_quoted(self.unit)}")
        return f"Column({', '.join(said)})"

    @property
    def attribute(self) -> str:
        """The name of the property in Python; another one where Python or pydantic want the column's own."""
        taken = iskeyword(self.name) or self.name in _TAKEN or self.name.startswith("model_")
        return f"{self.name}_" if taken else self.name

    @property
    def annotation(self) -> str:
        """The property of the pydantic model, with its default."""
        kind = _TYPES.get(self.column.kind, "str")
        if self.choices:
            values = ", ".join(map(_quoted, self.choices))
            kind = f'Annotated[Literal[{values}], _choice("{self.name}")]'
        options = [
            f"{name}={_plain(bound)}"
            for name, (_, bound) in zip(("ge", "le"), self._bounds(), strict=True)
            if bound is not None
        ]
        if self.column.kind is ColumnKind.TEXT:
            options.append("min_length=1, max_length=20_000")
        options += [f"description={_quoted(f'In {self.unit}.')}"] if self.unit else []
        if self.attribute != self.name:
            options.append(f'alias="{self.name}"')
        example = self.example if self.column.kind is not ColumnKind.DATE else _quoted(self.example_text)
        options.append(f"examples=[{example}]")
        optional = "" if self.required else " | None"
        first = "" if self.required else "None, "
        return f"{kind}{optional} = Field({first}{', '.join(options)})"

    @property
    def holds(self) -> str:
        """What its cells hold, for people."""
        said = ", ".join(self.choices) if self.choices else _HOLDS[self.column.kind]
        low, high = (bound for _, bound in self._bounds())
        if low is not None and high is not None:
            said += f" from {_plain(low)} to {_plain(high)}"
        elif low is not None:
            said += f", at least {_plain(low)}"
        elif high is not None:
            said += f", at most {_plain(high)}"
        return said + (f", in {self.unit}" if self.unit else "")

    @property
    def part(self) -> str:
        """Which part it plays, for people."""
        if self.target:
            return "what is predicted"
        return "not learned from" if self.column.kind is ColumnKind.IDENTIFIER else ""

    @cached_property
    def examples(self) -> tuple[Cell, Cell]:
        """Two values that are common in the sample."""
        known = [cell for cell in self.cells if cell is not None]
        if self.column.kind is ColumnKind.NUMBER:
            numbers = sorted(float(cell) for cell in known if isinstance(cell, float))
            return statistics.median_low(numbers), numbers[len(numbers) // 4]
        if self.column.kind in (ColumnKind.CATEGORY, ColumnKind.BOOLEAN):
            common = [cell for cell, _ in Counter(known).most_common(2)]
            return common[0], common[-1]
        return known[0], known[1]

    @property
    def example(self) -> str:
        """The first example as Python."""
        return _literal(self.examples[0])

    @property
    def other_example(self) -> str:
        return _literal(self.examples[1])

    @property
    def example_text(self) -> str:
        """The first example as people type it."""
        cell = self.examples[0]
        if isinstance(cell, bool):
            return "yes" if cell else "no"
        return _plain(cell) if isinstance(cell, float) else str(cell)

    @property
    def example_json(self) -> str | float | bool:
        cell = self.examples[0]
        if isinstance(cell, float) and cell.is_integer():
            return int(cell)
        return cell if isinstance(cell, bool | float) else str(cell)

    @property
    def bad_cell(self) -> str:
        """A cell that cannot be read; '' when any word can."""
        bad = {ColumnKind.NUMBER: "plenty", ColumnKind.BOOLEAN: "perhaps", ColumnKind.DATE: "someday"}
        return bad.get(self.column.kind, "Atlantis" if self.choices else "")

    @property
    def bad_cells(self) -> tuple[tuple[str, str, str], ...]:
        """Cells that are refused, with what is said about them."""
        said = {
            "plenty": "not a number",
            "perhaps": "neither yes nor no",
            "someday": "not a date",
            "Atlantis": "none of",
        }
        found = [(self.name, self.bad_cell, said[self.bad_cell])] if self.bad_cell else []
        low, high = (bound for _, bound in self._bounds())
        found += [(self.name, _plain(low - 1), "is below")] if low is not None else []
        found += [(self.name, _plain(high + 1), "is above")] if high is not None else []
        return tuple(found)

    @property
    def wrong_values(self) -> tuple[str, ...]:
        """Values that the API refuses, as Python."""
        found = [_quoted(self.bad_cell or "")]
        low, high = (bound for _, bound in self._bounds())
        found += [_plain(low - 1)] if low is not None else []
        found += [_plain(high + 1)] if high is not None else []
        return tuple(found)

    @property
    def far(self) -> str | None:
        """A number that is allowed but far from the sample; None when there is none."""
        low, high = (bound for _, bound in self._bounds())
        if self.column.kind is not ColumnKind.NUMBER or (low is not None and high is not None):
            return None
        return "-1e9" if high is not None else "1e9"

    def _bounds(self) -> tuple[tuple[str, float | None], tuple[str, float | None]]:
        return ("minimum", self.column.minimum), ("maximum", self.column.maximum)


def _plain(number: float | int) -> str:
    return str(int(number)) if float(number).is_integer() else repr(number)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _literal(cell: Cell) -> str:
    match cell:
        case None | bool():
            return repr(cell)
        case float():
            return _plain(cell)
        case date():
            return _quoted(cell.isoformat())
        case _:
            return _quoted(cell)
