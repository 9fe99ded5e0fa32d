"""A web server that has one file, as sources of models are: ranges, validators, redirections, and cuts in the middle."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Source:
    """What the server has and how it behaves. `cuts`: after how many bytes the next answers break off, one after another; `slow`: seconds before each
    megabyte."""

    data: bytes
    tag: str = '"one"'
    ranges: bool = True
    heads: bool = True
    lengths: bool = True
    linked: bool = False
    beside: str = ""
    cuts: list[int] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    slow: float = 0.0
    asked: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@contextmanager
def serving(source: Source) -> Iterator[Source]:
    """The source at `source.address`."""
    handler = type("_Bound", (_Handler,), {"source": source})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    source.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield source
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _pieces(data: bytes) -> Iterator[bytes]:
    for begin in range(0, len(data), 1 << 20):
        yield data[begin : begin + (1 << 20)]


class _Handler(BaseHTTPRequestHandler):
    source: Source
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.close_connection = True
        if not self.source.heads:
            self._end(405)
        elif self.path.startswith("/linked/"):
            self._redirect()
        else:
            self._head(200, 0)

    def do_GET(self) -> None:
        self.close_connection = True
        source = self.source
        if self.path.endswith(".sha256"):
            self._beside()
            return
        if self.path.startswith("/linked/"):
            self._redirect()
            return
        source.asked.append(self.headers.get("Range", "all"))
        if source.refusals:
            self._end(source.refusals.pop(0))
            return
        begin = self._begin()
        if begin >= len(source.data):
            self._end(416)
            return
        self._head(206 if begin else 200, begin)
        rest = source.data[begin:]
        with suppress(ConnectionError):
            for piece in _pieces(rest[: source.cuts.pop(0)] if source.cuts else rest):
                time.sleep(source.slow)
                self.wfile.write(piece)

    def _begin(self) -> int:
        """Where to begin: a range counts only while the file is the one that the asker has a part of."""
        asked = self.headers.get("Range", "")
        same = self.headers.get("If-Range", self.source.tag) == self.source.tag
        return int(asked.removeprefix("bytes=").rstrip("-")) if asked and same and self.source.ranges else 0

    def _head(self, status: int, begin: int) -> None:
        source = self.source
        self.send_response(status)
        if source.tag:
            self.send_header("ETag", source.tag)
        if source.lengths:
            self.send_header("Content-Length", str(len(source.data) - begin))
        if status == 206:
            self.send_header("Content-Range", f"bytes {begin}-{len(source.data) - 1}/{len(source.data)}")
        self.end_headers()

    def end_headers(self) -> None:
        self.send_header("Connection", "close")
        super().end_headers()

    def _redirect(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/file.gguf")
        self.send_header("X-Linked-ETag", f'"{self.source.digest}"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _beside(self) -> None:
        if not self.source.beside:
            self._end(404)
            return
        text = f"{self.source.beside}  file.gguf\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _end(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Retry-After", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name in http.server)
        pass
