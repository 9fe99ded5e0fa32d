"""How many tokens a question has, without a tokenizer: a likely count, and a bound that no tokenizer passes. Pure.

A tokenizer that works on bytes, as all those in use do or fall back to, makes at most one token of a byte.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from engines.kernel.llm import Ask, Tool, Turn

BYTES_A_TOKEN = 3.2
"""English prose has about 4.2, code about 3.2, German about 3.5."""
AROUND_TURN = 12
AROUND_TOOLS = 800
"""What templates of chats put around a turn, and providers around tools (Anthropic: up to some 700 tokens), at most."""


def likely(ask: Ask) -> int:
    """About how many tokens are read."""
    tools = 200 if ask.tools else 0
    return round(_bytes(ask) / BYTES_A_TOKEN) + 4 * len(ask.turns) + tools


def most(ask: Ask) -> int:
    """How many tokens are read at most."""
    return _bytes(ask) + AROUND_TURN * (len(ask.turns) + 1) + (AROUND_TOOLS if ask.tools or ask.schema else 0)


def of_text(text: str) -> int:
    """About how many tokens a text has."""
    return round(len(text.encode()) / BYTES_A_TOKEN)


def _bytes(ask: Ask) -> int:
    schema = json.dumps(ask.schema) if ask.schema is not None else ""
    return _turns(ask.turns) + _tools(ask.tools) + len(schema.encode()) + len((ask.suffix or "").encode())


def _turns(turns: Sequence[Turn]) -> int:
    calls = (json.dumps(dict(call.arguments)) + call.name for turn in turns for call in turn.calls)
    return sum(len(turn.text.encode()) for turn in turns) + sum(len(call.encode()) for call in calls)


def _tools(tools: Sequence[Tool]) -> int:
    return sum(len((tool.name + tool.description + json.dumps(dict(tool.parameters))).encode()) for tool in tools)
