"""What keeping, ordering and grouping make of rows; the oracle's half for records."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from statistics import median

from engines.kernel.spec.tool import Aggregate, Command, Group, Where
from engines.qlayer.python_cli.commands import COLUMNS, TIMES, row_steps, steps
from engines.qlayer.python_cli.names import AGGREGATES, group_title
from engines.qlayer.python_cli.vocabulary import ACCESS, ACCESS_TIME, LEVELS, UNITS

Cell = str | int | float
Record = dict[str, Cell]
Given = Mapping[str, object]


def parsed(command: Command, files: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], list[Record]]:
    """The columns and all records of the inputs."""
    kind, records, columns = command.source.kind, list[Record](), tuple[str, ...]()
    for name, content in files:
        match kind:
            case "csv":
                rows = list(csv.reader(io.StringIO(content), delimiter=command.source.delimiter))
                columns = tuple(rows[0]) if rows else ()
                records += [dict(zip(columns, row, strict=True)) for row in rows[1:] if row]
            case "json" | "jsonl":
                found = json.loads(content) if kind == "json" else [json.loads(x) for x in content.splitlines() if x]
                records += [{key: _cell(value) for key, value in row.items()} for row in found]
                columns = tuple(dict.fromkeys([*columns, *(key for row in found for key in row)]))
            case "folder":
                records.append(_entry_of_file(name, content))
            case _:
                records += [entry for line in content.splitlines() if (entry := _entry(kind, line))]
    return COLUMNS.get(kind, columns), records


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _entry_of_file(name: str, content: str) -> Record:
    folder, base = posixpath.split(name)
    return {
        "path": name,
        "size": len(content.encode()),
        "modified": "2024-05-01 12:00:00",
        "extension": posixpath.splitext(base)[1] or "(none)",
        "folder": folder or ".",
    }


def _entry(kind: str, line: str) -> Record | None:
    found = re.match(ACCESS if kind == "access_log" else LEVELS, line)
    if not found:
        return None
    said: Record = {"raw": line, **{name: value or "" for name, value in found.groupdict().items()}}
    if kind == "access_log":
        said["time"] = datetime.strptime(found["time"], ACCESS_TIME).replace(tzinfo=None).isoformat(sep=" ")
        said["size"] = 0 if found["size"] == "-" else int(found["size"])
    else:
        said["time"] = found["time"].replace("T", " ")
        said["level"] = found["level"].upper()
    return said


def sifted(
    command: Command, columns: tuple[str, ...], records: list[Record], given: Given
) -> tuple[tuple[str, ...], list[Record]]:
    """The rows that are kept, in their order, with the columns that are kept."""
    row = row_steps(command)
    for where in row.where:
        records = [record for record in records if _kept(where, record, given)]
    for distinct in row.distinct:
        names = _names(distinct.columns, distinct.option, given)
        if (not distinct.when or given.get(distinct.when)) and (names or not distinct.option):
            keys = names or columns
            told = [tuple(record[k] for k in keys) for record in records]
            records = [record for n, record in enumerate(records) if told[n] not in told[:n]]
    for order in row.order:
        column = order.column or str(given.get(order.option) or "")
        if column:
            turned = order.descending != bool(order.reverse and given.get(order.reverse))
            records = sorted(records, key=lambda r: sort_key(str(r[column])), reverse=turned)
    for limit in row.limit:
        if given.get(limit.option) is not None:
            records = records[: int(str(given[limit.option]))]
    for select in row.select:
        chosen = _names(select.columns, select.option, given)
        if chosen:
            columns = tuple(c for c in columns if c not in chosen) if select.drop else chosen
    return columns, records


def _names(fixed: tuple[str, ...], option: str, given: Given) -> tuple[str, ...]:
    return tuple(str(given[option]).split(",")) if option and given.get(option) else fixed


def sort_key(text: str) -> tuple[int, Decimal, str]:
    """Numbers by size before other text by its letters."""
    if re.fullmatch(r"-?\d+(?:\.\d+)?", text):
        return (0, Decimal(text), "")
    return (1, Decimal(0), text.casefold())


def _kept(where: Where, record: Record, given: Given) -> bool:
    if where.when and not given.get(where.when):
        return True
    if not where.option:
        return holds(record, where.column, where.operator, where.value)
    said = given.get(where.option)
    if said is None:
        return True
    if where.column:
        return holds(record, where.column, where.operator, str(said))
    found = re.fullmatch(r"([^=!<>~]+)(!=|>=|<=|=|>|<|~)(.*)", str(said))
    if not found:
        raise ValueError(f"'{said}' is no condition")
    return holds(record, found[1], {"~": "contains"}.get(found[2], found[2]), found[3])


def holds(record: Record, column: str, operator: str, value: str) -> bool:
    """Whether a record fulfils a condition; texts are compared without regard to case only where one is contained."""
    have = str(record[column])
    match operator:
        case "=":
            return have.casefold() == value.casefold() if column in ("level", "method") else have == value
        case "!=":
            return have.casefold() != value.casefold() if column in ("level", "method") else have != value
        case "contains":
            return value.casefold() in have.casefold()
    whole_day = operator in ("<=", ">") and column in TIMES and len(value) == len("2024-05-31")
    one, two = _comparable(column, have, f"{value}T23:59:59.999999" if whole_day else value)
    orders: dict[str, Callable[[Decimal | datetime | str, Decimal | datetime | str], bool]] = {
        ">": lambda a, b: a > b,  # type: ignore[operator]
        ">=": lambda a, b: a >= b,  # type: ignore[operator]
        "<": lambda a, b: a < b,  # type: ignore[operator]
        "<=": lambda a, b: a <= b,  # type: ignore[operator]
    }
    return orders[operator](one, two)


def _comparable(column: str, have: str, value: str) -> tuple[Decimal | datetime | str, Decimal | datetime | str]:
    if column in TIMES or re.fullmatch(r"\d{4}-\d\d-\d\d.*", value):
        return datetime.fromisoformat(have), datetime.fromisoformat(value)
    return Decimal(have), Decimal(value)


def plain(value: Decimal) -> int | float:
    """A number as JSON holds it, rounded to two decimals."""
    rounded = round(value, 2)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def grouped(command: Command, records: list[Record], given: Given) -> list[tuple[str, tuple[str, ...], list[Record]]]:
    """Name, columns and records of every report."""
    return [_grouped(group, records, given) for group in steps(command, Group)]


def _grouped(group: Group, records: list[Record], given: Given) -> tuple[str, tuple[str, ...], list[Record]]:
    key = group.key or str(given.get(group.key_option) or "")
    of = group.of or str(given.get(group.of_option) or "")
    kept = [r for r in records if all(holds(r, c.column, c.operator, c.value) for c in group.where)]
    groups: dict[str, list[Decimal]] = {} if key else {"": []}
    for record in kept:
        name = _unit(str(record[key]), group.unit) if key else ""
        groups.setdefault(name, []).append(Decimal(str(record[of])) if of else Decimal(1))
    first = group.unit or key
    heads = (*((first,) if key else ()), *(AGGREGATES[a] for a in group.aggregates))
    rows: list[Record] = [
        {**({first: name} if key else {}), **{AGGREGATES[a]: _aggregate(a, values) for a in group.aggregates}}
        for name, values in groups.items()
    ]
    if key and group.unit:
        rows.sort(key=lambda row: str(row[first]))
    elif key:
        rows.sort(key=lambda row: (-float(row[heads[1]]), str(row[first])))
    if group.limit:
        rows = rows[: int(str(given[group.limit]))]
    return group_title(group), heads, rows


def _unit(text: str, unit: str) -> str:
    return datetime.fromisoformat(text).strftime(UNITS[unit]) if unit else text


def _aggregate(name: Aggregate, values: list[Decimal]) -> int | float:
    match name:
        case "count":
            return len(values)
        case "sum":
            return plain(sum(values, Decimal(0)))
        case "mean":
            return plain(sum(values, Decimal(0)) / len(values)) if values else 0
        case "median":
            return plain(Decimal(median(values))) if values else 0
        case "min":
            return plain(min(values, default=Decimal(0)))
        case "max":
            return plain(max(values, default=Decimal(0)))
