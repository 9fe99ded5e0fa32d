"""An agent's journal over a durable run: its steps, its events, and its questions to the person. Used by implementing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from itertools import count
from typing import TypeVar

from app.services import gates
from engines.agents import RoleName
from engines.kernel.events import Json
from engines.kernel.jobs import RunContext

T = TypeVar("T")


class RunJournal:
    """A `Journal` for the work on one sentence. `asking` makes the checkpoint of a question; without it nobody is asked."""

    def __init__(
        self, *, context: RunContext, number: int, by: RoleName, asking: Callable[..., dict[str, Json]] | None = None
    ) -> None:
        self._context, self._number, self._by, self._asking = context, number, by, asking
        self._acts = count(1)

    async def step(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        about: dict[str, Json] = {"role": self._by, "task": f"implement:{self._number}"}
        return await self._context.step(f"implement:{self._number}:{name}", work, about=about)

    def tell(self, act: str, facts: Mapping[str, Json]) -> None:
        at = next(self._acts)
        payload: dict[str, Json] = {"by": self._by, "act": act, "task": f"implement:{self._number}", **facts}
        self._context.emit("agent.tool", payload, key=f"tool:{self._number}:{at}")

    async def ask(self, question: str) -> str:
        if self._asking is None:
            return ""
        answer = await self._context.wait_for(f"clarification:{self._number}", self._asking(question=question))
        decision = gates.decision_of("clarification", answer)
        return decision.comment if decision.decision == "approve" else ""
