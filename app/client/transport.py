"""How the client's requests reach the engine: over its Unix socket or loopback, leaving no socket behind when nobody listens."""

from __future__ import annotations

import socket
from collections.abc import Iterable

import httpcore
import httpx
from httpcore._backends.sync import SyncStream

UNIX = "unix:"
_SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class _Connector(httpcore.SyncBackend):
    """httpcore's own leaves a Unix socket open when it cannot be connected, as after the death of an engine."""

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[_SocketOption] | None = None
    ) -> httpcore.NetworkStream:
        unix = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            for option in socket_options or ():
                unix.setsockopt(*option)
            unix.settimeout(timeout)
            unix.connect(path)
        except TimeoutError as error:
            unix.close()
            raise httpcore.ConnectTimeout(str(error)) from error
        except OSError as error:
            unix.close()
            raise httpcore.ConnectError(str(error)) from error
        return SyncStream(unix)


class _UnixTransport(httpx.HTTPTransport):
    """Every request goes to one Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__(uds=path)
        self._pool = httpcore.ConnectionPool(uds=path, network_backend=_Connector())


def transport_to(address: str) -> httpx.HTTPTransport:
    """The transport to an engine's address, `http://127.0.0.1:PORT` or `unix:PATH`."""
    path = address.removeprefix(UNIX)
    return httpx.HTTPTransport() if path == address else _UnixTransport(path)


def base_url(address: str) -> str:
    """The URL that requests to this address start with; a Unix socket needs a host's name, any will do."""
    return "http://engine" if address.startswith(UNIX) else address
