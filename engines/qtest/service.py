"""Runs a project's tests in the sandbox, with coverage, in parallel where it pays. Called by app.services and the routes."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engines.kernel.errors import UserError
from engines.kernel.sandbox import Command, Finished, Limits, Sandbox
from engines.qtest.model import Case, TestReport
from engines.qtest.plan import covered, shards

TELL_EVERY = 0.1
ENVIRONMENT = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONHASHSEED": "0"}
LIMITS = Limits(memory=2048, processes=64, wall_seconds=600)

Tell = Callable[[Case], None]


def _silent(_: Case) -> None:
    """Tells nobody."""


class QTestService:
    """Test runs of projects; `workers` is how many processes may run at once."""

    def __init__(self, *, sandbox: Sandbox, workers: int = 2) -> None:
        self._sandbox = sandbox
        self._workers = workers

    async def run(self, project: Path, *, tell: Tell = _silent) -> TestReport:
        """Runs all tests below `tests/`; `tell` hears of each case as it ends. UserError when there is nothing to run."""
        sizes = await asyncio.to_thread(_test_files, project)
        began = time.monotonic()
        with as_file(files("resources").joinpath("qtest")) as tools:
            parts = [self._part(project, tools, names, tell) for names in shards(sizes, self._workers)]
            rows = await asyncio.gather(*parts)
        cases = sorted((case for cases, _ in rows for case in cases), key=lambda case: case.id)
        percent, missed = covered([lines for _, lines in rows])
        return TestReport(
            cases=tuple(cases),
            coverage=percent,
            missed=missed,
            isolation=self._sandbox.isolation,
            seconds=round(time.monotonic() - began, 3),
        )

    async def _part(
        self, project: Path, tools: Path, names: Sequence[str], tell: Tell
    ) -> tuple[list[Case], dict[str, Any]]:
        with tempfile.TemporaryDirectory(prefix="ql-tests-") as folder:
            results = Path(folder) / "results.jsonl"
            command = Command(
                arguments=("python", str(tools / "ql_tests.py"), str(results), *names),
                project=project,
                environment=ENVIRONMENT,
                reads=(tools,),
                socket_dir=Path(folder),
                limits=LIMITS,
            )
            running = asyncio.ensure_future(self._sandbox.run(command))
            told = 0
            while not running.done():
                await asyncio.wait({running}, timeout=TELL_EVERY)
                told = _tell_new(results, told, tell)
            return _read(results, await running)


def _test_files(project: Path) -> dict[str, int]:
    """The test files of a project, with their numbers of tests."""
    if not (project / "tests").is_dir():
        raise UserError(f"'{project}' has no folder 'tests'", hint="Give the folder of a project.")
    found = sorted(path for path in (project / "tests").glob("test_*.py"))
    if not found:
        raise UserError(f"there is no test_*.py in '{project / 'tests'}'", hint="Give the folder of a project.")
    return {f"tests/{path.name}": len(re.findall(r"^ *(?:async )?def test_", path.read_text(), re.M)) for path in found}


def _rows(results: Path) -> list[dict[str, Any]]:
    """The whole lines written so far."""
    if not results.exists():
        return []
    text = results.read_text(encoding="utf-8")
    return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]


def _tell_new(results: Path, told: int, tell: Tell) -> int:
    cases = [Case(**row["case"]) for row in _rows(results) if "case" in row]
    for case in cases[told:]:
        tell(case)
    return len(cases)


def _read(results: Path, done: Finished) -> tuple[list[Case], dict[str, Any]]:
    """The cases and lines of one process; UserError with its last words when it ended before its end."""
    rows = _rows(results)
    ends = [row for row in rows if "lines" in row]
    if not ends:
        why = done.reason or f"exit code {done.code}"
        raise UserError(f"the tests ended early ({why}): {done.output[-1500:]}", hint="Run `make test` in the project.")
    return [Case(**row["case"]) for row in rows if "case" in row], ends[0]["lines"]
