"""Packs a project into its capsule, with where it came from and what its tests prove. Called by building and by the route.

Everything is read from the project itself, so that packing it again gives the same bytes.
"""

from __future__ import annotations

import asyncio
import json
from hashlib import sha256
from pathlib import Path

from engines.capsule import Capsule, CapsuleService, Evidence, Origin
from engines.kernel.errors import NotFound
from engines.kernel.repository import Repository
from engines.qtest import QTestService, TestReport

MANIFEST = "quantumlayer.json"


class Packing:
    """The use case; its rooms are given by keyword."""

    def __init__(self, *, tests: QTestService, capsules: CapsuleService, repository: Repository) -> None:
        self._tests, self._capsules, self._repository = tests, capsules, repository

    async def pack(self, project: Path, *, out: Path | None = None, tested: TestReport | None = None) -> Capsule:
        """Signs a project with the evidence of its tests, which are run unless their report is given."""
        origin = await asyncio.to_thread(self._origin, project)
        report = tested or await self._tests.run(project)
        return await self._capsules.build(project, origin=origin, out=out, evidence=_evidence(report))

    def _origin(self, project: Path) -> Origin:
        manifest = project / MANIFEST
        if not manifest.is_file():
            raise NotFound(f"'{project}' has no {MANIFEST}", hint="Give the folder of a project that `ql new` made.")
        made = json.loads(manifest.read_text(encoding="utf-8"))
        commits = self._repository.log(project, limit=1_000_000)
        brief = sha256(commits[-1].message.strip().encode()).hexdigest() if commits else ""
        return Origin(blueprint=made["blueprint"], blueprint_version=made["version"], brief=brief)


def _evidence(tested: TestReport) -> Evidence:
    ids = {
        outcome: sorted(case.id for case in tested.cases if case.outcome == outcome) for outcome in ("passed", "failed")
    }
    return Evidence(passed=ids["passed"], failed=ids["failed"], coverage=tested.coverage)
