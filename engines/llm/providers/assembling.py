"""Puts an answer together from the pieces that litellm streams: text, calls of tools, usage, and how it ended. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engines.kernel.llm import Answer, Finish, ToolCall, Usage
from engines.llm.model import BrokenOff

FINISHES: Mapping[str, Finish] = {
    "stop": "stop",
    "length": "length",
    "tool_calls": "tools",
    "function_call": "tools",
    "content_filter": "refused",
}


@dataclass
class Assembly:
    """The answer of the model `name` so far."""

    name: str
    texts: list[str] = field(default_factory=list)
    calls: dict[int, dict[str, str]] = field(default_factory=dict)
    finish: str = ""
    usage: Usage = field(default_factory=Usage)
    told: bool = False

    def take(self, chunk: Any) -> str:
        """Adds a chunk; returns the text in it."""
        if usage := getattr(chunk, "usage", None):
            self.usage, self.told = _usage(usage), getattr(usage, "prompt_tokens_details", None) is not None
        if not chunk.choices:
            return ""
        choice = chunk.choices[0]
        self.finish = choice.finish_reason or self.finish
        for call in choice.delta.tool_calls or []:
            kept = self.calls.setdefault(call.index, {"id": "", "name": "", "arguments": ""})
            kept["id"] = call.id or kept["id"]
            kept["name"] = call.function.name or kept["name"]
            kept["arguments"] += call.function.arguments or ""
        text = str(choice.delta.content or "")
        if text:
            self.texts.append(text)
        return text

    def ended(self, stream: Any) -> bool:
        """Whether the provider itself has said that this is the end: the library says so of every stream that ends.

        It notes the reason that came, but for Google's, where only a provider's own usage has details.
        """
        return getattr(stream, "received_finish_reason", None) is not None or self.told

    @property
    def begun(self) -> bool:
        return bool(self.texts or self.calls)

    def answer(self, seconds: float) -> Answer:
        """The whole; BrokenOff when calls can't be read or there is nothing at all."""
        calls = [_call(self.name, self.calls[index]) for index in sorted(self.calls)]
        finish: Finish = "tools" if calls else FINISHES.get(self.finish, "stop")
        text = "".join(self.texts)
        if not text and not calls and finish == "stop" and not self.usage.written:
            raise BrokenOff(f"The answer of {self.name} broke off.", hint="Ask again.")
        usage = Usage(read=self.usage.read, written=self.usage.written, cached=self.usage.cached, seconds=seconds)
        return Answer(call=0, model=self.name, text=text, finish=finish, usage=usage, calls=calls)


def _call(name: str, said: Mapping[str, str]) -> ToolCall:
    try:
        arguments = json.loads(said["arguments"] or "{}")
    except ValueError:
        arguments = None
    if not isinstance(arguments, dict) or not said["name"]:
        raise BrokenOff(f"{name} called a tool with arguments that are no JSON object.", hint="Ask again.")
    return ToolCall(id=said["id"] or said["name"], name=said["name"], arguments=arguments)


def _usage(said: Any) -> Usage:
    details = getattr(said, "prompt_tokens_details", None)
    cached = int(getattr(details, "cached_tokens", 0) or 0)
    return Usage(read=int(said.prompt_tokens or 0), written=int(said.completion_tokens or 0), cached=cached)
