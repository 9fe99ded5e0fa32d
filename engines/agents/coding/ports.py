"""What an agent that writes code needs around it (adapters: app.services.implementing)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from engines.agents.coding.model import Tested
from engines.kernel.events import Json
from engines.kernel.llm import PromptUse, Turn

T = TypeVar("T")


class Prompts(Protocol):
    """Turns for a task, made from the version of a prompt that is tried now (engines.prompts.PromptBook)."""

    def render(
        self, prompt: str, inputs: Mapping[str, object], context: Mapping[str, str]
    ) -> tuple[Sequence[Turn], PromptUse]: ...


class Bench(Protocol):
    """Where a change is tried: a copy of the project, thrown away afterwards; nothing of it reaches the project."""

    async def test(self, changes: Mapping[str, str], only: Sequence[str] = ()) -> Tested:
        """Runs all tests, or those `only`, with these files in the place of the project's; they are not kept."""
        ...

    async def run(self, changes: Mapping[str, str], command: str) -> str:
        """Runs a command in the sandbox within a copy with these files; its output, shortened."""
        ...


class Journal(Protocol):
    """Makes the agent's work durable, tells what it does, and asks the person it works for."""

    async def step(self, name: str, work: Callable[[], Awaitable[T]]) -> T:
        """Does work once; after a kill its stored result is given instead. Results are JSON."""
        ...

    def tell(self, act: str, facts: Mapping[str, Json]) -> None:
        """An event: which tool was used on what, and how it ended."""
        ...

    async def ask(self, question: str) -> str:
        """A person's answer, or '' where nobody can be asked."""
        ...
