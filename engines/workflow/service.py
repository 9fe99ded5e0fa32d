"""Durable runs: the `JobEngine` on DBOS. The services start runs here; `app.bootstrap` builds it with its event log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import uuid4

import structlog
from dbos import DBOS

from engines.kernel.errors import Conflict, QuantumLayerError, UserError
from engines.kernel.events import EventKind, Json
from engines.kernel.jobs import RunRecord, Workflow
from engines.workflow.context import DurableContext
from engines.workflow.events import StoredEvents
from engines.workflow.machine import Machine
from engines.workflow.model import ENDING_KEY, Clock, utc_now
from engines.workflow.plan import json_copy
from engines.workflow.retention import KEPT_RUNS, Retention
from engines.workflow.runs import OPEN, StoredRuns

FORMAT = "1"
RESUMPTIONS = 100
_log = structlog.get_logger(__name__)


class DurableJobs:
    """Runs registered workflows durably. The events tell how a run stands; DBOS only sees to it that it goes on.

    Of ended runs the last `keep_runs` are kept, 0: all.
    """

    def __init__(self, *, url: str, events: StoredEvents, keep_runs: int = KEPT_RUNS, clock: Clock = utc_now) -> None:
        self._events = events
        self._runs = StoredRuns(database=events.database, clock=clock)
        self._machine = Machine(url=url, body=self._body, version=FORMAT)
        self._retention = Retention(runs=self._runs, events=events, machine=self._machine, keep=keep_runs)
        self._workflows: dict[str, Workflow] = {}
        self._contexts: dict[str, DurableContext] = {}
        self._launch = uuid4().hex

    def register(self, kind: str, workflow: Workflow) -> None:
        """Names a workflow; before `launch`."""
        self._workflows[kind] = workflow

    async def launch(self) -> None:
        """Starts the machine; runs that a kill or a stop interrupted go on."""
        await self._machine.launch()
        for record in self._runs.open():
            await self._take_over(record)
        self._retention.begin()

    async def start(self, kind: str, arguments: Mapping[str, Json], *, run: str | None = None) -> str:
        """Starts a run and returns its id; starting an id a second time changes nothing."""
        if kind not in self._workflows:
            raise UserError(f"There is no workflow named {kind}.", hint=f"Known: {', '.join(sorted(self._workflows))}.")
        name = run or uuid4().hex[:12]
        if self._runs.add(name, kind, arguments):
            await self._machine.start(name)
        return name

    async def result(self, run: str) -> RunRecord:
        """Waits for the end of a run."""
        if self._runs.get(run).status in OPEN:
            async for _ in self._events.follow(run):
                pass
        return self._runs.get(run)

    async def get(self, run: str) -> RunRecord:
        return self._runs.get(run)

    async def list(self, *, limit: int = 50) -> list[RunRecord]:
        """The latest runs, newest first."""
        return self._runs.latest(limit)

    async def answer(self, run: str, checkpoint: str, answer: Mapping[str, Json]) -> None:
        """Answers an open checkpoint; the first answer counts."""
        if self._runs.get(run).status not in OPEN:
            raise Conflict(f"Run {run} has ended.")
        opened = {
            event.payload.get("checkpoint") for event in self._events.read(run) if event.kind == "checkpoint.opened"
        }
        if checkpoint not in opened:
            raise Conflict(
                f"Run {run} asks nothing named {checkpoint}.",
                hint=f"It asked: {', '.join(map(str, opened)) or 'nothing'}.",
            )
        payload: dict[str, Json] = {"checkpoint": checkpoint, "answer": dict(answer)}
        if not self._events.append(
            run, "checkpoint.answered", payload, key=f"checkpoint:{checkpoint}:answered"
        ).created:
            raise Conflict(f"Checkpoint {checkpoint} of run {run} is answered already.")

    async def cancel(self, run: str) -> None:
        """Ends a run: the step in hand is cancelled, nothing further starts. An ended run stays as it is."""
        if self._runs.get(run).status not in OPEN:
            return
        await self._machine.cancel(run)
        context = self._contexts.get(run)
        if context is not None:
            await context.stop()
        self._end(run, "run.cancelled", {})

    async def shutdown(self) -> None:
        """Stops at the last finished steps; open runs go on at the next launch."""
        await self._retention.end()
        await self._machine.shutdown()

    async def _take_over(self, record: RunRecord) -> None:
        status = await self._machine.status(record.id)
        if status is None:
            await self._machine.start(record.id)
        elif status == "CANCELLED":
            self._end(record.id, "run.cancelled", {})
        elif status not in ("PENDING", "ENQUEUED", "DELAYED"):
            self._end(record.id, "run.failed", {"error": f"The run could not go on ({status.lower()})."})

    async def _body(self) -> None:
        run = str(DBOS.workflow_id)
        record = self._runs.get(run)
        if record.status not in OPEN:
            return
        context = self._contexts[run] = DurableContext(run=run, events=self._events)
        try:
            if self._may_go_on(context, record.kind):
                await self._carry_out(context, record)
        finally:
            del self._contexts[run]

    def _may_go_on(self, context: DurableContext, kind: str) -> bool:
        if self._events.append(context.run, "run.started", {"kind": kind}, key="run:started").created:
            return True
        context.emit("run.resumed", {}, key=f"run:resumed:{self._launch}")
        times = sum(event.kind == "run.resumed" for event in self._events.read(context.run))
        if times > RESUMPTIONS:  # it may be what kills the engine
            error: dict[str, Json] = {
                "error": f"The run was interrupted {times} times.",
                "hint": "See the engine's log.",
            }
            self._end(context.run, "run.failed", error)
        return times <= RESUMPTIONS

    async def _carry_out(self, context: DurableContext, record: RunRecord) -> None:
        try:
            result = json_copy(
                await self._workflow(record.kind)(context, record.arguments), of=f"Workflow {record.kind}"
            )
        except QuantumLayerError as error:
            self._end(record.id, "run.failed", {"error": str(error), "hint": error.hint})
        except Exception as error:  # noqa: BLE001 - the edge of the worker: any failure ends the run
            _log.exception("run failed", run=record.id, kind=record.kind)
            self._end(record.id, "run.failed", {"error": f"{type(error).__name__}: {error}", "hint": ""})
        else:
            self._end(record.id, "run.finished", {}, result)

    def _workflow(self, kind: str) -> Workflow:
        if kind not in self._workflows:
            raise UserError(f"This release has no workflow named {kind}.", hint="Use the release that started the run.")
        return self._workflows[kind]

    def _end(self, run: str, kind: EventKind, payload: Mapping[str, Json], result: Json = None) -> None:
        changes = {"result": json.dumps(result), "error": str(payload.get("error", ""))}
        self._events.append(run, kind, payload, key=ENDING_KEY, changes=changes)
