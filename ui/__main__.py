"""`python -m ui [FILE OR FOLDER ...]`: opens the window; says what is missing where it cannot."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """The exit code: 0, or 1 with a word on standard error."""
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
    from ui.application import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
