"""The program `quantumlayer`, short `ql`: puts the families of commands together and turns errors into exit codes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from typer import Typer

from app.cli import capsule, doctor, engine, preview, spec, tests
from app.cli.new import new
from app.cli.output import EXIT_FAILED, EXIT_REFUSED, people, show_error, speak
from app.client import EngineError, Refused
from app.version import VERSION

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
program.add_typer(preview.app, name="preview")
program.add_typer(capsule.app, name="capsule")
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
        program()
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
    except EngineError as error:
        show_error(str(error), error.hint, as_json=as_json)
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        sys.exit(130)
