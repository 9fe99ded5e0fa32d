"""The body of the function that carries a command out. Used by context."""

from __future__ import annotations

from collections.abc import Iterator

from engines.kernel.spec.tool import Checksum, Command, EditLines, Finding, Measure, Ranking, Select, step_id
from engines.qlayer.python_cli.arguments import format_source, has_delimiter, variable
from engines.qlayer.python_cli.commands import COLUMNS, family, formats, is_log, is_table, row_steps, steps
from engines.qlayer.python_cli.names import FOUND, RANKED, ranking_title, report_name, select_name
from engines.qlayer.python_cli.rows_code import (
    group_options,
    items,
    passed,
    required_columns,
    selection_options,
)

_NAMES = {"reverse": "reversed_lines", "number": "numbered"}


def body(command: Command) -> list[str]:
    """The lines of the function, which gets `options` and gives the exit code."""
    makers = {
        "edit": _edit,
        "find": _find,
        "text_report": _text_report,
        "rows": _rows,
        "rows_report": _rows_report,
        "validate": _validate,
        "compare": _compare,
        "checksum": _checksum,
    }
    return list(makers[family(command)](command))


def _files(command: Command) -> str:
    return "text_files(options.files)" if command.source.recursive else "options.files"


def edit_lines(command: Command) -> Iterator[str]:
    """The edits in order, each only when it is asked for."""
    for edit in steps(command, EditLines):
        call = edit_call(command, edit)
        option = command.option(edit.option)
        tests = []
        if edit.when:
            tests.append(f"options.{variable(edit.when)}")
        elif option and option.default is None and not option.required:
            tests.append(f"options.{variable(option.name)} is not None")
        if tests:
            yield f"if {tests[0]}:"
        yield ("    " if tests else "") + f"lines = {call}"


def modified(command: Command, names: tuple[str, ...]) -> str:
    """The modifiers that a command has, as arguments."""
    return "".join(f", {name}=options.{name}" for name in names if command.has(name))


def edit_call(command: Command, edit: EditLines) -> str:
    """The call of one edit."""
    value = f"options.{variable(edit.option)}" if edit.option else repr(edit.value)
    wanted = f"pattern({value}{modified(command, ('ignore_case', 'regex'))})"
    match edit.edit:
        case "keep" | "drop":
            return f"{edit.edit}(lines, {wanted})"
        case "replace":
            return f"replace(lines, {wanted}, options.{variable(edit.other)})"
        case "unique":
            return f"unique(lines{modified(command, ('ignore_case',))})"
        case "sort":
            return f"ordered(lines{modified(command, ('ignore_case', 'numeric', 'reverse'))})"
        case "wrap" | "head" | "tail":
            return f"{edit.edit}(lines, {value})"
        case name:
            return f"{_NAMES.get(name, name)}(lines)"


def _out(command: Command, lines: list[str]) -> Iterator[str]:
    if command.has("output"):
        yield "with destination(options.output) as stream:"
        yield from (f"    {line.replace('sys.stdout', 'stream')}" for line in lines)
    else:
        yield from lines


def _write(command: Command, tables: str) -> str:
    chosen = format_source(command)
    return f"write({tables}, {chosen}, sys.stdout)" if chosen else f"write_{formats(command)[0]}({tables}, sys.stdout)"


def _write_other(command: Command, tables: str) -> str:
    """Writes tables where text is printed by itself."""
    others = formats(command)[1:]
    return f"write_{others[0]}({tables}, sys.stdout)" if len(others) == 1 else _write(command, tables)


def _edit(command: Command) -> Iterator[str]:
    yield f"lines: Iterable[str] = (line.text for line in read_lines({_files(command)}))"
    yield from edit_lines(command)
    yield from _out(command, ["write_lines(lines, sys.stdout)"])
    yield "return 0"


def _find(command: Command) -> Iterator[str]:
    found = steps(command, Finding)
    lines = f"read_lines({_files(command)})"
    yield f"lines = list({lines})" if len(found) > 1 else f"lines = {lines}"
    names: list[str] = []
    for finding in found:
        name, value = f"{finding.what}_found" if len(found) > 1 else "table", FOUND[finding.what]
        todo = finding.what == "todos"
        records = f"{finding.what}(lines)"
        columns = ["file", "line"] if finding.places or todo else []
        columns += ["tag", value] if todo else [value]
        said = "(" + ", ".join(f'"{column}"' for column in columns) + ",)"
        rows = f'once({records}, "{value}")' if finding.unique == "*" else records
        if finding.unique not in ("", "*"):
            flag = f"options.{variable(finding.unique)}"
            rows = f'once({records}, "{value}") if {flag} else {records}'
        listed = f'Table("{finding.what}", {said}, {rows})'
        counts = f'counted("{finding.what}", {records}, "{"tag" if todo else value}")'
        if finding.counted == "*":
            yield f"{name} = {counts}"
        elif finding.counted:
            yield f"{name} = {counts} if options.{variable(finding.counted)} else {listed}"
        else:
            yield f"{name} = {listed}"
        names.append(name)
    yield from _out(command, [_write(command, f"[{', '.join(names)}]")])
    yield "return 0"


