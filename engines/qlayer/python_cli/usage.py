"""Lines that show how a command is used, for the README. Used by context."""

from __future__ import annotations

import shlex

from engines.kernel.spec.tool import Command
from engines.qlayer.python_cli.arguments import asks_for_json, is_condition, names_column
from engines.qlayer.python_cli.commands import family, formats
from engines.qlayer.python_cli.names import flag
from engines.qlayer.python_cli.samples import inputs, names_in


def examples(command: Command, program: str) -> tuple[str, ...]:
    """A plain call, one by a pipe where that can be, and one with options."""
    start = f"{program} {command.name}".strip()
    files = [file.name for file in inputs(command)]
    kind = family(command)
    shown = " ".join(files) if kind in ("compare", "checksum") else "." if command.source.kind == "folder" else files[0]
    needed = [
        word
        for option in command.options
        if option.required
        for word in (flag(option.name), _value(command, option.name))
    ]
    plain = " ".join([start, *needed, shown])
    found = [plain]
    if kind not in ("compare", "checksum") and command.source.kind != "folder":
        found.append(" ".join([f"cat {shown} |", start, *needed]))
    others = [option for option in command.options if not option.required]
    if others:
        option = others[0]
        words = [flag(option.name)] if option.type == "flag" else [flag(option.name), _value(command, option.name)]
        found.append(" ".join([start, *needed, *words, shown]))
    if asks_for_json(command):
        found.append(" ".join([start, *needed, "--json", shown]))
    elif len(formats(command)) > 1:
        found.append(" ".join([start, *needed, "--format", formats(command)[1], shown]))
    return tuple(dict.fromkeys(found))


def _value(command: Command, name: str) -> str:
    option = command.option(name)
    if option is None:
        return ""
    if is_condition(command, option):
        return shlex.quote(f"{names_in(command)[0]}=Lyon")
    if names_column(command, option):
        return names_in(command)[0]
    usual = {"integer": "5", "number": "10", "date": "2024-03-05", "path": "result.txt", "names": "name,city"}
    return usual.get(option.type, "text")
