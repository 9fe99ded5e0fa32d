"""Which modules and which pieces of them a tool needs, so that nothing is rendered that it does not use. Used by context."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from engines.kernel.spec.tool import (
    Checksum,
    Command,
    Compare,
    EditLines,
    Finding,
    Group,
    Measure,
    Ranking,
    Tool,
    Validate,
    step_id,
    tool_facts,
)
from engines.qlayer.python_cli.arguments import ends_a_day, is_condition
from engines.qlayer.python_cli.bodies import body
from engines.qlayer.python_cli.commands import COLUMNS, family, formats, is_log, is_table, steps
from engines.qlayer.python_cli.names import FOUND
from engines.qlayer.python_cli.rows_code import group_lines, selection_lines
from engines.qlayer.python_cli.vocabulary import ACCESS, LEVELS, PATTERNS, STOP_WORDS, TODO


@dataclass(frozen=True, kw_only=True)
class FindingPart:
    """One kind of thing that is found."""

    what: str
    value: str
    singular: str
    plain: str
    constant: str
    pattern: str
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ColumnPart:
    """A column that is checked, and the source of its check."""

    name: str
    check: str
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ValidationPart:
    """What validation needs."""

    delimiter: str
    types: frozenset[str]
    required: bool
    unique: tuple[str, ...]
    columns: tuple[ColumnPart, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ToolParts:
    """The pieces by module; facts by the piece that carries them out."""

    modules: frozenset[str]
    uses: frozenset[str]
    modifiers: frozenset[str]
    edits: dict[str, tuple[str, ...]]
    measures: dict[str, tuple[str, ...]]
    rankings: dict[str, tuple[str, ...]]
    findings: tuple[FindingPart, ...]
    formats: tuple[str, ...]
    aggregates: frozenset[str]
    table_kinds: tuple[str, ...]
    log_kind: str
    log_columns: tuple[str, ...]
    log_pattern: tuple[str, ...]
    stop_words: tuple[str, ...]
    validation: ValidationPart | None
    compared: tuple[str, ...]
    compare_facts: tuple[str, ...]
    checksum_facts: tuple[str, ...]
    algorithm: str
    verify_option: str


def tool_parts(commands: Sequence[Command]) -> ToolParts:
    """The pieces that some commands need together."""
    names = {option.name for command in commands for option in command.options}
    edits = _facts_by(commands, EditLines, "edit")
    measures, rankings = _facts_by(commands, Measure, "what"), _facts_by(commands, Ranking, "of")
    log = next((c.source.kind for c in commands if is_log(c)), "")
    compares = [(c, s) for c in commands for s in steps(c, Compare)]
    sums = [(c, s) for c in commands for s in steps(c, Checksum)]
    return ToolParts(
        modules=_modules(commands, set(measures), set(rankings)),
        uses=_uses(commands, edits),
        modifiers=frozenset(
            names & {"ignore_case", "regex", "numeric", "reverse", "stop_words", "min_length", "output"}
        ),
        edits=edits,
        measures=measures,
        rankings=rankings,
        findings=_findings(commands),
        formats=_formats(commands),
        aggregates=frozenset(a for c in commands for g in steps(c, Group) for a in g.aggregates),
        table_kinds=tuple(dict.fromkeys(c.source.kind for c in commands if is_table(c) and family(c) != "validate")),
        log_kind=log,
        log_columns=COLUMNS.get(log, ()),
        log_pattern=_pieces(ACCESS if log == "access_log" else LEVELS),
        stop_words=tuple(textwrap.wrap(" ".join(sorted(STOP_WORDS)), 100)),
        validation=next((_validation(c) for c in commands if steps(c, Validate)), None),
        compared=tuple(dict.fromkeys(place for _, s in compares for place in s.shows)),
        compare_facts=tuple(step_id(c, s) for c, s in compares),
        checksum_facts=tuple(step_id(c, s) for c, s in sums),
        algorithm=next((s.algorithm for _, s in sums), ""),
        verify_option=next((s.verify for _, s in sums), ""),
    )


def _facts_by(
    commands: Sequence[Command], kind: type[EditLines] | type[Measure] | type[Ranking], name: str
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for command in commands:
        for step in steps(command, kind):
            key = str(vars(step)[name])
            found[key] = (*found.get(key, ()), step_id(command, step))
    return found


def _modules(commands: Sequence[Command], measures: set[str], rankings: set[str]) -> frozenset[str]:
    families = {family(command) for command in commands}
    tables = any(is_table(c) and family(c) != "validate" for c in commands)
    known = {
        "texts": any(c.source.kind != "folder" for c in commands),
        "editing": any(steps(c, EditLines) and family(c) == "edit" for c in commands),
        "counting": bool(measures),
        "words": bool(rankings) or "different_words" in measures,
        "finding": "find" in families,
        "tables": tables,
        "values": tables and bool(_values_uses(commands)),
        "logs": any(is_log(c) for c in commands),
        "folders": any(c.source.kind == "folder" for c in commands),
        "summary": any(g.aggregates != ("count",) for c in commands for g in steps(c, Group)),
        "checking": "validate" in families,
        "comparing": "compare" in families,
        "checksums": "checksum" in families,
        "output": True,
    }
    return frozenset(name for name, needed in known.items() if needed)


def _row_source(commands: Sequence[Command]) -> str:
    lines = [line for c in commands if family(c) in ("rows", "rows_report") for line in selection_lines(c)]
    lines += [line for c in commands if steps(c, Group) for line in group_lines(c)]
    return "\n".join(lines)


def _values_uses(commands: Sequence[Command]) -> set[str]:
    source = _row_source(commands)
    found = {name for name in ("number", "moment", "sort_key") if f"{name}(row" in source}
    if any(is_condition(c, option) for c in commands for option in c.options):
        found |= {"number", "moment", "condition"}
    return found


def _uses(commands: Sequence[Command], edits: dict[str, tuple[str, ...]]) -> frozenset[str]:
    options = [(command, option) for command in commands for option in command.options]
    bodies = "\n".join(line for command in commands for line in body(command))
    types = {option.type for _, option in options}
    found = _values_uses(commands)
    found |= {"pattern"} if edits.keys() & {"keep", "drop", "replace"} else set()
    found |= {"lines"} if "read_lines(" in bodies or any(is_log(c) or steps(c, Checksum) for c in commands) else set()
    found |= {"walk"} if any(c.source.recursive for c in commands) else set()
    found |= {"write_lines"} if "write_lines(" in bodies else set()
    found |= {"write"} if "write(" in bodies else set()
    found |= {"require"} if "require(" in bodies else set()
    found |= {"once"} if "once(" in bodies else set()
    found |= {"counted"} if "counted(" in bodies else set()
    found |= {"positive"} if "integer" in types else set()
    found |= {"decimal"} if "number" in types else set()
    found |= {"time"} if "date" in types else set()
    found |= {"end_of"} if any(o.type == "date" and ends_a_day(c, o) for c, o in options) else set()
    found |= {"names"} if "names" in types else set()
    return frozenset(found)


def _findings(commands: Sequence[Command]) -> tuple[FindingPart, ...]:
    found: dict[str, FindingPart] = {}
    for command in commands:
        for finding in steps(command, Finding):
            before = found[finding.what].facts if finding.what in found else ()
            found[finding.what] = FindingPart(
                what=finding.what,
                value=FOUND[finding.what],
                singular=FOUND[finding.what].replace("_", " "),
                plain={"todos": "to-do marks", "urls": "URLs", "ip_addresses": "IP addresses"}.get(
                    finding.what, finding.what.replace("_", " ")
                ),
                constant=FOUND[finding.what].upper() if finding.what != "todos" else "TODO",
                pattern=TODO if finding.what == "todos" else PATTERNS[finding.what],
                facts=(*before, step_id(command, finding)),
            )
    return tuple(found.values())


def _formats(commands: Sequence[Command]) -> tuple[str, ...]:
    """The formats that tables are written in; lines alone need none."""
    tabular = [c for c in commands if family(c) not in ("edit", "checksum") or len(formats(c)) > 1]
    plain = [c for c in tabular if not (family(c) == "rows" and is_log(c))]
    found = dict.fromkeys(name for c in plain for name in formats(c))
    found |= dict.fromkeys(name for c in tabular if c not in plain for name in formats(c)[1:])
    return tuple(name for name in found if not (name == "text" and all(family(c) == "checksum" for c in tabular)))


def _pieces(pattern: str) -> tuple[str, ...]:
    """A long pattern in parts that fit a line each."""
    middle = pattern.rfind(" ", 0, 80) + 1 or 80
    return tuple(part for part in (pattern[:middle], pattern[middle:]) if part)


def _validation(command: Command) -> ValidationPart:
    known = {place for place, _ in tool_facts(Tool(commands=(command,)))}
    place = f"column:{command.name}." if command.name else "column:"
    checks = {"text": "anything", "number": "number", "date": "day", "email": "email"}
    columns = command.source.columns
    return ValidationPart(
        delimiter=command.source.delimiter,
        types=frozenset(column.type for column in columns),
        required=any(column.required for column in columns),
        unique=tuple(column.name for column in columns if column.unique),
        columns=tuple(
            ColumnPart(
                name=column.name,
                check=f"filled({checks[column.type]})" if column.required else checks[column.type],
                facts=(place + column.name,) if place + column.name in known else (),
            )
            for column in columns
        ),
        facts=tuple(step_id(command, step) for step in steps(command, Validate)),
    )