def text_options(command: Command) -> list[str]:
    """The options that a report over text needs."""
    ranked = {ranking.of for ranking in steps(command, Ranking)}
    different = any(measure.what == "different_words" for measure in steps(command, Measure))
    found = [ranking.option for ranking in steps(command, Ranking) if ranking.option]
    found += ["ignore_case"] if ranked or different else []
    found += ["stop_words", "min_length"] if "words" in ranked else []
    return [name for name in dict.fromkeys(found) if command.has(name)]


def _text_report(command: Command) -> Iterator[str]:
    yield f"tables = {report_name(command)}(options.files{passed(command, text_options(command))})"
    yield from _out(command, [_write(command, "tables")])
    yield "return 0"


def text_report_lines(command: Command) -> Iterator[str]:
    """The body of the function that makes a report over text."""
    measured, rankings = bool(steps(command, Measure)), steps(command, Ranking)
    small = ", ignore_case=ignore_case" if command.has("ignore_case") else ""
    different = any(measure.what == "different_words" for measure in steps(command, Measure))
    if measured:
        yield "counts: dict[str, Counts] = {}"
    for ranking in rankings:
        yield f"{ranking.of}: Counter[str] = Counter()"
    for fact in ("source:" + command.source.kind, "behaviour:several_files"):
        if command.behaves("several_files") or fact.startswith("source"):
            yield f"# ql:fact={fact.replace(':', f':{command.name}.') if command.name else fact}"
    yield f"for name in {'text_files(files)' if command.source.recursive else 'files'}:"
    if measured:
        yield "    counts[name] = Counts()"
    yield "    for line in decoded(name):"
    if measured:
        yield f"        counts[name].add(line{small if different else ''})"
    for ranking in rankings:
        call = {"words": "words_of", "letters": "letters_of", "lines": "whole_line"}[ranking.of]
        flags = ("ignore_case", "stop_words", "min_length") if ranking.of == "words" else ("ignore_case",)
        said = "".join(f", {flag}={flag}" for flag in flags if command.has(flag))
        yield f"        {ranking.of}.update({call}(line{said}))"
    if measured:
        yield "records: list[Record] = [one.record(name) for name, one in counts.items()]"
        yield "if len(counts) > 1:"
        yield '    records.append(total(counts.values()).record("total"))'
    yield "return ["
    if measured:
        columns = ", ".join(f'"{name}"' for name in ("file", *dict.fromkeys(m.what for m in steps(command, Measure))))
        yield f'    Table("counts", ({columns}), records),'
    for ranking in rankings:
        column = RANKED[ranking.of]
        top = f", {variable(ranking.option)}" if ranking.option else ""
        most = f'most_frequent({ranking.of}, "{column}"{top})'
        yield f'    Table("{ranking_title(ranking)}", ("{column}", "count"), {most}),'
    yield "]"


def _source(command: Command) -> Iterator[str]:
    it = items(command)
    if not is_table(command):
        yield f"{it.plural} = read_{'log' if is_log(command) else 'files'}(options.files)"
        return
    kind = command.source.kind
    delimiter = ", delimiter=options.delimiter" if has_delimiter(command) else ""
    if not delimiter and kind == "csv" and command.source.delimiter != ",":
        delimiter = f', delimiter="{command.source.delimiter}"'
    columns = "columns" if _needs_columns(command) else "_"
    yield f"{columns}, rows = read_{kind}(options.files{delimiter})"
    fixed, asked = required_columns(command)
    for column in command.source.columns:
        yield f"# ql:fact={'column:' + command.name + '.' if command.name else 'column:'}{column.name}"
    if fixed or asked:
        wanted = ", ".join([*(repr(name) for name in fixed), *asked])
        yield f"require(columns, [{wanted}], options.files[0])".replace("'", '"')


def _needs_columns(command: Command) -> bool:
    fixed, asked = required_columns(command)
    return bool(fixed or asked) or family(command) == "rows"


