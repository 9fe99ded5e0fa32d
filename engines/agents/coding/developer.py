"""An agent that builds one requirement with a language model: write, test, repair, prove. Called by app.services.implementing.

Its steps are durable: answers and test runs are stored, and everything between is computed anew from them after a kill.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from engines.agents.coding.applying import applied
from engines.agents.coding.model import Bounds, Ended, Said, Task, Tested, Wish, Work
from engines.agents.coding.overview import overview, relevant, shown, tokens
from engines.agents.coding.ports import Bench, Journal, Prompts
from engines.agents.coding.refusing import refused
from engines.agents.coding.tools import TOOLS, Toolbox, told, try_tests, wish_of
from engines.agents.coding.understanding import is_cut_off, understood
from engines.kernel.errors import QuantumLayerError
from engines.kernel.llm import (
    Answer,
    Ask,
    BudgetSpent,
    Foreseen,
    LanguageModels,
    Origin,
    Outcome,
    PromptUse,
    TaskKind,
    ToolCall,
    Turn,
    Usage,
)

LONGEST = {"small": 3000, "medium": 6000, "large": 12_000}
UNREADABLE = "No edit was found in your answer. Answer with edits in the form that you were shown."
CUT_OFF = "Your answer was cut off. Give fewer or shorter edits; those of the last answer were not applied."
PROVES_NOTHING = "The tests in {file} pass without your change too, so they prove nothing. Make them fail when the change is missing."
NO_TEST = "There is no test in {file} yet. Write one that fails without your change."


class _Stopped(Exception):
    """No answer came, and none will."""

    def __init__(self, ended: Ended, why: str) -> None:
        super().__init__(why)
        self.ended, self.why = ended, why


@dataclass(frozen=True, kw_only=True)
class Developer:
    """A developer at work with a model. `origin` says on whose behalf."""

    models: LanguageModels
    prompts: Prompts
    bench: Bench
    journal: Journal
    origin: Origin
    private: bool = False
    bounds: Bounds = field(default_factory=Bounds)

    async def build(self, task: Task) -> Work:
        """The change that builds a task and the tests that prove it, or why there is none."""
        foreseen = self.models.foresee("write_code", private=self.private)
        if foreseen is None:
            return Work(ended="no_model", why="no language model is set up for writing code")
        return await _Session(developer=self, task=task, foreseen=foreseen).done()


@dataclass(kw_only=True)
class _Session:
    """One task from the first question to its end."""

    developer: Developer
    task: Task
    foreseen: Foreseen
    turns: list[Turn] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    untold: list[int] = field(default_factory=list)
    rounds: int = 0
    cost: int = 0
    asked: int = 0
    use: PromptUse | None = None
    proofs: Sequence[str] = ()

    async def done(self) -> Work:
        tools = Toolbox(
            task=self.task, bench=self.developer.bench, journal=self.developer.journal, files=dict(self.task.files)
        )
        turns, self.use = self._first()
        self.turns = list(turns)
        try:
            return await self._rounds(tools)
        except _Stopped as stop:
            return self._ended(stop.ended, stop.why)

    async def _rounds(self, tools: Toolbox) -> Work:
        why = ""
        while self.rounds <= self.developer.bounds.repairs:
            if self.cost >= self.developer.bounds.cost:
                return self._ended("budget", f"the budget of this task is spent after {self.rounds} rounds")
            answer = await self._answer("fix_test" if self.rounds else "write_code")
            said = understood(answer.text)
            wishes = [wish for call in answer.calls if (wish := wish_of(call))] or list(said.wishes)
            if (wishes or answer.calls) and tools.used < self.developer.bounds.wishes:
                await self._grant(tools, answer, wishes)
                continue
            why = await self._try(tools, answer, said)
            if not why:
                return self._proved(tools)
            self._learn(0.0)
            self.rounds += 1
            self._repair(why)
        return self._ended("gave_up", f"after {self.rounds} rounds: {why.splitlines()[0][:300]}")

    async def _try(self, tools: Toolbox, answer: Answer, said: Said) -> str:
        """Applies the edits of an answer and tests them; what is wrong, in words for the model, or nothing."""
        if answer.finish == "length" or is_cut_off(answer.text):
            return self._refuse(CUT_OFF)
        if not said.edits:
            return self._refuse(UNREADABLE)
        result = applied(said.edits, tools.files)
        if result.faults:
            return self._refuse("\n\n".join(result.faults))
        faults = refused(self.task.files, result.files, locked=self.task.locked)
        if faults:
            return self._refuse("\n".join(faults))
        tools.files = result.files
        self.developer.journal.tell(
            "edit", {"tool": "edit", "given": ", ".join(dict.fromkeys(e.path for e in said.edits))}
        )
        outcome = await try_tests(tools, f"test:{self.rounds}", (), frozenset())
        if outcome.failures:
            return told(outcome)
        return await self._lacking(tools, outcome)

    async def _lacking(self, tools: Toolbox, outcome: Tested) -> str:
        """What the proof lacks: a test of its own that fails without the change."""
        mine = {name for name in outcome.passed if name.split("::")[0] == self.task.test_file}
        if not mine:
            return NO_TEST.format(file=self.task.test_file)
        code = frozenset(path for path in tools.changes if not path.startswith("tests/"))
        without = await try_tests(tools, f"proof:{self.rounds}", (self.task.test_file,), code)
        self.proofs = sorted({name.split("[")[0] for name in mine - set(without.passed)})
        return "" if self.proofs else PROVES_NOTHING.format(file=self.task.test_file)

    def _proved(self, tools: Toolbox) -> Work:
        self._learn(1.0)
        return self._ended("built", f"built in {self.rounds + 1} rounds", files=tools.changes, tests=self.proofs)

    def _refuse(self, why: str) -> str:
        self.developer.journal.tell("refused", {"tool": "edit", "given": "", "why": why[:400]})
        return why

    async def _grant(self, tools: Toolbox, answer: Answer, wishes: Sequence[Wish]) -> None:
        """Answers the wishes of a turn, each by its call where the model uses calls."""
        answers = [await tools.grant(wish) for wish in wishes]
        if answer.calls:
            given = iter(answers)
            for call in answer.calls:
                text = next(given, "") if wish_of(call) else f"There is no tool '{call.name}' that takes this."
                self.turns.append(Turn(role="tool", text=text, answers=call.id))
            return
        parts = [f"{wish.tool.upper()} {wish.given}\n{text}" for wish, text in zip(wishes, answers, strict=True)]
        self.turns.append(Turn(role="user", text="\n\n".join(parts)))

    async def _answer(self, kind: TaskKind) -> Answer:
        self.asked += 1
        ask = Ask(
            task=kind,
            turns=tuple(self._fitting()),
            tools=tuple(TOOLS.values()) if self.foreseen.tools else (),
            longest=LONGEST[self.foreseen.strength],
            prompt=self.use,
            origin=self.developer.origin,
            private=self.developer.private,
        )

        async def work() -> dict[str, object]:
            try:
                return stored(await self.developer.models.ask(ask))
            except BudgetSpent as error:
                return {"ended": "budget", "why": str(error)}
            except QuantumLayerError as error:
                return {"ended": "no_model", "why": str(error)}

        row = await self.developer.journal.step(f"answer:{self.asked}", work)
        if "ended" in row:
            raise _Stopped(cast(Ended, row["ended"]), str(row["why"]))
        answer = restored(row)
        self.cost += answer.usage.cost
        self.calls.append(answer.call)
        self.untold.append(answer.call)
        self.turns.append(Turn(role="assistant", text=answer.text, calls=answer.calls))
        return answer

    def _first(self) -> tuple[Sequence[Turn], PromptUse]:
        room = self.foreseen.context - LONGEST[self.foreseen.strength]
        said = self.task.requirement
        chosen = relevant(self.task.files, said, budget=max(800, room // 3))
        inputs = {
            "requirement": said,
            "rules": "\n".join(f"- {rule}" for rule in self.task.rules),
            "map": overview(self.task.files, said, budget=max(400, room // 8)),
            "files": shown(self.task.files, chosen),
            "test_file": self.task.test_file,
        }
        return self.developer.prompts.render("write-code", inputs, {"strength": self.foreseen.strength})

    def _fitting(self) -> list[Turn]:
        """The conversation within the model's context: the first two turns always, then the newest that fit."""
        room = self.foreseen.context - LONGEST[self.foreseen.strength]
        first, later = self.turns[:2], self.turns[2:]
        room -= sum(tokens(turn.text) for turn in first)
        kept: list[Turn] = []
        for turn in reversed(later):
            room -= tokens(turn.text)
            if room < 0 and kept:
                break
            kept.insert(0, turn)
        while kept and kept[0].role == "tool":  # its call would be missing
            kept.pop(0)
        return [*first, *kept]

    def _repair(self, why: str) -> None:
        turns, self.use = self.developer.prompts.render(
            "fix-tests", {"faults": why}, {"strength": self.foreseen.strength}
        )
        self.turns.append(Turn(role="user", text="\n\n".join(turn.text for turn in turns)))

    def _learn(self, worth: float) -> None:
        """Tells what the answers since the last time were worth."""
        for call in self.untold:
            self.developer.models.learn(call, Outcome(worth=worth, shown_by="tests"))
        self.untold.clear()

    def _ended(
        self, ended: Ended, why: str, *, files: Mapping[str, str] | None = None, tests: Sequence[str] = ()
    ) -> Work:
        return Work(
            ended=ended,
            why=why,
            files=files or {},
            tests=tests,
            rounds=self.rounds + 1,
            cost=self.cost,
            model=self.foreseen.model,
            calls=tuple(self.calls),
        )


def stored(answer: Answer) -> dict[str, object]:
    """An answer as JSON values, as a durable step keeps it."""
    return {
        "call": answer.call,
        "model": answer.model,
        "text": answer.text,
        "finish": answer.finish,
        "usage": vars(answer.usage),
        "calls": [{"id": call.id, "name": call.name, "arguments": dict(call.arguments)} for call in answer.calls],
        "value": answer.value,
    }


def restored(row: Mapping[str, object]) -> Answer:
    """The answer that `stored` wrote."""
    calls = tuple(ToolCall(**call) for call in row["calls"])  # type: ignore[attr-defined]
    usage = Usage(**row["usage"])  # type: ignore[arg-type]
    rest = {name: value for name, value in row.items() if name not in ("calls", "usage")}
    return Answer(calls=calls, usage=usage, **rest)  # type: ignore[arg-type]
