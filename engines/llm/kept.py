"""Answers that are kept: to the same question at temperature 0 the same answer, without asking again. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from engines.kernel.llm import Answer, Ask, ToolCall, Usage


def digest(ask: Ask) -> str:
    """SHA-256 of all that decides what an answer is; on whose behalf it is asked does not."""
    said = {
        "turns": [
            [turn.role, turn.text, turn.answers, [[call.id, call.name, dict(call.arguments)] for call in turn.calls]]
            for turn in ask.turns
        ],
        "tools": [[tool.name, tool.description, dict(tool.parameters)] for tool in ask.tools],
        "schema": ask.schema,
        "rest": [
            ask.task,
            ask.suffix,
            ask.longest,
            ask.temperature,
            list(ask.stop),
            ask.effort,
            ask.model,
            ask.private,
        ],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=list).encode()).hexdigest()


def may_keep(ask: Ask, answer: Answer) -> bool:
    """Whether an answer is worth keeping: whole, and to a question that leaves nothing to chance."""
    return ask.temperature == 0 and answer.finish in ("stop", "tools")


def dump(answer: Answer) -> str:
    return json.dumps(asdict(answer))


def parse(text: str) -> Answer:
    """The answer that `dump` wrote."""
    said = json.loads(text)
    calls = [ToolCall(**call) for call in said.pop("calls")]
    return Answer(**{**said, "calls": calls, "usage": Usage(**said["usage"])})
