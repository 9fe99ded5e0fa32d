"""The program `quantumlayer`, short `ql`: puts the families of commands together and turns errors into exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated, cast

import typer
from typer import Typer

from app.cli import (
    approvals,
    capsule,
    changing,
    doctor,
    engine,
    history,
    implementing,
    keys,
    models,
    preview,
    projects,
    prompts,
    spec,
    tests,
)
from app.cli.new import new
from app.cli.output import EXIT_DONE, EXIT_FAILED, EXIT_REFUSED, EXIT_USAGE, people, show_error, speak
from app.client import EngineError, Refused
from app.paths import NoSuchHome
from app.version import VERSION

UsageError: type[Exception] = cast(type[Exception], typer.BadParameter.__mro__[1])
"""What typer raises for every wrong use; it names only this heir of it in public."""

program = Typer(
    name="ql",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="From plain English to a running, tested, signed application, on your own machine.",
    epilog='Start with:  ql new "A library lends books to members. A book has a title and an ISBN (unique)."',
)
program.command()(new)
program.add_typer(projects.app, name="projects")
program.command()(changing.change)
program.command()(implementing.implement)
program.command()(history.history)
program.command()(history.diff)
program.command()(history.undo)
program.add_typer(preview.app, name="preview")
program.add_typer(capsule.app, name="capsule")
program.add_typer(approvals.app, name="approvals")
program.add_typer(keys.app, name="keys")
program.add_typer(models.app, name="models")
program.add_typer(prompts.app, name="prompts")
program.add_typer(spec.app, name="spec")
program.add_typer(tests.app, name="test")
program.add_typer(engine.app, name="engine")
program.command()(doctor.doctor)


def _version(wanted: bool) -> None:
    if wanted:
        people.print(f"QuantumLayer {VERSION}")
        raise typer.Exit


@program.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Runs one command. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by policy, 4 waiting for a person."""
    as_json = "--json" in sys.argv
    speak(as_json=as_json)
    try:
        _run_for_programs() if as_json else program()
    except Refused as error:
        faults = "; ".join(f"{field}: {message}" for field, message in error.fields)
        denied = error.status == 403
        show_error(
            " ".join(filter(None, [str(error), faults])),
            error.hint,
            as_json=as_json,
            kind="refused" if denied else "failed",
        )
        sys.exit(EXIT_REFUSED if denied else EXIT_FAILED)
    except (EngineError, NoSuchHome) as error:
        show_error(str(error), error.hint, as_json=as_json)
        sys.exit(EXIT_FAILED)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)


def _run_for_programs() -> None:
    """Wrong use ends in a JSON line as well, which typer would tell in words alone."""
    try:
        sys.exit(program(standalone_mode=False) or EXIT_DONE)
    except UsageError as error:
        wrong = cast(typer.BadParameter, error)
        command = wrong.ctx.command_path if wrong.ctx else "ql"
        show_error(wrong.format_message(), f"Try '{command} --help'.", as_json=True, kind="wrong_usage")
        sys.exit(EXIT_USAGE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
