"""Google's generateContent, of the Gemini API and of Vertex AI, and the sign-in of a service account.

Source: Gemini API reference, "generateContent", "streamGenerateContent" (`alt=sse`), "UsageMetadata" (`promptTokenCount`
holds what was cached); Vertex AI REST v1 `publishers/google/models`; google.rpc.Status for errors; RFC 7523 and RFC 6749
section 5.1 for the token.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.model_server.model import Reply, Request

FINISHES = {"stop": "STOP", "length": "MAX_TOKENS", "refused": "SAFETY"}


class Gemini:
    """`POST .../models/{model}:generateContent` and `:streamGenerateContent`."""

    name = "gemini"

    def model_of(self, request: Request) -> str | None:
        place, _, act = request.path.rpartition(":")
        return place.rpartition("/")[2] if act in ("generateContent", "streamGenerateContent") else None

    def streams(self, request: Request) -> str:
        return "text/event-stream" if request.path.endswith(":streamGenerateContent") else ""

    def pieces(self, reply: Reply, request: Request) -> Iterator[bytes]:
        for word in reply.words(request.body):
            yield _event({"candidates": [_candidate([{"text": word}])]})
        last = _candidate([{"functionCall": {"name": n, "args": a}} for n, a in reply.calls], FINISHES[reply.finish])
        yield _event({"candidates": [last], "usageMetadata": _usage(reply)})

    def whole(self, reply: Reply, request: Request) -> Mapping[str, Any]:
        text = "".join(reply.words(request.body))
        parts: list[dict[str, Any]] = [{"text": text}] if text else []
        parts += [{"functionCall": {"name": name, "args": arguments}} for name, arguments in reply.calls]
        return {"candidates": [_candidate(parts, FINISHES[reply.finish])], "usageMetadata": _usage(reply)}

    def fault(self, reply: Reply) -> Mapping[str, Any]:
        names = {429: "RESOURCE_EXHAUSTED", 401: "UNAUTHENTICATED", 400: "INVALID_ARGUMENT", 503: "UNAVAILABLE"}
        status = names.get(reply.status, "INTERNAL")
        return {"error": {"code": reply.status, "message": reply.message, "status": status}}

    def garbled(self) -> bytes:
        return b'data: {"candidates": [\n\n'


class GoogleSignIn:
    """`POST /token`: what a service account's signed assertion is exchanged for."""

    name = "google-sign-in"

    def model_of(self, request: Request) -> str | None:
        return "token:" if request.path == "/token" else None

    def streams(self, request: Request) -> str:
        return ""

    def pieces(self, reply: Reply, request: Request) -> Iterator[bytes]:
        raise NotImplementedError

    def whole(self, reply: Reply, request: Request) -> Mapping[str, Any]:
        return {"access_token": "token-of-google", "expires_in": 3600, "token_type": "Bearer"}

    def fault(self, reply: Reply) -> Mapping[str, Any]:
        return {"error": "invalid_grant", "error_description": reply.message}

    def garbled(self) -> bytes:
        raise NotImplementedError


def _candidate(parts: list[dict[str, Any]], finish: str = "") -> dict[str, Any]:
    return {"content": {"role": "model", "parts": parts}, "index": 0, **({"finishReason": finish} if finish else {})}


def _usage(reply: Reply) -> dict[str, int]:
    counts = {"promptTokenCount": reply.read, "candidatesTokenCount": reply.written}
    cached = {"cachedContentTokenCount": reply.cached} if reply.cached else {}
    return {**counts, **cached, "totalTokenCount": reply.read + reply.written}


def _event(value: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\r\n\r\n"
