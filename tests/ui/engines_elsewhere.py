"""Engines at an address, for the tests of the window: a real one on a port, and servers that only look like one."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.client import stop
from app.client.connection import Finder
from app.engine_file import EngineFile

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A data directory whose engine listens on a port; another token after each start."""

    home: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> EngineFile:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("QL_PORT", str(self.port))
            return Finder(home=self.home).find()

    def stop(self) -> None:
        stop(self.home)


@contextmanager
def engine_elsewhere() -> Iterator[Elsewhere]:
    """Started when it is first asked for, ended at the end."""
    made = Elsewhere(home=Path(tempfile.mkdtemp(prefix="qlel-")), port=free_port())
    yield made
    made.stop()
    shutil.rmtree(made.home, ignore_errors=True)


@contextmanager
def answering(status: int, body: object, *, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that answers everything so: JSON for what is no text; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if isinstance(body, str) else "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: object) -> None:
            """Stays quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, address: object) -> None:
            """A client that does not trust the certificate hangs up."""

    server = Server((LOOPBACK, 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A self-signed certificate of 127.0.0.1: its file, and the context of a server that has it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "engine")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOOPBACK))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown, whole = folder / "engine.crt", folder / "engine.pem"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    whole.write_bytes(secret + shown.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return shown, context
