"""One connection of a client, request by request: each goes to the door, then to the application and back as it streams.

Called by the gateway for every connection. A request has a connection of its own to the application, so a program may
sleep, wake or start anew between two requests of one client; WebSockets are passed on byte by byte.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import h11

from engines.preview.plan import COOKIE
from engines.preview.socket import Stream

Headers = Sequence[tuple[bytes, bytes]]

_CHUNK = 64 * 1024
_HEAD_LIMIT = 64 * 1024
_OWN_HEADERS = frozenset({b"connection", b"keep-alive", b"proxy-connection", b"x-forwarded-for", b"x-forwarded-proto"})


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the gateway answers itself."""

    status: int
    text: str
    headers: Headers = ()


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Where a request goes: `open` connects, `answered` takes the seconds until the answer began.

    `left` follows each connection at its end, `close` the whole request.
    """

    open: Callable[[], Awaitable[Stream | Answer]]
    left: Callable[[], None]
    answered: Callable[[float], None]
    close: Callable[[], None]


_NO_ANSWER = Answer(status=502, text="The application ended without an answer. `ql preview logs` tells more.\n")

Door = Callable[[h11.Request, str], Passage | Answer]


class Closed(Exception):
    """The client or the application went away."""


class Unanswered(Exception):
    """The application, or the client, went away before the answer began."""


@dataclass(kw_only=True)
class Side:
    """One end of an exchange: a stream and the state of its protocol."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    state: h11.Connection
    wants_head_only: bool = False

    async def next_event(self) -> h11.Event | type[h11.PAUSED]:
        while True:
            event = self.state.next_event()
            if event is not h11.NEED_DATA:
                return event  # type: ignore[return-value]
            self.state.receive_data(await self.reader.read(_CHUNK))

    async def send(self, event: h11.Event) -> None:
        self.writer.write(self.state.send(event) or b"")
        await self.writer.drain()


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, door: Door) -> None:
    """Serves a client until it leaves."""
    client = Side(reader=reader, writer=writer, state=h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD_LIMIT))
    peer = str(writer.get_extra_info("peername")[0])
    try:
        while await _serve_one(client, peer, door):
            client.state.start_next_cycle()
    except h11.RemoteProtocolError as error:
        await _refuse(client, error)
    except (Closed, OSError, h11.LocalProtocolError):
        pass
    finally:
        writer.close()


async def _serve_one(client: Side, peer: str, door: Door) -> bool:
    """Whether another request may follow on this connection."""
    request = await client.next_event()
    if not isinstance(request, h11.Request):
        return False
    client.wants_head_only = request.method == b"HEAD"
    way = door(request, peer)
    if isinstance(way, Answer):
        await _answer(client, way)
        return False
    try:
        return await _pass_on(client, request, peer, way)
    finally:
        way.close()


async def _pass_on(client: Side, request: h11.Request, peer: str, way: Passage) -> bool:
    """A request that only reads is passed on once more when the application ended under it."""
    for last in (not _only_reads(request), True):
        try:
            return await _pass_on_once(client, request, peer, way)
        except Unanswered:
            if last or client.reader.at_eof():
                await _answer(client, _NO_ANSWER)
                return False
    return False


async def _pass_on_once(client: Side, request: h11.Request, peer: str, way: Passage) -> bool:
    began = time.monotonic()
    stream = await way.open()
    if isinstance(stream, Answer):
        await _answer(client, stream)
        return False
    program = Side(reader=stream[0], writer=stream[1], state=h11.Connection(h11.CLIENT))
    try:
        await program.send(_forwarded(request, peer))
        switched = await _exchange(client, program, lambda: way.answered(time.monotonic() - began))
        if switched:
            await _join(client, program)
    except (Closed, OSError, h11.RemoteProtocolError) as error:
        if client.state.our_state is not h11.SEND_RESPONSE:
            raise Closed from error
        raise Unanswered from error
    finally:
        program.writer.close()
        way.left()
    return not switched and client.state.our_state is h11.DONE and client.state.their_state is h11.DONE


def _only_reads(request: h11.Request) -> bool:
    """Whether it is without a body and changes nothing, so that asking twice does no harm."""
    names = {name for name, _ in request.headers}
    return request.method in (b"GET", b"HEAD") and not names & {b"content-length", b"transfer-encoding", b"upgrade"}


