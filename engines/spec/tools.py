"""Reads a brief of a command-line tool: what it reads, does and prints, clause by clause. Called by plan for kind cli."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from engines.kernel.spec import CONVENTION, Feature, Origin, Question, Sentence, Spec
from engines.kernel.spec.tool import (
    Behaviour,
    BehaviourName,
    Checksum,
    Command,
    Compare,
    Distinct,
    EditLines,
    Finding,
    Group,
    Limit,
    Measure,
    Option,
    Order,
    Output,
    OutputFormat,
    Ranking,
    Select,
    Source,
    SourceKind,
    Step,
    TableColumn,
    Tool,
    Validate,
    Where,
)
from engines.spec.english import English
from engines.spec.features import is_context
from engines.spec.model import Statement
from engines.spec.tool_claims import FLAG, Clause, Said, clauses, number_in
from engines.spec.tool_names import INTRODUCTION, tool_name, tool_title
from engines.spec.tool_rows import (
    Rows,
    constrained_columns,
    named_columns,
    read_groups,
    read_log_flags,
    read_selection,
    read_validation,
)
from engines.spec.tool_text import (
    found_options,
    merged_compare,
    read_counting,
    read_edits,
    read_findings,
    read_ranking,
    read_whole,
)
from engines.spec.tool_words import ToolWords, first, load_tool_words

Told = TypeVar("Told", Option, Output, Behaviour, Step)
_TABLES: tuple[SourceKind, ...] = ("csv", "json", "jsonl")
_MODIFIERS: dict[str, Option] = {
    "ignore_case": Option(name="ignore_case", help="treat capital and small letters alike"),
    "stop_words": Option(name="stop_words", help="leave out the commonest English words, such as 'the' and 'of'"),
    "min_length": Option(name="min_length", type="integer", default=1, help="leave out shorter words"),
    "reverse": Option(name="reverse", help="turn the order round"),
    "numeric": Option(name="numeric", help="sort by the number that a line begins with"),
    "regex": Option(name="regex", help="take what is looked for as a regular expression"),
    "delimiter": Option(name="delimiter", type="text", default=",", help="the character between two cells"),
    "output": Option(name="output", type="path", help="write into this file"),
}
_INTRODUCES = re.compile(r"^(?:please )?(?:write|build|make|create|develop)(?: me| us)?\s+(?:an?|the|some)\s+")
_GENERAL = re.compile(
    r"^(?:that |which |to |for |it |can |will |should )*(?:clean|report|summari[sz]|check|analy[sz]|process|help|tid(?:y|ies)|handl|inspect|works?|look|deal|turns?|manipulat|prepar|print(?:s)? a (?:summary|report)|shows? (?:a summary|a report|statistics))\w*\b"
)


@dataclass
class _Read:
    """What has been said so far: contents in their order, and which clauses nothing was read from."""

    steps: list[Step] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    behaviours: list[Behaviour] = field(default_factory=list)
    columns: dict[str, TableColumn] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    unbuilt: list[Feature] = field(default_factory=list)


def read_tool(spec: Spec, parts: Sequence[Statement], english: English) -> Spec:
    """The specification with its tool, its sentences and what is not built; a question when nothing could be read."""
    words = load_tool_words()
    whole = "\n".join(part.text.lower().replace("’", "'") for part in parts)
    source = _source(whole, words)
    read = _Read()
    tabular = parts if source in _TABLES else ()
    columns = tuple(column for part in tabular for column in _columns(part, english, read))
    if source == "csv" and first(words.validate, whole):
        more = {name: part.number for part in parts for name in constrained_columns(part.text.lower())}
        told = {column.name for column in columns}
        columns += tuple(TableColumn(name=n, origin=Origin(sentences=(at,))) for n, at in more.items() if n not in told)
    rows = Rows(kind=source, columns=tuple({c.name: c for c in columns}.values()), words=words, english=english)
    for part in parts:
        if part.kind in ("title", "heading"):
            continue
        for clause in clauses(part, words, reports=source != "text"):
            _read_clause(clause, rows, read, whole)
    command = _command(source, rows, read, parts, spec, words, whole)
    _flags_left(parts, command, read)
    sentences = tuple(_sentence(part, read, command, english) for part in parts)
    if not command.steps and not _converts(command):
        question = Question(
            text="What should the program do with what it reads?",
            suggestion="It counts lines, words and characters of text files.",
            blocking=True,
        )
        name = spec.name or "tool"
        return replace(
            spec, name=name, sentences=sentences, questions=(*spec.questions, question), features=tuple(read.unbuilt)
        )
    name = spec.name or tool_name(command)
    title = tool_title(parts) or name.replace("-", " ").capitalize()
    tool = Tool(commands=(command,))
    return replace(spec, name=name, title=title, tool=tool, sentences=sentences, features=tuple(read.unbuilt))


def _flags_left(parts: Sequence[Statement], command: Command, read: _Read) -> None:
    """Options that the brief names and that the tool does not have."""
    formats = {"format"} if len(command.outputs) > 2 else set[str]()
    have = {option.name for option in command.options} | {output.format for output in command.outputs} | formats
    told = {feature.name for feature in read.unbuilt}
    for part in parts:
        for flag in FLAG.findall(part.text.lower()):
            name = flag.replace("-", "_")
            if (
                name not in have | {"help"}
                and not (name == "version" and command.behaves("version"))
                and f"option_{name}" not in told
            ):
                told.add(f"option_{name}")
                read.told.add(part.number)
                read.unbuilt.append(
                    Feature(name=f"option_{name}", built=False, origin=Origin(sentences=(part.number,)))
                )


def _source(whole: str, words: ToolWords) -> SourceKind:
    bare = whole
    for pattern in words.tables_only_out:
        bare = pattern.sub(" ", bare)
    order: tuple[SourceKind, ...] = ("access_log", "jsonl", "json", "csv", "level_log", "folder")
    for kind in order:
        text = bare if kind == "csv" else whole
        if kind == "jsonl" and (
            first(words.sources["csv"], bare)
            or not re.search(
                r"(json ?lines|jsonl|ndjson)\b.{0,60}\b(in)?to\b|(filter|read|take|from|over|query|process|search)\w* (the |a |one or more )?(json ?lines|jsonl|ndjson)",
                whole,
            )
        ):
            continue
        if first(words.sources[kind], text):
            return "text" if kind in ("folder", "level_log") and first(words.findings["todos"], whole) else kind
    return "text"


def _columns(part: Statement, english: English, read: _Read) -> Iterator[TableColumn]:
    for column in named_columns(part.text, english):
        read.told.add(part.number)
        yield replace(column, origin=Origin(sentences=(part.number,)))


def _read_clause(clause: Clause, rows: Rows, read: _Read, whole: str) -> None:
    found = [*_contents(clause, rows, whole), *_behaviours(clause, rows.words), *_outputs(clause, rows)]
    for content in found:
        _keep(content, read)
    if all(isinstance(content, Behaviour) and content.name == "error_place" for content in found):
        found = _more_of_findings(clause, rows.words, read) or found
    found += _more_of_rankings(clause, rows, read) if not any(isinstance(c, Ranking) for c in found) else []
    if found:
        read.told.add(clause.number)
    lacking = [name for name, patterns in rows.words.unbuilt.items() if first(patterns, clause.text)]
    for name in lacking:
        _lack(name, clause, read)
    if not found and not lacking and _asks(clause, rows.words):
        _lack("_".join(re.findall(r"[a-z0-9]+", clause.text)[:7]), clause, read)


def _more_of_findings(clause: Clause, words: ToolWords, read: _Read) -> list[Said]:
    """'It prints the file and the line': said of what was found before."""
    if not words.places_words.search(clause.text):
        return []
    found: list[Said] = []
    for position, step in enumerate(read.steps):
        if isinstance(step, Finding):
            read.steps[position] = replace(step, places=True, origin=_joined(step.origin, clause.origin))
            found.append(read.steps[position])
    return found


def _more_of_rankings(clause: Clause, rows: Rows, read: _Read) -> list[Said]:
    """'Sorted by frequency, limited to the top 20': said of what was ranked before."""
    if not re.search(r"\b(by frequency|most frequent first|top \w+|at most|limit\w*)\b", clause.text):
        return []
    found: list[Said] = []
    count = number_in(clause.text, rows.english)
    for position, step in enumerate(read.steps):
        if isinstance(step, Ranking):
            option = "top" if count and not step.option else step.option
            read.steps[position] = replace(step, option=option, origin=_joined(step.origin, clause.origin))
            read.steps = [s for s in read.steps if not (isinstance(s, EditLines) and s.origin == clause.origin)]
            found.append(read.steps[position])
    if found and count:
        _keep(Option(name="top", type="integer", default=count, help="how many to show", origin=clause.origin), read)
    return found


def _lack(name: str, clause: Clause, read: _Read) -> None:
    read.told.add(clause.number)
    if name not in {feature.name for feature in read.unbuilt}:
        read.unbuilt.append(Feature(name=name, built=False, origin=clause.origin))


def _asks(clause: Clause, words: ToolWords) -> bool:
    """Whether a clause asks for something, rather than introducing the program or saying why."""
    text = _INTRODUCES.sub("", INTRODUCTION.sub("", clause.text, count=1)).strip()
    if clause.start == 0 and (_GENERAL.match(text) or re.match(r"for (our|my|the|an?) [\w ]+$", text)):
        return False
    if re.match(r"^(?:we|i|my|our|they|people|at the moment|currently)\b", clause.text) and "should" not in clause.text:
        return False
    if clause.listed:
        return True
    files = re.fullmatch(
        r"(?:that |which |it |to |the (?:program|tool) )*(?:should |must |can )?(?:reads?|takes?|works?|opens?|accepts?|gets?|handles?|runs?|is|are)\b[\w ,'-]*",
        text,
    )
    return bool(words.asks.search(text)) and not files and len(text.split()) > 1


def _contents(clause: Clause, rows: Rows, whole: str) -> Iterator[Said]:
    words, english = rows.words, rows.english
    finds = _finds(whole, words)
    text = rows.kind == "text"
    if rows.kind in ("csv",) and first(words.validate, whole):
        yield from read_validation(clause, rows)
        return
    if text:
        special = list(read_whole(clause, words, english))
        yield from special
        findings = list(read_findings(clause, words, english))
        yield from findings
        ranking = list(read_ranking(clause, words, english))
        yield from ranking
        counting = [] if findings or special else list(read_counting(clause, words, english))
        yield from counting
        if not (special or findings or ranking or counting):
            yield from read_edits(clause, words, english)
        yield from found_options(clause, words, finds)
    else:
        groups = list(read_groups(clause, rows))
        yield from groups
        if (not groups or not any(isinstance(g, Group) for g in groups)) and not groups:
            yield from read_selection(clause, rows)
        if groups:
            yield from read_log_flags(clause, rows)
    for name, patterns in words.modifiers.items():
        if first(patterns, clause.text):
            yield replace(_MODIFIERS[name], origin=clause.origin)


def _finds(whole: str, words: ToolWords) -> bool:
    """Whether the brief is about finding things in text."""
    lines = whole.split("\n")
    return any(
        words.finding_verbs.search(line) and any(first(p, line) for p in words.findings.values()) for line in lines
    )


def _behaviours(clause: Clause, words: ToolWords) -> Iterator[Behaviour]:
    names: tuple[BehaviourName, ...] = (
        "stdin", "several_files", "help", "usage_exit", "data_exit", "error_place", "found_exit", "streaming", "version",
    )  # fmt: skip
    for name in names:
        if first(words.behaviours[name], clause.text):
            yield Behaviour(name=name, origin=clause.origin)


def _outputs(clause: Clause, rows: Rows) -> Iterator[Output]:
    names: tuple[OutputFormat, ...] = ("jsonl", "json", "csv", "tsv", "markdown", "html", "text")
    hits: list[tuple[int, OutputFormat]] = []
    for name in names:
        match = first(rows.words.outputs[name], clause.text)
        own = name == rows.kind or (name == "json" and rows.kind == "jsonl")
        said = first(rows.words.tables_only_out, clause.text) if rows.kind == "csv" else None
        if match and (not own or said):
            hits.append((match.start(), name))
    for _, name in sorted(hits):
        yield Output(format=name, origin=clause.origin)


def _keep(content: Said, read: _Read) -> None:
    match content:
        case Option():
            if content.default not in (None, 10, 80):
                read.options = [
                    replace(known, default=content.default) if known.name == content.name else known
                    for known in read.options
                ]
            _merge(content, read.options, lambda one: one.name)
        case Output():
            _merge(content, read.outputs, lambda one: one.format)
        case Behaviour():
            _merge(content, read.behaviours, lambda one: one.name)
        case TableColumn():
            before = read.columns.get(content.name, content)
            read.columns[content.name] = replace(
                content,
                required=before.required or content.required,
                unique=before.unique or content.unique,
                origin=_joined(before.origin, content.origin),
            )
        case _:
            _merge(content, read.steps, _same)


def _same(step: object) -> object:
    """What makes two steps one: everything but where they come from and how they are switched on."""
    loose = ("origin", "when", "places", "unique", "counted", "limit")
    kept = tuple((k, v) for k, v in vars(step).items() if k not in loose)
    return (type(step).__name__, kept) if not isinstance(step, EditLines | Finding) else (type(step).__name__, kept[0])


def _merge(content: Told, found: list[Told], key: Callable[[Told], object]) -> None:
    """Adds what is said to what was found, or its origin where that is known."""
    for position, known in enumerate(found):
        if key(known) == key(content):
            found[position] = replace(known, origin=_joined(known.origin, content.origin))
            return
    found.append(content)


def _joined(one: Origin, two: Origin) -> Origin:
    return replace(one, sentences=tuple(sorted({*one.sentences, *two.sentences})))


def _command(
    kind: SourceKind, rows: Rows, read: _Read, parts: Sequence[Statement], spec: Spec, words: ToolWords, whole: str
) -> Command:
    steps, left = _family(read.steps, kind)
    for step in left:
        if not (_in_order(step, steps) or _once(step, steps)):
            _unfit(step, read)
    steps = _merged_groups(_sound_edits(steps, read))
    if compares := [step for step in steps if isinstance(step, Compare)]:
        steps = [merged_compare(compares)]
    steps = _bound(steps, read)
    options = _needed_options(steps, read, kind)
    steps = _ordered(steps)
    used = next((part for part in parts if part.kind not in ("title", "heading")), None)
    origin = Origin(sentences=(used.number,)) if used else CONVENTION
    if used:
        read.told.add(used.number)
    columns = _used_columns(rows, read, steps)
    source = Source(
        kind=kind,
        columns=columns,
        recursive=(kind == "text" and any(isinstance(s, Finding) and s.what == "todos" for s in steps))
        or bool(
            kind == "text"
            and any(isinstance(s, Finding) for s in steps)
            and re.search(r"\b(folders?|director(y|ies)|recursiv\w+|source tree)\b", whole)
        ),
        origin=origin,
    )
    outputs = _formats(read, steps, kind, whole)
    behaviours = tuple(b for b in read.behaviours if _applies(b, steps, kind))
    for behaviour in read.behaviours:
        if behaviour not in behaviours:
            read.unbuilt.append(Feature(name=behaviour.name, built=False, origin=behaviour.origin))
    return Command(
        source=source,
        steps=tuple(steps),
        options=tuple(options),
        outputs=outputs,
        behaviours=behaviours,
        summary=spec.summary,
    )


def _family(steps: Sequence[Step], kind: SourceKind) -> tuple[list[Step], list[Step]]:
    """The steps that fit together, and those that do not."""
    orders: tuple[tuple[type, ...], ...] = (
        (Compare,), (Checksum,), (Validate,), (Group, Where), (Measure, Ranking), (Finding,), (EditLines,),
        (Where, Select, Order, Distinct, Limit),
    )  # fmt: skip
    if kind == "text":
        orders = ((Compare,), (Checksum,), (Measure, Ranking), (Finding,), (EditLines,))
        if any(isinstance(s, Finding) for s in steps) and sum(isinstance(s, Measure | Ranking) for s in steps) <= sum(
            isinstance(s, Finding) for s in steps
        ):
            orders = ((Compare,), (Checksum,), (Finding,), (EditLines,))
        if sum(isinstance(s, EditLines) for s in steps) > sum(
            isinstance(s, Measure | Ranking | Finding) for s in steps
        ):
            orders = ((Compare,), (Checksum,), (EditLines,))
    for kinds in orders:
        if (
            any(isinstance(step, kinds[0]) or (kinds[0] is Measure and isinstance(step, Ranking)) for step in steps)
            or kinds is orders[-1]
        ):
            fit = [step for step in steps if isinstance(step, kinds)]
            return fit, [step for step in steps if step not in fit]
    return list(steps), []


def _merged_groups(steps: list[Step]) -> list[Step]:
    """Reports over the same groups become one with all their figures."""
    merged: list[Step] = []
    for step in steps:
        same = next(
            (
                n
                for n, s in enumerate(merged)
                if isinstance(step, Group) and isinstance(s, Group) and _groups_alike(s, step)
            ),
            -1,
        )
        known = merged[same] if same >= 0 else None
        if isinstance(step, Group) and isinstance(known, Group):
            merged[same] = replace(
                known,
                aggregates=tuple(dict.fromkeys((*known.aggregates, *step.aggregates))),
                limit=known.limit or step.limit,
                origin=_joined(known.origin, step.origin),
            )
        else:
            merged.append(step)
    return merged


def _groups_alike(one: Group, two: Group) -> bool:
    names = ("key", "unit", "of", "key_option", "of_option", "where")
    return all(vars(one)[name] == vars(two)[name] for name in names)


def _sound_edits(steps: list[Step], read: _Read) -> list[Step]:
    """Numbers of lines that were chosen before would be others than the file's; and of two ends, each is asked for."""
    edits = {step.edit for step in steps if isinstance(step, EditLines)}
    if edits & {"keep", "drop", "unique", "sort"} and "number" in edits:
        for step in [s for s in steps if isinstance(s, EditLines) and s.edit == "number"]:
            steps = [other for other in steps if other is not step]
            read.unbuilt.append(Feature(name="line_numbers_of_the_file", built=False, origin=step.origin))
    if edits >= {"head", "tail"}:
        read.options = [replace(o, default=None) if o.name in ("head", "tail") else o for o in read.options]
    return steps


