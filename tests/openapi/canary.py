"""A web server on loopback that no application may be talked into visiting; it counts who came nevertheless."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


class Canary:
    """Listens between `with` and its end; `hits` says how many requests came."""

    def __init__(self) -> None:
        self.hits = 0
        canary = self

        class Visit(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                canary.hits += 1
                body = b"<html><head><title>canary-sang</title></head></html>"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.do_GET()

            def do_HEAD(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Silent: the count is all that matters."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Visit)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def port(self) -> int:
        return self._server.server_port

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
