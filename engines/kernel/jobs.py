"""Durable runs: the protocol behind which the workflow engine stands (adapter: engines.workflow).

A run is a function of a `RunContext` and its JSON arguments. Everything with an effect or a clock goes through
`context.step`, whose result is stored: after a kill the run goes on behind the last finished step.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, Protocol, TypeVar

from engines.kernel.events import Event, EventKind, Json

T = TypeVar("T")
About = Mapping[str, Json]
NOTHING: Mapping[str, Any] = MappingProxyType({})
RunStatus = Literal["queued", "running", "waiting", "done", "failed", "cancelled"]


@dataclass(frozen=True, kw_only=True)
class RunRecord:
    """A run as it stands. `result` is the JSON value that the run returned, `error` the message of its failure."""

    id: str
    kind: str
    status: RunStatus
    created: str
    arguments: Mapping[str, Json]
    result: Json = None
    error: str = ""


class RunContext(Protocol):
    """What a running workflow may do."""

    @property
    def run(self) -> str: ...

    async def step(self, name: str, work: Callable[[], Awaitable[T]], *, about: About = NOTHING) -> T:
        """Runs `work` once and stores its JSON-able result; a finished step is not repeated after a kill.

        `about` is told with the step's events, e.g. the role at work.
        """
        ...

    async def gather(
        self,
        steps: Sequence[tuple[str, Callable[[], Awaitable[T]]]],
        *,
        about: Mapping[str, About] = NOTHING,
    ) -> list[T]:
        """Runs steps side by side, in a fixed order of numbering, and returns their results in that order.

        `about` is told with their events, by the name of the step.
        """
        ...

    async def wait_for(self, checkpoint: str, question: Mapping[str, Json]) -> Mapping[str, Json]:
        """Opens a checkpoint and returns a person's answer."""
        ...

    def emit(self, kind: EventKind, payload: Mapping[str, Json], *, key: str) -> Event: ...


Workflow = Callable[[RunContext, Mapping[str, Json]], Awaitable[Json]]


class JobEngine(Protocol):
    """Starts, lists, cancels and resumes durable runs."""

    def register(self, kind: str, workflow: Workflow) -> None:
        """Names a workflow; before `launch`."""
        ...

    async def launch(self) -> None: ...

    async def start(self, kind: str, arguments: Mapping[str, Json], *, run: str | None = None) -> str: ...

    async def result(self, run: str) -> RunRecord:
        """Waits for the end of a run."""
        ...

    async def get(self, run: str) -> RunRecord: ...

    async def list(self, *, limit: int = 50) -> list[RunRecord]: ...

    async def answer(self, run: str, checkpoint: str, answer: Mapping[str, Json]) -> None: ...

    async def cancel(self, run: str) -> None: ...

    async def shutdown(self) -> None: ...
