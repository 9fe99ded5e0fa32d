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
    return await _opened(client)


async def _opened(client: socket.socket) -> Stream:
    """One way of the socket for reading and one for writing, so that a failed write does not end the reading.

    An application may answer, and close, before it took the whole request; the answer must not be lost with the rest.
    """
    loop = asyncio.get_running_loop()
    reader, unread = _Patient(loop=loop), asyncio.StreamReader(loop=loop)
    out = client.dup()
    reading, _ = await loop.create_unix_connection(lambda: asyncio.StreamReaderProtocol(reader), sock=client)
    writing, protocol = await loop.create_unix_connection(lambda: asyncio.StreamReaderProtocol(unread), sock=out)
    writing.pause_reading()
    return reader, _Writer(writing, protocol, unread, loop, reading)


class _Patient(asyncio.StreamReader):
    """Gives what was received before the other end broke off."""

    def set_exception(self, exc: Exception) -> None:
        if isinstance(exc, ConnectionError):
            self.feed_eof()
        else:
            super().set_exception(exc)


class _Writer(asyncio.StreamWriter):
    """The writing way; closing it closes the reading one as well."""

    def __init__(
        self,
        transport: asyncio.WriteTransport,
        protocol: asyncio.StreamReaderProtocol,
        reader: asyncio.StreamReader,
        loop: asyncio.AbstractEventLoop,
        reading: asyncio.BaseTransport,
    ) -> None:
        super().__init__(transport, protocol, reader, loop)
        self._reading = reading

    def close(self) -> None:
        super().close()
        self._reading.close()


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
