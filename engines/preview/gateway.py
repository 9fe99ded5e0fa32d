"""The only way in: listens for all previews, tells them apart by the Host header or by port, and minds who may enter.

Owned by the service, which says through `find` which preview a name belongs to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import h11

from engines.kernel.errors import QuantumLayerError, Unavailable
from engines.preview.instance import Instance
from engines.preview.model import PreviewSettings
from engines.preview.plan import cookie_name, entry, is_local, preview_label, without_share
from engines.preview.proxy import Answer, Passage, serve
from engines.preview.socket import Stream

_COOKIE_SECONDS = 7 * 24 * 3600
_REFUSED = Answer(status=403, text="This preview is open to those who have its share link. Ask its owner for it.\n")
_UNKNOWN = Answer(status=404, text="No preview has this address. `ql preview list` shows those that there are.\n")


class Gateway:
    """One listener for names (`<name>-<id>.localhost`), and one per preview where such names do not resolve."""

    def __init__(self, *, settings: PreviewSettings, find: Callable[[str], Instance | None]) -> None:
        self._settings = settings
        self._find = find
        self._server: asyncio.Server | None = None
        self._own: dict[str, asyncio.Server] = {}
        self._connections: dict[asyncio.Task[None], str] = {}

    async def open(self, wanted: int) -> int:
        """Listens for names at that port, or at a free one when it is taken; returns the port."""
        self._server = await self._listen(self._by_name, "", self._settings.host, wanted)
        return _port(self._server)

    async def open_own(self, instance: Instance, wanted: int) -> int:
        """Listens for one preview alone, on loopback."""
        preview = instance.record.id
        server = await self._listen(lambda _: instance, preview, "127.0.0.1", wanted)
        self._own[preview] = server
        return _port(server)

    async def close_own(self, preview: str) -> None:
        server = self._own.pop(preview, None)
        if server is not None:
            server.close()
        await self._end([task for task, owner in self._connections.items() if owner == preview])

    async def close(self) -> None:
        for server in (self._server, *self._own.values()):
            if server is not None:
                server.close()
        self._own.clear()
        await self._end(list(self._connections))

    async def _end(self, connections: list[asyncio.Task[None]]) -> None:
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    async def _listen(
        self, find: Callable[[str], Instance | None], owner: str, host: str, wanted: int
    ) -> asyncio.Server:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 (a connection is always served by a task)
            self._connections[task] = owner
            try:
                await serve(reader, writer, lambda request, peer: self._door(find, request, peer))
            except asyncio.CancelledError:
                writer.close()
            finally:
                self._connections.pop(task, None)

        try:
            return await asyncio.start_server(connected, host, wanted)
        except OSError as error:
            if not wanted or self._settings.port == wanted:
                raise Unavailable(
                    f"Previews cannot be shown at {host}:{wanted}: {error}", hint="Set another port for previews."
                ) from error
            return await asyncio.start_server(connected, host, 0)

    def _by_name(self, host: str) -> Instance | None:
        label = preview_label(host, self._settings.domain)
        return self._find(label) if label else None

    def _door(self, find: Callable[[str], Instance | None], request: h11.Request, peer: str) -> Passage | Answer:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in request.headers}
        host, target = headers.get("host", ""), request.target.decode("latin-1")
        instance = find(host)
        if instance is None:
            return _UNKNOWN
        local = is_local(peer, host, headers)
        match entry(instance.record, target, headers.get("cookie", ""), local=local):
            case "enter":
                return _passage(instance)
            case "remember":
                return _remember(instance, target)
            case "refuse":
                return _REFUSED


def _port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])


def _remember(instance: Instance, target: str) -> Answer:
    """Sends the browser to the address without the secret, which it keeps as a cookie."""
    cookie = f"{cookie_name(instance.record)}={instance.record.share}; Path=/; Max-Age={_COOKIE_SECONDS}; HttpOnly; SameSite=Lax"
    location = without_share(target).encode("latin-1")
    return Answer(status=303, text="", headers=[(b"location", location), (b"set-cookie", cookie.encode())])


def _passage(instance: Instance) -> Passage:
    instance.requests += 1
    instance.open_requests += 1
    instance.used()

    def close() -> None:
        instance.open_requests -= 1
        instance.used()

    return Passage(
        open=lambda: _open(instance), left=instance.disconnected, answered=instance.latencies.append, close=close
    )


async def _open(instance: Instance) -> Stream | Answer:
    try:
        return await instance.connect()
    except QuantumLayerError as error:
        return Answer(status=502, text=f"{error}\n\n{error.hint}\n")
    except OSError:
        return Answer(status=502, text=f"The application {instance.record.label} does not answer.\n")
