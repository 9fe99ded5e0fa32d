"""The projects that this engine knows, as people see them: their state, their tests, their preview. Called by the routes."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from app.services.drawing import drawn
from app.services.registry import MANIFEST, SPEC, Registry
from engines.kernel.errors import Conflict, Denied, NotFound, UserError
from engines.kernel.events import Json
from engines.kernel.jobs import JobEngine, RunStatus
from engines.kernel.projects import ProjectRecord, Row, TestCounts
from engines.kernel.sources import TEXT_LIMIT, SourceFiles, digest
from engines.kernel.spec import Sentence
from engines.preview import Preview, PreviewService
from engines.spec import load_spec

ProjectState = Literal["building", "ready", "failed", "cancelled", "waiting", "missing"]
"""`waiting`: a run that builds it waits at a checkpoint for approval. `cancelled`: somebody ended the run that built it."""
_BEING_BUILT: tuple[ProjectState, ...] = ("building", "waiting")
_SPEC_LIMIT = 10_000_000
_OPEN: tuple[RunStatus, ...] = ("queued", "running", "waiting")


@dataclass(frozen=True, kw_only=True)
class RunningAt:
    """The newest preview of a project."""

    id: str
    url: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ProjectItem:
    """A project as it stands. `changed` is ISO 8601 in UTC; `run` the newest run that built it, if any."""

    path: str
    name: str
    title: str
    summary: str
    stack: str
    state: ProjectState
    tests: TestCounts | None
    changed: str
    run: str
    preview: RunningAt | None
    questions: int


@dataclass(frozen=True, kw_only=True)
class ProjectDetail:
    """What is known of one project: its brief, its specification, and what its tests prove of each sentence.

    `stale` are the files of the report that are not as they were when their lines were counted, or of which nobody knows.
    """

    item: ProjectItem
    brief: str
    spec: str
    sentences: Sequence[Sentence]
    requirements: Sequence[Row]
    report: Row | None
    stale: Sequence[str]


class Projects:
    """The use cases; the book behind them is the registry's."""

    def __init__(self, *, registry: Registry, jobs: JobEngine, previews: PreviewService, files: SourceFiles) -> None:
        self._registry, self._jobs, self._previews, self._files = registry, jobs, previews, files
        self._writers: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def list(self) -> Sequence[ProjectItem]:
        """All of them, those changed last first."""
        records = await asyncio.to_thread(self._registry.list)
        previews = await self._running()
        return [await self._item(record, previews) for record in records]

    async def open(self, folder: Path) -> ProjectItem:
        """Adds the project of a folder; one that is known already stays as it is."""
        record = await asyncio.to_thread(self._registry.opened, folder)
        return await self._item(record, await self._running())

    async def forget(self, folder: Path) -> None:
        """Removes it from the list; its files stay."""
        if (await self._state(self._registry.record(folder))) in _BEING_BUILT:
            raise Conflict(f"'{folder}' is being built", hint="Cancel its run first.")
        await asyncio.to_thread(self._registry.forget, folder)

    async def cancel(self, run: str) -> None:
        """Cancels a run; the project that it built remembers that for longer than the run is kept."""
        await self._jobs.cancel(run)
        if (await self._jobs.get(run)).status == "cancelled":
            await asyncio.to_thread(self._registry.cancelled, run)

    async def detail(self, folder: Path) -> ProjectDetail:
        record = await asyncio.to_thread(self._registry.record, folder)
        papers = await asyncio.to_thread(self._registry.papers, folder)
        item = await self._item(record, await self._running())
        spec, sentences = await asyncio.to_thread(self._read, Path(record.path))
        return ProjectDetail(
            item=item,
            brief=papers.brief,
            spec=spec,
            sentences=sentences,
            requirements=papers.requirements,
            report=papers.report,
            stale=await asyncio.to_thread(self._stale, Path(record.path), papers.report or {}),
        )

    async def facts(self, folder: Path) -> dict[str, Json]:
        """The specification as it stands on disk, as values to be drawn."""
        project = await asyncio.to_thread(self._registry.folder, folder)
        text, _ = await asyncio.to_thread(self._read, project)
        if not text:
            raise NotFound(f"'{project}' has no {SPEC}", hint="Take it from the history: ql undo")
        return await asyncio.to_thread(drawn, text)

    @asynccontextmanager
    async def writing(self, folder: Path) -> AsyncIterator[Path]:
        """The folder of a known project, for one writer at a time; Conflict while a run builds it."""
        record = await asyncio.to_thread(self._registry.record, folder)
        if (await self._state(record)) in _BEING_BUILT:
            raise Conflict(f"'{folder}' is being built", hint="Wait for the end of its run, or cancel it.")
        async with self._writers[record.path]:
            yield await asyncio.to_thread(self._registry.folder, folder)

    async def _item(self, record: ProjectRecord, previews: Mapping[str, Preview]) -> ProjectItem:
        preview = previews.get(record.path)
        return ProjectItem(
            path=record.path,
            name=record.name,
            title=record.title,
            summary=" ".join(record.summary.split()),
            stack=record.stack,
            state=await self._state(record),
            tests=record.tests,
            changed=record.changed,
            run=record.run,
            preview=RunningAt(id=preview.id, url=preview.url, state=preview.state) if preview else None,
            questions=record.questions,
        )

    async def _state(self, record: ProjectRecord) -> ProjectState:
        run = await self._run_status(record.run) if record.run and not record.outcome else None
        there = await asyncio.to_thread(_is_there, record)
        return state_of(record, run=run, there=there)

    async def _run_status(self, run: str) -> RunStatus | None:
        try:
            return (await self._jobs.get(run)).status
        except NotFound:  # forgotten by now
            return None

    async def _running(self) -> Mapping[str, Preview]:
        """The newest preview of each folder."""
        previews = sorted(await self._previews.list(), key=lambda preview: preview.created)
        return {str(preview.project): preview for preview in previews}

    def _stale(self, project: Path, report: Row) -> Sequence[str]:
        """The files whose lines a report tells of and that are another text by now."""
        told = {file for lines in ("missed", "reached") for file in cast(Mapping[str, Json], report.get(lines) or {})}
        texts = cast(Mapping[str, str], report.get("texts") or {})
        return sorted(file for file in told if texts.get(file) != self._digest(project, file))

    def _digest(self, project: Path, file: str) -> str | None:
        """None where there is no such file any more."""
        try:
            content = self._files.read(project, file, limit=TEXT_LIMIT).content
        except (NotFound, UserError, Denied):
            return None
        return None if content is None else digest(content)

    def _read(self, project: Path) -> tuple[str, Sequence[Sentence]]:
        """The specification as it stands on disk, and its sentences where it can be read; nothing of a vanished one."""
        try:
            content = self._files.read(project, SPEC, limit=_SPEC_LIMIT).content or b""
        except NotFound:
            return "", ()
        text = content.decode("utf-8", "replace")
        return text, _sentences(text)


def state_of(record: ProjectRecord, *, run: RunStatus | None, there: bool) -> ProjectState:
    """How a project stands: by its open run, else by its last tests, else by how its run ended."""
    if run == "waiting":
        return "waiting"
    if run in _OPEN:
        return "building"
    if not there:
        return "missing"
    if "cancelled" in (run, record.outcome):
        return "cancelled"
    if record.tests is not None and record.outcome:
        return "failed" if record.tests.failed else "ready"
    return "ready" if record.outcome == "done" else "failed"


def _is_there(record: ProjectRecord) -> bool:
    """Whether its folder holds a project; a build that was ended early may have written nothing of it yet."""
    folder = Path(record.path)
    return (folder / MANIFEST).is_file() or (record.outcome in ("", "cancelled") and folder.is_dir())


def _sentences(text: str) -> Sequence[Sentence]:
    try:
        return load_spec(text).sentences
    except UserError:  # somebody is at work on it
        return ()
