"""Checks the tool of a specification, read or edited by hand: options that do not exist, columns that logs lack. Used by check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from engines.kernel.findings import Finding
from engines.kernel.spec import Spec
from engines.kernel.spec.tool import Command, Group, Step, Tool, Where, step_id, tool_facts

_OPTIONS = ("option", "other", "when", "reverse", "unique", "counted", "limit", "key_option", "of_option", "verify")
_OWN_COLUMNS = {
    "access_log": {"host", "time", "method", "path", "status", "size"},
    "level_log": {"time", "level", "message"},
    "folder": {"path", "size", "modified", "extension", "folder"},
}


def check_tool(spec: Spec) -> Iterator[Finding]:
    """Every fault of a tool; `place` is the fact's id."""
    if spec.kind == "cli" and not (spec.tool and spec.tool.commands):
        yield _fault("tool", "a command-line tool has no command", "Add a command with its source and steps.")
    for command in spec.tool.commands if spec.tool else ():
        for place, count in Counter(place for place, _ in tool_facts(Tool(commands=(command,)))).items():
            if count > 1:
                yield _fault(place, f"'{place}' stands twice", "Leave one of them out.")
        for step in command.steps:
            yield from _options(command, step)
            yield from _columns(command, step)


def _fault(place: str, title: str, advice: str) -> Finding:
    return Finding(severity="high", title=title, place=place, advice=advice, by="spec")


def _options(command: Command, step: Step) -> Iterator[Finding]:
    known = ", ".join(option.name for option in command.options) or "none"
    for name in _OPTIONS:
        said = vars(step).get(name, "")
        if said and said != "*" and not command.has(said):
            yield _fault(step_id(command, step), f"there is no option '{said}'", f"Known: {known}.")
    if isinstance(step, Where) and not (step.column or step.option):
        yield _fault(step_id(command, step), "it names neither a column nor an option", "Give `column` or `option`.")
    if isinstance(step, Group) and step.aggregates != ("count",) and not (step.of or step.of_option):
        yield _fault(step_id(command, step), "it sums up no column", "Give `of`, or `of_option`.")


def _columns(command: Command, step: Step) -> Iterator[Finding]:
    own = _OWN_COLUMNS.get(command.source.kind)
    said = vars(step)
    names = [said[name] for name in ("column", "key", "of") if said.get(name)]
    names += [*said.get("columns", ()), *(condition.column for condition in said.get("where", ()))]
    for name in names if own else ():
        if own and name not in own:
            yield _fault(
                step_id(command, step),
                f"a {command.source.kind} has no column '{name}'",
                f"Known: {', '.join(sorted(own))}.",
            )
