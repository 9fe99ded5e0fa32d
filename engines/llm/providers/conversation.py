"""A question as litellm wants it: turns as messages, tools and a schema as providers name them. Pure."""

from __future__ import annotations

import json
from typing import Any

from engines.kernel.llm import Ask, Tool, Turn
from engines.llm.model import Facts


def question(ask: Ask, facts: Facts) -> dict[str, Any]:
    """The arguments of a call that say what is asked and how."""
    said: dict[str, Any] = {
        "messages": [_message(turn) for turn in ask.turns],
        "max_tokens": min(ask.longest, facts.longest),
        "temperature": ask.temperature,
    }
    if ask.tools:
        said["tools"] = [_tool(tool) for tool in ask.tools]
    if ask.stop:
        said["stop"] = list(ask.stop)
    if ask.schema is not None and facts.json:
        shape = {"name": "answer", "schema": dict(ask.schema), "strict": False}
        said["response_format"] = {"type": "json_schema", "json_schema": shape}
    return said


def _message(turn: Turn) -> dict[str, Any]:
    match turn.role:
        case "tool":
            return {"role": "tool", "tool_call_id": turn.answers, "content": turn.text}
        case "assistant" if turn.calls:
            calls = [
                {
                    "id": call.id,
                    "type": "function",
                    "function": {"name": call.name, "arguments": json.dumps(dict(call.arguments))},
                }
                for call in turn.calls
            ]
            return {"role": "assistant", "content": turn.text or None, "tool_calls": calls}
    return {"role": turn.role, "content": turn.text}


def _tool(tool: Tool) -> dict[str, Any]:
    described = {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}
    return {"type": "function", "function": described}
