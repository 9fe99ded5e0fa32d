"""Runs pytest with coverage inside the sandbox and tells each result as a marked line of JSON.

A script of its own, handed to `python -c`: it imports nothing of the engine. Called by the service.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

MARK = "\x1eql "
PLUGINS = (
    "cacheprovider",
    "doctest",
    "junitxml",
    "nose",
    "pastebin",
    "stepwise",
    "faulthandler",
    "unittest",
    "setuponly",
)


class Teller:
    """A pytest plugin that writes to the standard output that was there before pytest captured it."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")

    def tell(self, **row: Any) -> None:
        """Writes one line."""
        self._out.write(f"\n{MARK}{json.dumps(row)}\n")
        self._out.flush()

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Tells how a test ended; a fixture that broke is an error."""
        if report.when == "call" or report.outcome != "passed":
            outcome = "error" if report.failed and report.when != "call" else report.outcome
            message = "" if report.passed else str(report.longreprtext)[-2000:]
            self.tell(
                case={"id": report.nodeid, "outcome": outcome, "seconds": round(report.duration, 4), "message": message}
            )

    def pytest_collectreport(self, report: Any) -> None:
        """Tells of a test file that cannot be read."""
        if report.failed:
            said = {
                "id": report.nodeid,
                "outcome": "error",
                "seconds": 0.0,
                "message": str(report.longreprtext)[-2000:],
            }
            self.tell(case=said)


def run(files: list[str]) -> int:
    """Runs the tests of some files; returns pytest's exit code."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    import coverage

    measured = coverage.Coverage(
        data_file=None, config_file=False, source=["app"], concurrency=["thread"], messages=False
    )
    teller = Teller()
    measured.start()
    import pytest

    options = ["-q", "--no-header", "--no-summary", "--tb=short", *(f"-pno:{name}" for name in PLUGINS)]
    code = int(pytest.main([*options, *files], plugins=[teller]))
    measured.stop()
    for path in sorted(Path("app").rglob("*.py")):
        _, statements, _, missing, _ = measured.analysis2(str(path.resolve()))
        teller.tell(file={"path": path.as_posix(), "lines": len(statements), "missed": missing})
    teller.tell(exit=code)
    return code


if __name__ == "__main__":
    status = run(sys.argv[1:])
    sys.stdout.flush()
    os._exit(status)
