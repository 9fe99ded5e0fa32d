"""Finds out whether this machine's resolver knows `*.localhost`; asked once by the service at its launch."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading

_WAIT_SECONDS = 0.5


async def localhost_names_resolve() -> bool:
    """Whether any name below `localhost` leads to loopback for ordinary programs (browsers always manage)."""
    found: list[str] = []
    # A thread of its own: a resolver without a network may take long, and nobody shall wait for it at the end.
    asking = threading.Thread(target=_resolve, args=(found,), daemon=True)
    asking.start()
    await asyncio.to_thread(asking.join, _WAIT_SECONDS)
    return bool(found) and all(ipaddress.ip_address(address).is_loopback for address in found)


def _resolve(found: list[str]) -> None:
    try:
        rows = socket.getaddrinfo("any-preview.localhost", None, type=socket.SOCK_STREAM)
    except OSError:
        return
    found.extend(str(row[4][0]) for row in rows)
