"""What a running workflow may do: durable steps, checkpoints and events. One context per execution of a run."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, cast

import structlog
from dbos import DBOS, StepReservation
from dbos import error as dbos_error

from engines.kernel.errors import QuantumLayerError
from engines.kernel.events import Event, EventKind, Json
from engines.kernel.jobs import NOTHING, About
from engines.workflow.events import StoredEvents
from engines.workflow.model import Outcome
from engines.workflow.plan import error_record, json_copy, numbered, outcome_record, stored_error, stored_outcome

T = TypeVar("T")
Work = Callable[[], Awaitable[T]]
GRACE = 10.0
_log = structlog.get_logger(__name__)


class DurableContext:
    """A `RunContext` whose steps are DBOS steps; `stop` cancels the work in hand when the run is cancelled."""

    def __init__(self, *, run: str, events: StoredEvents) -> None:
        self._run = run
        self._events = events
        self._uses: Counter[str] = Counter()
        self._working: set[asyncio.Future[object]] = set()
        self._stopped = False

    @property
    def run(self) -> str:
        return self._run

    async def step(self, name: str, work: Work[T], *, about: About = NOTHING) -> T:
        """Runs `work` once and stores its JSON-able result; errors of other kinds come out as `StepFailed`."""
        return await self._carry_out(self._unique(name), DBOS.reserve_step(), work, about)

    async def gather(self, steps: Sequence[tuple[str, Work[T]]], *, about: Mapping[str, About] = NOTHING) -> list[T]:
        """Runs steps side by side; all of them end before the first error, in their order, is raised."""
        reserved = [(self._unique(name), DBOS.reserve_step(), work, about.get(name, NOTHING)) for name, work in steps]
        results = await asyncio.gather(*(self._carry_out(*each) for each in reserved), return_exceptions=True)
        failures = [result for result in results if isinstance(result, BaseException)]
        if failures:
            raise next((each for each in failures if not isinstance(each, Exception)), failures[0])
        return cast(list[T], results)

    async def wait_for(self, checkpoint: str, question: Mapping[str, Json]) -> Mapping[str, Json]:
        """Opens a checkpoint and returns the payload of its answer, which may come after a restart."""
        key = self._unique(checkpoint)
        self.emit("checkpoint.opened", {"checkpoint": key, **question}, key=f"checkpoint:{key}:opened")
        outcome = await self._stored(f"wait:{key}", DBOS.reserve_step(), lambda: self._answer(key), None)
        return cast(Mapping[str, Json], outcome.value)

    def emit(self, kind: EventKind, payload: Mapping[str, Json], *, key: str) -> Event:
        """Stores an event once per key; a cancelled run says nothing more."""
        if self._stopped:
            raise dbos_error.DBOSWorkflowCancelledError(f"Run {self._run} is cancelled.")
        return self._events.emit(self._run, kind, payload, key=key)

    async def stop(self) -> None:
        """Cancels the work in hand and waits until it has cleaned up."""
        self._stopped = True
        working = list(self._working)
        for work in working:
            work.cancel()
        if working:
            await asyncio.wait(working, timeout=GRACE)

    def _unique(self, name: str) -> str:
        self._uses[name] += 1
        return numbered(name, self._uses[name])

    async def _carry_out(self, name: str, reserved: StepReservation, work: Work[T], about: About) -> T:
        outcome = await self._stored(name, reserved, work, about)
        payload: dict[str, Json] = {
            "step": name,
            **about,
            "seconds": outcome.seconds,
            "repeated": outcome.repeated,
        }
        if outcome.error is not None:
            self.emit("step.failed", {**payload, **outcome.error}, key=f"step:{name}:failed")
            raise stored_error(outcome.error)
        self.emit("step.finished", payload, key=f"step:{name}:finished")
        return cast(T, outcome.value)

    def _tell_start(self, name: str, about: About) -> bool:
        """Whether this is the first attempt; a kill in the middle of a step leaves the event of its start behind."""
        if self._stopped:
            raise dbos_error.DBOSWorkflowCancelledError(f"Run {self._run} is cancelled.")
        payload = {"step": name, **about}
        return self._events.append(self._run, "step.started", payload, key=f"step:{name}:started").created

    async def _stored(self, name: str, reserved: StepReservation, work: Work[T], about: About | None) -> Outcome:
        """The outcome of a step; `about` is told when it starts, None tells nothing."""

        async def attempt() -> dict[str, Json]:
            repeated = about is not None and not self._tell_start(name, about)
            return outcome_record(replace(await self._attempt(name, work), repeated=repeated))

        return stored_outcome(await reserved.run_async({"name": name}, attempt))

    async def _attempt(self, name: str, work: Work[T]) -> Outcome:
        began = time.perf_counter()
        try:
            value = json_copy(await self._stoppable(work), of=f"Step {name}")
        except QuantumLayerError as error:
            return Outcome(seconds=_since(began), error=error_record(error))
        except Exception as error:  # noqa: BLE001 - the edge of the worker: any failure of a step is stored
            _log.exception("step failed", run=self._run, step=name)
            return Outcome(seconds=_since(began), error=error_record(error))
        return Outcome(seconds=_since(began), value=value)

    async def _stoppable(self, work: Work[T]) -> T:
        if self._stopped:
            raise dbos_error.DBOSWorkflowCancelledError(f"Run {self._run} is cancelled.")
        task: asyncio.Future[object] = asyncio.ensure_future(work())
        self._working.add(task)
        try:
            return cast(T, await task)
        except asyncio.CancelledError:
            if self._stopped:
                raise dbos_error.DBOSWorkflowCancelledError(f"Run {self._run} is cancelled.") from None
            raise
        finally:
            self._working.discard(task)

    async def _answer(self, key: str) -> dict[str, Json]:
        async for event in self._events.follow(self._run):
            if event.kind == "checkpoint.answered" and event.payload["checkpoint"] == key:
                return cast(dict[str, Json], event.payload["answer"])
        raise dbos_error.DBOSWorkflowCancelledError(f"Run {self._run} ended while it waited for {key}.")


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 4)
