"""Anthropic's messages.

Source: Anthropic API reference, "Messages", "Streaming Messages" (the order of events, `ping`, `input_json_delta`),
"Errors" (the shape of an error, 529 `overloaded_error`), "Prompt caching" (`input_tokens` leaves out what was cached).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.model_server.model import Reply, Request

FINISHES = {"stop": "end_turn", "length": "max_tokens", "refused": "refusal"}


class Anthropic:
    """`POST /v1/messages`."""

    name = "anthropic"

    def model_of(self, request: Request) -> str | None:
        return str(request.body.get("model", "")) if request.path.endswith("/v1/messages") else None

    def streams(self, request: Request) -> str:
        return "text/event-stream" if request.body.get("stream") else ""

    def pieces(self, reply: Reply, request: Request) -> Iterator[bytes]:
        start = {**self.whole(reply, request), "content": [], "stop_reason": None}
        yield _event("message_start", message={**start, "usage": {**_usage(reply), "output_tokens": 1}})
        yield _event("ping")
        index = 0
        if words := reply.words(request.body):
            yield _event("content_block_start", index=index, content_block={"type": "text", "text": ""})
            for word in words:
                yield _event("content_block_delta", index=index, delta={"type": "text_delta", "text": word})
            yield _event("content_block_stop", index=index)
            index += 1
        for n, (name, arguments) in enumerate(reply.calls):
            block = {"type": "tool_use", "id": f"toolu_{n}", "name": name, "input": {}}
            yield _event("content_block_start", index=index, content_block=block)
            text = json.dumps(arguments)
            for part in (text[: len(text) // 2], text[len(text) // 2 :]):
                yield _event(
                    "content_block_delta", index=index, delta={"type": "input_json_delta", "partial_json": part}
                )
            yield _event("content_block_stop", index=index)
            index += 1
        delta = {"stop_reason": _finish(reply), "stop_sequence": None}
        yield _event("message_delta", delta=delta, usage={"output_tokens": reply.written})
        yield _event("message_stop")

    def whole(self, reply: Reply, request: Request) -> Mapping[str, Any]:
        text = "".join(reply.words(request.body))
        content: list[Mapping[str, Any]] = [{"type": "text", "text": text}] if text else []
        content += [
            {"type": "tool_use", "id": f"toolu_{n}", "name": name, "input": arguments}
            for n, (name, arguments) in enumerate(reply.calls)
        ]
        return {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": request.body["model"],
            "content": content,
            "stop_reason": _finish(reply),
            "stop_sequence": None,
            "usage": _usage(reply),
        }

    def fault(self, reply: Reply) -> Mapping[str, Any]:
        kinds = {
            401: "authentication_error",
            429: "rate_limit_error",
            529: "overloaded_error",
            400: "invalid_request_error",
        }
        return {"type": "error", "error": {"type": kinds.get(reply.status, "api_error"), "message": reply.message}}

    def garbled(self) -> bytes:
        return b'event: content_block_delta\ndata: {"type": "content_block_delta", "delta": \n\n'


def _finish(reply: Reply) -> str:
    return "tool_use" if reply.calls else FINISHES[reply.finish]


def _usage(reply: Reply) -> dict[str, int]:
    return {
        "input_tokens": reply.read - reply.cached,
        "cache_read_input_tokens": reply.cached,
        "cache_creation_input_tokens": 0,
        "output_tokens": reply.written,
    }


def _event(kind: str, **value: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **value})}\n\n".encode()