def selects(command: Command) -> bool:
    """Whether rows are chosen or ordered at all."""
    row = row_steps(command)
    return bool(row.where or row.distinct or row.order or row.limit)


def _chosen(command: Command) -> str:
    it = items(command)
    return (
        f"{select_name(command)}({it.plural}{passed(command, selection_options(command))})"
        if selects(command)
        else it.plural
    )


def _rows(command: Command) -> Iterator[str]:
    it = items(command)
    yield from _source(command)
    for select in steps(command, Select):
        yield f"# ql:fact={step_id(command, select)}"
        yield from _select(select)
    if is_table(command):
        table = f'Table("rows", columns, (row.cells for row in {_chosen(command)}))'
        yield from _out(command, [_write(command, f"[{table}]")])
        yield "return 0"
        return
    columns = COLUMNS[command.source.kind]
    said = ", ".join(f'"{name}": {_shown(it.one, name)}' for name in columns)
    heads = ", ".join(f'"{name}"' for name in columns)
    table = f'Table("rows", ({heads}), ({{{said}}} for {it.one} in chosen))'
    yield f"chosen = {_chosen(command)}"
    if not is_log(command):
        yield from _out(command, [_write(command, f"[{table}]")])
    elif len(formats(command)) == 1:
        yield from _out(command, ["write_lines((entry.raw for entry in chosen), sys.stdout)"])
    else:
        yield (
            f'if ({format_source(command)}) == "text":'
            if "if" in format_source(command)
            else (f'if {format_source(command)} == "text":')
        )
        yield from (
            f"    {line}" for line in _out(command, ["write_lines((entry.raw for entry in chosen), sys.stdout)"])
        )
        yield "else:"
        yield from (f"    {line}" for line in _out(command, [_write_other(command, f"[{table}]")]))
    yield "return 0"


def _shown(one: str, column: str) -> str:
    return f'{one}.{column}.isoformat(sep=" ")' if column in ("time", "modified") else f"{one}.{column}"


def _select(select: Select) -> Iterator[str]:
    value = f"options.{variable(select.option)}" if select.option else repr(list(select.columns)).replace("'", '"')
    if select.drop:
        line = f"columns = [column for column in columns if column not in {value}]"
    else:
        line = f"columns = {f'list({value})' if select.option else value}"
    if select.option:
        yield f"if {value} is not None:"
        yield f"    {line}"
    else:
        yield line


def _rows_report(command: Command) -> Iterator[str]:
    yield from _source(command)
    chosen = _chosen(command)
    yield f"tables = {report_name(command)}({chosen}{passed(command, group_options(command))})"
    yield from _out(command, [_write(command, "tables")])
    yield "return 0"


def _validate(command: Command) -> Iterator[str]:
    yield "found = [fault for name in options.files for fault in faults(name)]"
    table = 'Table("faults", ("file", "line", "column", "problem"), found)'
    yield from _out(command, [_write(command, f"[{table}]")])
    yield from _found_exit(command, "found")


def _found_exit(command: Command, found: str) -> Iterator[str]:
    if command.behaves("found_exit"):
        yield f"# ql:fact={'behaviour:' + command.name + '.' if command.name else 'behaviour:'}found_exit"
    yield f"return 1 if {found} else 0"


def _compare(command: Command) -> Iterator[str]:
    yield "first = read_lines([options.first])"
    yield "second = read_lines([options.second])"
    yield "found = list(differences((line.text for line in first), (line.text for line in second)))"
    yield from _out(command, [_write(command, '[Table("differences", ("where", "line"), found)]')])
    yield from _found_exit(command, "found")


def _checksum(command: Command) -> Iterator[str]:
    step = steps(command, Checksum)[0]
    if step.verify:
        option = f"options.{variable(step.verify)}"
        yield f"if {option} is not None:"
        yield f"    results = list(verified({option}))"
        yield "    for name, same in results:"
        yield "        print(f\"{name}: {'OK' if same else 'CHANGED'}\")"
        yield "    return 0 if all(same for _, same in results) else 1"
    if len(formats(command)) > 1:
        yield 'records = [{"checksum": checksum(name), "file": name} for name in options.files]'
        yield "if options.json:"
        table = 'Table("checksums", ("checksum", "file"), records)'
        yield f"    {_write_other(command, f'[{table}]')}"
        yield "else:"
        yield "    write_lines((f\"{record['checksum']}  {record['file']}\" for record in records), sys.stdout)"
    else:
        yield 'write_lines((f"{checksum(name)}  {name}" for name in options.files), sys.stdout)'
    yield "return 0"