def _once(step: Step, steps: Sequence[Step]) -> bool:
    """Whether it says that what is found shall be told once."""
    said = isinstance(step, Distinct) or (isinstance(step, EditLines) and step.edit == "unique")
    return said and any(isinstance(s, Finding) for s in steps)


def _in_order(step: Step, steps: Sequence[Step]) -> bool:
    """Whether a report is in that order anyway: by what it sums up, the largest first."""
    return isinstance(step, Order) and any(isinstance(s, Group) and step.column and step.column == s.of for s in steps)


def _unfit(step: Step, read: _Read) -> None:
    name = f"{type(step).__name__.lower()}_" + "_".join(
        str(v) for k, v in vars(step).items() if k in ("edit", "what", "of", "column") and v
    )
    read.unbuilt.append(Feature(name=name.strip("_"), built=False, origin=step.origin))


def _bound(steps: list[Step], read: _Read) -> list[Step]:
    """Options that steer a step which the brief named elsewhere: the flags of findings, the order that is turned."""
    names = {option.name for option in read.options}
    bound: list[Step] = []
    always = any(
        isinstance(s, Distinct) or (isinstance(s, EditLines) and s.edit == "unique" and not s.when) for s in read.steps
    )
    for step in steps:
        if isinstance(step, Finding):
            unique = "unique" if "unique" in names else "*" if always else ""
            counted = "count" if "count" in names else ""
            step = replace(step, unique="" if step.what == "todos" else unique, counted=counted)
        if isinstance(step, Checksum) and "check" in names:
            step = replace(step, verify="check")
        if isinstance(step, Order) and "reverse" in names:
            step = replace(step, reverse="reverse")
        bound.append(step)
    return bound


