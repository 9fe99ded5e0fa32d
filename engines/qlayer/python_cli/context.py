"""What the templates of python-cli see: `tool`, its commands, and one suite of tests per command. Called by render."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from engines.kernel.errors import UserError
from engines.kernel.spec import Spec, facts
from engines.kernel.spec.tool import Command, Finding, Measure, Ranking
from engines.qlayer.model import Blueprint, Context
from engines.qlayer.python_cli import vocabulary
from engines.qlayer.python_cli.arguments import Argument, arguments
from engines.qlayer.python_cli.bodies import body, selects, text_options, text_report_lines
from engines.qlayer.python_cli.cases import CaseView, cases
from engines.qlayer.python_cli.commands import family, formats, is_table, steps
from engines.qlayer.python_cli.names import function_name, package_name, report_name, select_name, snake
from engines.qlayer.python_cli.oracle import File, expected
from engines.qlayer.python_cli.parts import ToolParts, tool_parts
from engines.qlayer.python_cli.rows_code import (
    group_lines,
    group_options,
    items,
    parameters,
    report_doc,
    selection_lines,
    selection_options,
)
from engines.qlayer.python_cli.samples import inputs
from engines.qlayer.python_cli.usage import examples


@dataclass(frozen=True, kw_only=True)
class CommandView:
    """A command: its function in command_line, its arguments, and lines that show how it is used."""

    spec: Command
    summary: str
    function: str
    variable: str
    arguments: tuple[Argument, ...]
    body: tuple[str, ...]
    examples: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SelectionView:
    """The module that chooses a command's rows."""

    module: str
    function: str
    plural: str
    one: str
    type: str
    parameters: tuple[str, ...]
    lines: tuple[str, ...]
    distinct: bool
    orders: bool
    doc: str


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """The module that makes a command's report."""

    module: str
    function: str
    given: str
    parameters: tuple[str, ...]
    lines: tuple[str, ...]
    uses: frozenset[str]
    doc: str


@dataclass(frozen=True, kw_only=True)
class SampleView:
    """A sample file and the constant that holds it, as source between triple quotes."""

    name: str
    constant: str
    source: str


@dataclass(frozen=True, kw_only=True)
class SuiteView:
    """The test module of a command."""

    module: str
    title: str
    samples: tuple[SampleView, ...]
    cases: tuple[CaseView, ...]


@dataclass(frozen=True, kw_only=True)
class StreamView:
    """How the test of a closed pipe gets more output than a pipe holds, as source."""

    content: str
    arguments: str


@dataclass(frozen=True, kw_only=True)
class ToolView:
    """The program as a whole; `parts` tells which pieces of the shared modules it needs."""

    name: str
    program: str
    package: str
    title: str
    summary: str
    commands: tuple[CommandView, ...]
    suites: tuple[SuiteView, ...]
    parts: ToolParts
    imports: tuple[str, ...]
    known: frozenset[str]
    streamed: StreamView | None
    versioned: bool
    found_exit: str
    requirements: dict[str, str]
    test: tuple[str, ...]
    blueprint: str
    version: str

    def facts_of(self, kind: str, name: str) -> list[str]:
        """The facts of a kind and a name, of all commands."""
        places = [f"{kind}:{name}", *(f"{kind}:{c.spec.name}.{name}" for c in self.commands)]
        return [place for place in places if place in self.known]

    @property
    def usual_arguments(self) -> str:
        """Arguments to show `make run` with."""
        return self.commands[0].examples[0].removeprefix(self.program).strip()

    @property
    def help_arguments(self) -> str:
        """What asks for the help that lists the options, as source."""
        first = self.commands[0].spec.name
        return f'"{first}", "--help"' if first else '"--help"'

    @property
    def usage_arguments(self) -> str:
        """A command line with an option that does not exist, as source."""
        command = self.commands[0].spec
        words = [command.name] if command.name else []
        words += ["a", "b"] if family(command) == "compare" else []
        for option in command.options:
            words += [f"--{option.name.replace('_', '-')}", "x"] if option.required else []
        return ", ".join(f'"{word}"' for word in (*words, "--no-such-option"))

    @property
    def help_words(self) -> list[str]:
        """What the help must mention."""
        return [a.shown.split()[0] for a in self.commands[0].arguments if a.shown.startswith("--")]


def build_context(spec: Spec, blueprint: Blueprint) -> Context:
    """Values, loops and conditions for the manifest; UserError when the specification has no tool."""
    if spec.tool is None or not spec.tool.commands:
        raise UserError(
            f"the specification of '{spec.name}' has no tool", hint="Say what the program reads and prints."
        )
    commands = spec.tool.commands
    view = _tool(spec, blueprint)
    selections = tuple(_selection(c) for c in commands if selects(c) and family(c) in ("rows", "rows_report"))
    reports = tuple(_report(c) for c in commands if family(c) in ("rows_report", "text_report"))
    return Context(
        values={"tool": view, "parts": view.parts, "vocabulary": vocabulary},
        loops={"selecting": selections, "reporting": reports, "suite": view.suites},
        conditions=view.parts.modules,
    )


def _tool(spec: Spec, blueprint: Blueprint) -> ToolView:
    assert spec.tool is not None  # noqa: S101 - checked by build_context
    commands = spec.tool.commands
    package, program = package_name(spec), spec.name
    views = tuple(_command(command, spec, program) for command in commands)
    shown = any(family(c) in ("compare", "validate") for c in commands)
    return ToolView(
        name=spec.name,
        program=program,
        package=package,
        title=spec.title,
        summary=_sentence(spec.summary or spec.title),
        commands=views,
        suites=tuple(_suite(command, spec) for command in commands),
        parts=tool_parts(commands),
        imports=_imports(package, commands),
        known=frozenset(place for place, _ in facts(spec)),
        streamed=next((found for c in commands if (found := _streamed(c))), None),
        versioned=any(c.behaves("version") for c in commands),
        found_exit="faults or differences were found, or " if shown else "",
        requirements=dict(blueprint.requirements),
        test=blueprint.test,
        blueprint=blueprint.name,
        version=blueprint.version,
    )


