"""Copies of a project in which an agent's change is tried, thrown away afterwards. Used by implementing."""

from __future__ import annotations

import asyncio
import shlex
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from engines.agents.coding import Tested
from engines.kernel.branches import Branches
from engines.kernel.errors import NotFound, UserError
from engines.kernel.sandbox import Command, Limits, Sandbox
from engines.qtest import QTestService

LIMITS = Limits(memory=1024, processes=32, wall_seconds=60)
LONGEST = 8000


class CopyBench:
    """A `Bench` over one commit of a project and the files that were changed `already`."""

    def __init__(
        self,
        *,
        branches: Branches,
        tests: QTestService,
        sandbox: Sandbox,
        project: Path,
        commit: str,
        already: Mapping[str, str],
    ) -> None:
        self._branches, self._tests, self._sandbox = branches, tests, sandbox
        self._project, self._commit, self._already = project, commit, already

    async def test(self, changes: Mapping[str, str], only: Sequence[str] = ()) -> Tested:
        async with self._copy(changes) as copy:
            try:
                report = await self._tests.run(copy, only=only)
            except NotFound as error:
                return Tested(passed=(), failures={", ".join(only): str(error)})
            except UserError as error:  # the tests ended early: what they last said is the reason
                return Tested(passed=(), failures={"tests": str(error)})
        return Tested(
            passed=tuple(case.id for case in report.cases if case.outcome == "passed"),
            failures={case.id: case.message for case in report.cases if case.outcome == "failed"},
        )

    async def run(self, changes: Mapping[str, str], command: str) -> str:
        async with self._copy(changes) as copy:
            done = await self._sandbox.run(Command(arguments=shlex.split(command), project=copy, limits=LIMITS))
        ended = f"ended with {done.code}" + (f" ({done.reason})" if done.reason else "")
        return f"{done.output[-LONGEST:]}\n[{ended}]"

    @asynccontextmanager
    async def _copy(self, changes: Mapping[str, str]) -> AsyncIterator[Path]:
        with tempfile.TemporaryDirectory(prefix="ql-try-") as folder:
            copy = Path(folder) / self._project.name
            copy.mkdir()
            await asyncio.to_thread(self._branches.export, self._project, self._commit, copy)
            await asyncio.to_thread(_write, copy, {**self._already, **changes})
            yield copy


def _write(copy: Path, changes: Mapping[str, str]) -> None:
    for path, text in changes.items():
        target = copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