def _needed_options(steps: Sequence[Step], read: _Read, kind: SourceKind) -> list[Option]:
    """The options that some step takes; one that nothing takes is named as not built."""
    used: set[str] = set()
    for step in steps:
        said = vars(step)
        used |= {
            str(said[n])
            for n in (
                "option",
                "other",
                "when",
                "unique",
                "counted",
                "limit",
                "key_option",
                "of_option",
                "reverse",
                "verify",
            )
            if said.get(n)
        }
    edits = {step.edit for step in steps if isinstance(step, EditLines)}
    ranked = {step.of for step in steps if isinstance(step, Ranking)}
    different = any(isinstance(s, Measure) and s.what == "different_words" for s in steps)
    takes = {
        "ignore_case": bool(edits & {"keep", "drop", "replace", "unique", "sort"}) or bool(ranked) or different,
        "stop_words": "words" in ranked,
        "min_length": "words" in ranked,
        "reverse": "sort" in edits,
        "numeric": "sort" in edits,
        "regex": bool(edits & {"keep", "drop", "replace"}),
        "delimiter": kind == "csv" and not any(isinstance(s, Validate) for s in steps),
        "output": not any(isinstance(s, Checksum) for s in steps),
    }
    kept = [option for option in read.options if option.name in used or takes.get(option.name)]
    for option in read.options:
        if option not in kept and option.name in _MODIFIERS:
            alike = option.name == "reverse" and any(isinstance(s, Order | Group) for s in steps)
            if not alike and option.name not in ("numeric", "output"):
                read.unbuilt.append(Feature(name=f"{option.name}_here", built=False, origin=option.origin))
    return kept


