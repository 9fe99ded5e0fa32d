"""Which faults a table has against its columns; the oracle's half for validation."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from engines.kernel.spec.tool import Command, TableColumn
from engines.qlayer.python_cli.vocabulary import EMAIL

Fault = tuple[str, int, str, str]


def faults(command: Command, files: Sequence[tuple[str, str]]) -> list[Fault]:
    """File, line, column and problem of every fault, in the order of the lines."""
    found: list[Fault] = []
    for name, content in files:
        reader = csv.reader(io.StringIO(content), delimiter=command.source.delimiter)
        heads = next(reader, [])
        missing = [c.name for c in command.source.columns if c.name not in heads]
        found += [(name, 1, column, "the column is missing") for column in missing]
        seen: set[tuple[str, str]] = set()
        for row in reader:
            if len(row) != len(heads):
                found.append((name, reader.line_num, "", f"{len(row)} cells instead of {len(heads)}"))
                continue
            cells = dict(zip(heads, row, strict=True))
            for column in command.source.columns:
                if column.name in cells and (why := _problem(column, cells[column.name], seen)):
                    found.append((name, reader.line_num, column.name, why))
    return found


def _problem(column: TableColumn, value: str, seen: set[tuple[str, str]]) -> str:
    if not value.strip():
        return "is empty" if column.required else ""
    match column.type:
        case "number":
            if not _is_number(value):
                return f"'{value}' is not a number"
        case "date":
            if not _is_date(value):
                return f"'{value}' is not a date"
        case "email":
            if not re.fullmatch(EMAIL, value):
                return f"'{value}' is not an email address"
        case "text":
            pass
    if column.unique and (column.name, value) in seen:
        return f"'{value}' stands twice"
    seen.add((column.name, value))
    return ""


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
