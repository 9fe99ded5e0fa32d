"""`python -m ui [FILE_OR_FOLDER ...]`: opens the window; says what is missing where it cannot."""

from __future__ import annotations

import argparse
import os
import sys


def main() -> int:
    """The exit code: 0, 1 with a word on standard error, or 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m ui", description="Opens the window of QuantumLayer.")
    parser.add_argument("places", nargs="*", metavar="FILE_OR_FOLDER", help="a brief to take up, or a project to open")
    parser.add_argument("--example", default="", help="build this example and show it running, such as library")
    parser.add_argument("--out", default="", help="the folder of the example's project; made if missing")
    given = parser.parse_args()
    try:
        import PySide6.QtWidgets  # noqa: F401  # asked for here, so that its absence has a remedy
    except ImportError as error:
        print(f"The window cannot open: {error}.", file=sys.stderr)
        print("`make setup` installs what it needs; `ql doctor` says what is missing.", file=sys.stderr)
        return 1
    if sys.platform == "linux" and not any(
        os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        print("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set).", file=sys.stderr)
        print("Use the command line: `ql new --help`.", file=sys.stderr)
        return 1
    from ui.application import Wanted, run

    return run(Wanted(places=given.places, example=given.example, out=given.out))


if __name__ == "__main__":
    raise SystemExit(main())
