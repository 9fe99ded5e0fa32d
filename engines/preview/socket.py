"""The engine's end of a preview's Unix socket: opening it without being led astray, and asking whether it answers."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
from pathlib import Path

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_ASK = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


async def connect(path: Path) -> Stream:
    """Connects to the socket of that name and to nothing that a hostile program may have put in its place.

    The program could leave a link to another socket of this machine there; so the very file is opened first.
    Raises OSError (ConnectionRefusedError, FileNotFoundError ...) when nobody listens.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | getattr(os, "O_PATH", 0))
    try:
        if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            raise ConnectionRefusedError(f"{path} is not a socket")
        place = f"/proc/self/fd/{descriptor}" if hasattr(os, "O_PATH") else str(path)
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        client.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(client, place)
        except OSError:
            client.close()
            raise
    finally:
        os.close(descriptor)
    loop = asyncio.get_running_loop()
    reader = Patient(loop=loop)
    transport, protocol = await loop.create_unix_connection(lambda: asyncio.StreamReaderProtocol(reader), sock=client)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


class Patient(asyncio.StreamReader):
    """Gives what was received before the other end broke off: an application may answer, and close, before it took the
    whole request, and the answer must not be lost with the rest."""

    def set_exception(self, exc: Exception) -> None:
        if isinstance(exc, ConnectionError):
            self.feed_eof()
        else:
            super().set_exception(exc)


async def answers(path: Path) -> bool:
    """Whether an application answers there, with anything but an error of its own."""
    try:
        reader, writer = await connect(path)
    except OSError:
        return False
    try:
        writer.write(_ASK)
        head = await reader.readline()
    except OSError:
        return False
    finally:
        writer.close()
    words = head.split()
    return len(words) > 1 and words[0].startswith(b"HTTP/1.") and words[1].isdigit() and int(words[1]) < 500
