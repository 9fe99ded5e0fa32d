"""Runs a project's tests, all or some, and remembers what they prove; at once, or as the durable run `project.test`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from app.services.registry import Registry
from app.services.tracing import Tracing
from engines.kernel.errors import NotFound, UserError
from engines.kernel.events import EventKind, Json
from engines.kernel.jobs import JobEngine, RunContext
from engines.kernel.projects import Row
from engines.kernel.repository import Repository
from engines.qtest import Case, QTestService, TestReport, merged

KIND = "project.test"
Tell = Callable[[Case], None]


class Testing:
    """The use case; as a workflow its arguments are `project` and `only`, its result is the report."""

    __test__ = False

    def __init__(
        self, *, tests: QTestService, registry: Registry, tracing: Tracing, jobs: JobEngine, repository: Repository
    ) -> None:
        self._tests, self._registry, self._tracing, self._jobs = tests, registry, tracing, jobs
        self._repository = repository

    async def __call__(self, context: RunContext, arguments: Mapping[str, Json]) -> Json:
        project, only = Path(str(arguments["project"])), cast(Sequence[str], arguments["only"])
        return await context.step("test", partial(self._as_step, context, project, only))

    async def start(self, project: Path, only: Sequence[str]) -> str:
        """Starts a run of the tests and returns its id; NotFound when there is no such folder."""
        if not await asyncio.to_thread(project.is_dir):
            raise NotFound(f"there is no folder '{project}'", hint="Give the folder of a project.")
        return await self._jobs.start(KIND, {"project": str(project), "only": list(only)})

    async def run(self, project: Path, only: Sequence[str], *, tell: Tell | None = None) -> TestReport:
        """The report of the tests that were asked for; a known project remembers their outcomes."""
        newest = await asyncio.to_thread(self._repository.log, project, limit=1)
        report = await self._tests.run(project, only=only, **({"tell": tell} if tell else {}))
        report = replace(report, commit=newest[0].id if newest else "")
        await asyncio.to_thread(self._remember, project, report, whole=not only)
        return report

    async def _as_step(self, context: RunContext, project: Path, only: Sequence[str]) -> dict[str, Json]:
        return (await self.run(project, only, tell=telling(context))).to_json()

    def _remember(self, project: Path, report: TestReport, *, whole: bool) -> None:
        try:
            known = self._registry.papers(project).report
        except NotFound:  # nobody opened it
            return
        latest = report if whole or known is None else merged(TestReport.from_json(known), report)
        self._registry.tested(project, latest.to_json(), self._requirements(project, latest))

    def _requirements(self, project: Path, report: TestReport) -> Sequence[Row] | None:
        try:
            return self._tracing.requirements(self._registry.folder(project), report)
        except UserError:  # its specification can't be read by this release
            return None


def telling(context: RunContext) -> Tell:
    """Emits an event for each test as it ends."""

    def tell(case: Case) -> None:
        kind: EventKind = "test.failed" if case.outcome == "failed" else "test.passed"
        context.emit(kind, {"test": case.id, "seconds": case.seconds}, key=f"test:{case.id}")

    return tell
