"""What is asked of a language model and what it answers: values, and the port (adapter: engines.llm).

The reader, agents and faces' services ask through `LanguageModels` and never learn which model answers before it did.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from engines.kernel.errors import Denied, QuantumLayerError, Unavailable
from engines.kernel.events import Json

TaskKind = Literal["read_requirement", "design", "write_code", "fix_test", "review", "explain", "complete"]
Finish = Literal["stop", "length", "tools", "refused"]


@dataclass(frozen=True, kw_only=True)
class ToolCall:
    """A tool that the model wants called, with arguments that fit the tool's parameters."""

    id: str
    name: str
    arguments: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One turn of a conversation. `answers` names the call whose result a turn of the role "tool" holds."""

    role: Literal["system", "user", "assistant", "tool"]
    text: str
    calls: Sequence[ToolCall] = ()
    answers: str = ""


@dataclass(frozen=True, kw_only=True)
class Tool:
    """Something the model may ask to have done; `parameters` is a JSON Schema of an object."""

    name: str
    description: str
    parameters: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True)
class PromptUse:
    """Which prompt the turns were made from: its name, the number of its version and the SHA-256 of its text."""

    name: str
    version: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Origin:
    """On whose behalf something is asked, for the ledger and the budgets; empty where there is none."""

    project: str = ""
    run: str = ""
    agent: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question to whichever model the router chooses.

    `schema` (JSON Schema) asks for an answer in JSON that is checked against it; `suffix` for the text between the last
    turn and it (task "complete"). `private`: only a model on this machine may see it. `model` overrides the router.
    `effort` is what a person chose: the cheapest good enough, the fastest, or the best there is. `timeout` in seconds.
    """

    task: TaskKind
    turns: Sequence[Turn]
    tools: Sequence[Tool] = ()
    schema: Mapping[str, Json] | None = None
    suffix: str | None = None
    longest: int = 2048
    temperature: float = 0.0
    stop: Sequence[str] = ()
    prompt: PromptUse | None = None
    origin: Origin = field(default_factory=Origin)
    effort: Literal["cheapest", "fastest", "best"] | None = None
    private: bool = False
    model: str = ""
    timeout: float = 120.0


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What a call took: tokens in and out, those of the input that a provider had cached, micro-dollars, seconds."""

    read: int = 0
    written: int = 0
    cached: int = 0
    cost: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a model said. `value` is the JSON that was asked for by `Ask.schema`; `call` is its number in the ledger."""

    call: int
    model: str
    text: str
    finish: Finish
    usage: Usage
    calls: Sequence[ToolCall] = ()
    value: Json = None


@dataclass(frozen=True, kw_only=True)
class Delta:
    """A piece of an answer in the making; the last one carries the whole answer."""

    text: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How good an answer proved to be, told afterwards: 1 for good, 0 for bad, and what showed it."""

    worth: float
    shown_by: Literal["tests", "review", "kept", "schema", "person", "benchmark"]


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """The model that would be asked: its strength, how many tokens it takes in and may give together, what it can do."""

    model: str
    strength: Literal["small", "medium", "large"]
    context: int
    tools: bool = False
    local: bool = False


class NoModel(Unavailable):
    """There is no model for this: none is set up, or none that may be asked."""


class BudgetSpent(Denied):
    """Asking would pass a budget; nothing was asked."""


class BadAnswer(QuantumLayerError):
    """A model answered, several times, what cannot be used."""


class LanguageModels(Protocol):
    """Whatever answers; cancelling the caller's task cancels the request."""

    def foresee(self, task: TaskKind, *, private: bool = False) -> Foreseen | None:
        """Which model would be asked now, so that the question can be made for it; None when there is none."""
        ...

    async def ask(self, ask: Ask) -> Answer:
        """The whole answer; NoModel, BudgetSpent, BadAnswer, Unavailable when every model failed."""
        ...

    def stream(self, ask: Ask) -> AsyncIterator[Delta]:
        """The answer piece by piece; closing the iterator ends the request."""
        ...

    def learn(self, call: int, outcome: Outcome) -> None:
        """Tells how good the answer of a call was; the router and the experiments with prompts go by it."""
        ...


class Completer(Protocol):
    """One model behind one provider, as the router asks it (adapters: engines.llm.providers, local_models)."""

    def complete(self, model: str, ask: Ask) -> AsyncIterator[Delta]:
        """The answer of that model; Retryable for a limit, Unavailable when it can't be reached, Denied for a wrong key."""
        ...
