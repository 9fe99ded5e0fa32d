"""What argparse is told of a command: its files, its options, its formats. Used by context; the README lists the same."""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from json import dumps

from engines.kernel.spec.tool import Checksum, Command, Option, Tool, Where, tool_facts
from engines.qlayer.python_cli.commands import default_format, family, formats, is_table, steps
from engines.qlayer.python_cli.names import flag

_TAKEN = frozenset(
    """
    number moment condition select report distinct write rows row entries entry files file run lines line tables
    """.split()  # noqa: SIM905 - a list that reads as one
)
_METAVAR = {"integer": "N", "number": "NUMBER", "text": "TEXT", "path": "FILE", "date": "DATE", "names": "NAMES"}


@dataclass(frozen=True, kw_only=True)
class Argument:
    """The arguments of `add_argument` as source, and how the README shows them."""

    source: str
    shown: str
    help: str
    default: str = ""
    facts: tuple[str, ...] = ()


def variable(option: str) -> str:
    """The Python name that holds an option's value."""
    return f"{option}_" if keyword.iskeyword(option) or option in _TAKEN else option


def arguments(command: Command) -> tuple[Argument, ...]:
    """All arguments, the files first."""
    facts = dict.fromkeys(place for place, _ in tool_facts(Tool(commands=(command,))))
    options = tuple(_option(command, option, facts) for option in command.options)
    return (*_files(command), *options, *_formats(command))


def _files(command: Command) -> tuple[Argument, ...]:
    match family(command):
        case "compare":
            return tuple(
                Argument(
                    source=f'"{name}", metavar="{name.upper()}", help="the {name} text; - is standard input"',
                    shown=name.upper(),
                    help=f"the {name} text; `-` is standard input",
                )
                for name in ("first", "second")
            )
        case "checksum":
            many = '"*"' if any(step.verify for step in steps(command, Checksum)) else '"+"'
            return (
                Argument(source=f'"files", nargs={many}, metavar="FILE", help="files"', shown="FILE", help="files"),
            )
        case _ if command.source.kind == "folder":
            text = "folders; the current one without any"
            return (
                Argument(
                    source=f'"files", nargs="*", default=["."], metavar="FOLDER", help="{text}"',
                    shown="FOLDER",
                    help=text,
                ),
            )
        case _:
            what = "files or folders" if command.source.recursive else "files"
            text = f"{what} to read; standard input without any, or for -"
            return (
                Argument(
                    source=f'"files", nargs="*", default=["-"], metavar="FILE", help="{text}"', shown="FILE", help=text
                ),
            )


def is_condition(command: Command, option: Option) -> bool:
    """Whether an option takes `COLUMN=VALUE`."""
    return any(w.option == option.name and not w.column for w in steps(command, Where))


def ends_a_day(command: Command, option: Option) -> bool:
    """Whether a date given to an option stands for the end of that day."""
    return any(w.option == option.name and w.operator in ("<=", ">") for w in steps(command, Where))


def names_column(command: Command, option: Option) -> bool:
    """Whether the value of an option is the name of a column."""
    return any(
        option.name in (vars(step).get("key_option"), vars(step).get("of_option"))
        or (option.name == vars(step).get("option") and type(step).__name__ in ("Order", "Distinct", "Select"))
        for step in command.steps
    )


def _option(command: Command, option: Option, facts: dict[str, None]) -> Argument:
    fact = f"option:{command.name}.{option.name}" if command.name else f"option:{option.name}"
    known = (fact,) if fact in facts else ()
    said, metavar = [dumps(flag(option.name))], ""
    if variable(option.name) != option.name:
        said.append(f'dest="{variable(option.name)}"')
    if option.type == "flag":
        said.append('action="store_true"')
    else:
        metavar = _metavar(command, option)
        kind = _type(command, option)
        said += [f"type={kind}"] if kind else []
        if is_condition(command, option):
            said += ['action="append"', "default=[]"]
        elif option.default is not None:
            said.append(f"default={dumps(option.default, ensure_ascii=False)}")
        said += ["required=True"] if option.required else []
        said.append(f'metavar="{metavar}"')
    text = option.help or option.name.replace("_", " ")
    if option.default is not None:
        said.append(f"help={dumps(text + ' (default: %(default)s)', ensure_ascii=False)}")
    else:
        said.append(f"help={dumps(text.replace('%', '%%'), ensure_ascii=False)}")
    return Argument(
        source=", ".join(said),
        shown=f"{flag(option.name)} {metavar}".strip(),
        help=text,
        default="" if option.default is None else str(option.default),
        facts=known,
    )


def _metavar(command: Command, option: Option) -> str:
    if is_condition(command, option):
        return "CONDITION"
    if names_column(command, option):
        return "COLUMNS" if option.type == "names" else "COLUMN"
    return _METAVAR[option.type]


def _type(command: Command, option: Option) -> str:
    if is_condition(command, option):
        return "condition"
    if option.type == "date" and ends_a_day(command, option):
        return "end_of"
    return {"integer": "positive", "number": "decimal", "date": "moment_of", "names": "names"}.get(option.type, "")


def _formats(command: Command) -> tuple[Argument, ...]:
    known, usual = formats(command), default_format(command)
    place = f"output:{command.name}." if command.name else "output:"
    facts = tuple(place + output.format for output in command.outputs)
    if asks_for_json(command):
        return (
            Argument(
                source='"--json", action="store_true", help="print JSON"',
                shown="--json",
                help="print JSON",
                facts=facts,
            ),
        )
    if len(known) < 2:
        return ()
    choices = ", ".join(f'"{name}"' for name in known)
    return (
        Argument(
            source=f'"--format", choices=({choices}), default="{usual}", help="what to print (default: %(default)s)"',
            shown=f"--format {'|'.join(known)}",
            help="what to print",
            default=usual,
            facts=facts,
        ),
    )


def asks_for_json(command: Command) -> bool:
    """Whether JSON is the only other format, so that a flag will do."""
    return formats(command) == ("text", "json")


def format_source(command: Command) -> str:
    """The expression that tells the format that was asked for; '' when there is one alone."""
    if asks_for_json(command):
        return '"json" if options.json else "text"'
    return "options.format" if len(formats(command)) > 1 else ""


def has_delimiter(command: Command) -> bool:
    """Whether the person chooses the delimiter of tables."""
    return is_table(command) and command.has("delimiter")