def _forwarded(request: h11.Request, peer: str) -> h11.Request:
    """The request as the application gets it: one per connection, without the gateway's own cookie."""
    upgrade = any(name == b"upgrade" for name, _ in request.headers)
    kept = [(name, _without_cookie(value) if name == b"cookie" else value) for name, value in request.headers]
    headers = [
        *((name, value) for name, value in kept if name not in _OWN_HEADERS),
        (b"connection", b"upgrade" if upgrade else b"close"),
        (b"x-forwarded-for", peer.encode()),
        (b"x-forwarded-proto", b"http"),
    ]
    return h11.Request(method=request.method, target=request.target, headers=headers)


def _without_cookie(value: bytes) -> bytes:
    parts = (part.strip() for part in value.split(b";"))
    return b"; ".join(part for part in parts if not part.startswith(COOKIE.encode()))


async def _exchange(client: Side, program: Side, answered: Callable[[], None]) -> bool:
    """Both bodies at once, until the answer is whole; whether the two agreed on another protocol."""
    upload = asyncio.create_task(_upload(client, program))
    download = asyncio.create_task(_download(client, program, answered))
    try:
        await asyncio.wait({upload, download}, return_when=asyncio.FIRST_COMPLETED)
        if not download.done():
            upload.result()
            raise Closed
        return download.result()
    finally:
        await _cancel(upload, download)


async def _cancel(*tasks: asyncio.Task[bool] | asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _upload(client: Side, program: Side) -> None:
    """The request's body; afterwards it watches for the client to leave, and returns when it does."""
    taken = True
    while client.state.their_state is h11.SEND_BODY:
        event = await client.next_event()
        if isinstance(event, h11.ConnectionClosed):
            return
        if isinstance(event, h11.Data | h11.EndOfMessage) and taken:
            taken = await _taken(program, event)
    if program.state.our_state is h11.SEND_BODY and taken:
        await _taken(program, h11.EndOfMessage())
    ahead = 0
    while ahead < _HEAD_LIMIT:
        data = await client.reader.read(_CHUNK)
        if not data:
            return
        client.state.receive_data(data)
        ahead += len(data)
    await asyncio.Event().wait()


async def _taken(program: Side, event: h11.Event) -> bool:
    """Whether the application took it; one that has answered already may take no more."""
    try:
        await program.send(event)
    except OSError:
        return False
    return True


async def _download(client: Side, program: Side, answered: Callable[[], None]) -> bool:
    while True:
        event = await program.next_event()
        match event:
            case h11.InformationalResponse():
                await client.send(event)
                if event.status_code == 101:
                    answered()
                    return True
            case h11.Response():
                answered()
                await client.send(
                    h11.Response(status_code=event.status_code, headers=_kept(event), reason=event.reason)
                )
            case h11.Data():
                await client.send(event)
            case h11.EndOfMessage():
                await client.send(event)
                return False
            case _:
                raise Closed


def _kept(response: h11.Response) -> list[tuple[bytes, bytes]]:
    """Headers of the answer but for those about the connection to the application."""
    return [(name, value) for name, value in response.headers.raw_items() if name.lower() not in _OWN_HEADERS]


async def _join(client: Side, program: Side) -> None:
    """Passes bytes both ways until one side ends."""
    for source, target in ((client, program), (program, client)):
        target.writer.write(source.state.trailing_data[0])
    ways = [
        asyncio.create_task(_pump(client.reader, program.writer)),
        asyncio.create_task(_pump(program.reader, client.writer)),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _cancel(*ways)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()


async def _refuse(client: Side, error: h11.RemoteProtocolError) -> None:
    """A request that is not HTTP, or an answer that broke off."""
    if client.state.our_state in (h11.IDLE, h11.SEND_RESPONSE):
        with contextlib.suppress(OSError, h11.LocalProtocolError):
            await _answer(client, Answer(status=error.error_status_hint, text=str(error)))


async def _answer(client: Side, answer: Answer) -> None:
    body = answer.text.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *answer.headers,
    ]
    await client.send(h11.Response(status_code=answer.status, headers=headers))
    if not client.wants_head_only:
        await client.send(h11.Data(data=body))
    await client.send(h11.EndOfMessage())
