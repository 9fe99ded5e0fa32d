"""The tests of a command: what to type, which files lie there, and what must come out. Used by context.

Every step and option gets a run in which leaving it out would print something else, by the oracle's account.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import InvalidOperation
from itertools import product

from engines.kernel.spec.tool import Checksum, Command, Group, Option, Tool, Where, step_id, tool_facts
from engines.qlayer.python_cli.arguments import asks_for_json, is_condition, names_column
from engines.qlayer.python_cli.commands import (
    default_format,
    family,
    formats,
    is_log,
    is_table,
    steps,
)
from engines.qlayer.python_cli.names import flag, snake
from engines.qlayer.python_cli.oracle import File, expected, without
from engines.qlayer.python_cli.samples import columns, inputs, names_in, number_in

Given = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """One test: a name, the lines before the run, its arguments as source, what is asserted, the facts it proves."""

    name: str
    arguments: str
    asserts: tuple[str, ...]
    before: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def cases(command: Command) -> tuple[CaseView, ...]:
    """All tests of a command, each under a name of its own."""
    found = list(Cases(command).all())
    seen: dict[str, int] = {}
    named: list[CaseView] = []
    for case in found:
        seen[case.name] = seen.get(case.name, 0) + 1
        named.append(replace(case, name=f"{case.name}_{seen[case.name]}") if seen[case.name] > 1 else case)
    return tuple(named)


class Cases:
    """Looks for runs that tell the parts of a command apart."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.files = inputs(command)
        self.first = self.files if family(command) in ("compare", "checksum") or self._walks() else self.files[:1]
        self.defaults: Given = {o.name: o.default for o in command.options if o.default is not None}
        self.base: Given = {o.name: self.candidates(o)[0] for o in command.options if o.required}
        self.facts = {place for place, _ in tool_facts(Tool(commands=(command,)))}

    def _walks(self) -> bool:
        return self.command.source.kind == "folder"

    def all(self) -> Iterator[CaseView]:
        """Every test."""
        yield from self.steps()
        yield from self.options()
        yield from self.outputs()
        yield from self.sources()
        yield from self.mistakes()

    # what comes out

    def run(self, given: Given, files: Sequence[File] | None = None, command: Command | None = None) -> tuple[str, int]:
        """What the oracle expects; a value that does not fit the sample raises ValueError or KeyError."""
        whole = {**self.defaults, **given}
        return expected(command or self.command, files or self.first, whole)

    def try_run(self, given: Given, command: Command | None = None) -> tuple[str, int] | None:
        """The same, or None where the options do not fit each other."""
        try:
            return self.run(given, command=command)
        except (KeyError, ValueError, InvalidOperation, TypeError):
            return None

    def candidates(self, option: Option) -> list[object]:
        """Values that an option may be tried with."""
        if option.type == "flag":
            return [True]
        if is_condition(self.command, option):
            number = number_in(self.command)
            return [f"{names_in(self.command)[0]}=Lyon", f"{number}>=10", f"{names_in(self.command)[0]}~y"]
        if names_column(self.command, option):
            return self._columns(option)
        for where in steps(self.command, Where):
            if where.option == option.name:
                return self._values(where, option)
        known: dict[str, list[object]] = {
            "integer": [2, 3, 5, 1, 20, 30],
            "number": ["10", "2"],
            "date": ["2024-03-06", "2024-03-05"],
            "path": ["result.txt"],
            "names": [",".join(names_in(self.command)[:2])] if is_table(self.command) else ["a,b"],
        }
        return known.get(option.type, ["ferry", "boats", "the", "HARBOUR", "quay", "^the.*y"])

    def _columns(self, option: Option) -> list[object]:
        names, number = names_in(self.command), number_in(self.command)
        if option.type == "names":
            return [f"{names[1]},{names[0]}" if len(names) > 1 else names[0], names[0]]
        if any(option.name == g.of_option for g in steps(self.command, Group)):
            return [number]
        return [names[0], number, *names[1:]]

    def _values(self, where: Where, option: Option) -> list[object]:
        records = [line for file in self.files for line in file.content.splitlines()]
        if is_table(self.command):
            kind = next((c.type for c in columns(self.command) if c.name == where.column), "text")
            typed: dict[str, list[object]] = {
                "number": ["10", "7"],
                "date": ["2024-03-06"],
                "email": ["ben@example.org"],
            }
            return typed.get(kind, ["Lyon", "Oslo", "Bern"])
        known: dict[str, list[object]] = {
            "status": ["404", "500"],
            "level": ["error", "WARNING"],
            "method": ["post"],
            "host": ["10.0.0.2"],
            "path": ["/login"],
            "message": ["disk"],
            "time": ["2024-03-06"],
            "modified": ["2024-03-06"],
            "size": ["100", "10"],
            "extension": [".md"],
            "folder": ["docs"],
        }
        return known.get(where.column, [records[0]])

    def tries(self, wanted: Sequence[str] = ()) -> Iterator[dict[str, object]]:
        """Options to try, few before many; `wanted` are in all of them."""
        options = [o for o in self.command.options if o.name not in ("output", *wanted) and not self._verifies(o)]
        for own in self._given(wanted):
            yield {**self.base, **own}
        for size in (1, 2):
            for chosen in (
                [(o,) for o in options] if size == 1 else [(a, b) for a in options for b in options if a.name < b.name]
            ):
                for own in self._given(wanted):
                    for values in product(*(self.candidates(o) for o in chosen)):
                        yield {**self.base, **own, **{o.name: v for o, v in zip(chosen, values, strict=True)}}

    def _given(self, wanted: Sequence[str]) -> Iterator[dict[str, object]]:
        known = [option for name in wanted if (option := self.command.option(name))]
        for values in product(*(self.candidates(option) for option in known)):
            yield {o.name: v for o, v in zip(known, values, strict=True)}

    def _verifies(self, option: Option) -> bool:
        return any(step.verify == option.name for step in steps(self.command, Checksum))

    # the tests

    def steps(self) -> Iterator[CaseView]:
        """For each step a run that prints something else without it; steps with the same run share a test."""
        shared: dict[str, tuple[Given, list[str]]] = {}
        for position, step in enumerate(self.command.steps):
            fewer = without(self.command, position)
            for given in self.tries():
                result = self.try_run(given)
                if result is None or not result[0].strip():
                    continue
                if fewer.steps and family(fewer) == family(self.command) and self.try_run(given, fewer) == result:
                    continue
                key = json.dumps(given, sort_keys=True, default=str)
                shared.setdefault(key, (given, []))[1].append(step_id(self.command, step))
                break
        plain = json.dumps(self.base, sort_keys=True, default=str)
        own = [
            self._source_fact(),
            *self._known("behaviour", "found_exit"),
            *self._column_facts(),
            self._output_fact(default_format(self.command)),
        ]
        shared.setdefault(plain, (self.base, []))[1].extend(own)
        for run, told in shared.values():
            yield self.case(self._title(told[0]), run, told)

    def _title(self, fact: str) -> str:
        words = snake(fact.split(":", 1)[1].removeprefix(f"{self.command.name}."))
        return f"{words or 'rows'}_shows_in_the_output"[:70]

    def options(self) -> Iterator[CaseView]:
        """For each option a run that prints something else without it."""
        for option in self.command.options:
            fact = self._fact("option", option.name)
            if option.name == "output":
                yield self._into_a_file(fact)
                continue
            if self._verifies(option):
                yield from self._verifying(option, fact)
                continue
            if option.name == "delimiter":
                yield self._delimited(option, fact)
                continue
            for given in self.tries((option.name,)):
                less = {name: value for name, value in given.items() if name != option.name}
                told, plain = self.try_run(given), self.try_run(less) if not option.required else None
                if told is not None and told != plain and told[0].strip():
                    yield self.case(f"option_{option.name}", given, [fact])
                    break

    def outputs(self) -> Iterator[CaseView]:
        """One run per further format."""
        if family(self.command) == "edit":
            return
        for name in formats(self.command)[1:]:
            own: Given = {"json": True} if asks_for_json(self.command) else {"format": name}
            given = {**self.base, **own}
            yield self.case(f"prints_{name}", given, [self._output_fact(name)])

    def sources(self) -> Iterator[CaseView]:
        """Standard input and several files."""
        stream = File(name="-", content=self.first[0].content)
        kind = family(self.command)
        if not self._walks() and kind not in ("compare", "checksum"):
            out, code = self.run(self.base, [stream])
            yield CaseView(
                name="reads_standard_input",
                arguments=", ".join([*self._argv(self.base, []), f"stdin={_constant(self.first[0].name)}"]),
                asserts=_asserts(out, code),
                facts=self._known("behaviour", "stdin"),
            )
        if kind in ("text_report", "rows_report") and (facts := self._known("behaviour", "streaming")):
            yield self._large(facts)
        if len(self.files) > 1 and not self._walks() and kind not in ("compare", "checksum"):
            yield self.case("reads_several_files", self.base, self._known("behaviour", "several_files"), self.files)

    def _large(self, facts: tuple[str, ...]) -> CaseView:
        name, content = self.first[0].name, self.first[0].content
        head, _, rest = content.partition("\n")
        text = f"{_constant(name)} * 5_000"
        if is_table(self.command):
            text = f'{json.dumps(head)} + "\\n" + {_literal(rest)} * 5_000'
        return CaseView(
            name="a_large_input_is_not_held_in_memory",
            before=(f'program.write({{"large": {text}}})', "tracemalloc.start()"),
            arguments=", ".join(self._argv(self.base, ["large"])),
            asserts=(
                "_, peak = tracemalloc.get_traced_memory()",
                "tracemalloc.stop()",
                "assert done.code == 0",
                'assert peak < (program.folder / "large").stat().st_size / 2',
            ),
            facts=facts,
        )

    def mistakes(self) -> Iterator[CaseView]:
        """Missing files, unreadable text, broken rows, values that do not fit."""
        data = self._known("behaviour", "data_exit")
        place = self._known("behaviour", "error_place")
        names = ["missing"] if family(self.command) != "compare" else ["missing", "missing"]
        why = "there is no such file or folder" if self._walks() else "No such file or directory"
        yield self._wrong("a_missing_file", names, f"missing: {why}", data)
        if self._walks() or family(self.command) == "checksum":
            return
        many = 2 if family(self.command) == "compare" else 1
        yield self._wrong(
            "text_that_is_not_utf8",
            ["broken"] * many,
            "broken:2:",
            (*data, *place),
            before='program.write({"broken": ' + self._unreadable() + "})",
        )
        yield from self._broken_rows(place)
        yield from self._usage()

    def _unreadable(self) -> str:
        if self.command.source.kind == "csv":
            head = self.first[0].content.split("\n")[0]
            return (
                repr((head + "\n").encode() + b"\xff\n").replace("'", '"') if '"' not in head else repr(head.encode())
            )
        return 'b"\\n\\xff\\n"'

    def _broken_rows(self, place: Sequence[str]) -> Iterator[CaseView]:
        kind = self.command.source.kind
        if is_table(self.command) and family(self.command) != "validate":
            if kind == "csv":
                head = self.first[0].content.split("\n")[0]
                text = f"{head}\n{self.command.source.delimiter.join(['x'] * (len(columns(self.command)) + 1))}\n"
                yield self._wrong_content("a_row_of_another_length", text, "broken:2:", place)
                yield self._wrong_content("an_empty_file", "", "broken: there is no line that names the columns", place)
                yield self._wrong_content("an_open_quote", f'{head}\n"open', "broken:2:", place)
                yield self._other_columns(place)
            elif kind == "json":
                yield self._wrong_content("text_that_is_not_json", "[\n{]", "broken:2:", place)
                yield self._wrong_content("json_that_is_no_list", "{}", "broken: a list of objects is expected", place)
                yield self._wrong_content("a_list_of_numbers", "[1]", "broken: object 1: an object is expected", place)
            else:
                yield self._wrong_content("a_line_that_is_not_json", "{}\n{]\n", "broken:2:", place)
                yield self._wrong_content("a_line_that_is_no_object", "1\n", "broken:1: an object is expected", place)
            yield from self._missing_columns(place)
            yield from self._not_numbers(place)
        if is_log(self.command):
            file = self.first[0]
            out, code = self.run(self.base, [File(name="odd.log", content=file.content)])
            yield CaseView(
                name="lines_that_are_no_entries_are_left_out",
                before=(f'program.write({{"odd.log": "no entry\\n" + {_constant(file.name)}}})',),
                arguments=", ".join([*self._argv(self.base, ["odd.log"])]),
                asserts=(*_asserts(out, code), 'assert "1 lines were left out" in done.err'),
            )

    def _other_columns(self, place: Sequence[str]) -> CaseView:
        return self._wrong(
            "files_with_other_columns",
            [self.first[0].name, "broken"],
            "broken:1: the columns differ",
            place,
            before='program.write({"broken": "other\\n1\\n"})',
        )

    def _missing_columns(self, place: Sequence[str]) -> Iterator[CaseView]:
        from engines.qlayer.python_cli.rows_code import required_columns

        fixed = required_columns(self.command)[0]
        if fixed:
            text = {"csv": "other\n1\n", "json": '[{"other": 1}]', "jsonl": '{"other": 1}\n'}[self.command.source.kind]
            yield self._wrong_content("a_missing_column", text, f"broken: there is no column '{fixed[0]}'", place)
        for option in self.command.options:
            if names_column(self.command, option):
                given = {**self.base, option.name: "nowhere"}
                yield self._wrong(
                    f"an_unknown_column_for_{option.name}",
                    [self.first[0].name],
                    "there is no column 'nowhere'",
                    place,
                    given=given,
                )

    def _not_numbers(self, place: Sequence[str]) -> Iterator[CaseView]:
        text_column = names_in(self.command)[0]
        for group in steps(self.command, Group):
            if group.of_option:
                given = {**self.base, group.of_option: text_column}
                yield self._wrong(
                    "a_cell_that_is_no_number",
                    [self.first[0].name],
                    f"in column '{text_column}' is not a number",
                    place,
                    given=given,
                )
                return
        used = next((g.of for g in steps(self.command, Group) if g.of and not g.where), "")
        if used and not steps(self.command, Where):
            yield self._replaced("a_cell_that_is_no_number", used, "many", "is not a number", place)
        dated = next((g.key for g in steps(self.command, Group) if g.unit and not g.where), "")
        if dated and not steps(self.command, Where):
            yield self._replaced("a_cell_that_is_no_date", dated, "soon", "is not a date", place)

    def _replaced(self, name: str, column: str, value: str, why: str, place: Sequence[str]) -> CaseView:
        wanted = columns(self.command)
        good = {"number": "1", "date": "2024-03-05"}
        cells = {c.name: value if c.name == column else good.get(c.type, "x") for c in wanted}
        kind, comma = self.command.source.kind, self.command.source.delimiter
        text = {
            "csv": comma.join(cells) + "\n" + comma.join(cells.values()) + "\n",
            "json": json.dumps([cells]),
            "jsonl": json.dumps(cells) + "\n",
        }[kind]
        return self._wrong_content(name, text, f"'{value}' in column '{column}' {why}", place)

    def _usage(self) -> Iterator[CaseView]:
        for option in self.command.options:
            bad = {"integer": "0", "number": "many", "date": "soon", "names": "a,,b"}.get(option.type, "")
            if is_condition(self.command, option):
                bad = "nothing"
            if bad:
                yield self._wrong(
                    f"a_bad_value_for_{option.name}",
                    [],
                    f"argument {flag(option.name)}: '{bad}'",
                    self._known("behaviour", "usage_exit"),
                    given={**self.base, option.name: bad},
                    code=2,
                )
                if is_condition(self.command, option):
                    yield self._wrong(
                        f"a_bad_number_for_{option.name}",
                        [],
                        "neither a number nor a date",
                        self._known("behaviour", "usage_exit"),
                        given={**self.base, option.name: f"{number_in(self.command)}>much"},
                        code=2,
                    )
            if option.required:
                less = {name: value for name, value in self.base.items() if name != option.name}
                yield self._wrong(
                    f"{option.name}_must_be_given", [], f"required: {flag(option.name)}", (), given=less, code=2
                )

    # how a test is written

    def case(self, name: str, given: Given, facts: Sequence[str], files: Sequence[File] | None = None) -> CaseView:
        """A run and what it prints."""
        used = files or self.first
        out, code = self.run(given, used)
        names = [] if self._walks() else [file.name for file in used]
        before = ["program.date_files()"] if self._walks() else []
        return CaseView(
            name=name,
            before=tuple(before),
            arguments=", ".join(self._argv(given, names)),
            asserts=_asserts(out, code),
            facts=tuple(fact for fact in dict.fromkeys(facts) if fact in self.facts),
        )

    def _argv(self, given: Given, files: Sequence[str]) -> list[str]:
        words = [self.command.name] if self.command.name else []
        for name, value in given.items():
            words += [flag(name)] if value is True else [flag(name), str(value)]
        return [json.dumps(word, ensure_ascii=False) for word in (*words, *files)]

    def _wrong(
        self,
        name: str,
        files: Sequence[str],
        said: str,
        facts: Sequence[str],
        *,
        before: str = "",
        given: Given | None = None,
        code: int = 1,
    ) -> CaseView:
        argv = self._argv(self.base if given is None else given, files)
        asserts = [f"assert done.code == {code}", f"assert {json.dumps(said, ensure_ascii=False)} in done.err"]
        verb = "is_refused" if code == 2 else "is_told"
        return CaseView(
            name=f"{name}_{verb}",
            before=(before,) if before else (),
            arguments=", ".join(argv),
            asserts=tuple(asserts),
            facts=tuple(facts),
        )

    def _wrong_content(self, name: str, text: str, said: str, facts: Sequence[str]) -> CaseView:
        before = f'program.write({{"broken": {json.dumps(text, ensure_ascii=False)}}})'
        return self._wrong(name, ["broken"], said, facts, before=before)

    def _into_a_file(self, fact: str) -> CaseView:
        out, code = self.run(self.base)
        names = [] if self._walks() else [file.name for file in self.first]
        return CaseView(
            name="the_result_goes_into_a_file",
            before=("program.date_files()",) if self._walks() else (),
            arguments=", ".join(self._argv({**self.base, "output": "result.txt"}, names)),
            asserts=(
                f"assert done.code == {code}",
                'assert done.out == ""',
                f'assert (program.folder / "result.txt").read_text("utf-8") == {_literal(out)}',
                'assert not (program.folder / "result.txt.part").exists()',
            ),
            facts=tuple({fact: None, **dict.fromkeys(self._known("behaviour", "output_file"))}),
        )

    def _delimited(self, option: Option, fact: str) -> CaseView:
        text = self.first[0].content.replace(self.command.source.delimiter, ";")
        out, code = self.run(self.base)
        return CaseView(
            name="option_delimiter",
            before=(f'program.write({{"semicolons.csv": {_literal(text)}}})',),
            arguments=", ".join(self._argv({**self.base, option.name: ";"}, ["semicolons.csv"])),
            asserts=_asserts(out, code),
            facts=(fact,),
        )

    def _verifying(self, option: Option, fact: str) -> Iterator[CaseView]:
        step = steps(self.command, Checksum)[0]
        lines = [f"{hashlib.new(step.algorithm, f.content.encode()).hexdigest()}  {f.name}" for f in self.files]
        for name, content, code, said in (
            ("files_that_are_unchanged_are_ok", "\n".join(lines) + "\n", 0, "OK"),
            ("a_changed_file_is_told", f"{'0' * len(lines[0].split()[0])}  {self.files[0].name}\n", 1, "CHANGED"),
            ("a_file_that_is_gone_is_told", f"{lines[0].split()[0]}  gone\n", 1, "CHANGED"),
        ):
            shown = [line.split("  ", 1)[1] for line in content.splitlines()]
            yield CaseView(
                name=name,
                before=(f'program.write({{"list": {_literal(content)}}})',),
                arguments=", ".join(self._argv({option.name: "list"}, [])),
                asserts=_asserts("".join(f"{file}: {said}\n" for file in shown), code),
                facts=(fact,),
            )
        yield self._wrong(
            "a_list_of_something_else",
            [],
            "broken:1: this is not a checksum and a file",
            (),
            before='program.write({"broken": "nothing\\n"})',
            given={option.name: "broken"},
        )

    def _fact(self, kind: str, name: str) -> str:
        return f"{kind}:{self.command.name}.{name}" if self.command.name else f"{kind}:{name}"

    def _known(self, kind: str, name: str) -> tuple[str, ...]:
        fact = self._fact(kind, name)
        return (fact,) if fact in self.facts else ()

    def _source_fact(self) -> str:
        return self._fact("source", self.command.source.kind)

    def _column_facts(self) -> list[str]:
        return [self._fact("column", column.name) for column in self.command.source.columns]

    def _output_fact(self, name: str) -> str:
        return self._fact("output", name)


def _constant(file: str) -> str:
    return snake(file.split("/")[-1]).upper()


def _literal(text: str) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return json.dumps(text, ensure_ascii=False)
    return "(" + " ".join(json.dumps(line, ensure_ascii=False) for line in lines) + ")"


def _asserts(out: str, code: int) -> tuple[str, ...]:
    return (f"assert done.out == {_literal(out)}", f"assert done.code == {code}")
