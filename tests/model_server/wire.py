"""HTTP/1.1 on loopback, small enough to break on purpose: chunked answers, connections cut, clients that leave."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from urllib.parse import unquote

from tests.model_server.model import Request


class Wire:
    """One connection with a client."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def read(self) -> Request | None:
        """The next request, None at the end of the connection."""
        try:
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        method, target, _ = head[0].split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        raw = await self._reader.readexactly(int(headers.get("content-length", "0")))
        path, _, query = target.partition("?")
        try:
            body = json.loads(raw) if raw else {}
        except ValueError:
            body = {"raw": raw.decode()}
        return Request(method=method, path=unquote(path), query=query, headers=headers, body=body)

    async def answer(self, status: int, value: Mapping[str, object], headers: Mapping[str, str]) -> None:
        """A whole answer in JSON."""
        body = json.dumps(value).encode()
        await self._send(
            _head(status, {**headers, "content-type": "application/json", "content-length": str(len(body))})
        )
        await self._send(body)

    async def begin(self, content_type: str) -> None:
        await self._send(_head(200, {"content-type": content_type, "transfer-encoding": "chunked"}))

    async def piece(self, body: bytes) -> None:
        await self._send(b"%x\r\n%s\r\n" % (len(body), body))

    async def end(self) -> None:
        await self._send(b"0\r\n\r\n")

    async def left(self) -> None:
        """Returns once the client has closed its side; a client that waits for an answer sends nothing more."""
        try:
            await self._reader.read(1)
        except ConnectionError:
            return

    def cut(self) -> None:
        """Breaks the connection without an end."""
        self._writer.transport.abort()

    def close(self) -> None:
        self._writer.close()

    async def _send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
