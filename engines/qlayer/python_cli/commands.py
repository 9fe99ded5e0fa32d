"""What kind of work a command is, and which of its steps belong together. Pure; used by views, oracle and cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

from engines.kernel.spec.tool import (
    Checksum,
    Command,
    Compare,
    Distinct,
    EditLines,
    Finding,
    Group,
    Limit,
    Measure,
    Order,
    Ranking,
    Select,
    Step,
    Validate,
    Where,
)

Family = Literal["edit", "text_report", "find", "rows", "rows_report", "validate", "compare", "checksum"]
COLUMNS: dict[str, tuple[str, ...]] = {
    "access_log": ("host", "time", "method", "path", "status", "size"),
    "level_log": ("time", "level", "message"),
    "folder": ("path", "size", "modified", "extension", "folder"),
}
NUMBERS = {"size"}
TIMES = {"time", "modified"}
T = TypeVar("T", bound=Step)


def steps(command: Command, kind: type[T]) -> tuple[T, ...]:
    """The steps of one kind."""
    return tuple(step for step in command.steps if isinstance(step, kind))


def family(command: Command) -> Family:
    """The work that a command does, told by its steps and its source."""
    kinds: tuple[tuple[type[Step], Family], ...] = (
        (Compare, "compare"),
        (Checksum, "checksum"),
        (Validate, "validate"),
        (Group, "rows_report"),
        (Finding, "find"),
        (Measure, "text_report"),
        (Ranking, "text_report"),
        (EditLines, "edit"),
    )
    found = next((name for kind, name in kinds if steps(command, kind)), None)
    return found or ("edit" if command.source.kind == "text" else "rows")


def is_log(command: Command) -> bool:
    """Whether the command reads a log."""
    return command.source.kind in ("access_log", "level_log")


def is_table(command: Command) -> bool:
    """Whether the command reads rows whose columns the input names."""
    return command.source.kind in ("csv", "json", "jsonl")


@dataclass(frozen=True, kw_only=True)
class RowSteps:
    """What happens to rows, in order."""

    where: tuple[Where, ...]
    distinct: tuple[Distinct, ...]
    order: tuple[Order, ...]
    limit: tuple[Limit, ...]
    select: tuple[Select, ...]


def row_steps(command: Command) -> RowSteps:
    """The steps that keep and order rows."""
    return RowSteps(
        where=steps(command, Where),
        distinct=steps(command, Distinct),
        order=steps(command, Order),
        limit=steps(command, Limit),
        select=steps(command, Select),
    )


def default_format(command: Command) -> str:
    """What is printed unless asked otherwise."""
    if command.outputs and family(command) != "checksum":
        return command.outputs[0].format
    return "csv" if family(command) == "rows" and command.source.kind == "csv" else "text"


def formats(command: Command) -> tuple[str, ...]:
    """All formats, the usual one first."""
    return tuple(dict.fromkeys((default_format(command), *(o.format for o in command.outputs))))