def _ordered(steps: list[Step]) -> list[Step]:
    """Steps in the order in which they make sense: rows are chosen before they are sorted and cut."""
    rank: dict[type, int] = {Where: 0, Distinct: 1, Order: 2, Limit: 3, Select: 4, Measure: 5, Ranking: 6}
    edits = {"keep": 0, "drop": 0, "drop_blank": 1, "replace": 2, "trim": 2, "upper": 3, "lower": 3, "title": 3, "slug": 3,
             "unique": 4, "sort": 5, "reverse": 6, "squeeze": 6, "head": 7, "tail": 8, "wrap": 9, "number": 10}  # fmt: skip
    return sorted(steps, key=lambda s: edits[s.edit] if isinstance(s, EditLines) else rank.get(type(s), 7))


def _used_columns(rows: Rows, read: _Read, steps: Sequence[Step]) -> tuple[TableColumn, ...]:
    if rows.kind not in _TABLES:
        return ()
    known = {column.name: column for column in rows.columns}
    for name, changed in read.columns.items():
        known[name] = replace(changed, origin=_joined(known[name].origin, changed.origin)) if name in known else changed
    return tuple(known.values())


def _formats(read: _Read, steps: Sequence[Step], kind: SourceKind, whole: str) -> tuple[Output, ...]:
    """The formats: what a conversion goes to comes first, a report prints text unless asked otherwise."""
    if any(isinstance(step, EditLines) for step in steps):
        for output in read.outputs:
            read.unbuilt.append(Feature(name=f"{output.format}_output", built=False, origin=output.origin))
        return ()
    reports = any(isinstance(s, Group | Measure | Ranking | Finding | Compare | Checksum | Validate) for s in steps)
    said = {output.format: output for output in read.outputs}
    if any(isinstance(step, Checksum) for step in steps):
        said = {name: output for name, output in said.items() if name == "json"}
    if any(isinstance(step, Checksum) for step in steps):
        return tuple(said.values())
    if reports or kind in ("access_log", "level_log", "folder"):
        return tuple({"text": said.get("text", Output(format="text")), **said}.values())
    converts = re.search(
        r"\b(convert|turn|transform|translat|export|chang)\w*\b.{0,60}\bcsvs?\b.{0,40}\b(in)?to\b", whole
    )
    if (
        kind == "csv"
        and not (converts and said)
        and any(isinstance(s, Where | Order | Select | Distinct | Limit) for s in steps)
    ):
        usual: OutputFormat = "csv"
        return tuple({usual: said.get(usual, Output(format=usual)), **said}.values())
    return tuple(said.values())


