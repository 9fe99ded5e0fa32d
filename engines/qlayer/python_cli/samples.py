"""Sample inputs for the tests of a tool: rich enough that every step and option changes what is printed."""

from __future__ import annotations

import json

from engines.kernel.spec.tool import Checksum, Command, Condition, Group, Select, TableColumn, Where
from engines.qlayer.python_cli.commands import family, is_table, steps
from engines.qlayer.python_cli.oracle import File
from engines.qlayer.python_cli.rows_code import required_columns

TEXT = """\
The old Harbour wall,  mended in 2024-03-05.
the ferry and the Ferry

Write to anna@example.org or see https://example.org/ferry.

10 Boats left, TODO: count them again
THE FERRY AND THE FERRY
2 boats stayed at 192.168.0.7; call +49 30 1234567 #harbour
zebra crossing for the ferry. FIXME paint it
the ferry and the Ferry
Été on the quay costs a penny, and anna@example.org knows that the harbour wall is a very long story.   
See https://example.org/ferry again, on 2024-03-05: call +49 30 1234567 or ask 192.168.0.7 #harbour
"""
OTHER = """\
the ferry and the Ferry
A second text. It is short!
Write to anna@example.org or ben@example.com, see http://example.com/a?b=1.
10 Boats left, TODO: count them again
"""
ACCESS_LOG = """\
10.0.0.1 - - [05/Mar/2024:09:15:00 +0000] "GET /index.html HTTP/1.1" 200 512 "-" "curl/8"
10.0.0.2 - - [05/Mar/2024:09:40:12 +0000] "GET /about HTTP/1.1" 404 -
10.0.0.1 - anna [05/Mar/2024:10:01:30 +0000] "POST /login HTTP/1.1" 500 128
10.0.0.3 - - [06/Mar/2024:10:20:00 +0000] "GET /index.html HTTP/1.1" 200 512
10.0.0.1 - - [06/Mar/2024:11:05:59 +0000] "GET /login HTTP/1.1" 503 64
10.0.0.1 - - [07/Apr/2024:11:06:00 +0000] "DELETE /about HTTP/1.1" 404 32
"""
LEVEL_LOG = """\
2024-03-05 09:15:00 INFO started
2024-03-05 09:40:12,250 ERROR disk is full
2024-03-05 10:01:30 WARNING slow answer
2024-03-06 10:20:00 ERROR disk is full
2024-03-06 10:25:00 DEBUG cache is cold
2024-04-07 11:06:00 ERROR no route to host
"""
FOLDER = (
    File(name="docs/guide.md", content="# Guide\nRead me first.\n"),
    File(name="docs/plan.txt", content="One\nTwo\n"),
    File(name="photos/cat.JPG".lower(), content="not a picture, but long enough to be the largest of them all\n"),
    File(name="photos/dog.jpg", content="small\n"),
    File(name="readme", content="Hello\n"),
)
_WORDS = ("Lyon", "Oslo", "Lyon", "Bern", "Oslo", "Lyon")
_NUMBERS = ("12.50", "7", "100", "7", "31.25", "9")
_DATES = ("2024-03-05", "2024-03-06", "2024-04-01", "2024-04-01", "2023-12-31", "2024-03-05")
_EMAILS = (
    "anna@example.org",
    "ben@example.org",
    "cara@example.org",
    "ben@example.org",
    "dan@example.org",
    "eve@example.org",
)


def inputs(command: Command) -> tuple[File, ...]:
    """The sample files of a command; where several may be given, the first is the one that most tests use."""
    match family(command):
        case "compare":
            return File(name="first.txt", content=TEXT), File(name="second.txt", content=OTHER)
        case "validate":
            return (_faulty(command),)
        case _ if is_table(command):
            return _tables(command)
    match command.source.kind:
        case "access_log":
            return (File(name="access.log", content=ACCESS_LOG),)
        case "level_log":
            return (File(name="server.log", content=LEVEL_LOG),)
        case "folder":
            return FOLDER
    if steps(command, Checksum):
        return File(name="notes.txt", content=TEXT), File(name="more.txt", content=OTHER)
    return File(name="sample.txt", content=TEXT), File(name="other.txt", content=OTHER)


def columns(command: Command) -> tuple[TableColumn, ...]:
    """The columns of the sample table: those that the tool needs, and some that any table may have."""
    known = {column.name: column for column in command.source.columns}
    numeric, dated = _uses(command)
    for name in required_columns(command)[0]:
        known.setdefault(
            name, TableColumn(name=name, type="number" if name in numeric else "date" if name in dated else "text")
        )
    if not command.source.columns:
        spare = (("name", "text"), ("city", "text"), ("amount", "number"), ("date", "date"))
        for name, kind in spare:
            if (len(known) < 4 and kind not in {c.type for c in known.values()}) or (name == "name" and not known):
                known[name] = TableColumn(name=name, type=kind)  # type: ignore[arg-type]
        if sum(column.type == "text" for column in known.values()) < 2:
            known.setdefault("city", TableColumn(name="city"))
    if any(select.columns for select in steps(command, Select)):
        known.setdefault("note", TableColumn(name="note"))
    return tuple(known.values())


