"""A client that is closed while one of its threads is still connecting leaves no socket behind."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpcore
import pytest

from app.client.transport import _Connector, transport_to


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[str]:
    """The path of a socket that takes connections."""
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        yield path


@pytest.fixture
def port() -> Iterator[int]:
    """A port of loopback that takes connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_connection_made_before_the_close_is_closed(listening: str, port: int) -> None:
    connector = _Connector()
    streams = [connector.connect_unix_socket(listening, timeout=1.0), connector.connect_tcp("127.0.0.1", port, 1.0)]
    opened: list[socket.socket] = [stream.get_extra_info("socket") for stream in streams]
    assert [each.fileno() >= 0 for each in opened] == [True, True]
    connector.close()
    assert [each.fileno() for each in opened] == [-1, -1]


def test_none_is_made_after_the_close(listening: str, port: int) -> None:
    connector = _Connector()
    connector.close()
    with pytest.raises(httpcore.ConnectError, match="closed"):
        connector.connect_unix_socket(listening, timeout=1.0)
    with pytest.raises(httpcore.ConnectError, match="closed"):
        connector.connect_tcp("127.0.0.1", port, 1.0)


@pytest.mark.parametrize("unix", [True, False])
def test_the_transport_closes_what_its_connections_opened(unix: bool, listening: str, port: int) -> None:
    transport = transport_to(f"unix:{listening}" if unix else f"http://127.0.0.1:{port}")
    backend = transport._pool._network_backend
    stream = backend.connect_unix_socket(listening) if unix else backend.connect_tcp("127.0.0.1", port)
    transport.close()
    assert stream.get_extra_info("socket").fileno() == -1
