"""Questions, deployments and whole houses of models, as the tests of this folder need them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engines.edges.kept_texts import KeptTexts
from engines.kernel.llm import Ask, Tool, Turn
from engines.llm import Fleet, RoutedModels
from engines.llm.model import Deployment, Facts, Price, Provider
from engines.workflow import StoredBudgets, StoredEvents, StoredLedger
from tests.model_server import ModelServer

PLANTED = "sk-planted-0123456789abcdef"
FACTS = Facts(
    context=8192, longest=1024, tools=True, json=True, price=Price(read=1.0, written=5.0, cached=0.1), tier="large"
)
PATHS: dict[Provider, str] = {
    "openai": "/v1",
    "groq": "/openai/v1",
    "huggingface": "/v1/chat/completions",
    "vllm": "/v1",
    "llamacpp": "/v1",
    "compatible": "/v1",
}
NAMES: dict[Provider, str] = {
    "anthropic": "claude-sonnet-4-5",
    "bedrock": "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "gemini": "gemini-2.5-flash",
    "vertex": "gemini-2.5-flash",
    "groq": "openai/gpt-oss-20b",
}
READ_FILE = Tool(
    name="read_file",
    description="The text of a file.",
    parameters={"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"]},
)
NUMBER = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": False}


@dataclass
class Clock:
    """Seconds that go on by themselves and by hand."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@dataclass(kw_only=True)
class House:
    """The models of an engine with all that they stand on."""

    models: RoutedModels
    fleet: Fleet
    ledger: StoredLedger
    budgets: StoredBudgets
    events: StoredEvents
    answers: KeptTexts
    clock: Clock = field(default_factory=Clock)

    def ends(self) -> list[tuple[str, str]]:
        """Model and end of every call, the first one first."""
        return [(record.model, record.end) for record in reversed(self.ledger.latest(100))]


def at(server: ModelServer, provider: Provider = "compatible", model: str = "", **more: Any) -> Deployment:
    """A deployment whose provider is the stub server."""
    model = model or NAMES.get(provider, "m")
    facts = replace(FACTS, **{name: more.pop(name) for name in list(more) if hasattr(FACTS, name)})
    region = "a-project/us-central1" if provider == "vertex" else ""
    base = server.url + PATHS.get(provider, "")
    named = {"name": f"{provider}/{model}", "region": region, **more}
    return Deployment(provider=provider, model=model, facts=facts, base=base, **named)


def ask(text: str = "Say hello.", *, turns: Sequence[Turn] = (), **more: Any) -> Ask:
    """A short question."""
    said = turns or [Turn(role="system", text="Be brief."), Turn(role="user", text=text)]
    return Ask(**{"task": "explain", "turns": said, "timeout": 20.0, "temperature": 0.3, **more})
