"""What answers where no model is set up: nothing. Chosen by app.bootstrap until there is one."""

from __future__ import annotations

from collections.abc import AsyncIterator

from engines.kernel.llm import Answer, Ask, Delta, Foreseen, NoModel, Outcome, TaskKind


class NoModels:
    """A `LanguageModels` without models."""

    def foresee(self, task: TaskKind, *, private: bool = False) -> Foreseen | None:
        return None

    async def ask(self, ask: Ask) -> Answer:
        raise NoModel("no language model is set up")

    async def stream(self, ask: Ask) -> AsyncIterator[Delta]:
        raise NoModel("no language model is set up")
        yield Delta()

    def learn(self, call: int, outcome: Outcome) -> None:
        raise NoModel("no language model is set up")
