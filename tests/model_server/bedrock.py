"""AWS Bedrock's Converse and ConverseStream.

Source: Amazon Bedrock API reference, "Converse", "ConverseStream" (the order of events), "ThrottlingException"; the frames
of `application/vnd.amazon.eventstream` after Smithy's "Amazon Event Stream Specification" (prelude, CRC-32 of the prelude,
headers of type 7, payload, CRC-32 of the message).
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from tests.model_server.model import Reply, Request

FINISHES = {"stop": "end_turn", "length": "max_tokens", "refused": "guardrail_intervened"}


class Bedrock:
    """`POST /model/{model}/converse` and `/converse-stream`."""

    name = "bedrock"

    def model_of(self, request: Request) -> str | None:
        parts = request.path.split("/")
        return parts[-2] if parts[-1] in ("converse", "converse-stream") else None

    def streams(self, request: Request) -> str:
        return "application/vnd.amazon.eventstream" if request.path.endswith("/converse-stream") else ""

    def pieces(self, reply: Reply, request: Request) -> Iterator[bytes]:
        yield _frame("messageStart", {"role": "assistant"})
        for word in reply.words(request.body):
            yield _frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": word}})
        yield _frame("contentBlockStop", {"contentBlockIndex": 0})
        for n, (name, arguments) in enumerate(reply.calls, 1):
            start = {"toolUse": {"toolUseId": f"tooluse_{n}", "name": name}}
            yield _frame("contentBlockStart", {"contentBlockIndex": n, "start": start})
            delta = {"toolUse": {"input": json.dumps(arguments)}}
            yield _frame("contentBlockDelta", {"contentBlockIndex": n, "delta": delta})
            yield _frame("contentBlockStop", {"contentBlockIndex": n})
        yield _frame("messageStop", {"stopReason": _finish(reply)})
        yield _frame("metadata", {"usage": _usage(reply), "metrics": {"latencyMs": 1}})

    def whole(self, reply: Reply, request: Request) -> Mapping[str, Any]:
        text = "".join(reply.words(request.body))
        content: list[dict[str, Any]] = [{"text": text}] if text else []
        content += [
            {"toolUse": {"toolUseId": f"tooluse_{n}", "name": name, "input": arguments}}
            for n, (name, arguments) in enumerate(reply.calls, 1)
        ]
        message = {"role": "assistant", "content": content}
        return {"output": {"message": message}, "stopReason": _finish(reply), "usage": _usage(reply), "metrics": {}}

    def fault(self, reply: Reply) -> Mapping[str, Any]:
        return {"message": reply.message}

    def garbled(self) -> bytes:
        frame = bytearray(_frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": "x"}}))
        frame[-1] ^= 0xFF
        return bytes(frame)


def _finish(reply: Reply) -> str:
    return "tool_use" if reply.calls else FINISHES[reply.finish]


def _usage(reply: Reply) -> dict[str, int]:
    return {
        "inputTokens": reply.read - reply.cached,
        "cacheReadInputTokens": reply.cached,
        "outputTokens": reply.written,
        "totalTokens": reply.read + reply.written,
    }


def _frame(kind: str, value: Mapping[str, Any]) -> bytes:
    values = {":event-type": kind, ":content-type": "application/json", ":message-type": "event"}
    headers = b"".join(_header(name, text) for name, text in values.items())
    payload = json.dumps(value).encode()
    prelude = struct.pack(">II", 12 + len(headers) + len(payload) + 4, len(headers))
    body = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + payload
    return body + struct.pack(">I", zlib.crc32(body))


def _header(name: str, value: str) -> bytes:
    return struct.pack(">B", len(name)) + name.encode() + struct.pack(">BH", 7, len(value)) + value.encode()
