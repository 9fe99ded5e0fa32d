"""A command-line tool as facts: what it reads, what it does to it, what it prints, and the options that steer it.

Written by the spec room, rendered by the blueprint python-cli. A step without `when` always happens; with it, only when
that flag is given. `option` names the option whose value the step takes; without one, the value stands in the step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engines.kernel.spec.facts import CONVENTION, Origin

SourceKind = Literal["text", "csv", "json", "jsonl", "access_log", "level_log", "folder"]
ColumnType = Literal["text", "number", "date", "email"]
LineEdit = Literal[
    "keep", "drop", "replace", "unique", "sort", "reverse", "wrap", "upper", "lower", "title", "slug", "number",
    "trim", "drop_blank", "squeeze", "head", "tail",
]  # fmt: skip
MeasureName = Literal[
    "lines", "words", "characters", "bytes", "sentences", "paragraphs", "blank_lines", "different_words", "longest_line",
]  # fmt: skip
FindingKind = Literal["emails", "urls", "phone_numbers", "ip_addresses", "dates", "hashtags", "numbers", "todos"]
Operator = Literal["=", "!=", ">", ">=", "<", "<=", "contains"]
Aggregate = Literal["count", "sum", "mean", "median", "min", "max"]
OutputFormat = Literal["text", "csv", "tsv", "json", "jsonl", "markdown", "html"]
OptionType = Literal["flag", "integer", "number", "text", "path", "date", "names"]
BehaviourName = Literal[
    "stdin", "several_files", "help", "usage_exit", "data_exit", "error_place", "found_exit", "output_file", "streaming",
    "version",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """A column that the input must have. `required`: no cell of it may be empty."""

    name: str
    type: ColumnType = "text"
    required: bool = False
    unique: bool = False
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is read. Columns are known only where the brief names them; logs and folders have their own.

    `recursive`: folders may be given for files and are walked.
    """

    kind: SourceKind
    columns: tuple[TableColumn, ...] = ()
    delimiter: str = ","
    recursive: bool = False
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class EditLines:
    """Changes, drops or reorders lines; `option` gives its text or number, `replace` takes `other` for the new text."""

    edit: LineEdit
    option: str = ""
    other: str = ""
    value: str = ""
    when: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Where:
    """Keeps rows by a column. Without `column`, the option takes `COLUMN=VALUE`."""

    column: str = ""
    operator: Operator = "="
    value: str = ""
    option: str = ""
    when: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What a row must hold for a report to count it."""

    column: str
    operator: Operator = "="
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Select:
    """Keeps columns, in the order given; `drop` leaves them out instead."""

    columns: tuple[str, ...] = ()
    option: str = ""
    drop: bool = False
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Order:
    """Sorts rows by a column; `reverse` names the flag that turns the order round."""

    column: str = ""
    option: str = ""
    descending: bool = False
    reverse: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Distinct:
    """Keeps the first of rows that are equal in some columns, or altogether."""

    columns: tuple[str, ...] = ()
    option: str = ""
    when: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Keeps the first rows."""

    option: str
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Counts something in each text."""

    what: MeasureName
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The most frequent words, letters or lines; `option` bounds their number."""

    of: Literal["words", "letters", "lines"]
    option: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Takes things of one kind out of text; `unique` and `counted` name flags, `*` means always;
    `places` tells file and line."""

    what: FindingKind
    unique: str = ""
    counted: str = ""
    places: bool = False
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Group:
    """Aggregates of rows by the value of a column, or by the hour, day or month of a time. Empty `key`: all together.

    `key_option` and `of_option` take the columns' names where the brief leaves them open; `limit` names an option.
    `where` keeps only some rows for this report.
    """

    key: str = ""
    unit: Literal["", "hour", "day", "month", "year"] = ""
    aggregates: tuple[Aggregate, ...] = ("count",)
    of: str = ""
    key_option: str = ""
    of_option: str = ""
    limit: str = ""
    where: tuple[Condition, ...] = ()
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Validate:
    """Checks every row against the columns' types, that required cells are filled and that unique ones are; lists faults."""

    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Compare:
    """Compares the lines of two texts: only in the first, only in the second, in both."""

    shows: tuple[Literal["first", "second", "both"], ...] = ("first", "second")
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Checksum:
    """The checksum of each file; `verify` names the option that takes a list to check against."""

    algorithm: Literal["sha256", "sha512", "blake2b"] = "sha256"
    verify: str = ""
    origin: Origin = CONVENTION


Step = (
    EditLines
    | Where
    | Select
    | Order
    | Distinct
    | Limit
    | Measure
    | Ranking
    | Finding
    | Group
    | Validate
    | Compare
    | Checksum
)


@dataclass(frozen=True, kw_only=True)
class Option:
    """`--name`; a flag, or one that takes a value. `sets`: what it steers when that is not a step (`ignore_case` ...)."""

    name: str
    type: OptionType = "flag"
    default: str | int | float | None = None
    required: bool = False
    help: str = ""
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Output:
    """A format that can be printed. The first of a command is what it prints unless asked otherwise."""

    format: OutputFormat
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """Something said of the program as a whole: standard input, exit codes, an output file."""

    name: BehaviourName
    origin: Origin = CONVENTION


@dataclass(frozen=True, kw_only=True)
class Command:
    """One thing that the program does; `name` is empty when it is the only one."""

    name: str = ""
    summary: str = ""
    source: Source
    steps: tuple[Step, ...] = ()
    options: tuple[Option, ...] = ()
    outputs: tuple[Output, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    origin: Origin = CONVENTION

    def has(self, option: str) -> bool:
        """Whether the command has an option."""
        return any(known.name == option for known in self.options)

    def option(self, name: str) -> Option | None:
        """The option of that name."""
        return next((known for known in self.options if known.name == name), None)

    def behaves(self, name: BehaviourName) -> bool:
        """Whether something is said of the command."""
        return any(known.name == name for known in self.behaviours)


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A command-line program."""

    commands: tuple[Command, ...]


def step_id(command: Command, step: Step) -> str:
    """A stable, readable id: `operation:edit.wrap`, `operation:report.group.status`."""
    said = [_flat(value) for name, value in vars(step).items() if name not in ("origin", "when") and value]
    return _place(
        "operation", command, ".".join((type(step).__name__.lower(), "-".join(filter(None, said)))).strip(".")
    )


def tool_facts(tool: Tool) -> Iterator[tuple[str, Origin]]:
    """Every fact of a tool with its origin, in a fixed order."""
    for command in tool.commands:
        if command.name:
            yield f"command:{command.name}", command.origin
        yield _place("source", command, command.source.kind), command.source.origin
        for column in command.source.columns:
            yield _place("column", command, column.name), column.origin
        for step in command.steps:
            yield step_id(command, step), step.origin
        for option in command.options:
            yield _place("option", command, option.name), option.origin
        for output in command.outputs:
            yield _place("output", command, output.format), output.origin
        for behaviour in command.behaviours:
            yield _place("behaviour", command, behaviour.name), behaviour.origin


def _place(kind: str, command: Command, name: str) -> str:
    return f"{kind}:{command.name}.{name}" if command.name else f"{kind}:{name}"


def _flat(value: object) -> str:
    match value:
        case Condition(column=column, operator=operator, value=text):
            return _flat(f"{column}{operator}{text}")
        case tuple():
            return "-".join(_flat(item) for item in value)
        case True:
            return ""
    return "".join(c if c.isalnum() or c in "_-" else "_" for c in str(value)).strip("_")
