"""A server that dies, and speaks enough of the engine's protocol to be found, asked and followed.

Each life tells four more events of a run and ends with kill -9 in the middle of the next; the third one tells the run's end.
"""

from __future__ import annotations

import json
import os
import signal
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingUnixStreamServer

from app.engine.listening import listen
from app.engine_file import EngineFile
from app.paths import Paths, default_home
from app.version import VERSION

LIVES = 3
EVENTS = 4


class Mortal(BaseHTTPRequestHandler):
    """`/runs/r/events` is the stream, `/die` and `/shutdown` end the first life without an answer, everything else tells which life it is."""

    protocol_version = "HTTP/1.1"
    life = 0

    def do_GET(self) -> None:
        if self.path in ("/die", "/shutdown") and self.life == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        elif self.path.endswith("/events"):
            self._tell(after=int(self.headers["Last-Event-ID"]))
        else:
            body = json.dumps({"life": self.life}).encode()
            self._begin("application/json", length=len(body))
            self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def _tell(self, *, after: int) -> None:
        self._begin("text/event-stream")
        for sequence in range(after + 1, self.life * EVENTS + 1):
            ends = sequence == LIVES * EVENTS
            event = {"run": "r", "sequence": sequence, "time": "t", "payload": {}, "version": 1}
            data = json.dumps({**event, "kind": "run.finished" if ends else "agent.message"})
            self.wfile.write(f"id: {sequence}\ndata: {data}\n\n".encode())
        if self.life < LIVES:
            self.wfile.write(b"id: 99\ndata: {half an ev")
            os.kill(os.getpid(), signal.SIGKILL)

    def _begin(self, kind: str, *, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("connection", "close") if length is None else self.send_header("content-length", str(length))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def main() -> None:
    """Counts this life, then serves until it is killed."""
    paths = Paths(home=default_home())
    with (paths.home / "lives").open("a+") as lives:
        lives.write("x")
        Mortal.life = lives.tell()
    listening = listen(paths, 0)
    server = ThreadingUnixStreamServer("", Mortal, bind_and_activate=False)
    server.socket.close()
    server.socket = listening.socket
    EngineFile(pid=os.getpid(), address=listening.address, token="t", version=VERSION, started="").write(
        paths.engine_file
    )
    server.serve_forever()


if __name__ == "__main__":
    main()
