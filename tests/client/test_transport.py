"""A client that is closed while one of its threads is still connecting leaves no socket behind."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpcore
import pytest

from app.client.transport import _Connector


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[str]:
    """The path of a socket that takes connections."""
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        yield path


def test_a_connection_made_before_the_close_is_closed(listening: str) -> None:
    connector = _Connector()
    stream = connector.connect_unix_socket(listening, timeout=1.0)
    opened: socket.socket = stream.get_extra_info("socket")
    assert opened.fileno() >= 0
    connector.close()
    assert opened.fileno() == -1


def test_none_is_made_after_the_close(listening: str) -> None:
    connector = _Connector()
    connector.close()
    with pytest.raises(httpcore.ConnectError, match="closed"):
        connector.connect_unix_socket(listening, timeout=1.0)
