"""An application that answers before it took the whole request is heard all the same."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

from engines.preview.socket import connect

ANSWER = b"HTTP/1.1 422 Unprocessable Entity\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbody"


async def test_what_was_answered_is_read_though_the_connection_was_reset(tmp_path: Path) -> None:
    place = tmp_path / "app.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place))
        server.listen()
        reader, writer = await connect(place)
        writer.write(b"PATCH / HTTP/1.1\r\ncontent-length: 9\r\n\r\nnever read")
        await writer.drain()
        program, _ = server.accept()
        program.sendall(ANSWER)
        program.close()  # with what was sent still unread, so that the kernel resets the connection
        await asyncio.sleep(0.05)
        assert await reader.read(len(ANSWER)) == ANSWER
        assert await reader.read(1) == b""
        writer.close()
