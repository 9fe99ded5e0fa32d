"""OpenAI's chat completions and embeddings, which Azure, Groq, Hugging Face, vLLM and llama.cpp's server speak as well.

Source: OpenAI API reference, "Create chat completion", "The chat completion chunk object", "Embeddings", "Error codes";
vLLM "OpenAI-compatible server"; llama.cpp tools/server README; Azure OpenAI REST reference 2024-10-21 (the deployment in
the path); Hugging Face "Inference Providers, chat completion". A stream ends with `data: [DONE]`; with
`stream_options.include_usage` the chunk before it has no choices and carries the usage.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.model_server.model import Reply, Request


class OpenAI:
    """`POST .../chat/completions`."""

    name = "openai"

    def model_of(self, request: Request) -> str | None:
        if not request.path.endswith("/chat/completions"):
            return None
        deployment = request.path.partition("/deployments/")[2].partition("/")[0]
        return deployment or str(request.body.get("model", ""))

    def streams(self, request: Request) -> str:
        return "text/event-stream" if request.body.get("stream") else ""

    def pieces(self, reply: Reply, request: Request) -> Iterator[bytes]:
        yield _chunk(request, {"role": "assistant", "content": ""})
        for word in reply.words(request.body):
            yield _chunk(request, {"content": word})
        for n, (name, arguments) in enumerate(reply.calls):
            text = json.dumps(arguments)
            half = len(text) // 2
            first = {
                "index": n,
                "id": f"call_{n}",
                "type": "function",
                "function": {"name": name, "arguments": text[:half]},
            }
            yield _chunk(request, {"tool_calls": [first]})
            yield _chunk(request, {"tool_calls": [{"index": n, "function": {"arguments": text[half:]}}]})
        yield _chunk(request, {}, finish=_finish(reply))
        if (request.body.get("stream_options") or {}).get("include_usage"):
            yield _event({**_envelope(request, "chat.completion.chunk"), "choices": [], "usage": _usage(reply)})
        yield b"data: [DONE]\n\n"

    def whole(self, reply: Reply, request: Request) -> Mapping[str, Any]:
        calls = [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
            for n, (name, arguments) in enumerate(reply.calls)
        ]
        message = {"role": "assistant", "content": "".join(reply.words(request.body)) or None}
        choice = {"index": 0, "message": {**message, **({"tool_calls": calls} if calls else {})}}
        return {
            **_envelope(request, "chat.completion"),
            "choices": [{**choice, "finish_reason": _finish(reply)}],
            "usage": _usage(reply),
        }

    def fault(self, reply: Reply) -> Mapping[str, Any]:
        kinds = {401: "invalid_api_key", 429: "rate_limit_exceeded", 400: "invalid_request_error"}
        code = "context_length_exceeded" if "maximum context length" in reply.message else kinds.get(reply.status)
        return {"error": {"message": reply.message, "type": kinds.get(reply.status, "server_error"), "code": code}}

    def garbled(self) -> bytes:
        return b'data: {"id": "chatcmpl-1", "choices": [{"delta": \n\n'


class Embeddings:
    """`POST .../embeddings`: vectors of three numbers that tell texts apart by their length."""

    name = "embeddings"

    def model_of(self, request: Request) -> str | None:
        return str(request.body.get("model", "")) if request.path.endswith("/embeddings") else None

    def streams(self, request: Request) -> str:
        return ""

    def pieces(self, reply: Reply, request: Request) -> Iterator[bytes]:
        raise NotImplementedError

    def whole(self, reply: Reply, request: Request) -> Mapping[str, Any]:
        given = request.body["input"]
        texts = [given] if isinstance(given, str) else given
        rows = [{"object": "embedding", "index": n, "embedding": [len(t), 1.0, n]} for n, t in enumerate(texts)]
        tokens = sum(len(text) for text in texts)
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return {"object": "list", "data": rows, "model": request.body["model"], "usage": usage}

    def fault(self, reply: Reply) -> Mapping[str, Any]:
        return OpenAI().fault(reply)

    def garbled(self) -> bytes:
        raise NotImplementedError


def _envelope(request: Request, kind: str) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": kind,
        "created": 1700000000,
        "service_tier": "default",
        "model": request.body.get("model", "deployed"),
    }


def _chunk(request: Request, delta: Mapping[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _event({**_envelope(request, "chat.completion.chunk"), "choices": [choice]})


def _event(value: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def _finish(reply: Reply) -> str:
    return "tool_calls" if reply.calls else reply.finish


def _usage(reply: Reply) -> dict[str, Any]:
    return {
        "prompt_tokens": reply.read,
        "completion_tokens": reply.written,
        "total_tokens": reply.read + reply.written,
        "prompt_tokens_details": {"cached_tokens": reply.cached},
    }
