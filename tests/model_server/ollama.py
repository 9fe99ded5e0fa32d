"""Ollama's chat and generate.

Source: Ollama docs/api.md, "Generate a chat completion", "Generate a completion", "Show Model Information": streams are
JSON objects by line; counts come with the last one as `prompt_eval_count` and `eval_count`; arguments of tools are objects.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.model_server.model import Reply, Request

PATHS = ("/api/chat", "/api/generate", "/api/show")


class Ollama:
    """`POST /api/chat`, `/api/generate` and `/api/show`."""

    name = "ollama"

    def model_of(self, request: Request) -> str | None:
        if not request.path.endswith(PATHS):
            return None
        return "show:" if request.path.endswith("/api/show") else str(request.body.get("model", ""))

    def streams(self, request: Request) -> str:
        if request.path.endswith("/api/show"):
            return ""
        return "application/x-ndjson" if request.body.get("stream", True) else ""

    def pieces(self, reply: Reply, request: Request) -> Iterator[bytes]:
        for word in reply.words(request.body):
            yield _line(request, word, done=False)
        yield _line(request, "", done=True, **_end(reply, request))

    def whole(self, reply: Reply, request: Request) -> Mapping[str, Any]:
        if request.path.endswith("/api/show"):
            return {"capabilities": ["completion", "tools"], "model_info": {"llama.context_length": 8192}}
        text = "".join(reply.words(request.body))
        return json.loads(_line(request, text, done=True, **_end(reply, request)))  # type: ignore[no-any-return]

    def fault(self, reply: Reply) -> Mapping[str, Any]:
        return {"error": reply.message}

    def garbled(self) -> bytes:
        return b'{"model": "m", "message": \n'


def _end(reply: Reply, request: Request) -> dict[str, Any]:
    calls = [{"function": {"name": name, "arguments": arguments}} for name, arguments in reply.calls]
    counts = {"done_reason": reply.finish, "prompt_eval_count": reply.read, "eval_count": reply.written}
    chat = request.path.endswith("/api/chat")
    message = {"role": "assistant", "content": "", "tool_calls": calls}
    return {**counts, **({"message": message} if chat and calls else {})}


def _line(request: Request, text: str, *, done: bool, **more: Any) -> bytes:
    chat = request.path.endswith("/api/chat")
    said = {"message": {"role": "assistant", "content": text}} if chat else {"response": text}
    head = {"model": request.body["model"], "created_at": "2026-01-01T00:00:00Z"}
    return json.dumps({**head, **said, "done": done, **more}).encode() + b"\n"
