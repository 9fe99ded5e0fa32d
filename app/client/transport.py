"""How the client's requests reach the engine: over its Unix socket or loopback, leaving no socket behind."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from threading import Lock
from weakref import WeakSet

import httpcore
import httpx
from httpcore._backends.sync import SyncStream

UNIX = "unix:"
_SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class _Connector(httpcore.SyncBackend):
    """Loses no socket: httpcore's own leaves a Unix socket open when it cannot be connected, as after the death of an engine,
    and its pool, closed while a thread is connecting, never hears of what that thread opens."""

    def __init__(self) -> None:
        self._opened: WeakSet[socket.socket] = WeakSet()
        self._lock = Lock()
        self._over = False

    def close(self) -> None:
        """Closes every socket that was opened here; none is opened any more."""
        with self._lock:
            self._over = True
            for each in list(self._opened):
                each.close()

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
        return self._kept(SyncStream(unix), unix)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        stream = super().connect_tcp(host, port, timeout, local_address, socket_options)
        return self._kept(stream, stream.get_extra_info("socket"))

    def _kept(self, stream: httpcore.NetworkStream, opened: socket.socket) -> httpcore.NetworkStream:
        with self._lock:
            if self._over:
                opened.close()
                raise httpcore.ConnectError("the client was closed meanwhile")
            self._opened.add(opened)
        return stream


class _Transport(httpx.HTTPTransport):
    """Every request goes to one Unix socket, where there is one; else to where its URL says."""

    def __init__(self, path: str | None) -> None:
        super().__init__(uds=path)
        self._connector = _Connector()
        self._pool._network_backend = self._connector

    def close(self) -> None:
        super().close()
        self._connector.close()


def transport_to(address: str) -> httpx.HTTPTransport:
    """The transport to an engine's address, `https://…`, `http://127.0.0.1:PORT` or `unix:PATH`."""
    path = address.removeprefix(UNIX)
    return _Transport(None if path == address else path)


def base_url(address: str) -> str:
    """The URL that requests to this address start with; a Unix socket needs a host's name, any will do."""
    return "http://engine" if address.startswith(UNIX) else address
