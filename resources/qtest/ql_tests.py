"""Runs pytest with coverage in one process and writes what happened as JSON lines. Started inside the sandbox.

    python ql_tests.py RESULTS FILE...

RESULTS gets a line per test as it ends, and at last one with the lines of each file: statements and missed ones.
"""

import json
import os
import sys
from pathlib import Path

import coverage
import pytest


class Told:
    """A pytest plugin that writes one line per test."""

    def __init__(self, results):
        self._results = results
        self._seen = set()

    def pytest_runtest_logreport(self, report):
        ended = report.when == "call" or (report.outcome != "passed" and report.nodeid not in self._seen)
        if ended:
            self._seen.add(report.nodeid)
            message = "" if report.passed else str(report.longrepr)[-4000:]
            self._write(id=report.nodeid, outcome=report.outcome, seconds=round(report.duration, 4), message=message)

    def pytest_collectreport(self, report):
        if report.failed:
            self._write(id=report.nodeid, outcome="failed", seconds=0.0, message=str(report.longrepr)[-4000:])

    def _write(self, **case):
        self._results.write(json.dumps({"case": case}) + "\n")
        self._results.flush()


def lines_of(measured, root):
    """Statements and missed lines of each file, by its path below the root."""
    found = {}
    for name in sorted(measured.get_data().measured_files()):
        _, statements, _, missed, _ = measured.analysis2(name)
        found[os.path.relpath(name, root)] = [statements, missed]
    return found


def main():
    root = Path.cwd()
    sys.path.insert(0, str(root))
    measured = coverage.Coverage(source=["app"], data_file=None, config_file=False)
    with Path(sys.argv[1]).open("w", encoding="utf-8") as results:
        measured.start()
        code = pytest.main(["-p", "no:cacheprovider", "--no-header", "-q", *sys.argv[2:]], plugins=[Told(results)])
        measured.stop()
        results.write(json.dumps({"lines": lines_of(measured, root), "code": int(code)}) + "\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