def _command(command: Command, spec: Spec, program: str) -> CommandView:
    return CommandView(
        spec=command,
        summary=_sentence(command.summary or spec.summary or spec.title),
        function=function_name(command),
        variable=snake(command.name) or "result",
        arguments=arguments(command),
        body=tuple(body(command)),
        examples=examples(command, program),
        facts=(f"command:{command.name}",) if command.name else (),
    )


def _sentence(text: str) -> str:
    text = " ".join(text.split()).strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _selection(command: Command) -> SelectionView:
    it, lines = items(command), list(selection_lines(command))
    if lines[-1].startswith(f"{it.plural} = "):
        lines[-1] = f"return {lines[-1].removeprefix(f'{it.plural} = ')}"
    else:
        lines.append(f"return {it.plural}")
    return SelectionView(
        module=f"{snake(command.name)}_selection" if command.name else "selection",
        function=select_name(command),
        plural=it.plural,
        one=it.one,
        type=it.type,
        parameters=parameters(command, selection_options(command)),
        lines=tuple(lines),
        distinct=any("distinct(" in line for line in lines),
        orders=any("sorted(" in line for line in lines),
        doc=f"The {it.plural} that were asked for{', in their order' if any('sorted(' in x for x in lines) else ''}.",
    )


def _report(command: Command) -> ReportView:
    it = items(command)
    text = family(command) == "text_report"
    lines = tuple(text_report_lines(command) if text else group_lines(command))
    used = text_options(command) if text else group_options(command)
    uses = {"most_frequent"} if any("most_frequent" in line for line in lines) else set()
    uses |= {"top"} if any(r.option for r in steps(command, Ranking)) else set()
    return ReportView(
        module=report_name(command),
        function=report_name(command),
        given="files: Iterable[str]" if text else f"{it.plural}: Iterable[{it.type}]",
        parameters=parameters(command, used),
        lines=lines,
        uses=frozenset(uses),
        doc=_text_doc(command) if text else report_doc(command),
    )


def _text_doc(command: Command) -> str:
    words = [measure.what.replace("_", " ") for measure in steps(command, Measure)]
    words += [f"frequent {ranking.of}" for ranking in steps(command, Ranking)]
    return f"Makes the report of texts: {', '.join(dict.fromkeys(words))}."


def _suite(command: Command, spec: Spec) -> SuiteView:
    name = snake(command.name) or snake(spec.name)
    return SuiteView(
        module=f"{name}_command" if command.name else "program",
        title=f"the command {command.name}" if command.name else "what the program reads and prints",
        samples=tuple(
            SampleView(
                name=file.name,
                constant=snake(file.name.split("/")[-1]).upper(),
                source=_source(file.content),
            )
            for file in inputs(command)
        ),
        cases=cases(command),
    )


def _source(text: str) -> str:
    lines = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').split("\n")
    return "\n".join(line[:-1] + "\\x20" if line.endswith(" ") else line for line in lines)


def _imports(package: str, commands: Sequence[Command]) -> tuple[str, ...]:
    """Everything that the command line may use; what it does not is dropped by the formatter."""
    found = {
        "collections.abc": "Iterable",
        f"{package}.reading": "read_lines, text_files",
        f"{package}.tables": "read_csv, read_json, read_jsonl, require",
        f"{package}.values": "condition",
        f"{package}.log": "read_log",
        f"{package}.folders": "read_files",
        f"{package}.output": "Record, Table, destination, write, write_csv, write_html, write_json, write_jsonl, write_lines, write_markdown, "
        "write_text, write_tsv",
        f"{package}.checking": "faults",
        f"{package}.comparing": "differences",
        f"{package}.checksums": "checksum, verified",
        f"{package}.editing": "drop, drop_blank, head, keep, lower, numbered, ordered, pattern, replace, reversed_lines, "
        "slug, squeeze, tail, title, trim, unique, upper, wrap",
        f"{package}.finding": ", ".join(
            ("counted", "once", *sorted({f.what for c in commands for f in steps(c, Finding)}))
        ),
    }
    for command in commands:
        place = f"{snake(command.name)}_selection" if command.name else "selection"
        found[f"{package}.{place}"] = select_name(command)
        found[f"{package}.{report_name(command)}"] = report_name(command)
    return tuple(f"from {module} import {names}" for module, names in found.items())


def _streamed(command: Command) -> StreamView | None:
    """A run with much output, for commands that print as they read; None where the sample shows that they do not."""
    plain = not command.name and not any(option.required for option in command.options)
    if not plain or family(command) not in ("edit", "rows") or command.source.kind in ("folder", "json", "jsonl"):
        return None
    if formats(command)[0] == "json" or (is_table(command) and formats(command)[0] == "text"):
        return None
    if family(command) == "edit":
        few, told = "".join(f"line {n}\n" for n in range(60)), '"\\n".join(f"line {n}" for n in range(200_000))'
    else:
        sample = inputs(command)[0].content
        head, _, rest = sample.partition("\n")
        start, body_ = (f"{head}\n", rest) if is_table(command) else ("", sample)
        few, told = start + body_ * 60, f"{json.dumps(start)} + {json.dumps(body_, ensure_ascii=False)} * 20_000"
    usual = {option.name: option.default for option in command.options if option.default is not None}
    out, _ = expected(command, [File(name="big", content=few)], usual)
    return StreamView(content=told, arguments='str(tmp_path / "big")') if out.count("\n") >= 60 else None
