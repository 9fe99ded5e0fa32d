"""What a tool must print, worked out from its specification apart from the code that is rendered for it.

The rendered tests expect these results, so the code is checked against a second implementation. Used by cases.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engines.kernel.spec.tool import Checksum, Command, Compare, Finding, Measure, Ranking
from engines.qlayer.python_cli.commands import COLUMNS, default_format, family, is_log, steps
from engines.qlayer.python_cli.names import FOUND, RANKED, ranking_title
from engines.qlayer.python_cli.oracle_rows import Cell, Record, grouped, parsed, sifted
from engines.qlayer.python_cli.oracle_text import edited, found_in, measured, words_of
from engines.qlayer.python_cli.oracle_validation import faults

Given = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class File:
    """An input by name; `-` is standard input."""

    name: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What a table holds; `name` is its title when there are several."""

    name: str
    columns: tuple[str, ...]
    records: list[Record]


def expected(command: Command, files: Sequence[File], given: Given) -> tuple[str, int]:
    """What the tool prints for these inputs and options, and its exit code."""
    makers: dict[str, Callable[[Command, Sequence[File], Given], tuple[str, int]]] = {
        "edit": _edit,
        "find": _find,
        "text_report": _text_report,
        "rows": _rows,
        "rows_report": _rows_report,
        "validate": _validate,
        "compare": _compare,
        "checksum": _checksum,
    }
    return makers[family(command)](command, files, given)


def without(command: Command, position: int) -> Command:
    """The command without one of its steps."""
    return replace(command, steps=command.steps[:position] + command.steps[position + 1 :])


def _lines(files: Sequence[File]) -> list[str]:
    return [line for file in files for line in file.content.splitlines()]


def _edit(command: Command, files: Sequence[File], given: Given) -> tuple[str, int]:
    lines = edited(command, _lines(files), given)
    return "".join(f"{line}\n" for line in lines), 0


def _find(command: Command, files: Sequence[File], given: Given) -> tuple[str, int]:
    tables = [_finding(finding, files, given) for finding in steps(command, Finding)]
    return _written(command, tables, given), 0


def _finding(finding: Finding, files: Sequence[File], given: Given) -> Printed:
    name = FOUND[finding.what]
    records: list[Record] = []
    for file in files:
        for number, line in enumerate(file.content.splitlines(), 1):
            for tag, value in found_in(finding.what, line):
                kind: Record = {"tag": tag} if finding.what == "todos" else {}
                records.append({"file": file.name, "line": number, **kind, name: value})
    if _on(finding.counted, given):
        key = "tag" if finding.what == "todos" else name
        counts: dict[Cell, int] = {}
        for record in records:
            counts[record[key]] = counts.get(record[key], 0) + 1
        ranked = sorted(counts, key=lambda value: (-counts[value], str(value)))
        return Printed(
            name=finding.what, columns=(key, "count"), records=[{key: v, "count": counts[v]} for v in ranked]
        )
    if _on(finding.unique, given):
        records = [r for n, r in enumerate(records) if r[name] not in [known[name] for known in records[:n]]]
    places = finding.places or finding.what == "todos"
    columns = ("file", "line") if places else ()
    tags = ("tag",) if finding.what == "todos" else ()
    return Printed(name=finding.what, columns=(*columns, *tags, name), records=records)


def _on(flag: str, given: Given) -> bool:
    return flag == "*" or bool(flag and given.get(flag))


def _text_report(command: Command, files: Sequence[File], given: Given) -> tuple[str, int]:
    tables: list[Printed] = []
    what = [measure.what for measure in steps(command, Measure)]
    if what:
        records: list[Record] = [{"file": file.name, **measured(what, file.content, given)} for file in files]
        if len(files) > 1:
            whole = "".join(file.content for file in files)
            total = measured(what, whole, given)
            paragraphs = sum(int(str(r["paragraphs"])) for r in records) if "paragraphs" in what else 0
            records.append({"file": "total", **total, **({"paragraphs": paragraphs} if "paragraphs" in what else {})})
        tables.append(Printed(name="counts", columns=("file", *what), records=records))
    for ranking in steps(command, Ranking):
        tables.append(_ranking(ranking, files, given))
    return _written(command, tables, given), 0


def _ranking(ranking: Ranking, files: Sequence[File], given: Given) -> Printed:
    counts: dict[str, int] = {}
    for line in _lines(files):
        for item in words_of(ranking.of, line, given):
            counts[item] = counts.get(item, 0) + 1
    name = RANKED[ranking.of]
    ranked = sorted(counts, key=lambda item: (-counts[item], item))
    if ranking.option:
        ranked = ranked[: int(str(given[ranking.option]))]
    records: list[Record] = [{name: item, "count": counts[item]} for item in ranked]
    return Printed(name=ranking_title(ranking), columns=(name, "count"), records=records)


def _rows(command: Command, files: Sequence[File], given: Given) -> tuple[str, int]:
    columns, records = parsed(command, [(f.name, f.content) for f in files])
    raw = is_log(command) and given.get("format", default_format(command)) == "text" and not given.get("json")
    columns, records = sifted(command, columns, records, given)
    if raw:
        return "".join(f"{record['raw']}\n" for record in records), 0
    known = COLUMNS.get(command.source.kind, columns)
    return _written(command, [Printed(name="rows", columns=tuple(known), records=records)], given), 0