def _uses(command: Command) -> tuple[set[str], set[str]]:
    """The columns that are used as numbers and as dates."""
    wheres: list[Where | Condition] = [*steps(command, Where), *(c for g in steps(command, Group) for c in g.where)]
    ordered = {w.column for w in wheres if w.operator in (">", ">=", "<", "<=")}
    dates = {g.key for g in steps(command, Group) if g.unit}
    options = {option.name: option.type for option in command.options}
    dates |= {w.column for w in steps(command, Where) if options.get(w.option) == "date"}
    dates |= {c.name for c in command.source.columns if c.type == "date"}
    return (ordered | {g.of for g in steps(command, Group)}) - dates, dates


def _bounds(command: Command) -> dict[str, int]:
    """The numbers that rows are compared with, by column: the sample has values on both sides."""
    wheres: list[Where | Condition] = [*steps(command, Where), *(c for g in steps(command, Group) for c in g.where)]
    return {
        w.column: int(float(w.value))
        for w in wheres
        if w.operator in (">", ">=", "<", "<=") and w.value.replace(".", "", 1).isdigit()
    }


def _rows(wanted: tuple[TableColumn, ...], command: Command) -> list[dict[str, str]]:
    fixed = {w.column: w.value for w in steps(command, Where) if w.value and w.operator in ("=", "contains")}
    fixed |= {c.column: c.value for g in steps(command, Group) for c in g.where if c.operator in ("=", "contains")}
    bounds = _bounds(command)
    texts = [column for column in wanted if column.type == "text"]
    rows: list[dict[str, str]] = []
    for n in range(6):
        row: dict[str, str] = {}
        for column in wanted:
            turn = (n * 5 + texts.index(column) * 2) % 6 if column in texts and texts.index(column) else n
            values = {"number": _NUMBERS, "date": _DATES, "email": _EMAILS}.get(column.type, _WORDS)
            row[column.name] = values[turn]
            if column.unique:
                row[column.name] = f"{n + 1}" if column.type == "number" else f"{column.name[:1].upper()}{n + 1}"
            if column.name in bounds:
                row[column.name] = str(bounds[column.name] + (10, 25, -1, 0, 31, 7)[n])
            if column.name in fixed and n % 2 == 0:
                row[column.name] = fixed[column.name]
        rows.append(row)
    return [*rows, dict(rows[1])]


def _tables(command: Command) -> tuple[File, ...]:
    wanted = columns(command)
    rows = _rows(wanted, command)
    more = [{**row, wanted[0].name: row[wanted[0].name]} for row in rows[2:4]]
    kind = command.source.kind
    if kind == "csv":
        one, two = (_csv(wanted, some, command.source.delimiter) for some in (rows, more))
    elif kind == "json":
        one, two = (json.dumps(some, indent=1) + "\n" for some in (rows, more))
    else:
        one, two = ("".join(json.dumps(row) + "\n" for row in some) for some in (rows, more))
    return File(name=f"sample.{kind}", content=one), File(name=f"more.{kind}", content=two)


def _csv(wanted: tuple[TableColumn, ...], rows: list[dict[str, str]], delimiter: str) -> str:
    lines = [delimiter.join(column.name for column in wanted)]
    return "\n".join([*lines, *(delimiter.join(row[column.name] for column in wanted) for row in rows)]) + "\n"


def _faulty(command: Command) -> File:
    """A table in which every kind of fault occurs once at least."""
    wanted = command.source.columns
    good = {"text": "Oslo", "number": "12.50", "date": "2024-03-05", "email": "anna@example.org"}
    other = {"text": "Bern", "number": "7", "date": "2024-03-06", "email": "ben@example.org"}
    bad = {"number": "many", "date": "yesterday", "email": "anna at home"}
    first = {column.name: good[column.type] for column in wanted}
    second = {column.name: other[column.type] for column in wanted}
    rows = [first, second]
    for column in wanted:
        fresh = {c.name: f"{c.name}-{len(rows)}" if c.type == "text" else str(len(rows)) for c in wanted if c.unique}
        fresh |= {c.name: f"2024-05-{len(rows) + 10:02}" for c in wanted if c.unique and c.type == "date"}
        fresh |= {c.name: f"p{len(rows)}@example.org" for c in wanted if c.unique and c.type == "email"}
        if column.type in bad:
            rows.append({**second, **fresh, column.name: bad[column.type]})
        if column.required:
            rows.append({**second, **fresh, column.name: ""})
        if column.unique:
            rows.append({**second, **fresh, column.name: first[column.name]})
    text = _csv(wanted, rows, command.source.delimiter)
    return File(
        name="sample.csv", content=text + command.source.delimiter.join(["too many"] * (len(wanted) + 1)) + "\n"
    )


def names_in(command: Command) -> list[str]:
    """Columns that an option may name in tests: texts first, then numbers."""
    return [c.name for c in sorted(columns(command), key=lambda c: ("text", "email", "date", "number").index(c.type))]


def number_in(command: Command) -> str:
    """A numeric column of the sample table."""
    return next((c.name for c in columns(command) if c.type == "number"), columns(command)[0].name)