def _converts(command: Command) -> bool:
    """Whether a table is at least printed in another format."""
    return command.source.kind in _TABLES and any(o.format != command.source.kind for o in command.outputs)


def _applies(behaviour: Behaviour, steps: Sequence[Step], kind: SourceKind) -> bool:
    """Whether something said of the program can be shown true of this one; what cannot is named as not built."""
    compares = any(isinstance(s, Compare | Validate) for s in steps)
    checks = any(isinstance(s, Compare | Checksum) for s in steps)
    return {
        "stdin": kind != "folder" and not checks,
        "several_files": kind != "folder" and not any(isinstance(s, Compare | Validate | Checksum) for s in steps),
        "found_exit": compares,
        "error_place": kind != "folder" and not any(isinstance(s, Checksum) for s in steps),
        "streaming": _streams(steps, kind),
        "usage_exit": True,
    }.get(behaviour.name, True)


def _streams(steps: Sequence[Step], kind: SourceKind) -> bool:
    """Whether the tool can work without holding its input."""
    holds = {"sort", "reverse", "unique"}
    whole = any(
        isinstance(s, Order | Finding | Compare | Checksum | Validate)
        or (isinstance(s, EditLines) and s.edit in holds)
        or (isinstance(s, Group) and "median" in s.aggregates)
        for s in steps
    )
    return not whole and kind in ("text", "csv", "access_log", "level_log")


def _sentence(part: Statement, read: _Read, command: Command, english: English) -> Sentence:
    if part.number in read.told:
        return Sentence(number=part.number, text=part.original, status="facts")
    context = is_context(part, english.lexicon) or not load_tool_words().asks.search(part.text.lower())
    return Sentence(number=part.number, text=part.original, status="context" if context else "not_understood")
