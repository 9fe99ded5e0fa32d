"""Runs pytest with coverage in one process and writes what happened as JSON lines. Started inside the sandbox.

    python ql_tests.py RESULTS FILE...

RESULTS gets a line per test as it ends, and at last one with the lines of each file, statements and missed ones, and with
the digests of the texts that these are lines of.
"""

import gc
import json
import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import slipcover


class Told:
    """A pytest plugin that writes one line per test."""

    def __init__(self, results):
        self._results = results
        self._seen = set()

    def pytest_collection_finish(self):
        """What was imported stays: it need not be looked through for garbage again."""
        gc.freeze()

    def pytest_runtest_logreport(self, report):
        ended = report.when == "call" or (report.outcome != "passed" and report.nodeid not in self._seen)
        if ended:
            self._seen.add(report.nodeid)
            message = "" if report.passed else said(report)[-4000:]
            self._write(id=report.nodeid, outcome=report.outcome, seconds=round(report.duration, 4), message=message)

    def pytest_collectreport(self, report):
        if report.failed:
            self._write(id=report.nodeid, outcome="failed", seconds=0.0, message=str(report.longrepr)[-4000:])

    def _write(self, **case):
        self._results.write(json.dumps({"case": case}) + "\n")
        self._results.flush()


def said(report):
    """Why a test did not pass: of a skipped one its reason, which pytest gives with path and line."""
    if report.skipped and isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)


def package():
    """The folder of the project's code, as its quantumlayer.json tells; `app` unless told otherwise."""
    manifest = Path("quantumlayer.json")
    return json.loads(manifest.read_text("utf-8")).get("package", "app") if manifest.is_file() else "app"


def measure():
    """Line coverage of the package by instrumented byte code: unlike tracing, it does not slow the libraries below."""
    sources = [package()]
    return slipcover.Slipcover(source=sources), slipcover.FileMatcher(sources=sources)


def lines_of(measured):
    """Statements and missed lines of each file, by its path below the project's folder."""
    found = {}
    for name, lines in sorted(measured.get_coverage()["files"].items()):
        missed = lines["missing_lines"]
        found[os.path.relpath(name)] = [sorted([*lines["executed_lines"], *missed]), missed]
    return found


def texts():
    """The SHA-256 digests of the package's files, by their path below the project's folder."""
    places = sorted(Path(package()).rglob("*.py"))
    return {os.path.relpath(place): sha256(place.read_bytes()).hexdigest() for place in places if place.is_file()}


def main():
    sys.path.insert(0, str(Path.cwd()))
    gc.set_threshold(50_000, 50, 50)
    measured, matcher = measure()
    before = texts()
    with Path(sys.argv[1]).open("w", encoding="utf-8") as results:
        with slipcover.ImportManager(measured, matcher):
            code = pytest.main(
                ["-p", "no:cacheprovider", "--no-header", "--assert=plain", "-q", *sys.argv[2:]],
                plugins=[Told(results)],
            )
        same = dict(before.items() & texts().items())  # what was changed meanwhile may be either text
        results.write(json.dumps({"lines": lines_of(measured), "texts": same, "code": int(code)}) + "\n")
    return int(code)


def end(code):
    """Ends the process at once: taking down the interpreter takes half a second and proves nothing."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    end(main())
