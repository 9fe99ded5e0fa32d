"""Keeps the book of projects up to date, and is the gate to their folders: only what it knows is read or written.

Written by building and testing; asked by every service that touches a project.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import cast

from engines.kernel.errors import NotFound, UserError
from engines.kernel.events import Json
from engines.kernel.projects import ProjectBook, ProjectPapers, ProjectRecord, Row, TestCounts
from engines.kernel.repository import Repository
from engines.kernel.sources import SourceFiles
from engines.kernel.spec import Spec
from engines.spec import load_spec

MANIFEST, SPEC = "quantumlayer.json", "spec.yaml"
_MANIFEST_LIMIT, _SPEC_LIMIT = 100_000, 10_000_000
_HINT = "Give the folder of a project that `ql new` made."


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A project whose folder a run has just taken."""

    run: str
    project: Path
    spec: Spec
    stack: str
    brief: str


class Registry:
    """The book of projects. Its methods block for milliseconds."""

    def __init__(
        self, *, book: ProjectBook, files: SourceFiles, repository: Repository, now: Callable[[], datetime]
    ) -> None:
        self._book, self._files, self._repository, self._now = book, files, repository, now
        self._lock = Lock()

    def began(self, begun: Begun) -> None:
        """A run builds a project, for the first time or anew; what is known of its tests holds until it says otherwise."""
        path = key(begun.project)
        with self._lock:
            known = self._known(path)
            if known is not None and known.run == begun.run:  # it goes on after a kill
                return
            papers = self._book.papers(path) if known else ProjectPapers()
            record = _described(path, begun.spec, stack=begun.stack, run=begun.run)
            self._keep(
                replace(record, tests=known.tests if known else None),
                replace(papers, brief=begun.brief or papers.brief),
            )

    def ended(self, run: str, result: Mapping[str, Json]) -> None:
        """A run ended with its result; nothing happens when it had no folder or another run took over."""
        path = key(Path(str(result.get("path") or "/")))
        with self._lock:
            record = self._known(path)
            if record is None or record.run != run:
                return
            if result["status"] == "refused":
                self._taken_back(record)
                return
            papers = self._book.papers(path)
            rows = cast(Sequence[Row], result.get("requirements") or papers.requirements)
            questions = len(cast(Sequence[Json], result.get("questions") or ()))
            tests = record.tests if result.get("tests") else None
            ended = replace(record, outcome=str(result["status"]), questions=questions, tests=tests)
            self._keep(ended, replace(papers, requirements=rows))

    def cancelled(self, run: str) -> None:
        """Somebody ended a run before it had a result; nothing happens when it has no folder."""
        with self._lock:
            record = next((each for each in self._book.list() if each.run == run and not each.outcome), None)
            if record is not None:
                self._keep(replace(record, outcome="cancelled"))

    def tested(self, project: Path, report: Row, requirements: Sequence[Row] | None = None) -> None:
        """The last report of a project's tests and, if they were judged anew, its requirements; unknown projects are left out."""
        path = key(project)
        with self._lock:
            record = self._known(path)
            if record is None:
                return
            papers = replace(self._book.papers(path), report=report)
            if requirements is not None:
                papers = replace(papers, requirements=requirements)
            self._keep(replace(record, tests=_counts(report)), papers)

    def opened(self, folder: Path) -> ProjectRecord:
        """Adds a project that somebody made elsewhere, or before; NotFound or UserError when the folder is none."""
        path = key(folder)
        if not Path(path).is_dir():
            raise NotFound(f"there is no folder '{folder}'", hint=_HINT)
        stack = self._stack(Path(path))
        with self._lock:
            known = self._known(path)
            if known is not None:
                return known
            name = Path(path).name
            spec = self._spec(Path(path)) or Spec(name=name, title=name)
            commits = self._repository.log(Path(path), limit=1_000_000)
            record = replace(_described(path, spec, stack=stack), outcome="done")
            return self._keep(record, ProjectPapers(brief=commits[-1].message if commits else ""))

    def touched(self, project: Path) -> None:
        """Somebody wrote into a project: its title is read again."""
        path = key(project)
        with self._lock:
            record = self._book.get(path)
            spec = self._spec(project)
            self._keep(replace(record, title=spec.title, summary=spec.summary) if spec else record)

    def forget(self, folder: Path) -> None:
        self._book.forget(key(folder))

    def list(self) -> Sequence[ProjectRecord]:
        return self._book.list()

    def record(self, folder: Path) -> ProjectRecord:
        """What is known of a folder; NotFound when it is no known project."""
        return self._book.get(key(folder))

    def papers(self, folder: Path) -> ProjectPapers:
        return self._book.papers(key(folder))

    def folder(self, folder: Path) -> Path:
        """The folder of a known project, resolved; NotFound when it is not known or has vanished."""
        place = Path(self.record(folder).path)
        if not place.is_dir():
            raise NotFound(
                f"the folder '{place}' has vanished", hint="Put it back, or forget it: ql projects forget " + str(place)
            )
        return place

    def _taken_back(self, record: ProjectRecord) -> None:
        """A person rejected a build: the project stands as it did before, or is gone when there was none."""
        project = Path(record.path)
        if not (project / MANIFEST).is_file():
            self._book.forget(record.path)
            return
        spec = self._spec(project)
        known = replace(record, title=spec.title, summary=spec.summary) if spec else record
        self._keep(replace(known, outcome="done"))

    def _known(self, path: str) -> ProjectRecord | None:
        try:
            return self._book.get(path)
        except NotFound:
            return None

    def _keep(self, record: ProjectRecord, papers: ProjectPapers | None = None) -> ProjectRecord:
        dated = replace(record, changed=self._now().isoformat(timespec="milliseconds"))
        self._book.keep(dated, papers)
        return dated

    def _stack(self, project: Path) -> str:
        """The blueprint that a project names; UserError when it is no project."""
        try:
            content = self._files.read(project, MANIFEST, limit=_MANIFEST_LIMIT).content
            said = json.loads(content or b"null")
        except (NotFound, ValueError, RecursionError):
            said = None
        if not isinstance(said, dict) or not isinstance(said.get("blueprint"), str):
            raise UserError(f"'{project}' is no project: it has no {MANIFEST} that can be read", hint=_HINT)
        return str(said["blueprint"])

    def _spec(self, project: Path) -> Spec | None:
        """The specification of a project; None where it can't be read."""
        try:
            content = self._files.read(project, SPEC, limit=_SPEC_LIMIT).content or b""
            return load_spec(content.decode("utf-8", "replace"))
        except UserError:
            return None


def key(folder: Path) -> str:
    """By what a folder is known: its absolute path without links."""
    return os.path.realpath(folder)


def _described(path: str, spec: Spec, *, stack: str, run: str = "") -> ProjectRecord:
    return ProjectRecord(path=path, name=spec.name, title=spec.title, summary=spec.summary, stack=stack, run=run)


def _counts(report: Row) -> TestCounts:
    return TestCounts(
        passed=int(cast(int, report["passed"])),
        failed=int(cast(int, report["failed"])),
        coverage=float(cast(float, report["coverage"])),
    )
