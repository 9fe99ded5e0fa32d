"""Runs a project's tests in the sandbox, with coverage, in parallel where it pays. Called by app.services and the routes."""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engines.kernel.errors import NotFound, UserError
from engines.kernel.sandbox import Command, Finished, Limits, Sandbox
from engines.qtest.model import Case, TestReport
from engines.qtest.plan import chosen, covered, measured, reached, shards

TELL_EVERY = 0.1
_TEST = re.compile(r"^ *(?:async )?def (test_\w+)", re.M)
ENVIRONMENT = {
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",  # compiled code counts as fresh where a file keeps its size within a second
}
LIMITS = Limits(memory=2048, processes=64, wall_seconds=600)

Tell = Callable[[Case], None]


def _silent(_: Case) -> None:
    """Tells nobody."""


@dataclass(frozen=True, kw_only=True)
class _Part:
    """What one process told: its cases, (statements, missed) and the digest of each file."""

    cases: Sequence[Case]
    lines: Mapping[str, tuple[Sequence[int], Sequence[int]]]
    texts: Mapping[str, str]


class QTestService:
    """Test runs of projects; `workers` is how many processes may run at once."""

    def __init__(self, *, sandbox: Sandbox, workers: int = 2) -> None:
        self._sandbox = sandbox
        self._workers = workers

    async def run(self, project: Path, *, only: Sequence[str] = (), tell: Tell = _silent) -> TestReport:
        """Runs the tests below `tests/`, or those `only`: files, tests or single variants, by pytest's ids.

        `tell` hears of each case as it ends. UserError when there is nothing to run, NotFound when one is not there.
        """
        known = await asyncio.to_thread(_test_files, project)
        wanted = chosen(known, only)
        sizes = {file: len(known[file]) for file in wanted}
        began = time.monotonic()
        with as_file(files("resources").joinpath("qtest")) as tools:
            shares = [[each for file in names for each in wanted[file]] for names in shards(sizes, self._workers)]
            rows = await asyncio.gather(*(self._part(project, tools, share, tell) for share in shares))
        cases = sorted((case for part in rows for case in part.cases), key=lambda case: case.id)
        _expect_all(only, cases)
        lines = [part.lines for part in rows]
        percent, missed = covered(lines)
        return TestReport(
            cases=tuple(cases),
            coverage=percent,
            missed=missed,
            isolation=self._sandbox.isolation,
            seconds=round(time.monotonic() - began, 3),
            reached=reached(lines),
            texts=measured([part.texts for part in rows], {file for part in lines for file in part}),
        )

    async def _part(self, project: Path, tools: Path, names: Sequence[str], tell: Tell) -> _Part:
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


def _test_files(project: Path) -> dict[str, list[str]]:
    """The test files of a project, with the names of their tests."""
    if not (project / "tests").is_dir():
        raise UserError(f"'{project}' has no folder 'tests'", hint="Give the folder of a project.")
    found = sorted(path for path in (project / "tests").glob("test_*.py") if path.is_file())
    if not found:
        raise UserError(f"there is no test_*.py in '{project / 'tests'}'", hint="Give the folder of a project.")
    return {f"tests/{path.name}": _TEST.findall(path.read_text("utf-8", "replace")) for path in found}


def _expect_all(only: Sequence[str], cases: Sequence[Case]) -> None:
    """NotFound for a variant that no test has; a file that could not be read at all says so itself."""
    ran = {name for case in cases for name in (case.id, case.id.split("[")[0], case.id.split("::")[0])}
    broken = {case.id for case in cases if "::" not in case.id}
    lost = [name for name in only if name not in ran and name.split("::")[0] not in broken]
    if lost:
        raise NotFound(f"there is no test '{lost[0]}'", hint="Run all tests to see their ids.")


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


def _read(results: Path, done: Finished) -> _Part:
    """What one process told; UserError with its last words when it ended before its end."""
    rows = _rows(results)
    ends = [row for row in rows if "lines" in row]
    if not ends:
        why = done.reason or f"exit code {done.code}"
        raise UserError(f"the tests ended early ({why}): {done.output[-1500:]}", hint="Run `make test` in the project.")
    cases = [Case(**row["case"]) for row in rows if "case" in row]
    return _Part(cases=cases, lines=ends[0]["lines"], texts=ends[0]["texts"])