def _rows_report(command: Command, files: Sequence[File], given: Given) -> tuple[str, int]:
    columns, records = parsed(command, [(f.name, f.content) for f in files])
    columns, records = sifted(command, columns, records, given)
    tables = [Printed(name=name, columns=heads, records=rows) for name, heads, rows in grouped(command, records, given)]
    return _written(command, tables, given), 0


def _validate(command: Command, files: Sequence[File], given: Given) -> tuple[str, int]:
    found = faults(command, [(f.name, f.content) for f in files])
    records: list[Record] = [{"file": f, "line": n, "column": c, "problem": p} for f, n, c, p in found]
    table = Printed(name="faults", columns=("file", "line", "column", "problem"), records=records)
    return _written(command, [table], given), 1 if found else 0


def _compare(command: Command, files: Sequence[File], given: Given) -> tuple[str, int]:
    first, second = (edited(command, file.content.splitlines(), given) for file in files)
    shown = {
        "first": [line for line in dict.fromkeys(first) if line not in second],
        "second": [line for line in dict.fromkeys(second) if line not in first],
        "both": [line for line in dict.fromkeys(first) if line in second],
    }
    words = {"first": "only in the first", "second": "only in the second", "both": "in both"}
    records: list[Record] = [
        {"where": words[place], "line": line} for place in steps(command, Compare)[0].shows for line in shown[place]
    ]
    table = Printed(name="differences", columns=("where", "line"), records=records)
    return _written(command, [table], given), int(any(record["where"] != "in both" for record in records))


def _checksum(command: Command, files: Sequence[File], given: Given) -> tuple[str, int]:
    step = steps(command, Checksum)[0]
    if step.verify and given.get(step.verify):
        return "".join(f"{file.name}: OK\n" for file in files), 0
    sums = [(hashlib.new(step.algorithm, file.content.encode()).hexdigest(), file.name) for file in files]
    if given.get("json"):
        return json.dumps([{"checksum": value, "file": name} for value, name in sums], indent=2) + "\n", 0
    return "".join(f"{value}  {name}\n" for value, name in sums), 0


def _written(command: Command, tables: Sequence[Printed], given: Given) -> str:
    chosen = "json" if given.get("json") else str(given.get("format", default_format(command)))
    return write(tables, chosen)


def write(tables: Sequence[Printed], chosen: str) -> str:
    """Tables in a format."""
    if chosen == "json":
        plain = {t.name: [{c: r[c] for c in t.columns} for r in t.records] for t in tables}
        value = plain if len(tables) > 1 else plain[tables[0].name]
        return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    many = len(tables) > 1
    return "\n".join(_WRITERS[chosen](table, many) for table in tables)


def _text(table: Printed, many: bool) -> str:
    title = f"{table.name.replace('_', ' ').capitalize()}\n" if many else ""
    if len(table.columns) == 1:
        return title + "".join(f"{record[table.columns[0]]}\n" for record in table.records)
    if not table.records:
        return title
    cells = [list(table.columns), *([str(r[c]) for c in table.columns] for r in table.records)]
    wide = [max(len(row[n]) for row in cells) for n in range(len(table.columns))]
    right = [all(not isinstance(r[c], str) for r in table.records) for c in table.columns]
    lines = [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, wide, right, strict=True)
        ).rstrip()
        for row in cells
    ]
    return title + "".join(f"{line}\n" for line in lines)


def _csv(table: Printed, many: bool, delimiter: str = ",") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([record[column] for column in table.columns] for record in table.records)
    return stream.getvalue()


def _tsv(table: Printed, many: bool) -> str:
    return _csv(table, many, "\t")


def _jsonl(table: Printed, many: bool) -> str:
    rows = [{column: record[column] for column in table.columns} for record in table.records]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _markdown(table: Printed, many: bool) -> str:
    title = f"## {table.name.replace('_', ' ').capitalize()}\n\n" if many else ""
    rows = [table.columns, ["---"] * len(table.columns)]
    rows += [[str(record[column]).replace("|", "\\|") for column in table.columns] for record in table.records]
    return title + "".join("| " + " | ".join(row) + " |\n" for row in rows)


def _html(table: Printed, many: bool) -> str:
    title = f"<h2>{table.name.replace('_', ' ').capitalize()}</h2>\n" if many else ""

    def row(cells: Sequence[object], tag: str) -> str:
        escaped = (str(c).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for c in cells)
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in escaped) + "</tr>\n"

    body = "".join(row([record[column] for column in table.columns], "td") for record in table.records)
    return f"{title}<table>\n{row(table.columns, 'th')}{body}</table>\n"


_WRITERS: dict[str, Callable[[Printed, bool], str]] = {
    "text": _text,
    "csv": _csv,
    "tsv": _tsv,
    "jsonl": _jsonl,
    "markdown": _markdown,
    "html": _html,
}
