"""A `LanguageModels` whose answers a test writes down beforehand; the double that stands beside the port.

An answer is a text, a value for a schema, tool calls, or an error to be raised.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engines.kernel.llm import Answer, Ask, Delta, Finish, Foreseen, NoModel, Outcome, TaskKind, ToolCall, Usage

SHOUTING = """app/shouting.py
<<<<<<< SEARCH
=======
\"\"\"What is called out at the front desk.\"\"\"


def shouted(title: str) -> str:
    \"\"\"A title as it is called out.\"\"\"
    return f"{title.upper()}!"
>>>>>>> REPLACE

tests/test_titles_are_shouted_at_the_front_desk.py
<<<<<<< SEARCH
=======
from app.shouting import shouted


def test_titles_are_called_out_loud() -> None:
    assert shouted("Emma") == "EMMA!"
>>>>>>> REPLACE
"""
"""What a model writes for the sentence 'Titles are shouted at the front desk.': code, and a test that fails without it."""


@dataclass(frozen=True, kw_only=True)
class Scripted:
    """One prepared answer."""

    text: str = ""
    value: Any = None
    calls: Sequence[ToolCall] = ()
    finish: Finish = "stop"
    cost: int = 100


@dataclass
class ScriptedModels:
    """Gives its answers in order; for reviews, which may come any time, `review` is given."""

    answers: list[Scripted | Exception]
    foreseen: Foreseen | None = field(
        default_factory=lambda: Foreseen(model="scripted", strength="large", context=32_000)
    )
    review: Any = None
    asked: list[Ask] = field(default_factory=list)
    learned: list[tuple[int, Outcome]] = field(default_factory=list)

    def foresee(self, task: TaskKind, *, private: bool = False) -> Foreseen | None:
        return self.foreseen

    async def ask(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        if ask.task == "review" and self.review is not None:
            return self._answer(Scripted(value=self.review))
        if not self.answers:
            raise NoModel("the script has ended")
        given = self.answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return self._answer(given)

    async def stream(self, ask: Ask) -> AsyncIterator[Delta]:
        yield Delta(answer=await self.ask(ask))

    def learn(self, call: int, outcome: Outcome) -> None:
        self.learned.append((call, outcome))

    def _answer(self, given: Scripted) -> Answer:
        return Answer(
            call=len(self.asked),
            model="scripted",
            text=given.text,
            finish=given.finish,
            usage=Usage(cost=given.cost),
            calls=tuple(given.calls),
            value=given.value,
        )
